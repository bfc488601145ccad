"""The screens around the access to cards: which of their states is alive at a place, and what they fetch there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.models.account import Me
from emias_app.models.requests import Grant
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.access import AccessState
from emias_app.state.one_request import OneRequestState
from emias_app.state.place import Access, AskAccess, Place, Redeem, RequestPage
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
        if isinstance(place, AskAccess) and self.ask is None:
            self.ask = AskState(self._ports, self._pass, self._me, self._ended)
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
            case RequestPage() if self.one is not None:
                await self.one.refresh()
            case _:
                return

    async def _opened(self, grant: Grant) -> None:
        await self._changed(grant.patient_id)

    async def _ended(self) -> None:
        await self._changed(None)
