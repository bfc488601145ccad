"""Where secrets may lie: the one port for keyring, phone and memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = ["LONGEST_VALUE", "SecretStore", "StoreDescription", "StoreKind", "Turns"]

#: Windows holds 2,560 bytes of UTF-16 an item.
LONGEST_VALUE = 1_200


class StoreKind(StrEnum):
    KEYRING = "keyring"
    DEVICE = "device"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class StoreDescription:
    """A store for a person to read (``emias doctor``, «О приложении»), in Russian.

    ``protects_from`` and ``not_from`` say against whom it helps and against whom it does not.
    """

    name: str
    place: str
    protects_from: str
    not_from: str


class SecretStore(Protocol):
    """A place for short texts that only this person's app should read.

    Every method raises NoVault or VaultLocked when the place is out of reach. ``exclusive`` lets one reader
    and writer of a key through at a time: over all pages of the process and, where the store outlives it, over
    the processes of this machine.
    """

    @property
    def kind(self) -> StoreKind: ...

    @property
    def is_persistent(self) -> bool: ...

    @property
    def is_hardware(self) -> bool: ...

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...

    async def delete(self, key: str) -> None: ...

    def exclusive(self, key: str) -> AbstractAsyncContextManager[None]: ...

    def describe(self) -> StoreDescription: ...


class Turns:
    """One at a time for each key, inside one event loop."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def exclusive(self, key: str) -> AsyncIterator[None]:
        async with self._locks.setdefault(key, asyncio.Lock()):
            yield
