"""The real command in a process of its own: started, waited for, ended."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running ``emias …``; ``base`` is its address, ``log`` what it printed so far."""

    def __init__(self, *arguments: str, port: int, env: dict[str, str] | None = None) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "emias_app", *arguments, "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", **(env or {})},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line)

    @property
    def log(self) -> str:
        return "".join(self._lines)

    def wait_ready(self, timeout: float = 60) -> Served:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}:\n{self.log}")
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(self.base + "/healthz", timeout=2).status_code == 200:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"not ready in {timeout} s:\n{self.log}")

    def launch_address(self, timeout: float = 20) -> str:
        """The newest one-time address that it printed."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            found: list[str] = re.findall(r"http://127\.0\.0\.1:\d+/\?k=[A-Za-z0-9_-]+", self.log.replace("\n", ""))
            if found:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no address printed:\n{self.log}")

    def kill(self) -> None:
        """kill -9: nothing gets a chance to tidy up."""
        self.process.kill()
        self.process.wait(10)

    def interrupt(self, timeout: float = 10) -> int:
        """Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self._reader.join(2)
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextlib.contextmanager
def served(*arguments: str, data_dir: Path, env: dict[str, str] | None = None) -> Iterator[Served]:
    """``emias <arguments>`` on a free loopback port, with its own data folder."""
    process = Served(*arguments, "--data-dir", str(data_dir), port=free_port(), env=env)
    try:
        yield process.wait_ready()
    finally:
        process.stop()


def latest_code(base: str, phone: str) -> str:
    """The newest SMS code for a phone, from test mode's outbox."""
    items = httpx.get(f"{base}/mock/v1/outbox", params={"phone": phone}, timeout=10).json()["items"]
    return str(next(item["code"] for item in items if item["code"]))
