"""Bearer tokens on every request, and their renewal: once, however many requests need it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx

from emias_app.api.tokens import HeldTokens, TokenHolder
from emias_app.errors import BadAnswer, Forbidden, Offline, Timeout, Unauthorized
from emias_app.models.auth import Tokens

__all__ = ["BearerAuth"]

Renew = Callable[[str], Awaitable[Tokens]]


class BearerAuth(httpx.Auth):
    """Adds the access token; renews it when it is about to expire or was refused.

    ``renew`` asks the backend for a new pair by a refresh token. Its refusal ends the session: the tokens are
    dropped and ``on_session_lost`` is called once. A lost answer is asked for once more with the same refresh
    token, which the backend honours for 30 s. Without tokens the request goes out bare.
    """

    def __init__(self, holder: TokenHolder, renew: Renew, on_session_lost: Callable[[], None]) -> None:
        self._holder = holder
        self._renew = renew
        self._on_session_lost = on_session_lost
        self._renewal: tuple[HeldTokens, asyncio.Task[HeldTokens | None]] | None = None

    def __repr__(self) -> str:
        return f"BearerAuth({self._holder!r})"

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        tokens = self._holder.held
        if tokens is not None and self._holder.is_stale(tokens):
            tokens = await self._newer_than(tokens)
        if tokens is None:
            yield request
            return
        response = yield _signed(request, tokens)
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        newer = await self._newer_than(tokens)
        if newer is None:
            return
        response = yield _signed(request, newer)
        if response.status_code == httpx.codes.UNAUTHORIZED and self._holder.held is newer:
            self._lose()

    async def settle(self) -> None:
        """Wait for a renewal under way; its failure is nobody's concern here."""
        if self._renewal is not None:
            await asyncio.wait([self._renewal[1]])

    async def _newer_than(self, used: HeldTokens) -> HeldTokens | None:
        """The tokens held instead of ``used``, renewed by whoever comes first; None when the session is over."""
        if self._holder.held is not used:
            return self._holder.held
        if self._renewal is None or self._renewal[0] is not used:
            task = asyncio.create_task(self._replace(used))
            self._renewal = (used, task)
            task.add_done_callback(self._forget_renewal)
        # A caller that is cancelled must not take the renewal away from the others.
        return await asyncio.shield(self._renewal[1])

    def _forget_renewal(self, task: asyncio.Task[HeldTokens | None]) -> None:
        if not task.cancelled():
            task.exception()
        if self._renewal is not None and self._renewal[1] is task:
            self._renewal = None

    async def _replace(self, used: HeldTokens) -> HeldTokens | None:
        try:
            tokens = await self._ask_twice(used.refresh)
        except (Unauthorized, Forbidden):
            if self._holder.held is used:
                self._lose()
            return self._holder.held
        # Someone may have signed out, or in, or passed the second step meanwhile: theirs is newer.
        if self._holder.held is used:
            return self._holder.adopt(tokens)
        return self._holder.held

    async def _ask_twice(self, refresh: str) -> Tokens:
        try:
            return await self._renew(refresh)
        except (Offline, Timeout, BadAnswer):
            return await self._renew(refresh)

    def _lose(self) -> None:
        self._holder.drop()
        self._on_session_lost()


def _signed(request: httpx.Request, tokens: HeldTokens) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {tokens.access}"
    return request
