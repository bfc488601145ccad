"""A copy of the freshly seeded database, so that test mode's reset takes well under a second."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.schema import Base


def save_template(store: Store) -> None:
    """Keep the present content as what a reset brings back."""
    if not store.is_sqlite:
        store.write_now(_save_schema)
        return
    half = _file(store).with_name(f"{store.file.name}-half-{secrets.token_hex(4)}")  # two may do it at once
    try:
        store.on_sqlite_file(lambda live: live.execute("VACUUM INTO ?", (str(half),)).close())
        half.replace(_file(store))
    finally:
        half.unlink(missing_ok=True)


def has_template(store: Store) -> bool:
    """Whether there is something to go back to."""
    return _file(store).exists() if store.is_sqlite else store.read_now(_has_schema)


def restore_template(store: Store) -> None:
    """Put the kept content in place of the present one, in one transaction; readers see either."""
    if not store.is_sqlite:
        store.write_now(_restore_schema)
        return

    replace_content(store, _file(store))


def replace_content(store: Store, file: Path) -> None:
    """Put the content of another SQLite file in place of the present one, in one transaction."""

    def replace(live: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(file)) as other:
            other.backup(live)

    store.on_sqlite_file(replace)


def _file(store: Store) -> Path:
    return store.file.with_name(store.file.name + "-template")


def _schema(session: Session) -> tuple[str, str]:
    live = str(session.scalar(text("SELECT current_schema()")))
    return live, f"{live}_template"


def _has_schema(session: Session) -> bool:
    _, template = _schema(session)
    found = text("SELECT 1 FROM information_schema.schemata WHERE schema_name = :name")
    return session.scalar(found, {"name": template}) is not None


def _save_schema(session: Session) -> None:
    live, template = _schema(session)
    session.execute(text(f'DROP SCHEMA IF EXISTS "{template}" CASCADE'))
    session.execute(text(f'CREATE SCHEMA "{template}"'))
    for table in Base.metadata.sorted_tables:
        if session.scalar(text(f'SELECT EXISTS (SELECT FROM "{live}"."{table.name}")')):  # noqa: S608
            session.execute(text(f'CREATE TABLE "{template}"."{table.name}" AS TABLE "{live}"."{table.name}"'))


def _restore_schema(session: Session) -> None:
    live, template = _schema(session)
    tables = Base.metadata.sorted_tables
    names = ", ".join(f'"{live}"."{table.name}"' for table in tables)
    session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    kept = set(inspect(session.connection()).get_table_names(schema=template))
    for table in tables:
        if table.name not in kept:
            continue
        session.execute(
            text(f'INSERT INTO "{live}"."{table.name}" SELECT * FROM "{template}"."{table.name}"')  # noqa: S608
        )
        for column in table.primary_key.columns:
            if column.name == "seq" or (column.name == "id" and column.autoincrement is True):
                where = f"pg_get_serial_sequence('\"{live}\".\"{table.name}\"', '{column.name}')"
                highest = f'(SELECT max("{column.name}") FROM "{live}"."{table.name}")'  # noqa: S608
                session.execute(text(f"SELECT setval({where}, greatest(coalesce({highest}, 0), 1))"))
