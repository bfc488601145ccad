"""The root: what kind of page this is now, and the way from one kind to another.

ANONYMOUS, LOCKED or OPEN decides what is drawn; the address only says where in an open page the person is, and is kept
while the page is locked, so that unlocking leads to the very same screen.
"""

from __future__ import annotations

import asyncio
import contextlib
from uuid import UUID

from emias_app.domain.locking import Locked, LockReason
from emias_app.errors import EmiasError
from emias_app.state._loadable import Ready
from emias_app.state._pass import Pass
from emias_app.state.account import AccountState, Choices
from emias_app.state.clinic import NOTICE_IDLE as CLINIC_IDLE
from emias_app.state.clinic import ClinicState
from emias_app.state.demo import DemoState
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.idle import Idle
from emias_app.state.levels import Drafts
from emias_app.state.offline import OfflineState
from emias_app.state.phase import NOTICE_IDLE, NOTICE_LOCKED, NOTICE_SESSION_OVER, NOTICE_SIGNED_OUT
from emias_app.state.phase import Phase as Phase
from emias_app.state.pin_form import PinFormState
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
from emias_app.state.show import ShowMode
from emias_app.state.sign_in import SignInState
from emias_app.state.surroundings import Surroundings
from emias_app.state.trust import ThisDevice
from emias_app.state.unlock import NOTICE_FORGOTTEN, UnlockState


