"""A PIN being chosen: typed twice, the last digit moves on by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum

from emias_app.state._base import Observable
from emias_app.state.pin_entry import PinEntry
from emias_app.state.ports import TrustStatus


class PinStage(StrEnum):
    """CURRENT: the PIN of now is asked for; FIRST, REPEAT: the new one, twice."""

    CURRENT = "CURRENT"
    FIRST = "FIRST"
    REPEAT = "REPEAT"


class NewPin(Observable, ABC):
    """What is pressed of a new PIN; what is done with it is the matter of those who come of this."""

    def __init__(self, status: TrustStatus) -> None:
        self._first = ""
        self.status = status
        self.stage = PinStage.FIRST
        self.entry = PinEntry(6)

    async def press(self, digit: str) -> None:
        """One digit; the last moves on by itself: the first PIN, then the same again."""
        if not self.entry.press(digit):
            return
        pin = self.entry.take()
        if self.stage is PinStage.FIRST:
            self._first = pin
            self.stage = PinStage.REPEAT
            self.entry.clear()
        elif pin != self._first:
            self._start_again("ПИН-коды не совпали. Придумайте ещё раз")
        else:
            await self._keep(pin)

    def choose_length(self, length: int) -> None:
        """Four digits only where the vault is hardware-backed."""
        if self.entry.is_busy or length not in (4, 6) or (length == 4 and not self.status.allows_short_pin):
            return
        self.entry.length = length
        self._start_again(None)

    def _start_again(self, error: str | None) -> None:
        self._first = ""
        self.stage = PinStage.FIRST
        self.entry.clear(error)

    @abstractmethod
    async def _keep(self, pin: str) -> None:
        """The same PIN came twice."""
