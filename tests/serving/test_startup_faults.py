"""What keeps the commands from starting, beyond ``tests/test_cli.py``: one line that says what to do, exit code 2.

And a disk that fills up under a running server: writes are refused, reads go on, and all is well again after it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from emias_app.mock_server.store.engine import FILE_NAME
from tests.support.served import free_port, latest_code, served

resource = pytest.importorskip("resource", reason="no limits on the size of files here")

COMMANDS = pytest.mark.parametrize("command", [("--web", "--no-browser"), ("server",)], ids=["page", "server"])
#: Starts the command in a process that may write no file past so many bytes: to it, the disk is full.
_ON_A_FULL_DISK = (
    "import resource, runpy, sys; size = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)); runpy.run_module('emias_app', run_name='__main__')"
)


def refused(*arguments: str, folder: Path, most: int | None = None) -> str:
    """The one line that the command says when it does not start; ``most`` bytes fit into a file."""
    start = ["-m", "emias_app"] if most is None else ["-B", "-c", _ON_A_FULL_DISK, str(most)]
    done = subprocess.run(
        [sys.executable, *start, *arguments, "--port", str(free_port()), "--data-dir", str(folder)],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
    )  # fmt: skip
    told = (done.stdout + done.stderr).strip()
    assert done.returncode == 2, told
    assert len(told.splitlines()) == 1, told
    assert told.startswith("emias: ")
    return told


def another_version(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        database.execute("INSERT INTO meta VALUES ('schema_version', '99')")


def somebody_else_s(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE recipes (name TEXT)")


def no_database(file: Path) -> None:
    file.write_bytes(b"a letter to grandmother, and no database at all\n" * 100)


def a_torn_one(file: Path) -> None:
    another_version(file)
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 4096)


def a_folder(file: Path) -> None:
    file.mkdir()


def content_of(file: Path) -> object:
    """Every row of a database, or the bytes of what is none."""
    if file.is_dir():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return list(database.iterdump())
    except sqlite3.DatabaseError:
        return file.read_bytes()


@COMMANDS
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (another_version, "--reset"),
        (somebody_else_s, "--reset"),
        (no_database, "не база этой программы"),
        (a_torn_one, "--data-dir"),
        (a_folder, "--data-dir"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_database_that_is_not_ours_is_refused_in_one_line_and_left_alone(
    command: tuple[str, ...], damage: Callable[[Path], None], says: str, tmp_path: Path
) -> None:
    file = tmp_path / FILE_NAME
    damage(file)
    before = content_of(file)
    assert says in refused(*command, folder=tmp_path)
    assert content_of(file) == before


@COMMANDS
@pytest.mark.parametrize("most", [1_000, 20_000, 300_000], ids=["folder", "tables", "people"])
def test_a_full_disk_at_the_start_is_told_in_one_line(command: tuple[str, ...], most: int, tmp_path: Path) -> None:
    told = refused(*command, folder=tmp_path / "data", most=most)
    assert "На диске нет места" in told, told


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the limits of a running process cannot be set here")
def test_when_the_disk_fills_up_writes_are_507_and_reads_go_on_until_there_is_space_again(tmp_path: Path) -> None:
    with served("server", "--test-mode", data_dir=tmp_path) as server, httpx.Client(timeout=30) as http:
        api, phone = server.base + "/api/v1", "+79000000001"

        def write() -> httpx.Response:
            return http.post(f"{api}/auth/login", json={"login": phone, "password": "Demo-2026"})

        code = {"ticket": write().json()["ticket"], "code": latest_code(server.base, phone)}
        tokens = http.post(f"{api}/auth/login/confirm", json=code).json()
        http.headers["Authorization"] = f"Bearer {tokens['accessToken']}"
        http.post(f"{api}/auth/medcard-code")
        opened = http.post(f"{api}/auth/medcard-code/confirm", json={"code": latest_code(server.base, phone)}).json()
        http.headers["Authorization"] = f"Bearer {opened['accessToken']}"
        artyom = next(p["id"] for p in http.get(f"{api}/patients").json()["items"] if p["firstName"] == "Артём")
        labs = http.get(f"{api}/patients/{artyom}/labs").json()["items"]
        reads = ("/me", "/patients", f"/patients/{artyom}/sections", f"/patients/{artyom}/labs/{labs[0]['id']}")

        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        for _ in range(3):
            full = write()
            assert (full.status_code, full.json()["code"]) == (507, "storage_full")
            assert full.headers["content-type"] == "application/problem+json"
            assert [http.get(api + path).status_code for path in reads] == [200] * len(reads)
        renewal = http.post(f"{api}/auth/refresh", json={"refreshToken": opened["refreshToken"]})
        assert renewal.status_code == 507, "and the session is not lost by it"

        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        assert write().status_code == 200
        assert http.post(f"{api}/auth/refresh", json={"refreshToken": opened["refreshToken"]}).status_code == 200
        assert server.interrupt() == 0, server.log
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = database.execute("SELECT count(*) FROM journal WHERE what = 'RECORD'").fetchone()
    assert rows == (3,), "reads of the full disk were owed to the journal and paid"
    assert "Traceback" not in server.log
