"""The root: what kind of page this is now, and the way from one kind to another.

ANONYMOUS, LOCKED or OPEN decides what is drawn; the address only says where in an open page the person is, and is kept
while the page is locked, so that unlocking leads to the very same screen.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.locking import Locked, LockReason, Moment, lock_decision
from emias_app.errors import EmiasError
from emias_app.state._loadable import Ready
from emias_app.state._pass import Pass
from emias_app.state.account import AccountState, Choices
from emias_app.state.choices import HasPreferences
from emias_app.state.clinic import NOTICE_IDLE as CLINIC_IDLE
from emias_app.state.clinic import ClinicState
from emias_app.state.demo import DemoState
from emias_app.state.demo_ports import DemoPort
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.levels import Drafts
from emias_app.state.offline import OfflineState
from emias_app.state.place import (
    Card,
    ClinicPlace,
    DemoInfo,
    Diaries,
    Diary,
    DoorPlace,
    Entry,
    Home,
    MyCards,
    Place,
    for_another_child,
    patient_of,
)
from emias_app.state.ports import Ports, TrustStatus
from emias_app.state.sign_in import SignInState
from emias_app.state.unlock import UnlockState

NOTICE_SESSION_OVER = "Вход закончился. Войдите ещё раз, и мы вернём вас на это же место"
NOTICE_IDLE = "Мы закрыли карты, пока вас не было. Войдите ещё раз, и мы вернём вас на это же место"
NOTICE_LOCKED = "Вы закрыли приложение. Без ПИН-кода для входа нужны пароль и СМС"
NOTICE_SIGNED_OUT = "Вы вышли"


class Phase(StrEnum):
    """What kind of page this is."""

    STARTING = "STARTING"
    ANONYMOUS = "ANONYMOUS"
    LOCKED = "LOCKED"
    OPEN = "OPEN"
    CLINIC = "CLINIC"


class RootState(HasPreferences):
    """One per page. Every road between the phases runs through here."""

    def __init__(self, ports: Ports, sensor: DemoSensorState | None = None) -> None:
        super().__init__(ports.preferences)
        self._ports = ports
        self._status: TrustStatus | None = None
        self._choices: Choices = {}
        self._drafts: Drafts = {}
        self._owner: UUID | None = None
        self._last_touch = self._moment()
        self._hidden_since: Moment | None = None
        self._ending: asyncio.Task[None] | None = None
        self.has_two_panes = False
        self.phase = Phase.STARTING
        self.place: Place = Entry()
        self.is_covered = False
        self.sign_in: SignInState | None = None
        self.unlock: UnlockState | None = None
        self.account: AccountState | None = None
        self.clinic: ClinicState | None = None
        self.sensor = sensor
        self.offline = OfflineState(ports.offline, lambda: self.account)
        desk = ports.demo.desk if ports.demo is not None else None
        self.stage = DemoState(desk, self._demo_happened, lambda: self.now) if desk is not None else None
        ports.backend.on_session_lost = self.session_lost

    @property
    def demo(self) -> DemoPort | None:
        """What the demo adds; None everywhere else."""
        return self._ports.demo

    @property
    def today(self) -> date:
        """The Moscow day by the backend's clock."""
        return moscow_day(self._ports.backend.server_now())

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    @property
    def trust_status(self) -> TrustStatus | None:
        """What this device remembered when it was last asked."""
        return self._status

    # beginning

    async def start(self, place: Place) -> None:
        """Find out whether this device is trusted; nothing personal is drawn before."""
        self.place = place
        await self._read_status()
        if self._status is not None and self._status.is_enrolled:
            self._be_locked()
        else:
            self._be_anonymous(None)
        if isinstance(place, ClinicPlace):
            await self._work_at_clinic(place)
        if self.stage is not None:
            await (self.stage.refresh() if isinstance(place, DemoInfo) else self.stage.look_whether_old())

    # where the person goes

    async def go(self, place: Place) -> None:
        """Change the address; the page answers by :meth:`arrive`."""
        await self._ports.navigator.go(place)

    async def switch_child(self, patient_id: UUID) -> None:
        """The same section of another child's card."""
        if self.account is not None and self.account.child(patient_id) is not None:
            await self.go(for_another_child(self.place, patient_id))

    async def arrive(self, place: Place) -> None:
        """The address is ``place`` now, by whatever way."""
        self.touch()
        self.place = place
        if isinstance(place, DemoInfo) and self.stage is not None:
            await self.stage.refresh()
        if isinstance(place, ClinicPlace):
            await self._work_at_clinic(place)
        elif self.clinic is not None and not isinstance(place, DemoInfo):
            await self._leave_clinic(self.clinic)
        if self.phase is Phase.OPEN and self.account is not None:
            if isinstance(place, DoorPlace):
                await self.go(Home())
                return
            account = self.account
            account.aim(place)
            await account.show()
            if isinstance(place, MyCards | Diaries) and self.place == place and len(account.open_children) == 1:
                only = account.open_children[0].id
                await self.go(Card(only) if isinstance(place, MyCards) else Diary(only))

    async def use_panes(self, has_two: bool) -> None:
        """The window became wide or narrow."""
        self.has_two_panes = has_two
        if self.account is not None:
            await self.account.use_panes(has_two)

    # the clinic's side

    async def _work_at_clinic(self, place: ClinicPlace) -> None:
        """The staff's place; a parent's page ends before it begins, so that the two never share a session."""
        if self._ports.open_clinic is None or self.phase is Phase.STARTING:
            return
        if self.clinic is None:
            self._drop_account()
            self.sign_in = self.unlock = None
            self.clinic = ClinicState(self._ports, self._ports.open_clinic(), self.go)
            self.phase = Phase.CLINIC
            if self._ports.backend.signed_in:
                await self._ports.backend.auth.logout()
        await self.clinic.show(place)

    async def _leave_clinic(self, clinic: ClinicState) -> None:
        """By whatever way: the staff's session ends, a parent starts at the front door."""
        self.clinic = None
        self._fall_back(None)
        await clinic.close()

    # locking

    def touch(self) -> None:
        """The person did something."""
        self._last_touch = self._moment()

    async def tick(self) -> None:
        """Asked by a timer: lock if it is time."""
        await self._lock_if_due()

    async def hidden(self) -> None:
        """The app went to the background: cover what is drawn, so that nothing shows on the way back."""
        if self._hidden_since is None:
            self._hidden_since = self._moment()
        if self.phase is Phase.OPEN:
            self.is_covered = True

    async def shown(self) -> None:
        """Back in the foreground: decide before the content is uncovered."""
        await self._lock_if_due()
        self._hidden_since = None
        self.is_covered = False

    async def come_back(self, place: Place) -> None:
        """The page was loaded again, perhaps at another address: turn there before the content is uncovered."""
        await self._lock_if_due()
        self._hidden_since = None
        has_moved = place != self.place
        if has_moved:
            self.place = place
            if self.account is not None:
                self.account.aim(place)
        self.is_covered = False
        if has_moved:
            await self.arrive(place)

    async def lock(self) -> None:
        """«Заблокировать»."""
        if self.phase is Phase.OPEN:
            await self._lock(NOTICE_LOCKED)

    def close(self) -> None:
        """The page is gone for good."""
        self._drop_account()
        if self.clinic is not None:
            self._ending = asyncio.ensure_future(self.clinic.close())

    async def sign_out(self) -> None:
        """Leave for good: this device is trusted no more, the next sign-in needs the password and an SMS."""
        if self.phase is not Phase.OPEN:
            return
        self._drop_account()
        self._choices, self._drafts = {}, {}
        self._owner = None
        self.place = Entry()
        self._be_anonymous(NOTICE_SIGNED_OUT)
        await self._forget_device()
        await self._ports.backend.auth.logout()
        await self._ports.navigator.go(Entry())

    def session_lost(self) -> None:
        """The backend ended the session: from elsewhere, or by age."""
        if self.phase is Phase.OPEN:
            self._drop_account()
            self._fall_back(NOTICE_SESSION_OVER)

    async def reset_demo(self) -> None:
        """Bring the demo's first content back; whoever was signed in is not any more."""
        demo = self._ports.demo
        if demo is None or not demo.can_reset:
            return
        self._drop_account()
        if self.clinic is not None:
            await self._leave_clinic(self.clinic)
        self._choices.clear()
        self._drafts.clear()
        self._ports.backend.forget()
        with contextlib.suppress(EmiasError):
            await self._ports.trust.erase()
        await demo.reset()
        await self._read_status()
        self._be_anonymous(None)
        await self.go(Entry())

    async def _demo_happened(self) -> None:
        """Time passed or an office answered: nobody was idle meanwhile, and the page takes it in at once."""
        self.touch()
        if self.account is not None:
            await self.account.check_changes()

    # the kinds of page

    def _be_locked(self) -> None:
        assert self._status is not None
        self.unlock = UnlockState(self._ports, self._status, unlocked=self._unlocked, give_up=self._give_up)
        self.sign_in = None
        self.phase = Phase.LOCKED

    def _be_anonymous(self, notice: str | None, *, can_return: bool = False) -> None:
        self.sign_in = SignInState(self._ports, self._entered, notice=notice, can_return=can_return)
        self.unlock = None
        self.phase = Phase.ANONYMOUS

    async def back_to_pin(self) -> None:
        """The PIN came back to mind."""
        if self.phase is Phase.ANONYMOUS and self._status is not None and self._status.is_enrolled:
            await self._read_status()
            self._fall_back(None)

    def _fall_back(self, notice: str | None) -> None:
        """Out of the open page, to the PIN where there is one."""
        if self._status is not None and self._status.is_enrolled:
            self._be_locked()
        else:
            self._be_anonymous(notice)

    async def _give_up(self, notice: str | None) -> None:
        await self._read_status()
        self._be_anonymous(notice, can_return=notice is None)

    async def _unlocked(self) -> None:
        await self._read_status()
        await self._enter()

    async def _entered(self, is_trusted: bool) -> None:
        del is_trusted
        await self._read_status()
        await self._enter()

    async def _enter(self) -> None:
        if self._ending is not None:
            await asyncio.wait([self._ending])
        if self.clinic is not None:
            await self._ports.backend.auth.logout()
            return
        self.touch()
        self._hidden_since = None
        self.is_covered = False
        account = AccountState(
            self._ports, Pass(), self._choices, self._drafts, has_two_panes=self.has_two_panes, forget=self.forget_child
        )  # fmt: skip
        account.start_watching()
        self.account = account
        account.aim(self.place)
        self.phase = Phase.OPEN
        self.sign_in = self.unlock = None
        if isinstance(self.place, DoorPlace | DemoInfo):
            await self.go(Home())
            return
        await account.show()
        await self._send_stranger_home(account)

    async def _send_stranger_home(self, account: AccountState) -> None:
        """Another person signed in at the address of the first: their own home, with nothing remembered."""
        if not isinstance(account.me, Ready):
            return
        owner, self._owner = self._owner, account.me.value.id
        if owner is not None and owner != account.me.value.id:
            self._choices.clear()
            self._drafts.clear()
            if patient_of(self.place) is not None:
                await self.go(Home())

    async def _lock_if_due(self) -> None:
        if self.clinic is not None:
            idle = lock_decision(
                now=self._moment(), last_touch=self._last_touch, idle_minutes=self.preferences.lock_minutes
            )
            if isinstance(idle, Locked):
                await self.clinic.sign_out(CLINIC_IDLE)
            return
        is_offering_pin = self.sign_in is not None and self.sign_in.pin is not None
        if self.phase is not Phase.OPEN and not is_offering_pin:
            return
        decision = lock_decision(
            now=self._moment(), last_touch=self._last_touch, idle_minutes=self.preferences.lock_minutes,
            in_background_since=self._hidden_since,
        )  # fmt: skip
        if isinstance(decision, Locked):
            await self._lock(NOTICE_IDLE if decision.reason is not LockReason.CLOCK_SET_BACK else NOTICE_SESSION_OVER)

    async def _lock(self, notice: str) -> None:
        """Hide at once; then end the session, so that its tokens open nothing any more."""
        self._drop_account()
        self._fall_back(notice)
        self._ending = asyncio.ensure_future(self._ports.backend.auth.logout())
        await asyncio.wait([self._ending])
        self._ending = None

    def _drop_account(self) -> None:
        self._ports.offline.close()
        if self.account is not None:
            if isinstance(self.account.me, Ready):
                self._owner = self.account.me.value.id
            self.account.close()
        self.account = None
        self.is_covered = False

    async def _forget_device(self) -> None:
        """Erase the PIN here and the device there; with no network it stays in the list, without a key."""
        if self._status is None or not self._status.is_enrolled:
            return
        if self._status.device_id is not None:
            with contextlib.suppress(EmiasError):
                await self._ports.backend.devices.remove(self._status.device_id)
        with contextlib.suppress(EmiasError):
            await self._ports.trust.erase()
        await self._read_status()

    async def _read_status(self) -> None:
        try:
            self._status = await self._ports.trust.status()
        except EmiasError:
            self._status = None

    def _moment(self) -> Moment:
        return Moment(self._ports.clock.now(), self._ports.clock.monotonic())
