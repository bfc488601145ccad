"""What the commands write to the terminal when something goes wrong: where it happened, never with whose data.

The words of an exception may hold what a person typed or what their card says (a failed validation quotes its input),
so a traceback is shown as its places alone. It covers every logger: Flet's and asyncio's tell of our errors too.
"""

from __future__ import annotations

import copy
import logging
import sys
import traceback
from types import TracebackType

_Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Reserved(logging.Formatter):
    """Logger, message, and for an exception its kind and the places that it went through."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """A copy is written: another handler may have kept the exception's own words in the record."""
        record = copy.copy(record)
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _Info) -> str:  # noqa: N802
        """One line a place; the words of the exception are left out."""
        return places(ei[1])


def places(error: BaseException | None) -> str:
    """Kind and places of an exception and of what caused it, the first cause first."""
    lines: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        lines[:0] = [type(error).__name__, *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def configure() -> None:
    """Warnings and errors of the whole process to standard error, in our words."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Reserved())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
