"""What routes ask for: the backend, the time, and who is calling.

Routers are made by :func:`api_router`. Their routes look at the token **before** the body is read, and judge the
body after everything else a route depends on: 401 → audience → level → the card → 422 (contract §2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy import bindparam, select, update
from starlette.responses import Response

from emias_app.mock_server.backend import Backend
from emias_app.mock_server.plain_route import plain_step
from emias_app.mock_server.problems import (
    UNREADABLE,
    Refusal,
    not_found,
    step_up_required,
    unauthorized,
    wrong_audience,
)
from emias_app.mock_server.security import digest
from emias_app.mock_server.store.schema import AccessTokenRow, SessionRow
from emias_app.models.auth import Audience, TokenLevel

PREFIX = "/api/v1"
#: Without a request for a card, the second step is due again (product.md §4.2); not after a device's unlock.
MEDCARD_IDLE = timedelta(minutes=30)
#: ``last_seen_at`` is written at most this often.
_SEEN_STEP = timedelta(seconds=60)
_CLIENTS = frozenset({"web", "desktop", "android", "ios", "kiosk"})
_MAX_INT = 2**63 - 1
_MIN_INT = -(2**63)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, by the token: a parent's or a staff member's session."""

    session_id: UUID
    audience: Audience
    account_id: UUID | None
    staff_id: UUID | None
    level: TokenLevel
    device_id: UUID | None
    client: str
    sms_confirmed_at: datetime | None
    registered_device_id: UUID | None


def backend_of(request: Request) -> Backend:
    return cast(Backend, request.scope["emias.backend"])


def now_of(request: Request) -> datetime:
    """The backend's time of this request."""
    return cast(datetime, request.scope["emias.now"])


async def caller_of(request: Request) -> Caller:
    """Whoever the token speaks for; 401 without a living one. Looked up once a request."""
    found = request.scope.get("emias.caller")
    if found is None:
        found = request.scope["emias.caller"] = await _authenticate(request)
    return cast(Caller, found)


async def parent_of(request: Request) -> Caller:
    """A parent at any level; staff is told so."""
    caller = await caller_of(request)
    if caller.audience != "parent":
        raise wrong_audience()
    return caller


async def medcard_of(request: Request) -> Caller:
    """A parent who passed the second step."""
    caller = await parent_of(request)
    if caller.level is not TokenLevel.MEDCARD:
        raise step_up_required()
    return caller


async def card_caller_of(request: Request) -> Caller:
    """Whoever may stand before a card: a parent who passed the second step, or a guest with a one-time link."""
    caller = await caller_of(request)
    return caller if caller.audience == "share" else await medcard_of(request)


async def staff_of(request: Request) -> Caller:
    """A member of the clinic's staff; for a parent there is nothing here."""
    caller = await caller_of(request)
    if caller.audience != "staff":
        raise not_found()
    return caller


async def _backend_of(request: Request) -> Backend:
    return backend_of(request)


async def _now_of(request: Request) -> datetime:
    return now_of(request)


# Coroutines, since the framework takes plain functions to a thread and back.
BackendDep = Annotated[Backend, Depends(_backend_of)]
NowDep = Annotated[datetime, Depends(_now_of)]
CallerDep = Annotated[Caller, Depends(caller_of)]
AccountDep = Annotated[Caller, Depends(parent_of)]
MedcardDep = Annotated[Caller, Depends(medcard_of)]
CardCallerDep = Annotated[Caller, Depends(card_caller_of)]
StaffDep = Annotated[Caller, Depends(staff_of)]


def account_id_of(caller: Caller) -> UUID:
    """The account of a parent's session."""
    if caller.account_id is None:
        raise wrong_audience()
    return caller.account_id


def address_of(request: Request) -> str:
    """Where the connection comes from; a forwarding header is believed of a proxy that the operator named."""
    return request.client.host if request.client else ""


def client_of(request: Request) -> str:
    """What kind of app calls, by its own word."""
    kind = request.headers.get("x-emias-client", "").lower()
    return kind if kind in _CLIENTS else "other"


def fingerprint_of(request: Request) -> str:
    """A hash that is the same for calls of one app on one device; its address may change in the metro."""
    return digest(f"{request.headers.get('x-emias-client', '')}|{request.headers.get('user-agent', '')}")


def answer(model: BaseModel, status: int = 200) -> Response:
    """A model as JSON; it is ours, so it is not validated once more."""
    return Response(model.__pydantic_serializer__.to_json(model, by_alias=True), status, media_type="application/json")


def no_content() -> Response:
    return Response(status_code=204)


