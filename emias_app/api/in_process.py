"""The embedded backend as a transport: the same requests, no port."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import httpx

__all__ = ["InProcessTransport"]

log = logging.getLogger("emias_app.api")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Message, Receive, Send], Awaitable[None]]


class InProcessTransport(httpx.AsyncBaseTransport):
    """Calls an ASGI app and fails the way a wire fails.

    An answer that is never begun is a broken connection, one that is not ended is a broken read, and the
    request's read timeout holds, which ``httpx.ASGITransport`` alone would pass over.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._inner = httpx.ASGITransport(app=_Watched(app), raise_app_exceptions=True)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        seconds = request.extensions.get("timeout", {}).get("read")
        try:
            async with asyncio.timeout(seconds):
                response = await self._inner.handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("the embedded backend is slow", request=request) from None
        except _BrokenOff:
            return httpx.Response(200, stream=_BrokenStream())
        return response


class _BrokenOff(Exception):
    """The app began an answer and did not end it."""


class _BrokenStream(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b""
        raise httpx.ReadError("the answer broke off")


class _Watched:
    """An ASGI app that says how its answer ended."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        has_begun = has_ended = False

        async def watch(message: Message) -> None:
            nonlocal has_begun, has_ended
            has_begun = has_begun or message["type"] == "http.response.start"
            has_ended = has_ended or (message["type"] == "http.response.body" and not message.get("more_body", False))
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            # A framework answers 500 and raises too; the answer is what counts.
            log.error("the embedded backend failed: %s", type(error).__name__)
        if not has_begun:
            raise httpx.RemoteProtocolError("no answer")
        if not has_ended:
            raise _BrokenOff
