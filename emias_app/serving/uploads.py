"""Files from the browser: an address that takes one file, once, within two minutes, from the browser it was made for.

A file of megabytes must not travel over the page's own socket, which carries every tap as well. One of hundreds of them
is written to disk as it comes, so that memory stays flat.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Generic, Protocol, TypeVar

from emias_app.clock import Clock
from emias_app.serving.answers import Receive

LIFE_SECONDS: Final = 120.0
PREFIX: Final = "/upload/"
#: So many may be awaited at once; the oldest go first.
MOST_WAITING: Final = 200


T = TypeVar("T")
_Whole_co = TypeVar("_Whole_co", covariant=True)


class _Sink(Protocol[_Whole_co]):
    """Where an awaited file goes, piece by piece; ``broken`` leaves nothing of it."""

    async def write(self, piece: bytes) -> None: ...

    async def ended(self) -> _Whole_co: ...

    async def broken(self) -> None: ...


class _Memory:
    """Takes a file into memory."""

    def __init__(self) -> None:
        self._content = bytearray()

    async def write(self, piece: bytes) -> None:
        self._content += piece

    async def ended(self) -> bytes:
        return bytes(self._content)

    async def broken(self) -> None:
        self._content.clear()


class _Disk:
    """Takes a file to disk; it is there only where it came whole, and then its taker's to remove."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._path = Path()

    async def write(self, piece: bytes) -> None:
        await asyncio.to_thread((self._file or await self._opened()).write, piece)

    async def ended(self) -> Path:
        await asyncio.to_thread((self._file or await self._opened()).close)
        return self._path

    async def broken(self) -> None:
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    async def _opened(self) -> IO[bytes]:
        handle, name = await asyncio.to_thread(tempfile.mkstemp, ".part", "emias-")
        self._file, self._path = os.fdopen(handle, "wb"), Path(name)
        return self._file


@dataclass(frozen=True)
class Upload(Generic[T]):
    """One awaited file; ``content`` becomes what came of it, or None where it never came whole.

    ``begun`` is set as soon as its first byte is on the way, or where it never will be.
    """

    address: str
    owner: str = field(repr=False)
    most: int
    expires: float
    sink: _Sink[T] = field(repr=False)
    content: asyncio.Future[T | None] = field(repr=False)
    begun: asyncio.Event = field(repr=False, default_factory=asyncio.Event)

    def end(self, content: T | None) -> None:
        self.begun.set()
        if not self.content.done():
            self.content.set_result(content)


class Uploads:
    """The awaited files of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, Upload[Any]] = {}

    def expect(self, owner: str, most: int) -> Upload[bytes]:
        """An address (path only) for a file of at most ``most`` bytes from the browser ``owner``."""
        return self._expect(owner, most, _Memory())

    def expect_on_disk(self, owner: str, most: int) -> Upload[Path]:
        """The same for a file that is too large to be held; whoever takes it removes it."""
        return self._expect(owner, most, _Disk())

    def _expect(self, owner: str, most: int, sink: _Sink[T]) -> Upload[T]:
        self._forget_old()
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting))).end(None)
        address = PREFIX + secrets.token_urlsafe(24)
        content: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        upload = Upload(address, owner, most, self._clock.monotonic() + LIFE_SECONDS, sink, content)
        self._waiting[address] = upload
        return upload

    async def take(self, owner: str | None, address: str, receive: Receive) -> int:
        """Read the file that comes to an address: 204, 404 for anybody else's or an old one, 413 for one too large."""
        self._forget_old()
        waiting = self._waiting.get(address)
        if waiting is None or owner is None or not secrets.compare_digest(waiting.owner, owner):
            return 404
        del self._waiting[address]
        waiting.begun.set()
        try:
            status = await _written(waiting, receive)
        except BaseException:
            await waiting.sink.broken()
            waiting.end(None)
            raise
        if status != 204:
            await waiting.sink.broken()
            waiting.end(None)
            return status
        content = await waiting.sink.ended()
        if waiting.content.cancelled():  # nobody waits for it any more
            await waiting.sink.broken()
        waiting.end(content)
        return status

    def _forget_old(self) -> None:
        now = self._clock.monotonic()
        for address in [one.address for one in self._waiting.values() if one.expires <= now]:
            self._waiting.pop(address).end(None)


async def _written(waiting: Upload[Any], receive: Receive) -> int:
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return 404
        piece = message.get("body", b"")
        size += len(piece)
        if size > waiting.most:
            return 413
        await waiting.sink.write(piece)
        if not message.get("more_body", False):
            return 204
