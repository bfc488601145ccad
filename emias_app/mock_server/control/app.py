"""``/mock/v1``: what UI testers turn and read. Its own application, so that it has its own OpenAPI."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import AwareDatetime, Field, model_validator
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from emias_app.clock import MOSCOW, FixedClock, moscow
from emias_app.domain.working_days import add_working_days
from emias_app.mock_server import docs_page, problems
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.control.clock import StoredClock
from emias_app.mock_server.control.registries import add_registries
from emias_app.mock_server.control.scenarios import add_scenarios
from emias_app.mock_server.deps import BackendDep, CarefulRoute, answer, no_content
from emias_app.mock_server.problems import Refusal, invalid
from emias_app.mock_server.services.paging import LimitDep
from emias_app.mock_server.store.schema import FaultRow, RequestRow, SmsRow
from emias_app.models.base import Line, Model
from emias_app.models.base import Request as RequestModel


class Sms(Model):
    phone: str
    text: str
    code: str | None
    sent_at: datetime


class Outbox(Model):
    items: list[Sms]


class ClockView(Model):
    now: datetime


class ClockMove(RequestModel):
    """Exactly one of the three; ``advance`` is an ISO 8601 duration, never negative."""

    set: AwareDatetime | None = None
    advance: timedelta | None = Field(default=None, ge=timedelta(0), le=timedelta(days=36_525))
    advance_working_days: int | None = Field(default=None, ge=0, le=1_000)

    @model_validator(mode="after")
    def _exactly_one(self) -> ClockMove:
        if sum(value is not None for value in (self.set, self.advance, self.advance_working_days)) != 1:
            raise ValueError("нужно ровно одно из: set, advance, advanceWorkingDays")
        return self


class Fault(RequestModel):
    """What to do to the next ``times`` calls of ``method`` (``*`` = any) on ``path`` (may hold ``*``)."""

    method: Line = "*"
    path: Line = "*"
    times: int = Field(default=1, ge=1, le=1_000_000)
    delay_ms: int = Field(default=0, ge=0, le=120_000)
    status: int | None = Field(default=None, ge=400, le=599)
    drop: bool = False
    corrupt: bool = False


class SeenRequest(Model):
    at: datetime
    request_id: str
    method: str
    path: str
    query: str
    status: int
    milliseconds: int


class SeenRequests(Model):
    items: list[SeenRequest]


def create_control(backend: Backend) -> FastAPI:
    """The control part of a backend in test mode."""

    async def allowed(request: Request) -> None:
        """With ``--mock-token`` every call carries it in X-Emias-Mock-Token."""
        wanted = backend.settings.mock_token
        given = request.headers.get("x-emias-mock-token", "")
        if wanted and not hmac.compare_digest(given.encode(), wanted.get_secret_value().encode()):
            raise Refusal(401, "mock_token_required", "Нужен заголовок X-Emias-Mock-Token.")

    app = FastAPI(
        title="Детская медкарта: тестовый режим", version="1", openapi_url="/openapi.json", docs_url=None,
        redoc_url=None, redirect_slashes=False, dependencies=[Depends(allowed)],
    )  # fmt: skip
    problems.install(app)
    app.router.route_class = CarefulRoute

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(docs_page.render(app.openapi()))

    @app.get("/outbox", response_model=Outbox)
    async def outbox(backend: BackendDep, phone: Line | None = None, limit: LimitDep = 100) -> Response:
        """The messages, newest first by order of sending."""
        sent = select(SmsRow).where(SmsRow.text.is_not(None)).order_by(SmsRow.seq.desc()).limit(limit)
        if phone is not None:
            sent = sent.where(SmsRow.phone == "+" + phone.strip().lstrip("+"))
        rows = await backend.store.read(lambda session: session.scalars(sent).all())
        return answer(
            Outbox(
                items=[Sms(phone=row.phone, text=row.text or "", code=row.code, sent_at=row.sent_at) for row in rows]
            )
        )

    @app.get("/clock", response_model=ClockView)
    async def read_clock(backend: BackendDep) -> Response:
        """The backend's time."""
        return answer(ClockView(now=moscow(backend.clock.now())))

    @app.post("/clock", response_model=ClockView)
    async def move_clock(body: ClockMove, backend: BackendDep) -> Response:
        """Move the clock; what falls due meanwhile is done before the answer."""
        at = _moved(backend.clock.now(), body)
        await _set_clock(backend, at)
        await backend.run_due()
        return answer(ClockView(now=moscow(at)))

    @app.post("/reset", status_code=204)
    async def reset(backend: BackendDep) -> Response:
        """Bring back the content and the clock of the first start."""
        await backend.reset()
        return no_content()

    @app.put("/faults", status_code=204)
    async def put_faults(body: list[Fault], backend: BackendDep) -> Response:
        """Order faults in place of the earlier ones; the first that matches a call is taken."""
        await backend.store.write(lambda session: _order(session, body))
        return no_content()

    @app.delete("/faults", status_code=204)
    async def delete_faults(backend: BackendDep) -> Response:
        """Order no faults."""
        await backend.store.write(lambda session: _order(session, []))
        return no_content()

    add_registries(app)
    add_scenarios(app)

    @app.get("/requests", response_model=SeenRequests)
    async def requests(backend: BackendDep, limit: Annotated[int, Query(ge=1, le=1_000)] = 100) -> Response:
        """The calls that the backend saw, newest first; status 0 is a cut connection."""
        seen = select(RequestRow).order_by(RequestRow.seq.desc()).limit(limit)
        rows = await backend.store.read(lambda session: session.scalars(seen).all())
        return answer(
            SeenRequests(
                items=[
                    SeenRequest(
                        at=row.at, request_id=row.request_id, method=row.method, path=row.path, query=row.query,
                        status=row.status, milliseconds=row.milliseconds,
                    )
                    for row in rows
                ]
            )
        )  # fmt: skip

    return app


def _moved(now: datetime, move: ClockMove) -> datetime:
    """Where the clock goes; working days keep the time of day in Moscow."""
    if move.set is not None:
        if not 2000 <= move.set.year <= 2200:
            raise invalid("set", "Год от 2000 до 2200.")
        return move.set
    if move.advance is not None:
        return _in_range(now + move.advance)
    local = moscow(now)
    day = add_working_days(local.date(), move.advance_working_days or 0)
    return _in_range(datetime.combine(day, local.time(), MOSCOW))


def _in_range(at: datetime) -> datetime:
    if at.year > 2200:
        raise invalid("advance", "Год от 2000 до 2200.")
    return at


async def _set_clock(backend: Backend, at: datetime) -> None:
    if isinstance(backend.clock, StoredClock):
        await backend.clock.move(backend.store, at)
    elif isinstance(backend.clock, FixedClock):
        backend.clock.set(at)
    else:
        raise Refusal(409, "clock_runs", "Эти часы идут сами.")


def _order(session: Session, faults: list[Fault]) -> None:
    session.execute(delete(FaultRow))
    for fault in faults:
        session.add(
            FaultRow(
                method=fault.method.upper(), path=fault.path, times_left=fault.times, delay_ms=fault.delay_ms,
                status=fault.status, drop=fault.drop, corrupt=fault.corrupt,
            )
        )  # fmt: skip
