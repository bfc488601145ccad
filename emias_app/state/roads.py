"""The screens around the access to cards: which of their states is alive at a place, and what they fetch there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.models.account import Me
from emias_app.models.requests import AccessRequest, Grant, RequestPurpose
from emias_app.state._loadable import Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.access import AccessState
from emias_app.state.one_request import OneRequestState
from emias_app.state.place import Access, AskAccess, Card, MyCards, Place, Redeem, RequestPage
from emias_app.state.ports import Ports
from emias_app.state.redeem import RedeemState
from emias_app.state.request import AskState


class Roads(Guarded):
    """``changed(patient_id)`` tells the account that an access began (its patient) or ended (None)."""

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        me: Callable[[], Me | None],
        changed: Callable[[UUID | None], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._ports, self._me, self._changed = ports, me, changed
        self.access = AccessState(ports, right, self._ended)
        self.redeem: RedeemState | None = None
        self.ask: AskState | None = None
        self.one: OneRequestState | None = None

    def aim(self, place: Place) -> None:
        """Make room for what ``place`` shows; a code is forgotten when its screen is left, a wizard goes on."""
        if not isinstance(place, Redeem):
            self.redeem = None
        elif self.redeem is None:
            self.redeem = RedeemState(self._ports, self._pass, self._opened)
        if isinstance(place, AskAccess):
            self._wizard()
        if not isinstance(place, RequestPage):
            self.one = None
        elif self.one is None or self.one.request_id != place.request_id:
            self.one = OneRequestState(self._ports, self._pass, place.request_id, self._ended)

    @allowed
    async def show(self, place: Place) -> None:
        """Fetch what the place shows."""
        match place:
            case Access():
                await self.access.refresh()
            case Redeem():
                await self._look_for_code()
            case AskAccess(step) if self.ask is not None:
                await self.ask.arrive(step)
            case RequestPage() if self.one is not None:
                await self.one.refresh()
            case _:
                return

    @allowed
    async def refresh_shown(self, place: Place) -> None:
        """Something changed at the backend: bring up to date what may show it. A wizard is not disturbed."""
        match place:
            case Access():
                await self.access.refresh()
            case Redeem():
                await self._look_for_code()
            case RequestPage() if self.one is not None:
                await self.one.refresh()
            case _:
                return

    async def _look_for_code(self) -> None:
        me = self._me()
        if self.redeem is not None and me is not None:
            await self.redeem.messages.look_for_code(me.phone)

    @allowed
    async def change(self, grant: Grant) -> None:
        """A request about an access of mine; a child that is not in «Моя семья» has to be entered first."""
        ask = self._wizard()
        await ask.refresh()
        known = ask.candidates.value if isinstance(ask.candidates, Ready) else ()
        child = next((one for one in known if one.patient_id == grant.patient_id), None)
        if child is None:
            await self._ports.navigator.go(AskAccess())
        else:
            await ask.begin(child.id, RequestPurpose.CHANGE)

    @allowed
    async def resume(self, request: AccessRequest) -> None:
        """Take a request up again in the wizard."""
        await self._wizard().resume(request)

    @allowed
    async def again(self, request: AccessRequest) -> None:
        """Another request like one that is over."""
        await self._wizard().begin(request.child_id, request.purpose)

    @allowed
    async def open_card(self, request: AccessRequest) -> None:
        """The card that a request opened."""
        ask = self._wizard()
        await ask.refresh()
        known = ask.candidates.value if isinstance(ask.candidates, Ready) else ()
        patient = next((one.patient_id for one in known if one.id == request.child_id), None)
        await self._ports.navigator.go(Card(patient) if patient else MyCards())

    def _wizard(self) -> AskState:
        if self.ask is None:
            self.ask = AskState(self._ports, self._pass, self._me, self._ended)
        return self.ask

    async def _opened(self, grant: Grant) -> None:
        await self._changed(grant.patient_id)

    async def _ended(self) -> None:
        await self._changed(None)
