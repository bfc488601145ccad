"""Encrypted files whose names reveal nothing: the offline copy and what waits to be sent (product.md §13).

One folder (*room*) for the account and one for each child, so that a child's can be destroyed by itself. A file holds
its own name and time under AES-256-GCM, bound to where it lies: one moved to another place does not open. Names of
rooms and files are HMACs. Both keys are made of the OfflineKey, which dies with the vault's record.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from emias_app.vault.keys import OfflineKey
from emias_app.vault.wrapping import KeyWrap, unwrap_by_key, wrap_by_key

__all__ = ["Sealed", "SealedFolder", "destroy_all"]

log = logging.getLogger(__name__)

_NONCE = 12
#: The file of a room that says whose it is.
_DOOR = "door"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a file holds: its name, when it was put there, and the content."""

    name: str
    at: datetime
    content: bytes = field(repr=False)


class SealedFolder:
    """The files of one key under ``root``; of another key nothing is seen. Raises OSError where the disk refuses."""

    def __init__(self, root: Path, key: OfflineKey) -> None:
        self._names = hmac.new(key.content, b"emias-offline-names-v1", hashlib.sha256).digest()
        self._content = hmac.new(key.content, b"emias-offline-content-v1", hashlib.sha256).digest()
        self._home = root / self._hidden("home")
        self._turn = asyncio.Lock()

    def __repr__(self) -> str:
        return "SealedFolder(***)"

    async def put(self, room: str, name: str, content: bytes, at: datetime, *, durable: bool = False) -> None:
        """Keep a file in place of an older one of that name; ``durable`` = on disk when this returns."""
        async with self._turn:
            await asyncio.to_thread(self._put, room, name, content, at, durable)

    async def get(self, room: str, name: str) -> Sealed | None:
        """A file, or None where there is none that opens."""
        async with self._turn:
            return await asyncio.to_thread(self._read, self._file(room, name), room)

    async def all(self, room: str, prefix: str = "") -> list[Sealed]:
        """The files of a room whose names begin so, in the order of their names."""
        async with self._turn:
            return await asyncio.to_thread(self._all, room, prefix)

    async def drop(self, room: str, name: str) -> None:
        async with self._turn:
            self._file(room, name).unlink(missing_ok=True)

    async def rooms(self) -> list[str]:
        """Whose rooms there are."""
        async with self._turn:
            return await asyncio.to_thread(self._rooms)

    async def destroy(self, room: str) -> None:
        """Take a room away with all that is in it."""
        async with self._turn:
            await asyncio.to_thread(shutil.rmtree, self._room(room), True)

    async def forget_older(self, than: datetime, *, but: str) -> None:
        """Take away what was put before a moment; names that begin with ``but`` stay."""
        async with self._turn:
            await asyncio.to_thread(self._forget_older, than, but)

    async def shed(self, suffix: str, most: int) -> None:
        """Take away the oldest files of the rooms whose names end so, until they hold ``most`` bytes in all."""
        async with self._turn:
            await asyncio.to_thread(self._shed, suffix, most)

    async def keep_only_this_home(self) -> None:
        """Take away what other keys left under the same root: nobody can open it any more."""
        async with self._turn:
            await asyncio.to_thread(self._sweep)

    def _put(self, room: str, name: str, content: bytes, at: datetime, durable: bool) -> None:
        folder = self._room(room)
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(self._file(room, _DOOR), room, Sealed(_DOOR, at, room.encode()), durable)
        self._write(self._file(room, name), room, Sealed(name, at, content), durable)

    def _write(self, file: Path, room: str, sealed: Sealed, durable: bool) -> None:
        head = json.dumps({"name": sealed.name, "at": sealed.at.isoformat()}).encode()
        plain = len(head).to_bytes(4, "big") + head + sealed.content
        wrap = wrap_by_key(plain, self._content, context=self._context(room, file))
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(wrap.nonce + wrap.box)
                if durable:
                    out.flush()
                    os.fsync(out.fileno())
            # Its age without opening it; whether it may be shown is judged by what is sealed.
            os.utime(draft, (sealed.at.timestamp(), sealed.at.timestamp()))
            os.replace(draft, file)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(draft)
            raise
        if durable:
            _sync_folder(file.parent)

    def _read(self, file: Path, room: str) -> Sealed | None:
        try:
            content = file.read_bytes()
        except OSError:
            return None
        wrap = KeyWrap(content[:_NONCE], content[_NONCE:])
        plain = unwrap_by_key(wrap, self._content, context=self._context(room, file))
        if plain is None:
            log.warning("a sealed file does not open; it is taken away")
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            return None
        length = int.from_bytes(plain[:4], "big")
        head = json.loads(plain[4 : 4 + length])
        return Sealed(head["name"], datetime.fromisoformat(head["at"]), plain[4 + length :])

    def _all(self, room: str, prefix: str) -> list[Sealed]:
        found = [self._read(file, room) for file in _files(self._room(room))]
        kept = [one for one in found if one is not None and one.name != _DOOR and one.name.startswith(prefix)]
        return sorted(kept, key=lambda one: one.name)

    def _rooms(self) -> list[str]:
        found: list[str] = []
        for folder in self._home.iterdir() if self._home.is_dir() else ():
            try:
                content = (folder / self._hidden(_DOOR)).read_bytes()
            except OSError:
                continue
            wrap = KeyWrap(content[:_NONCE], content[_NONCE:])
            context = f"{folder.name}/{self._hidden(_DOOR)}".encode()
            plain = unwrap_by_key(wrap, self._content, context=context)
            if plain is not None:
                found.append(plain[4 + int.from_bytes(plain[:4], "big") :].decode())
        return found

    def _forget_older(self, than: datetime, but: str) -> None:
        for room in self._rooms():
            for file in _files(self._room(room)):
                if _age(file)[0] >= than.timestamp():
                    continue
                sealed = self._read(file, room)
                if sealed and sealed.at < than and sealed.name != _DOOR and not sealed.name.startswith(but):
                    file.unlink(missing_ok=True)

    def _shed(self, suffix: str, most: int) -> None:
        door = self._hidden(_DOOR)
        kept = [
            (*_age(file), file)
            for room in self._rooms()
            if room.endswith(suffix)
            for file in _files(self._room(room))
            if file.name != door
        ]
        total = sum(size for _, size, _ in kept)
        for _, size, file in sorted(kept):
            if total <= most:
                return
            file.unlink(missing_ok=True)
            total -= size

    def _sweep(self) -> None:
        for folder in self._home.parent.iterdir() if self._home.parent.is_dir() else ():
            if folder != self._home:
                shutil.rmtree(folder, True)

    def _room(self, room: str) -> Path:
        return self._home / self._hidden(f"room|{room}")

    def _file(self, room: str, name: str) -> Path:
        return self._room(room) / self._hidden(name)

    def _context(self, room: str, file: Path) -> bytes:
        return f"{self._hidden(f'room|{room}')}/{file.name}".encode()

    def _hidden(self, name: str) -> str:
        return hmac.new(self._names, name.encode(), hashlib.sha256).hexdigest()[:32]


def destroy_all(root: Path) -> None:
    """Everything of every key; what cannot be taken away cannot be opened either."""
    shutil.rmtree(root, True)


def _files(folder: Path) -> Iterator[Path]:
    """The files of a room; drafts that a killed process left are taken away."""
    for file in list(folder.iterdir()) if folder.is_dir() else ():
        if file.name.startswith("."):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        else:
            yield file


def _age(file: Path) -> tuple[float, int]:
    """When a file was put there, in seconds, and how many bytes it has; one that is gone is of no age and no size."""
    try:
        found = file.stat()
    except OSError:
        return 0.0, 0
    return found.st_mtime, found.st_size


def _sync_folder(folder: Path) -> None:
    """A renamed file is there after a power cut only once its folder is on disk; Windows has no such call."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
