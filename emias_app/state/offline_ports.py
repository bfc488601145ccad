"""What the states know of the network being away, and of what is shown then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class OfflinePort(Protocol):
    """The offline copy of this device (product.md §13).

    ``as_of``: what is shown was kept then; None while the backend answers. ``on_change`` is called when that changes.
    """

    on_change: Callable[[], None] | None

    @property
    def is_away(self) -> bool: ...

    @property
    def as_of(self) -> datetime | None: ...

    async def open_without_network(self, opened: object) -> bool:
        """Show the copy to whoever ``opened`` the vault; False where there is none that may be shown."""
        ...

    def close(self) -> None:
        """A lock: nothing of the copy can be read until the next PIN."""
        ...


class NoCopy:
    """Where no copy is kept: a memory vault, a public page, the kiosk."""

    on_change: Callable[[], None] | None = None
    is_away = False
    as_of: datetime | None = None

    async def open_without_network(self, opened: object) -> bool:
        return False

    def close(self) -> None:
        return
