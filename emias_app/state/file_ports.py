"""How files leave the app and come in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Picked:
    """A file that a person chose; ``content`` is None where it is larger than was allowed and was not fetched."""

    name: str
    size: int
    content: bytes | None = field(repr=False)


class FilesPort(Protocol):
    """How a file leaves the app, by the browser's download or the platform's «сохранить как», and comes in."""

    async def hand_over(self, file_name: str, media_type: str, content: bytes) -> bool:
        """True when it was kept and nobody has said so yet; a browser shows its downloads by itself."""
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
    ) -> bool:
        """The same for a file that may be large: ``part(first)`` gives its next bytes from ``first`` on."""
        ...

    async def pick_archive(self, most: int) -> Picked | None:
        """Let the person choose one ZIP of at most ``most`` bytes; None when they think better of it."""
        ...
