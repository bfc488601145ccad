"""The unlock screen: the PIN or the sensor instead of a password and an SMS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from emias_app.errors import EmiasError, NotFound, Offline, Timeout, Unauthorized
from emias_app.state._base import Observable
from emias_app.state.pin_entry import PinEntry
from emias_app.state.ports import Erased, Opened, Ports, ScanRefused, TrustStatus, WrongPin
from emias_app.state.troubles import trouble_of
from emias_app.state.trust import open_session

NOTICE_FORGOTTEN = "Войдите по паролю и СМС. Сразу после входа зададите новый ПИН-код"
NOTICE_ERASED = "ПИН-код пять раз не подошёл, поэтому мы его стёрли. Войдите по паролю и СМС, карты на месте"
NOTICE_UNTRUSTED = "Это устройство больше не доверенное. Войдите по паролю и СМС"


class UnlockState(Observable):
    """``unlocked()`` opens the page again; ``give_up(notice)`` leads to the full sign-in.

    ``give_up(None)`` keeps the PIN until that sign-in is over.
    """

    def __init__(
        self,
        ports: Ports,
        status: TrustStatus,
        *,
        unlocked: Callable[[], Awaitable[None]],
        give_up: Callable[[str | None], Awaitable[None]],
    ) -> None:
        self._ports, self._unlocked, self._give_up = ports, unlocked, give_up
        self.name = status.name
        self.is_demo_sensor = status.is_demo_sensor
        self.has_biometrics = status.has_biometrics
        self.tries_left = status.tries_left
        self.entry = PinEntry(status.pin_length)

    async def press(self, digit: str) -> None:
        """One digit; the last tries the PIN."""
        if not self.entry.press(digit):
            return
        pin = self.entry.take()
        self.entry.is_busy = True
        try:
            result = await self._ports.trust.unlock(pin)
            if isinstance(result, WrongPin):
                self.tries_left = result.tries_left
                self.entry.clear(wrong_pin(result.tries_left))
            elif isinstance(result, Erased):
                await self._give_up(NOTICE_ERASED)
            else:
                await self._open(result)
        except EmiasError as error:
            self.entry.clear(trouble_of(error, self._ports.backend.server_now()).text)
        finally:
            self.entry.is_busy = False

    async def scan(self) -> None:
        """A finger or a face; after three refusals only the PIN remains."""
        if self.entry.is_busy or not self.has_biometrics:
            return
        self.entry.is_busy, self.entry.error = True, None
        try:
            result = await self._ports.trust.scan()
            if isinstance(result, ScanRefused):
                self.has_biometrics = result.tries_left > 0
                self.entry.clear(scan_refused(result))
            elif isinstance(result, Erased):
                await self._give_up(NOTICE_ERASED)
            else:
                await self._open(result)
        except EmiasError as error:
            self.entry.clear(trouble_of(error, self._ports.backend.server_now()).text)
        finally:
            self.entry.is_busy = False

    async def forgot(self) -> None:
        """«Забыли ПИН-код?»: the full sign-in; the PIN goes when it is done."""
        if not self.entry.is_busy:
            await self._give_up(NOTICE_FORGOTTEN)

    async def _open(self, opened: Opened) -> None:
        try:
            await open_session(self._ports.backend, opened)
        except (NotFound, Unauthorized):
            await self._ports.trust.erase()
            await self._give_up(NOTICE_UNTRUSTED)
            return
        except (Offline, Timeout):
            if not await self._ports.offline.open_without_network(opened):
                raise
        await self._unlocked()


def wrong_pin(tries_left: int) -> str:
    """«Неверный ПИН-код. Осталось 4 попытки.»."""
    form = "попытка" if tries_left == 1 else "попытки"
    return f"Неверный ПИН-код. Остал{'ась' if tries_left == 1 else 'ось'} {tries_left} {form}."


def scan_refused(refused: ScanRefused) -> str:
    """Why the sensor did not open, and what to do."""
    if refused.is_changed:
        return "На устройстве сменились отпечатки или лицо. Введите ПИН-код"
    return "Не узнали вас. Попробуйте ещё раз или введите ПИН-код" if refused.tries_left else "Введите ПИН-код"
