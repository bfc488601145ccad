"""The demo's stand-in for a finger or face sensor: a sheet that asks what it should answer."""

from __future__ import annotations

import asyncio
from enum import StrEnum

from emias_app.state._base import Observable


class SensorChoice(StrEnum):
    """What the stand-in may answer."""

    YES = "YES"
    NO = "NO"
    LOCKED_OUT = "LOCKED_OUT"


class DemoSensorState(Observable):
    """``is_asking`` shows the sheet; it waits until somebody chooses, and closing it is a no."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[SensorChoice] | None = None
        self.is_asking = False

    async def ask(self) -> SensorChoice:
        """Show the sheet and wait."""
        if self._waiting is not None and not self._waiting.done():
            return SensorChoice.NO
        self._waiting = asyncio.get_running_loop().create_future()
        self.is_asking = True
        try:
            return await self._waiting
        finally:
            self.is_asking = False

    def answer(self, choice: SensorChoice) -> None:
        """The sheet's answer; a second one is not heard."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(choice)
