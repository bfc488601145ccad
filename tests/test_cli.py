"""The ``emias`` command from outside: what it refuses, what it prints, how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import websockets

from tests.support.served import Served, free_port, served

HOSTLESS = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


def emias(*arguments: str, data_dir: Path | None = None) -> tuple[int, str]:
    """Exit code and all that was printed."""
    folder = [] if data_dir is None else ["--data-dir", str(data_dir)]
    done = subprocess.run(
        [sys.executable, "-m", "emias_app", *arguments, *folder],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env={**os.environ, **HOSTLESS},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--web", "--port", "70000"], "--port"),
        (["--web", "--host", "0.0.0.0"], "--public"),
        (["--web", "--host", "0.0.0.0", "--public", "--test-mode"], "--mock-token"),
        (["--backend", "http://example.org"], "https://"),
        (["--backend", "example"], "--backend"),
        (["--backend", "https://user:word@example.org"], "--backend"),
        (["--backend", "http://127.0.0.1:port"], "--backend"),
        (["server", "--port", "70000"], "--port"),
        (["server", "--host", "no.such.host.invalid"], "--host"),
        (["server", "--host", "0.0.0.0", "--test-mode"], "--mock-token"),
        (["server", "--workers", "2"], "--database"),
        (["server", "--database", "mysql://somewhere/base"], "--database"),
        (["server", "--database", "postgresql+psycopg://somewhere"], "--database"),
    ],
    ids=" ".join,
)
def test_what_cannot_start_says_so_in_one_line(arguments: list[str], says: str, tmp_path: Path) -> None:
    code, told = emias(*arguments, *(() if "server" in arguments else ("--no-browser",)), data_dir=tmp_path / "data")
    assert code == 2
    assert len(told.strip().splitlines()) == 1, told
    assert told.startswith("emias: ")
    assert says in told
    assert "word" not in told
    assert not (tmp_path / "data").exists(), "refused before anything was touched"


@pytest.mark.parametrize("command", [["--web", "--no-browser"], ["server"]], ids=["page", "server"])
def test_a_taken_port_is_told_before_anything_is_seeded(command: list[str], tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, told = emias(*command, "--port", str(port), data_dir=tmp_path / "data")
    assert (code, len(told.strip().splitlines())) == (2, 1), told
    assert f"Порт {port} занят" in told
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", [["--web", "--no-browser"], ["server"]], ids=["page", "server"])
def test_a_folder_that_cannot_be_written_is_told(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, told = emias(*command, "--port", str(free_port()), data_dir=tmp_path / "file" / "data")
    assert (code, len(told.strip().splitlines())) == (2, 1), told
    assert "--data-dir" in told


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    address = f"postgresql+psycopg://nobody:secret-word@127.0.0.1:{free_port()}/none"
    code, told = emias("server", "--database", address, "--port", str(free_port()), data_dir=tmp_path)
    assert (code, len(told.strip().splitlines())) == (2, 1), told
    assert "secret-word" not in told


def test_help_names_every_option_and_command() -> None:
    code, told = emias("--help")
    assert code == 0
    named = (
        "--web --host --port --no-browser --public --test-mode --mock-token --backend --data-dir --reset server doctor"
    )
    assert [word for word in named.split() if word not in told] == []
    code, told = emias("server", "--help")
    named = "--host --port --database --workers --data-dir --seed --reset --test-mode"
    assert code == 0
    assert [word for word in named.split() if word not in told] == []


def test_doctor_tells_what_is_there_and_what_is_not(tmp_path: Path) -> None:
    code, told = emias("doctor", data_dir=tmp_path)
    assert code == 0
    assert {line.split()[0] for line in told.splitlines()} <= {"есть", "нет"}
    for subject in ("Python", "папка данных", "связка ключей", "шрифты", "браузер", "порт", "отпечаток"):
        assert subject in told


async def _hold_sockets(page: Served, cookie: str, count: int) -> int:
    """Open sockets as a browser does, tell the page to end while they are open, and give its exit code."""
    address = page.base.replace("http", "ws") + "/ws"
    held = [
        await websockets.connect(address, origin=page.base, additional_headers={"Cookie": cookie})  # type: ignore[arg-type]
        for _ in range(count)
    ]
    page.process.send_signal(signal.SIGTERM)
    code = await asyncio.to_thread(page.process.wait, 10)
    for one in held:
        await one.close()
    return code


def test_a_page_opens_by_its_address_serves_the_api_and_ends_cleanly_with_open_sockets(tmp_path: Path) -> None:
    with served("--web", "--no-browser", data_dir=tmp_path) as page:
        with httpx.Client(base_url=page.base, timeout=20) as browser:
            assert browser.get("/").status_code == 403
            assert browser.get("/mock/v1/outbox").status_code == 404
            assert browser.get("/mock/v1/outbox").json()["status"] == 404
            assert browser.get("/api/v1/me").status_code == 401
            assert browser.get("/api/v1/no-such-thing").headers["content-type"] == "application/problem+json"
            assert browser.get("/openapi.json").json()["openapi"].startswith("3.")
            assert "<html" in browser.get("/docs").text
            opened = browser.get(page.launch_address(), follow_redirects=True)
            assert "Открываем медкарту…" in opened.text
            cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        assert asyncio.run(_hold_sockets(page, cookie, 5)) == 0
    assert "Traceback" not in page.log
    assert page.log.count("?k=") == 2, "the first address and, after it was used, the next one"


def test_a_browser_that_was_let_in_stays_in_after_a_restart(tmp_path: Path) -> None:
    port = free_port()
    cookies: dict[str, str] = {}
    for _ in range(2):
        page = Served("--web", "--no-browser", "--data-dir", str(tmp_path), port=port)
        try:
            page.wait_ready()
            with httpx.Client(base_url=page.base, timeout=20, cookies=cookies) as browser:
                if not cookies:
                    browser.get(page.launch_address())
                    cookies = dict(browser.cookies)
                assert browser.get("/").status_code == 200
            assert page.interrupt() == 0
        finally:
            page.stop()


def test_in_test_mode_the_page_needs_no_address_and_the_control_is_open(tmp_path: Path) -> None:
    with served("--web", "--test-mode", "--no-browser", data_dir=tmp_path) as page:
        with httpx.Client(base_url=page.base, timeout=20) as browser:
            assert browser.get("/").status_code == 200
            assert browser.get("/mock/v1/clock").status_code == 200
        assert "?k=" not in page.log
        assert page.interrupt() == 0


def test_the_backend_alone_ends_cleanly(tmp_path: Path) -> None:
    with served("server", data_dir=tmp_path) as backend:
        assert httpx.get(backend.base + "/mock/v1/clock", timeout=10).status_code == 404
        assert backend.interrupt() == 0
    assert "Traceback" not in backend.log
