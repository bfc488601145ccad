"""Whether the network is away, and of when the copy is that is shown meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from emias_app.state._base import Observable
from emias_app.state.offline_ports import OfflinePort


class Renewable(Protocol):
    """What is read anew when the network is back."""

    async def renew(self) -> None: ...


class OfflineState(Observable):
    """Follows the port; ``shown()`` is what is on the screen, if there is anything."""

    def __init__(self, port: OfflinePort, shown: Callable[[], Renewable | None]) -> None:
        self._port, self._shown = port, shown
        self.as_of: datetime | None = port.as_of
        self.is_away = port.is_away
        port.on_change = self._changed

    def _changed(self) -> None:
        was_away = self.is_away
        self.is_away, self.as_of = self._port.is_away, self._port.as_of
        shown = self._shown()
        if was_away and not self.is_away and shown is not None:
            self._renewal = asyncio.ensure_future(shown.renew())
