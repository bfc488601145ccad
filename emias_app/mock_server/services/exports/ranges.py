"""``Range`` of a request (RFC 9110 §14): one range of bytes, whatever else is asked for is answered whole."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import anyio

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_STEP = 256 * 1024


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class UnsatisfiableRangeError(ValueError):
    """The range begins behind the end."""


def asked_span(header: str | None, size: int) -> Span | None:
    """The range that is asked for; None = the whole. Raises :class:`UnsatisfiableRangeError`."""
    found = _ONE.fullmatch(header.replace(" ", "")) if header is not None else None
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        count = min(int(found[2]), size)
        if count == 0:
            raise UnsatisfiableRangeError
        return Span(size - count, size - 1)
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if last < first and found[2]:
        return None
    if first >= size:
        raise UnsatisfiableRangeError
    return Span(first, min(last, size - 1))


async def bytes_of(path: Path, span: Span) -> AsyncIterator[bytes]:
    """A part of a file, a piece at a time."""
    left = span.length
    async with await anyio.open_file(path, "rb") as file:
        await file.seek(span.first)
        while left > 0 and (piece := await file.read(min(_STEP, left))):
            left -= len(piece)
            yield piece
