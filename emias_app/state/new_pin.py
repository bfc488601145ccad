"""A PIN being chosen: typed twice, the last digit moves on by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from emias_app.domain.pins import Weakness, weakness_of
from emias_app.state._base import Observable
from emias_app.state.pin_entry import PinEntry
from emias_app.state.ports import TrustStatus


class PinStage(StrEnum):
    """CURRENT: the PIN of now is asked for; FIRST, REPEAT: the new one, twice."""

    CURRENT = "CURRENT"
    FIRST = "FIRST"
    REPEAT = "REPEAT"


class NewPin(Observable, ABC):
    """What is pressed of a new PIN; what is done with it is the matter of those who come of this.

    ``weakness`` says why the first one is easily guessed; it may be kept all the same (product.md §4 forbids none).
    ``birthdays`` and ``phone`` are what others know of the person.
    """

    def __init__(self, status: TrustStatus, birthdays: Sequence[date], phone: str) -> None:
        self._birthdays, self._phone = tuple(birthdays), phone
        self._first = ""
        self.weakness: Weakness | None = None
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
            self._judge()
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

    def choose_another(self) -> None:
        """Not that PIN after all."""
        if self.stage is PinStage.REPEAT and not self.entry.is_busy:
            self._start_again(None)

    def _judge(self) -> None:
        self.weakness = weakness_of(self._first, self._birthdays, self._phone) if self._first else None

    def _start_again(self, error: str | None) -> None:
        self._first = ""
        self.weakness = None
        self.stage = PinStage.FIRST
        self.entry.clear(error)

    @abstractmethod
    async def _keep(self, pin: str) -> None:
        """The same PIN came twice."""
