"""The guard of the page's socket: what Flet's own server leaves open.

Flet accepts a socket from any origin, has no limits, lets a session be taken up by another browser with the same
address, and keeps two tasks for ever for a socket that closes before it registered. Here each socket needs its own
origin, a known browser and room; messages have a limit; a session belongs to the browser that started it; orphaned
handlers are cancelled.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import msgpack

from emias_app.serving.answers import App, Message, Receive, Scope, Send
from emias_app.serving.visit import Visit, enter

#: Codes of RFC 6455 with which a socket is closed.
POLICY: Final = 1008
TOO_LARGE: Final = 1009
TRY_LATER: Final = 1013
_REGISTER: Final = 1
_KEPT_OWNERS: Final = 20_000
_WAITING_MESSAGES: Final = 8


@dataclass(frozen=True)
class Limits:
    """How many sockets at once, in all and per address, and how long a handler may outlive its socket, in seconds."""

    total: int = 1_000
    per_address: int = 100
    grace: float = 1.0
    #: How long, in seconds, a message may wait for a handler that does not read.
    patience: float = 20.0


class SocketGuard:
    """Wraps the ASGI app that handles Flet's websocket. Origin and cookie are checked before it is called."""

    def __init__(self, app: App, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._open: Counter[str] = Counter()
        self._owners: dict[str, str] = {}

    @property
    def open_count(self) -> int:
        return self._open.total()

    def own(self, session_id: str, browser_id: str) -> None:
        """Remember which browser started a Flet session; only that one may take it up again."""
        self._owners[session_id] = browser_id
        while len(self._owners) > _KEPT_OWNERS:
            del self._owners[next(iter(self._owners))]

    async def serve(self, scope: Scope, receive: Receive, send: Send, browser_id: str) -> None:
        """Run one socket to its end."""
        address = str((scope.get("client") or ("?",))[0])
        if self._open.total() >= self._limits.total or self._open[address] >= self._limits.per_address:
            await refuse(receive, send, TRY_LATER)
            return
        self._open[address] += 1
        try:
            await self._run(scope, receive, send, Visit(browser_id))
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    async def _run(self, scope: Scope, receive: Receive, send: Send, visit: Visit) -> None:
        # Flet stops reading after a broken message, so the guard reads by itself and sees the socket close.
        waiting: asyncio.Queue[Message] = asyncio.Queue(_WAITING_MESSAGES)

        async def read() -> None:
            while True:
                message = self._checked(await receive(), visit)
                if message["type"] == "websocket.close":
                    with contextlib.suppress(Exception):
                        await send(message)
                    message = {"type": "websocket.disconnect", "code": message["code"]}
                async with asyncio.timeout(self._limits.patience):
                    await waiting.put(message)
                if message["type"] == "websocket.disconnect":
                    return

        enter(visit)
        handler = asyncio.create_task(self._handle(scope, waiting.get, send))
        reader = asyncio.create_task(read())
        try:
            await asyncio.wait({handler, reader}, return_when=asyncio.FIRST_COMPLETED)
            if not handler.done():
                await asyncio.wait({handler}, timeout=self._limits.grace)
        finally:
            for task in (handler, reader):
                task.cancel()
            await asyncio.gather(handler, reader, return_exceptions=True)

    def _checked(self, message: Message, visit: Visit) -> Message:
        """The message as the app may have it, or the close that answers it."""
        if message["type"] != "websocket.receive":
            return message
        content = message.get("bytes") or b""
        code = _refusal(content, message, visit)
        if code is not None:
            return {"type": "websocket.close", "code": code}
        return {**message, "bytes": self._own_session_only(content, visit)}

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def _own_session_only(self, content: bytes, visit: Visit) -> bytes:
        """A register message that names another browser's session loses that name, and gets a new session."""
        if content[:1] != b"\x00" or content[2] != _REGISTER:
            return content
        with contextlib.suppress(Exception):
            action, body = msgpack.unpackb(content[1:])
            wanted: Any = body.get("session_id")
            if wanted and self._owners.get(wanted, visit.browser_id) != visit.browser_id:
                return b"\x00" + bytes(msgpack.packb([action, {**body, "session_id": ""}]))
        return content


def _refusal(content: bytes, message: Message, visit: Visit) -> int | None:
    """The code with which a message is refused, or None."""
    if len(content) > visit.message_limit:
        return TOO_LARGE
    # A protocol frame is [0x00][array of two: small action, body]; other spellings of the same could slip past.
    is_odd = content[:1] == b"\x00" and (len(content) < 3 or content[1] != 0x92 or content[2] > 0x7F)
    return POLICY if is_odd or message.get("text") else None


async def refuse(receive: Receive, send: Send, code: int = POLICY) -> None:
    """Close a socket before it was accepted: the browser sees 403."""
    await receive()
    await send({"type": "websocket.close", "code": code})