_T, _S = AccessTokenRow.__table__.c, SessionRow.__table__.c
_TOKEN = (
    select(
        _T.level.label("token_level"), _T.expires_at, _S.id, _S.audience, _S.account_id, _S.staff_id, _S.device_id,
        _S.level, _S.client, _S.last_seen_at, _S.last_card_at, _S.sms_confirmed_at, _S.registered_device_id,
    )
    .join_from(AccessTokenRow.__table__, SessionRow.__table__, _T.session_id == _S.id)
    .where(_T.hash == bindparam("hash"), _S.ended_at.is_(None))
)  # fmt: skip


async def _authenticate(request: Request) -> Caller:
    scheme, _, token = _authorization_of(request).partition(" ")
    backend, now = backend_of(request), now_of(request)
    if scheme.lower() != "bearer" or not token:
        raise unauthorized()
    found = await backend.store.fetch(_TOKEN, {"hash": digest(token.strip())})
    if not found or (row := found[0]).expires_at <= now:
        raise unauthorized()
    if now - row.last_seen_at >= _SEEN_STEP:
        await _see(backend, row.id, now)
    is_open = row.token_level == row.level == TokenLevel.MEDCARD and not is_idle(row.device_id, row.last_card_at, now)
    return Caller(
        session_id=row.id,
        audience=row.audience,
        account_id=row.account_id,
        staff_id=row.staff_id,
        level=TokenLevel.MEDCARD if is_open else TokenLevel.ACCOUNT,
        device_id=row.device_id,
        client=row.client,
        sms_confirmed_at=row.sms_confirmed_at,
        registered_device_id=row.registered_device_id,
    )


def _authorization_of(request: Request) -> str:
    for name, value in request.scope["headers"]:
        if name == b"authorization":
            return cast(bytes, value).decode("latin-1")
    return ""


def is_idle(device_id: UUID | None, last_card_at: datetime | None, now: datetime) -> bool:
    """Whether the second step has worn off; what a device unlocked stays open until the lock."""
    return device_id is None and (last_card_at is None or now - last_card_at > MEDCARD_IDLE)


async def _see(backend: Backend, session_id: UUID, now: datetime) -> None:
    seen = update(SessionRow).where(SessionRow.id == session_id).values(last_seen_at=now)
    try:
        await backend.store.write(lambda session: session.execute(seen) and None)
    except Refusal:
        return  # no space for it: reads go on


class _CarefulRequest(Request):
    """A request whose broken JSON is a wrong *value*, so that it is judged in its turn, after the dependencies."""

    async def json(self) -> Any:
        try:
            return careful_json(await self.body())
        except (ValueError, RecursionError):
            return UNREADABLE


def careful_json(body: bytes) -> Any:
    """JSON that every database can keep; ValueError or RecursionError for any other."""
    value = json.loads(body, parse_constant=_refuse, parse_int=_bounded, parse_float=_finite)
    if b"\\u" in body:
        _check_text(value)
    return value


def _refuse(word: str) -> None:
    raise ValueError("not a number")


def _bounded(digits: str) -> int:
    if len(digits) > 20 or not _MIN_INT <= (number := int(digits)) <= _MAX_INT:
        raise ValueError("over 64 bit")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("not finite")
    return number


def _check_text(value: object) -> None:
    """Refuse NUL and lone surrogates, which no database keeps."""
    if isinstance(value, str):
        if "\x00" in value or any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
            raise ValueError("not text")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key)
            _check_text(item)
    elif isinstance(value, list):
        for item in value:
            _check_text(item)


_CALLERS = (caller_of, parent_of, medcard_of, card_caller_of, staff_of)


class CarefulRoute(APIRoute):
    """A route in the contract's order of refusals."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        needs_caller = _depends_on(self.dependant, *_CALLERS)
        step = plain_step(self.dependant)

        async def careful(request: Request) -> Response:
            if needs_caller:
                await caller_of(request)
            return await handle(_CarefulRequest(request.scope, request.receive))

        async def plain(request: Request) -> Response:
            return cast(Response, await step.run(request, {})) if step else await careful(request)

        return careful if step is None else plain


def _depends_on(dependant: Any, *wanted: Callable[..., Any]) -> bool:
    return any(one.call in wanted or _depends_on(one, *wanted) for one in dependant.dependencies)


def api_router(tag: str, prefix: str = PREFIX) -> APIRouter:
    """A router of the public API; create_app attaches its routes as :class:`CarefulRoute`."""
    tags: list[str | Enum] = [tag]
    return APIRouter(
        prefix=prefix, tags=tags, route_class=CarefulRoute, generate_unique_id_function=lambda route: route.name
    )


def needs_token(route: object) -> bool:
    """Whether a route refuses callers without a token."""
    return isinstance(route, CarefulRoute) and _depends_on(route.dependant, *_CALLERS)
