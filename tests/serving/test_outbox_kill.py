"""kill -9 of the app between writing an entry and sending it, and between sending it and knowing so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.served import served

_APP = [sys.executable, "-m", "tests.support.outbox_process"]
_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", ["write", "half"])
def test_an_entry_of_a_killed_app_is_sent_once_after_the_restart(command: str, tmp_path: Path) -> None:
    with served("server", "--test-mode", data_dir=tmp_path / "backend") as backend:
        folder = tmp_path / "device"
        folder.mkdir()
        app = subprocess.Popen(
            [*_APP, command, backend.base, str(folder)], cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            assert app.stdout is not None
            assert app.stdout.readline() == b"written\n", app.stderr and app.stderr.read()
        finally:
            app.kill()
            app.communicate()
        posts = [one for one in _requests(backend.base) if one["method"] == "POST" and one["path"].endswith("/diary")]
        assert bool(posts) == (command == "half")
        lying = b"".join(one.read_bytes() for one in (folder / "offline").rglob("*") if one.is_file())
        assert lying
        assert b"37.4" not in lying
        for _ in range(2):
            again = subprocess.run(
                [*_APP, "send", backend.base, str(folder)], cwd=_ROOT, capture_output=True, timeout=120
            )
            assert again.returncode == 0, again.stderr.decode()
            assert json.loads(again.stdout) == {"values": [37.4], "wait": 0}


def _requests(base: str) -> list[dict[str, str]]:
    items: list[dict[str, str]] = httpx.get(f"{base}/mock/v1/requests", timeout=20).json()["items"]
    return items
