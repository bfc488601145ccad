"""Starting what is measured, and printing."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from tests.support.served import Served, free_port

ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def app(*arguments: str) -> Iterator[Served]:
    """``emias <arguments>`` with a fresh data folder."""
    with tempfile.TemporaryDirectory() as folder:
        process = Served(*arguments, "--data-dir", folder, port=free_port())
        try:
            yield process.wait_ready()
        finally:
            process.stop()


@contextlib.contextmanager
def python(*arguments: str, port: int, path: str = "/") -> Iterator[subprocess.Popen[bytes]]:
    """``python <arguments> <port>`` once it answers."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, *arguments, str(port)], cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        wait_for(f"http://127.0.0.1:{port}{path}", process)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"ended with {process.returncode} before it answered")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2).status_code < 500:
                return
        time.sleep(0.05)
    raise SystemExit(f"no answer from {url}")


def shown(values: Sequence[float], unit: str = "s", digits: int = 2) -> str:
    """Median and spread."""
    middle = statistics.median(values)
    return f"{middle:.{digits}f} {unit} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def verdict(name: str, ratio: float, goal: float, *, at_least: bool = False) -> None:
    """One line: the ratio, the goal, whether it is met."""
    is_met = ratio >= goal if at_least else ratio <= goal
    sign = "≥" if at_least else "≤"
    print(f"    {name}: {ratio:.2f} (goal {sign} {goal}) {'met' if is_met else 'MISSED'}", flush=True)
