"""SQLite's write-ahead log, flushed to disk and taken into the database's file on a thread of its own.

So an event loop writes (microseconds) and goes on answering while the disk flushes (milliseconds).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

#: After about so many pages the log is taken into the file; SQLite's own measure for it.
_LONG = 1000
#: A commit writes about so many pages beside those of its rows.
_PAGES_A_COMMIT = 4
_flush = getattr(os, "fdatasync", os.fsync)


class WriteAheadLog:
    """The log of a database that stays open; ``take_in`` checkpoints it and may take long."""

    def __init__(self, database: Path, take_in: Callable[[], None]) -> None:
        self._file = os.open(f"{database}-wal", os.O_RDWR)
        self._take_in = take_in
        self._thread = ThreadPoolExecutor(1, "store-log")
        self._pages = 0
        self._taking_in: Future[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it is being taken into the file; nothing is to be appended meanwhile, or that never ends."""
        return self._taking_in is not None and not self._taking_in.done()

    async def flush(self, rows: int) -> None:
        """Returns when all that was committed before is on disk; ``rows`` is how many were new."""
        self._pages += rows + _PAGES_A_COMMIT
        await asyncio.get_running_loop().run_in_executor(self._thread, _flush, self._file)
        if self._pages > _LONG and not self.is_busy:
            self._pages = 0
            self._taking_in = self._thread.submit(self._take_in)

    def close(self) -> None:
        """Finish what was begun."""
        self._thread.shutdown()
        os.close(self._file)
