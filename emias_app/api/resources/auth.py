"""Signing in and out, the second step, living sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.resources.lists import Items
from emias_app.errors import EmiasError
from emias_app.models.auth import MedcardCode, Session, Ticket, TokenLevel, Tokens

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_TICKET = TypeAdapter(Ticket)
_TOKENS = TypeAdapter(Tokens)
_MEDCARD_CODE = TypeAdapter(MedcardCode)
_SESSIONS: TypeAdapter[Items[Session]] = TypeAdapter(Items[Session])
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class AuthResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def login(self, login: str, password: str) -> Ticket:
        """Ask for a code by SMS; ``login`` is a phone, an e-mail or a СНИЛС as typed."""
        body = {"login": login, "password": password}
        return await self._client.request(_TICKET, "POST", "/auth/login", json=body, is_bare=True)

    async def resend(self, ticket: Ticket) -> Ticket:
        """A new code instead of the old one."""
        body = {"ticket": ticket.ticket}
        return await self._client.request(_TICKET, "POST", "/auth/login/resend", json=body, is_bare=True)

    async def confirm(self, ticket: Ticket, code: str) -> TokenLevel:
        """Sign in with the code of the SMS; the level is ``account``."""
        body = {"ticket": ticket.ticket, "code": code}
        tokens = await self._client.request(_TOKENS, "POST", "/auth/login/confirm", json=body, is_bare=True)
        return self._client.adopt(tokens)

    async def logout(self) -> None:
        """End the session; here it is over even when the backend cannot be reached."""
        try:
            await self._client.sign_out()
        except EmiasError:
            return

    async def medcard_code(self) -> MedcardCode:
        """Ask for the SMS of the second step."""
        return await self._client.request(_MEDCARD_CODE, "POST", "/auth/medcard-code")

    async def confirm_medcard(self, code: str) -> TokenLevel:
        """Pass the second step; from now on cards open."""
        tokens = await self._client.request(_TOKENS, "POST", "/auth/medcard-code/confirm", json={"code": code})
        return self._client.adopt(tokens)

    async def sessions(self) -> list[Session]:
        """The living sign-ins of the account."""
        return (await self._client.request(_SESSIONS, "GET", "/auth/sessions")).items

    async def end_session(self, session_id: UUID) -> None:
        await self._client.request(_NOTHING, "DELETE", f"/auth/sessions/{session_id}")
