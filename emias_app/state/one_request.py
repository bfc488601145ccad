"""One request for a card: its state, what is missing, and the way to take it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.access_requests import days_left_line, is_editable, is_open
from emias_app.domain.refusals import REFUSALS, ReasonCode
from emias_app.errors import EmiasError
from emias_app.models.requests import AccessRequest
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of


class OneRequestState(Guarded):
    """Follows one request while its screen is open; ``changed()`` is told when it was withdrawn here."""

    def __init__(self, ports: Ports, right: Pass, request_id: UUID, changed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(right)
        self._ports, self._changed = ports, changed
        self.request_id = request_id
        self.request: Loadable[AccessRequest] = Loading()
        self.is_busy = False
        self.error: str | None = None

    @property
    def today(self) -> date:
        """The Moscow day by the backend's clock."""
        return moscow_day(self._ports.backend.server_now())

    @allowed
    async def refresh(self) -> None:
        """(Re)load it; what is shown stays meanwhile."""
        answer = await self.fetch(self._ports.backend.access.request(self.request_id))
        if answer is not None and not (isinstance(answer, Failed) and isinstance(self.request, Ready)):
            self.request = answer

    @allowed
    async def withdraw(self) -> None:
        """«Отменить запрос»."""
        if self.is_busy or not isinstance(self.request, Ready) or not is_open(self.request.value.state):
            return
        self.is_busy, self.error = True, None
        try:
            self.request = Ready(await self._ports.backend.access.cancel_request(self.request_id))
            await self._changed()
        except EmiasError as error:
            self.error = trouble_of(error, self._ports.backend.server_now()).text
            await self.refresh()
        finally:
            self.is_busy = False


def may_be_changed(request: AccessRequest) -> bool:
    """Whether the wizard may take it up again."""
    return is_editable(request.state)


def may_be_withdrawn(request: AccessRequest) -> bool:
    return is_open(request.state)


def time_left(request: AccessRequest, today: date) -> str | None:
    """«Осталось 3 рабочих дня, до 25 ноября 2026 г.»; None while nothing is being decided."""
    if request.due is None or request.working_days_left is None:
        return None
    return days_left_line(request.due, today)


def reason_code(request: AccessRequest) -> ReasonCode | None:
    """Why it was refused or stuck, where the reason is one of the known."""
    return next((code for code in ReasonCode if code.value == request.reason_code), None)


def what_to_do(request: AccessRequest) -> str | None:
    """The step that helps with a refusal."""
    code = reason_code(request)
    return REFUSALS[code].what_to_do if code else None
