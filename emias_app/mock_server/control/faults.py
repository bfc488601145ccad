"""Faults that a tester ordered, and the journal of requests; only in test mode, pure ASGI."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from emias_app.mock_server.backend import Backend
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.store.schema import FaultRow, RequestRow

_CONTROL = "/mock/v1"
_CODES = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    429: "too_many_tries",
    507: "storage_full",
}
_HALF_AN_ANSWER = b'{"items":['


@dataclass(frozen=True, slots=True)
class _Fault:
    delay_ms: int
    status: int | None
    drop: bool
    corrupt: bool


class Faults:
    """Does to a matching call what was ordered, and keeps every call but those of the control part itself."""

    def __init__(self, app: ASGIApp, backend: Backend) -> None:
        self._app = app
        self._backend = backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_CONTROL) or not self._backend.is_started:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._note(scope, message["status"], began)
            await send(message)

        fault = await self._take(scope)
        if fault is None:
            await self._app(scope, receive, noted)
            return
        await asyncio.sleep(fault.delay_ms / 1000)
        if fault.drop:
            await self._note(scope, 0, began)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
            await send({"type": "http.response.body", "body": _HALF_AN_ANSWER, "more_body": True})
            raise ConnectionResetError("cut by an ordered fault")
        if fault.status is not None:
            await _refusal(fault.status).answer()(scope, receive, noted)
        elif fault.corrupt:
            await self._app(scope, receive, _Corrupting(noted))
        else:
            await self._app(scope, receive, noted)

    async def _take(self, scope: Scope) -> _Fault | None:
        """The fault for this call, counted down; most calls only look."""
        if await self._backend.store.read(lambda session: _matching(session, scope)) is None:
            return None

        def take(session: Session) -> _Fault | None:
            row = _matching(session, scope)
            if row is None:
                return None
            row.times_left -= 1
            return _Fault(row.delay_ms, row.status, row.drop, row.corrupt)

        return await self._backend.store.write(take)

    async def _note(self, scope: Scope, status: int, began: float) -> None:
        row = RequestRow(
            at=self._backend.clock.now(), request_id=scope["emias.request_id"].decode(), method=scope["method"],
            path=scope["path"].replace("\x00", "�"), query=scope["query_string"].decode("latin-1"), status=status,
            milliseconds=round((time.perf_counter() - began) * 1000),
        )  # fmt: skip
        try:
            await self._backend.store.write(lambda session: session.add(row))
        except Refusal:
            return  # no space: the call itself goes on


class _Corrupting:
    """A ``send`` that gives half of the body, in an answer that looks complete."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        half = bytes(self._body[: len(self._body) // 2]) + b"\xd0"
        headers = [(name, value) for name, value in self._start["headers"] if name != b"content-length"]
        start = {**self._start, "headers": [*headers, (b"content-length", str(len(half)).encode())]}
        await self._send(start)
        await self._send({"type": "http.response.body", "body": half})


def _matching(session: Session, scope: Scope) -> FaultRow | None:
    ordered = select(FaultRow).where(FaultRow.times_left > 0).order_by(FaultRow.seq)
    for row in session.scalars(ordered):
        if row.method in ("*", scope["method"]) and fnmatchcase(scope["path"], row.path):
            return row
    return None


def _refusal(status: int) -> Refusal:
    code = _CODES.get(status, "unavailable" if status >= 500 else "refused")
    detail = "Сервис временно недоступен." if status >= 500 else "Отказ по заказу тестировщика."
    return Refusal(status, code, detail, retryAfter=1 if status in (429, 503) else None)
