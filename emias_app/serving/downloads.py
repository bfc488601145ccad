"""Files for the browser: one-use addresses that live a minute and open only for the browser they were made for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from emias_app.clock import Clock

LIFE_SECONDS: Final = 60.0
PREFIX: Final = "/download/"
#: Together the waiting files never hold more memory than this; the oldest go first.
MAX_WAITING_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class Download:
    """One waiting file, in memory or on disk; ``content`` stays out of the repr."""

    owner: str
    file_name: str
    media_type: str
    expires: float
    content: bytes = field(repr=False)
    path: Path | None = None
    size: int = 0

    def forget(self) -> None:
        """Nobody takes it any more."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Headers that save the file under its Russian name and keep it out of every cache."""
        plain = "".join(letter if letter.isascii() and letter not in '"\\;' else "_" for letter in self.file_name)
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.file_name, safe='')}"
        return [
            ("content-type", self.media_type),
            ("content-length", str(self.size if self.path is not None else len(self.content))),
            ("content-disposition", disposition),
            ("cache-control", "no-store"),
            ("content-security-policy", "sandbox"),
        ]


class Downloads:
    """The waiting files of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, Download] = {}

    def put(self, owner: str, file_name: str, media_type: str, content: bytes) -> str:
        """Keep a file for the browser ``owner`` (``Visit.browser_id``) and answer its address (path only)."""
        self._forget_old()
        room = MAX_WAITING_BYTES - len(content)
        while self._waiting and sum(len(one.content) for one in self._waiting.values()) > room:
            del self._waiting[next(iter(self._waiting))]
        name = secrets.token_urlsafe(24)
        expires = self._clock.monotonic() + LIFE_SECONDS
        self._waiting[name] = Download(owner, file_name, media_type, expires, content)
        return PREFIX + name

    def put_file(self, owner: str, file_name: str, media_type: str, path: Path, size: int) -> str:
        """The same for a file on disk: no room in memory; it is removed once it was taken or its minute is over."""
        self._forget_old()
        name = secrets.token_urlsafe(24)
        expires = self._clock.monotonic() + LIFE_SECONDS
        self._waiting[name] = Download(owner, file_name, media_type, expires, b"", path, size)
        return PREFIX + name

    def take(self, owner: str | None, path: str) -> Download | None:
        """The file of this address, once, for its owner; None for anybody else, whose try does not use it up."""
        self._forget_old()
        name = path.removeprefix(PREFIX)
        waiting = self._waiting.get(name)
        if waiting is None or owner is None or not secrets.compare_digest(waiting.owner, owner):
            return None
        return self._waiting.pop(name)

    def _forget_old(self) -> None:
        now = self._clock.monotonic()
        for name in [name for name, one in self._waiting.items() if one.expires <= now]:
            self._waiting.pop(name).forget()