class RootState(Surroundings):
    """One per page. Every road between the phases runs through here."""

    def __init__(self, ports: Ports, sensor: DemoSensorState | None = None) -> None:
        super().__init__(ports)
        self._device = ThisDevice(ports)
        self._choices: Choices = {}
        self._drafts: Drafts = {}
        self._owner: UUID | None = None
        self._idle = Idle(ports.clock)
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
        self.show = ShowMode(
            ports, status=self._device.read, reopen=self._reopen, give_up=self._leave_show, account=lambda: self.account
        )
        self.pin_form = PinFormState(
            ports, status=self._device.read, reopen=self._reopen, give_up=self._leave_show, account=lambda: self.account
        )
        desk = ports.demo.desk if ports.demo is not None else None
        self.stage = DemoState(desk, self._demo_happened, lambda: self.now) if desk is not None else None
        ports.backend.on_session_lost = self.session_lost

    @property
    def trust_status(self) -> TrustStatus | None:
        """What this device remembered when it was last asked."""
        return self._device.status

    # beginning

    async def start(self, place: Place) -> None:
        """Find out whether this device is trusted; nothing personal is drawn before."""
        self.place = place
        await self._device.read()
        if self._device.is_enrolled:
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
        if self._may_draw(place):
            await self._ports.navigator.go(place)
        else:
            await self.show.hold(place)

    async def switch_child(self, patient_id: UUID) -> None:
        """The same section of another child's card."""
        if self.account is not None and self.account.child(patient_id) is not None:
            await self.go(for_another_child(self.place, patient_id))

    async def arrive(self, place: Place) -> None:
        """The address is ``place`` now, by whatever way."""
        self.touch()
        if not self._may_draw(place):  # a way out of what is shown: the address comes back, the PIN is asked for
            await self.show.hold(place)
            if not self._may_draw(place):
                await self._ports.navigator.go(self.place)
            return
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
            await asyncio.gather(account.show(), self.show.turn_to(place), self.pin_form.turn_to(place))
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
        self._idle.touch()

    async def tick(self) -> None:
        """Asked by a timer: lock if it is time."""
        await self._lock_if_due()

    async def hidden(self) -> None:
        """The app went to the background: cover what is drawn, so that nothing shows on the way back."""
        self._idle.hide()
        if self.phase is Phase.OPEN:
            self.is_covered = True

    async def shown(self) -> None:
        """Back in the foreground: decide before the content is uncovered."""
        await self._lock_if_due()
        self._idle.show()
        self.is_covered = False

    async def come_back(self, place: Place) -> None:
        """The page was loaded again, perhaps at another address: turn there before the content is uncovered."""
        await self._lock_if_due()
        self._idle.show()
        has_moved = place != self.place
        if has_moved and self._may_draw(place):
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
        if self.phase is not Phase.OPEN or self._is_showing:
            return
        self._drop_account()
        self.show.forget()
        self._choices, self._drafts = {}, {}
        self._owner = None
        self.place = Entry()
        self._be_anonymous(NOTICE_SIGNED_OUT)
        await self._device.forget()
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
        if demo is None or not demo.can_reset or self._is_showing:
            return
        self._drop_account()
        self.show.forget()
        if self.clinic is not None:
            await self._leave_clinic(self.clinic)
        self._choices.clear()
        self._drafts.clear()
        self._ports.backend.forget()
        with contextlib.suppress(EmiasError):
            await self._ports.trust.erase()
        await demo.reset()
        await self._device.read()
        self._be_anonymous(None)
        await self.go(Entry())

    async def _demo_happened(self) -> None:
        """Time passed or an office answered: nobody was idle meanwhile, and the page takes it in at once."""
        self.touch()
        if self.account is not None:
            await self.account.check_changes()

    # the kinds of page

    def _be_locked(self) -> None:
        assert self._device.status is not None
        self.unlock = UnlockState(self._ports, self._device.status, unlocked=self._unlocked, give_up=self._give_up)
        self.sign_in = None
        self.phase = Phase.LOCKED

    def _be_anonymous(self, notice: str | None, *, can_return: bool = False) -> None:
        self.sign_in = SignInState(self._ports, self._entered, notice=notice, can_return=can_return)
        self.unlock = None
        self.phase = Phase.ANONYMOUS

    async def back_to_pin(self) -> None:
        """The PIN came back to mind."""
        if self.phase is Phase.ANONYMOUS and self._device.is_enrolled:
            await self._device.read()
            self._fall_back(None)

    def _fall_back(self, notice: str | None) -> None:
        """Out of the open page, to the PIN where there is one."""
        if self._device.is_enrolled:
            self._be_locked()
        else:
            self._be_anonymous(notice)

    async def _give_up(self, notice: str | None) -> None:
        await self._device.read()
        self._be_anonymous(notice, can_return=notice in (None, NOTICE_FORGOTTEN))

    async def _unlocked(self) -> None:
        await self._device.read()
        await self._enter()

    async def _entered(self, is_trusted: bool) -> None:
        del is_trusted
        self.show.forget()
        await self._device.read()
        await self._enter()

    async def _enter(self) -> None:
        if self._ending is not None:
            await asyncio.wait([self._ending])
        if self.clinic is not None:
            await self._ports.backend.auth.logout()
            return
        self.touch()
        self._idle.show()
        self.is_covered = False
        if not self.show.shows(self.place):
            self.place = self.show.home
            await self._ports.navigator.go(self.place)
        account = self._new_account()
        self.phase = Phase.OPEN
        self.sign_in = self.unlock = None
        if isinstance(self.place, DoorPlace | DemoInfo):
            await self.go(Home())
            return
        await asyncio.gather(account.show(), self.show.turn_to(self.place), self.pin_form.turn_to(self.place))
        await self._send_stranger_home(account)

    def _new_account(self) -> AccountState:
        """The graph of an open page, for its owner or for whom the card is shown to."""
        is_shown = self.show.is_on
        choices, drafts = (self.show.choices, None) if is_shown else (self._choices, self._drafts)
        account = AccountState(
            self.show.ports, Pass(), choices, drafts, has_two_panes=self.has_two_panes, forget=self.forget_child
        )
        account.start_watching()
        account.aim(self.place)
        self.account = account
        return account

    # showing to a doctor

    async def _reopen(self, place: Place) -> None:
        """The same session from now on for a doctor, or for its owner again: nothing of the other graph stays."""
        if self.account is not None:
            self.account.close()
        is_there, self.place = place == self.place, place
        account = self._new_account()
        await (account.show() if is_there else self._ports.navigator.go(place))

    async def _leave_show(self, notice: str | None) -> None:
        """The PIN is gone or forgotten: the session ends, the full sign-in leads on."""
        self._drop_account()
        await self._give_up(notice)
        await self._end_session()

    @property
    def _is_showing(self) -> bool:
        return self.phase is Phase.OPEN and self.show.is_on

    def _may_draw(self, place: Place) -> bool:
        """The guard of a show; where no card is open there is nothing to guard."""
        return not self._is_showing or self.show.shows(place)

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
            idle = self._idle.decision(self.preferences.lock_minutes, counts_background=False)
            if isinstance(idle, Locked):
                await self.clinic.sign_out(CLINIC_IDLE)
            return
        is_offering_pin = self.sign_in is not None and self.sign_in.pin is not None
        if self.phase is not Phase.OPEN and not is_offering_pin:
            return
        decision = self._idle.decision(self.preferences.lock_minutes)
        if isinstance(decision, Locked):
            await self._lock(NOTICE_IDLE if decision.reason is not LockReason.CLOCK_SET_BACK else NOTICE_SESSION_OVER)

    async def _lock(self, notice: str) -> None:
        """Hide at once; then end the session, so that its tokens open nothing any more."""
        self._drop_account()
        self._fall_back(notice)
        await self._end_session()

    async def _end_session(self) -> None:
        self._ending = asyncio.ensure_future(self._ports.backend.auth.logout())
        await asyncio.wait([self._ending])
        self._ending = None

    def _drop_account(self) -> None:
        self._ports.offline.close()
        self.show.pause()
        self.pin_form.leave()
        if self.account is not None:
            if isinstance(self.account.me, Ready):
                self._owner = self.account.me.value.id
            self.account.close()
        self.account = None
        self.is_covered = False
