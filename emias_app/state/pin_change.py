"""Another PIN for a device that has one: the PIN of now, then the new one twice. Nothing is asked of the backend."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from emias_app.errors import EmiasError
from emias_app.state.new_pin import NewPin, PinStage
from emias_app.state.pin_entry import PinEntry
from emias_app.state.ports import Erased, Opened, Ports, TrustStatus, WrongPin
from emias_app.state.troubles import trouble_of
from emias_app.state.unlock import NOTICE_ERASED, wrong_pin


class PinChange(NewPin):
    """``done()`` once the new PIN is kept. Wrong tries are the vault's own, as at the unlock: the fifth erases, and
    ``give_up(notice)`` leads to the full sign-in, so that an open page is no way round the count."""

    def __init__(
        self,
        ports: Ports,
        status: TrustStatus,
        *,
        birthdays: Sequence[date] = (),
        phone: str = "",
        done: Callable[[], Awaitable[None]],
        give_up: Callable[[str | None], Awaitable[None]],
    ) -> None:
        super().__init__(status, birthdays, phone)
        self._ports, self._done, self._give_up = ports, done, give_up
        self._opened: Opened | None = None
        self.stage = PinStage.CURRENT
        self.entry = PinEntry(status.pin_length)

    async def press(self, digit: str) -> None:
        if self.stage is not PinStage.CURRENT:
            await super().press(digit)
        elif self.entry.press(digit):
            await self._try(self.entry.take())

    def choose_length(self, length: int) -> None:
        if self.stage is not PinStage.CURRENT:
            super().choose_length(length)

    async def _try(self, pin: str) -> None:
        self.entry.is_busy = True
        try:
            result = await self._ports.trust.unlock(pin)
            if isinstance(result, WrongPin):
                self.entry.clear(wrong_pin(result.tries_left))
            elif isinstance(result, Erased):
                await self._give_up(NOTICE_ERASED)
            else:
                self._opened = result
                self.entry.length = 6
                self._start_again(None)
        except EmiasError as error:
            self.entry.clear(trouble_of(error, self._ports.backend.server_now()).text)
        finally:
            self.entry.is_busy = False

    async def _keep(self, pin: str) -> None:
        if self._opened is None:
            return
        self.entry.is_busy = True
        try:
            await self._ports.trust.change_pin(self._opened, pin)
        except EmiasError as error:
            self._start_again(trouble_of(error, self._ports.backend.server_now()).text)
        else:
            self._opened = None
            await self._done()
        finally:
            self._first = ""
            self.entry.is_busy = False
