"""Files from the browser: an address that takes one file, once, within two minutes, from the browser it was made for.

A file of megabytes must not travel over the page's own socket, which carries every tap as well.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Final

from emias_app.clock import Clock
from emias_app.serving.answers import Receive

LIFE_SECONDS: Final = 120.0
PREFIX: Final = "/upload/"
#: So many may be awaited at once; the oldest go first.
MOST_WAITING: Final = 200


@dataclass(frozen=True)
class Upload:
    """One awaited file; ``content`` becomes its bytes, or None where it never came whole."""

    address: str
    owner: str = field(repr=False)
    most: int
    expires: float
    content: asyncio.Future[bytes | None] = field(repr=False)

    def end(self, content: bytes | None) -> None:
        if not self.content.done():
            self.content.set_result(content)


class Uploads:
    """The awaited files of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, Upload] = {}

    def expect(self, owner: str, most: int) -> Upload:
        """An address (path only) for a file of at most ``most`` bytes from the browser ``owner``."""
        self._forget_old()
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting))).end(None)
        address = PREFIX + secrets.token_urlsafe(24)
        content: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        upload = Upload(address, owner, most, self._clock.monotonic() + LIFE_SECONDS, content)
        self._waiting[address] = upload
        return upload

    async def take(self, owner: str | None, address: str, receive: Receive) -> int:
        """Read the file that comes to an address: 204, 404 for anybody else's or an old one, 413 for one too large."""
        self._forget_old()
        waiting = self._waiting.get(address)
        if waiting is None or owner is None or not secrets.compare_digest(waiting.owner, owner):
            return 404
        del self._waiting[address]
        content = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                waiting.end(None)
                return 404
            content += message.get("body", b"")
            if len(content) > waiting.most:
                waiting.end(None)
                return 413
            if not message.get("more_body", False):
                waiting.end(bytes(content))
                return 204

    def _forget_old(self) -> None:
        now = self._clock.monotonic()
        for address in [one.address for one in self._waiting.values() if one.expires <= now]:
            self._waiting.pop(address).end(None)
