"""A lock between processes: an empty file that the system locks and, when its holder dies, lets go."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from emias_app.errors import VaultLocked

__all__ = ["LockFile"]

_STEP = 0.02


class LockFile:
    """Held by one process at a time. ``patience`` in seconds; raises VaultLocked after it.

    Where the file cannot be made (a read-only folder), there is no second writer to keep out either, and no lock.
    """

    def __init__(self, path: Path, *, patience: float = 15.0) -> None:
        self._path = path
        self._patience = patience

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        try:
            handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:
            yield
            return
        try:
            await self._wait_for(handle)
            yield
        finally:
            os.close(handle)

    async def _wait_for(self, handle: int) -> None:
        try:
            async with asyncio.timeout(self._patience):
                # Asking again is all there is: the system wakes no coroutine when another process lets go.
                while not _locked(handle):  # noqa: ASYNC110
                    await asyncio.sleep(_STEP)
        except TimeoutError:
            raise VaultLocked("Хранилище занято другим окном приложения.") from None


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
