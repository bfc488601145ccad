"""«ПИН-код» of the profile: one is set on a device that has none, or changed on one that has (product.md §4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from enum import StrEnum

from emias_app.errors import EmiasError
from emias_app.models.account import Me
from emias_app.models.auth import TokenLevel
from emias_app.state._base import Observable
from emias_app.state._pass import Pass
from emias_app.state.account import AccountState
from emias_app.state.pin_change import PinChange
from emias_app.state.pin_offer import PinOffer
from emias_app.state.place import PinForm, Place, Profile
from emias_app.state.ports import Ports, TrustStatus
from emias_app.state.step_up import StepUpState


class PinSaved(StrEnum):
    """What the profile tells once."""

    SET = "SET"
    CHANGED = "CHANGED"


class PinFormState(Observable):
    """One per page; something is there only while the person is at its place.

    A new device is registered under the second step, so its code is asked for first where the cards are closed. Then
    ``offer`` or ``change`` is on. ``status()`` asks the vault anew; ``reopen(place)`` builds the page's graph for the
    session that holds now and goes to ``place``; ``give_up(notice)`` leads to the full sign-in.
    """

    def __init__(
        self,
        ports: Ports,
        *,
        status: Callable[[], Awaitable[TrustStatus | None]],
        reopen: Callable[[Place], Awaitable[None]],
        give_up: Callable[[str | None], Awaitable[None]],
        account: Callable[[], AccountState | None],
    ) -> None:
        self._ports, self._status, self._reopen = ports, status, reopen
        self._give_up, self._account = give_up, account
        self._right: Pass | None = None
        self.step_up: StepUpState | None = None
        self.offer: PinOffer | None = None
        self.change: PinChange | None = None
        self.failure: EmiasError | None = None
        self.saved: PinSaved | None = None

    async def turn_to(self, place: Place) -> None:
        """The person is at ``place``."""
        if not isinstance(place, PinForm):
            self.leave()
        elif self._right is None:
            await self.begin()

    def leave(self) -> None:
        """Somewhere else, or locked: nothing of what was typed stays."""
        if self._right is not None:
            self._right.revoke()
        self._right = None
        self.step_up, self.offer, self.change, self.failure = None, None, None, None

    async def begin(self) -> None:
        """Find out what there is to do (again, after a failure)."""
        self.leave()
        self._right = Pass()
        self.saved = None
        await self._look(self._right)

    def forget_saved(self) -> None:
        """It was told."""
        self.saved = None

    async def _look(self, right: Pass) -> None:
        try:
            status = await self._ports.trust.status()
            me = self._known_me() or await self._ports.backend.me.get()
        except EmiasError as error:
            if right.is_valid:
                self.failure = error
            return
        if not right.is_valid:
            return
        if status.is_enrolled:
            self.change = PinChange(
                self._ports, status, birthdays=self._birthdays(me), phone=me.phone, done=self._changed,
                give_up=self._give_up,
            )  # fmt: skip
        elif self._ports.backend.level is TokenLevel.MEDCARD:
            self.offer = PinOffer(self._ports, me, status, self._set)
        else:
            self.step_up = StepUpState(self._ports, right, me.phone, self._stepped_up)
            await self.step_up.begin()

    def _known_me(self) -> Me | None:
        account = self._account()
        return account.me_known if account is not None else None

    def _birthdays(self, me: Me) -> tuple[date, ...]:
        account = self._account()
        children = account.patients_known if account is not None else ()
        return (me.birth_date, *(child.birth_date for child in children))

    async def _stepped_up(self) -> None:
        """The cards are open from now on too."""
        self.step_up = None
        await self._reopen(PinForm())
        if self._right is not None:
            await self._look(self._right)

    async def _set(self, is_trusted: bool) -> None:
        if not is_trusted:
            await self._ports.navigator.go(Profile())
            return
        await self._status()
        self.saved = PinSaved.SET
        await self._reopen(Profile())

    async def _changed(self) -> None:
        await self._status()
        self.saved = PinSaved.CHANGED
        await self._ports.navigator.go(Profile())
