"""The offer of a PIN right after the sign-in's SMS: the PIN twice, and the sensor where there is one."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.errors import EmiasError, NotFound
from emias_app.models.account import Me
from emias_app.state.new_pin import NewPin, PinStage
from emias_app.state.ports import Opened, Ports, TrustStatus
from emias_app.state.troubles import trouble_of
from emias_app.state.trust import open_session


class PinOffer(NewPin):
    """What the person chooses for this device. ``done(is_trusted)`` is called once, at the end of either road."""

    def __init__(self, ports: Ports, me: Me, status: TrustStatus, done: Callable[[bool], Awaitable[None]]) -> None:
        super().__init__(status, (me.birth_date,), me.phone)
        self._ports, self._me, self._done = ports, me, done
        self._knows_children = False
        self.wants_sensor = False

    async def press(self, digit: str) -> None:
        await super().press(digit)
        if self.stage is PinStage.REPEAT and not self._knows_children:
            await self._ask_for_children()

    async def skip(self) -> None:
        """No PIN: go on; an older PIN of this device goes with it."""
        if self.entry.is_busy:
            return
        self.entry.is_busy = True
        try:
            if self.status.is_enrolled:
                await self._forget_older_device()
                await self._ports.trust.erase()
        except EmiasError as error:
            self.entry.error = trouble_of(error, self._ports.backend.server_now()).text
        else:
            await self._done(False)
        finally:
            self.entry.is_busy = False

    def choose_sensor(self) -> None:
        """Open by a finger or a face too, or not after all; it is added when the PIN is set."""
        if self.status.can_scan and not self.entry.is_busy:
            self.wants_sensor = not self.wants_sensor

    async def _keep(self, pin: str) -> None:
        """Register this device, keep its key behind the PIN, and open the cards with it: no second SMS."""
        self.entry.is_busy = True
        try:
            opened = await self._ports.trust.enrol(pin, self._me.first_name, self._register)
        except EmiasError as error:
            self._start_again(trouble_of(error, self._ports.backend.server_now()).text)
        else:
            # The PIN is set. Should the rest fail, this once the cards ask for an SMS.
            with contextlib.suppress(EmiasError):
                await self._forget_older_device()
                await self._exchange_session(opened)
            await self._add_sensor(opened)
            await self._done(True)
        finally:
            self._first = ""
            self.entry.is_busy = False

    async def _register(self, public_key: str) -> UUID:
        device = await self._ports.backend.devices.register(self._ports.device_name, public_key)
        return device.id

    async def _exchange_session(self, opened: Opened) -> None:
        """The device's own session instead of the sign-in's, which is ended so that it does not linger in the list."""
        backend = self._ports.backend
        old = [session.id for session in await backend.auth.sessions() if session.current]
        await open_session(backend, opened)
        for session_id in old:
            await backend.auth.end_session(session_id)

    async def _forget_older_device(self) -> None:
        """What this place was trusted as before; the account's list should not hold a device without a key."""
        if self.status.device_id is not None:
            with contextlib.suppress(NotFound):
                await self._ports.backend.devices.remove(self.status.device_id)

    async def _ask_for_children(self) -> None:
        """A child's birthday is easily guessed too. Typing goes on meanwhile; no answer, no remark."""
        self._knows_children = True
        with contextlib.suppress(EmiasError):
            children = await self._ports.backend.patients.list()
            self._birthdays += tuple(child.birth_date for child in children)
            self._judge()

    async def _add_sensor(self, opened: Opened) -> None:
        """A sensor that does not take the person is no reason to stay here: the PIN is set."""
        if self.wants_sensor:
            with contextlib.suppress(EmiasError):
                await self._ports.trust.add_scan(opened)
