"""What every answer gets, whatever made it: a request id, the backend's time, a log line, an end to long bodies."""

from __future__ import annotations

import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from emias_app.clock import moscow
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.control.clock import StoredClock
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services.exports.bounds import MOST_BYTES as MAX_ARCHIVE
from emias_app.mock_server.services.exports.bounds import too_large as archive_too_large
from emias_app.mock_server.services.photos import MAX_BODY as MAX_PHOTO_BODY
from emias_app.mock_server.services.photos import too_large
from emias_app.mock_server.services.uploads import MAX_BODY as MAX_UPLOAD_BODY
from emias_app.mock_server.services.uploads import too_large as upload_too_large

log = logging.getLogger("emias_app.mock_server.requests")

MAX_BODY = 2 * 1024 * 1024
_ALWAYS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_PHOTOS = ("/api/v1/access/photos", "/diary/attachments")
_CARDS, _IMPORT = "/api/v1/patients/", "/import"
_UPLOADS = "/uploads"
_GIVEN_ID = re.compile(rb"[A-Za-z0-9-]{8,64}")


class Envelope:
    """Pure ASGI, since this is on the way of every request.

    Log lines hold the request's id, method, the route's template (never the address, which names patients and
    search words), status and milliseconds.
    """

    def __init__(self, app: ASGIApp, backend: Backend) -> None:
        self._app = app
        self._backend = backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        backend = self._backend
        clock = backend.clock
        began = time.perf_counter()
        request_id = _id_of(scope)
        status = 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", request_id),
                    (b"x-emias-now", moscow(clock.now()).isoformat(timespec="milliseconds").encode()),
                    *_ALWAYS,
                ]
            await send(message)

        scope["emias.backend"] = backend
        scope["emias.request_id"] = request_id
        try:
            if isinstance(clock, StoredClock) and backend.is_started:
                await clock.refresh(backend.store)
            scope["emias.now"] = clock.now()
            await self._app(scope, _limited(scope, receive), tell)
        except Exception as error:
            if status or isinstance(error, ConnectionError):
                raise
            _log_fault(request_id, error)
            refusal = Refusal(500, "internal_error", "На сервере произошла ошибка. Мы уже знаем о ней.")
            await refusal.answer()(scope, receive, tell)
        finally:
            if log.isEnabledFor(logging.INFO):
                _log_request(scope, request_id, status, began)


class _Limited:
    """A ``receive`` that ends a body over the limit; it counts only once somebody reads."""

    __slots__ = ("_most", "_receive", "_refusal", "_seen")

    def __init__(self, receive: Receive, most: int, refusal: Callable[[], Exception]) -> None:
        self._receive = receive
        self._most = most
        self._refusal = refusal
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > self._most:
                raise self._refusal()
        return message


def _limited(scope: Scope, receive: Receive) -> Receive:
    if scope["path"].endswith(_PHOTOS):
        return _Limited(receive, MAX_PHOTO_BODY, too_large)
    if scope["path"].endswith(_IMPORT) and scope["path"].startswith(_CARDS):
        return _Limited(receive, MAX_ARCHIVE, archive_too_large)
    if scope["method"] == "POST" and scope["path"].endswith(_UPLOADS):
        return _Limited(receive, MAX_UPLOAD_BODY, upload_too_large)
    return _Limited(receive, MAX_BODY, _too_large)


def _too_large() -> Exception:
    return HTTPException(413)


def _id_of(scope: Scope) -> bytes:
    """The caller's own request id where it is one, so that both logs meet; else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN_ID.fullmatch(value):
            return bytes(value)
    return secrets.token_hex(8).encode()


def _log_request(scope: Scope, request_id: bytes, status: int, began: float) -> None:
    route: Any = scope.get("route")
    log.info(
        "request",
        extra={
            "request_id": request_id.decode(),
            "method": scope["method"],
            "route": getattr(route, "path_format", None) or getattr(route, "path", None) or "-",
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        },
    )


def _log_fault(request_id: bytes, error: Exception) -> None:
    """Where it went wrong; not the error's own text, which may quote a person's data."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("fault %s\n%s", type(error).__name__, places, extra={"request_id": request_id.decode()})
