"""A file that is sent from disk in pieces, so that memory does not grow with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx

__all__ = ["SLOW", "FileOnDisk"]

#: How long such a request may be answered: the backend looks at each of thousands of papers before it says anything.
SLOW = httpx.Timeout(20 * 60.0, connect=6.0)
_PIECE = 512 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class FileOnDisk:
    """A body of that type; it can be sent again, each time from its beginning."""

    media_type: str
    path: Path

    @property
    def size(self) -> int:
        """In bytes; raises OSError."""
        return self.path.stat().st_size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file = await asyncio.to_thread(self.path.open, "rb")
        try:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                yield piece
        finally:
            file.close()
