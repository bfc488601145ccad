"""How files leave the app and come in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Picked:
    """A file that a person chose; ``content`` is None where it is larger than was allowed and was not fetched."""

    name: str
    size: int
    content: bytes | None = field(repr=False)


@dataclass(frozen=True)
class PickedArchive:
    """A file of hundreds of megabytes that a person chose: it lies on this machine's disk and is read in pieces.

    ``path`` is None where it is larger than was allowed, or did not come; ``is_copy``: made for the app alone.
    """

    name: str
    size: int
    path: Path | None = field(repr=False)
    is_copy: bool = False


@dataclass(frozen=True)
class Taken:
    """A file that left the app under this name. ``by_browser``: a browser took it and keeps it where it keeps its
    downloads; ``folder`` is where it lies, None where the platform does not tell."""

    name: str
    by_browser: bool = False
    folder: str | None = None


class FilesPort(Protocol):
    """How a file leaves the app, by the browser's download or the platform's «сохранить как», and comes in."""

    async def hand_over(self, file_name: str, media_type: str, content: bytes) -> Taken | None:
        """Where it went; None when the person thought better of it."""
        ...

    @property
    def can_share(self) -> bool:
        """Whether this platform has a sheet «Поделиться»."""
        ...

    async def share(self, file_name: str, media_type: str, content: bytes) -> None:
        """Open the platform's sheet with the file."""
        ...

    async def hand_over_parts(
        self, file_name: str, media_type: str, size: int, part: Callable[[int], Awaitable[bytes]]
    ) -> Taken | None:
        """The same for a file that may be large: ``part(first)`` gives its next bytes from ``first`` on."""
        ...

    async def pick_archive(self, most: int) -> PickedArchive | None:
        """Let the person choose one ZIP of at most ``most`` bytes; None when they think better of it."""
        ...

    async def forget(self, picked: PickedArchive) -> None:
        """It was read: a copy that was made of it goes."""
        ...
