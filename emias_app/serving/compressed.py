"""Compressed forms of the client's files.

A new machine must not wait for the best compression (a minute of brotli 11), so a file first goes out in a quick form
(brotli 5, a third of a second for all) while a separate process of the lowest priority makes the best one in the cache
folder; from the next request on that one is sent. The folder belongs to one version of the client.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import brotli

from emias_app.serving.client_files import FIRST, SECOND, Client, ClientFile, load_client

#: Already compressed inside; a second time gains nothing.
_PACKED: Final = (".png", ".woff2", ".gif", ".jpg", ".mp3")
_ENDINGS: Final = {"br": ".br", "gzip": ".gz"}
_LOCK: Final = "lock"


def cache_folder(version: str) -> Path:
    """Where the best forms of one version lie: the user's cache, shared by all data folders."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "emias-app" / "Cache"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches" / "emias-app"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "emias-app"
    return base / f"client-{version}"


class Compressor:
    """Answers the bytes of a file in a coding that the browser takes."""

    def __init__(self, client: Client, folder: Path | None = None) -> None:
        self._client = client
        self._folder = folder or cache_folder(client.version)
        self._kept: dict[tuple[str, str], bytes] = {}
        self._best: set[tuple[str, str]] = set()
        self._running: dict[tuple[str, str], asyncio.Task[bytes]] = {}

    async def body(self, file: ClientFile, accepted: str) -> tuple[bytes, str | None]:
        """``(bytes, content coding)``; ``accepted`` is the request's Accept-Encoding."""
        coding = _choose(accepted)
        if coding is None or file.name.endswith(_PACKED):
            return await asyncio.to_thread(file.read), None
        key = (file.name, coding)
        if key not in self._best:
            best = await asyncio.to_thread(self._from_folder, file, coding)
            if best is not None:
                self._kept[key] = best
                self._best.add(key)
        if key not in self._kept:
            # Several browsers at once wait for one and the same work.
            if key not in self._running:
                self._running[key] = asyncio.create_task(asyncio.to_thread(_quick, file.read(), coding))
            self._kept[key] = await self._running[key]
            self._running.pop(key, None)
        return self._kept[key], coding

    async def warm(self) -> None:
        """Make the quick forms of what a first visit loads, before anybody asks."""
        for name in FIRST:
            if name in self._client.files:
                await self.body(self._client.files[name], "br")

    def _from_folder(self, file: ClientFile, coding: str) -> bytes | None:
        with contextlib.suppress(OSError):
            return (self._folder / (file.name.replace("/", "~") + _ENDINGS[coding])).read_bytes()
        return None

    def start_making_best(self) -> subprocess.Popen[bytes] | None:
        """Start the process that fills the folder, unless it is full or the folder cannot be made."""
        if is_complete(self._client, self._folder):
            return None
        command = [sys.executable, "-m", "emias_app.serving.compressed", str(self._folder)]
        try:
            quiet = subprocess.DEVNULL
            return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603
        except OSError:
            return None


def _choose(accepted: str) -> str | None:
    offered = {
        part.split(";")[0].strip() for part in accepted.lower().split(",") if not part.replace(" ", "").endswith("q=0")
    }
    return "br" if "br" in offered else "gzip" if "gzip" in offered else None


def _quick(content: bytes, coding: str) -> bytes:
    return brotli.compress(content, quality=5) if coding == "br" else gzip.compress(content, 4, mtime=0)


def _best(content: bytes, coding: str) -> bytes:
    return brotli.compress(content, quality=11, lgwin=24) if coding == "br" else gzip.compress(content, 9, mtime=0)


def _wanted(client: Client) -> list[tuple[ClientFile, str]]:
    names = [name for name in (*FIRST, *SECOND) if name in client.files and not name.endswith(_PACKED)]
    return [(client.files[name], coding) for coding in _ENDINGS for name in names]


def is_complete(client: Client, folder: Path) -> bool:
    """Whether every best form is there."""
    return all(
        (folder / (file.name.replace("/", "~") + _ENDINGS[coding])).is_file() for file, coding in _wanted(client)
    )


def make_best(client: Client, folder: Path) -> None:
    """Fill the folder; each file appears whole or not at all. A second process at the same time leaves at once."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        if _is_held(folder / _LOCK):
            return
        lock = os.open(folder / _LOCK, os.O_CREAT | os.O_WRONLY)
    try:
        os.truncate(folder / _LOCK, 0)
        os.write(lock, str(os.getpid()).encode())
        for file, coding in _wanted(client):
            target = folder / (file.name.replace("/", "~") + _ENDINGS[coding])
            if target.is_file():
                continue
            part = target.with_name(f"{target.name}.{os.getpid()}.part")
            part.write_bytes(_best(file.read(), coding))
            part.replace(target)
    finally:
        os.close(lock)
        (folder / _LOCK).unlink(missing_ok=True)


def _is_held(lock: Path) -> bool:
    """Whether the process that wrote the lock still runs; an interrupted one leaves its lock behind."""
    try:
        owner = int(lock.read_text())
        if sys.platform == "win32":
            return True
        os.kill(owner, 0)
    except (ValueError, OSError):
        return False
    return True


def main() -> None:
    """``python -m emias_app.serving.compressed [folder]``: fill the cache in this process, with the lowest priority."""
    if hasattr(os, "nice"):
        os.nice(19)
    client = load_client()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else cache_folder(client.version)
    with contextlib.suppress(OSError):
        make_best(client, folder)
        for older in folder.parent.glob("client-*"):
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)


if __name__ == "__main__":
    main()
