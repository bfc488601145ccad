"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from emias_app.mock_server.store.schema import SCHEMA_VERSION, Base

if TYPE_CHECKING:
    import psycopg

_USER = "postgres"
_NUMBERS = count(1)


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``; None where PostgreSQL is not installed."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    found = shutil.which("pg_ctl")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a fresh server. initdb and postgres refuse root, so root hands over to the user postgres."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    account = pwd.getpwnam(_USER) if os.geteuid() == 0 else None

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGUSER": _USER},
        )

    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    data = folder / "data"
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        run(str(programs / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=200"
        control = str(programs / "pg_ctl")
        run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{_USER}@/postgres?host={quote(str(folder), safe='')}"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Schemas:
    """Schemas of one server, each lent to one test at a time; making the tables takes half a second."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._free: list[str] = []

    @contextlib.contextmanager
    def lent(self) -> Iterator[str]:
        """The address of a schema that holds nothing: no tables, or the app's own as they are made, all empty."""
        import psycopg

        name = self._free.pop() if self._free else f"t{os.getpid()}_{next(_NUMBERS)}"
        plain = self._server.replace("+psycopg", "")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
        try:
            yield f"{self._server}&options={quote(f'-csearch_path={name}', safe='')}"
        finally:
            with psycopg.connect(plain, autocommit=True) as connection:
                connection.execute(f'DROP SCHEMA IF EXISTS "{name}_template" CASCADE')
                if _is_as_made(connection, name):
                    connection.execute(_EMPTY.replace("SCHEMA", name))
                    self._free.append(name)
                else:
                    connection.execute(f'DROP SCHEMA "{name}" CASCADE')


def _is_as_made(connection: psycopg.Connection[Any], name: str) -> bool:
    """Whether the schema has the tables and columns of this version, no more and no fewer."""
    found = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
    columns = {(str(table), str(column)) for table, column in connection.execute(found, (name,)).fetchall()}
    if columns != {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}:
        return False
    version = connection.execute(f"SELECT value FROM \"{name}\".meta WHERE key = 'schema_version'").fetchone()  # type: ignore[arg-type]
    return version == (str(SCHEMA_VERSION),)


#: All rows but the version; the role fires no trigger, so that even the journal can be emptied. Numbers begin anew.
_EMPTY = """
DO $$
DECLARE one record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'SCHEMA' AND tablename <> 'meta' LOOP
        EXECUTE format('DELETE FROM "SCHEMA".%I', one.name);
    END LOOP;
    DELETE FROM "SCHEMA".meta WHERE key <> 'schema_version';
    FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'SCHEMA' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE "SCHEMA".%I RESTART', one.name);
    END LOOP;
END $$
"""
