"""«Доступ»: my accesses, who else sees the cards that are open to me, and my requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from emias_app.domain.access_requests import is_open
from emias_app.errors import EmiasError
from emias_app.models.access import GrantState
from emias_app.models.requests import AccessRequest, Grant
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

#: So many requests that are over stay in view.
MOST_OVER = 5


class AccessState(Guarded):
    """What is shown stays while newer comes. ``changed()`` is told when an access was given up here."""

    def __init__(self, ports: Ports, right: Pass, changed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(right)
        self._ports, self._changed = ports, changed
        self.grants: Loadable[tuple[Grant, ...]] = Loading()
        self.requests: Loadable[tuple[AccessRequest, ...]] = Loading()
        self.busy_with: UUID | None = None
        self.error: str | None = None

    @property
    def mine(self) -> tuple[Grant, ...]:
        """One for each card: the living one, else the one that ended last."""
        return _newest(grant for grant in self._known if grant.mine)

    @property
    def others(self) -> tuple[Grant, ...]:
        """One for each card and person."""
        return _newest(grant for grant in self._known if not grant.mine)

    @property
    def under_way(self) -> tuple[AccessRequest, ...]:
        """Requests that are not over, the newest first."""
        return tuple(one for one in self._requests_known if is_open(one.state))

    @property
    def over(self) -> tuple[AccessRequest, ...]:
        """The last ones that are over."""
        return tuple(one for one in self._requests_known if not is_open(one.state))[:MOST_OVER]

    def grant(self, grant_id: UUID) -> Grant | None:
        return next((grant for grant in self._known if grant.id == grant_id), None)

    @property
    def _known(self) -> tuple[Grant, ...]:
        return self.grants.value if isinstance(self.grants, Ready) else ()

    @property
    def _requests_known(self) -> tuple[AccessRequest, ...]:
        return self.requests.value if isinstance(self.requests, Ready) else ()

    @allowed
    async def refresh(self) -> None:
        """Both lists, anew."""
        self.error = None
        access = self._ports.backend.access
        grants, requests = await asyncio.gather(self.fetch(access.grants()), self.fetch(access.requests()))
        if isinstance(grants, Ready):
            self.grants = Ready(tuple(grants.value))
        elif isinstance(grants, Failed) and not isinstance(self.grants, Ready):
            self.grants = grants
        if isinstance(requests, Ready):
            self.requests = Ready(tuple(requests.value))
        elif isinstance(requests, Failed) and not isinstance(self.requests, Ready):
            self.requests = requests

    @allowed
    async def give_up(self, grant_id: UUID) -> None:
        """«Отказаться от доступа»: my own only; the card closes at once."""
        grant = self.grant(grant_id)
        if self.busy_with is not None or grant is None or not grant.mine or grant.state is not GrantState.ACTIVE:
            return
        self.busy_with, self.error = grant_id, None
        failure: str | None = None
        try:
            await self._ports.backend.access.cancel_grant(grant_id)
        except EmiasError as error:
            failure = trouble_of(error, self._ports.backend.server_now()).text
        finally:
            self.busy_with = None
        if self._pass.is_valid:
            await asyncio.gather(self.refresh(), self._changed())
            self.error = failure


def _newest(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The living one of each card and holder, else the one that began last; cards by name."""
    chosen: dict[tuple[UUID, str, bool], Grant] = {}
    for grant in sorted(grants, key=lambda one: (one.state is GrantState.ACTIVE, one.start)):
        chosen[grant.patient_id, grant.holder, grant.mine] = grant
    return tuple(sorted(chosen.values(), key=lambda one: (one.state is not GrantState.ACTIVE, one.start)))
