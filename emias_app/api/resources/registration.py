"""A new account, a forgotten password, and the owner's papers that raise the account's level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from emias_app.api.transport import new_key
from emias_app.models.account import Me
from emias_app.models.auth import Ticket, TokenLevel, Tokens
from emias_app.models.registration import PassportRequest, PhoneChange, RegisterRequest

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_TICKET = TypeAdapter(Ticket)
_TOKENS = TypeAdapter(Tokens)
_ME = TypeAdapter(Me)
_PHONE_CHANGE = TypeAdapter(PhoneChange)
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class RegistrationResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def register(self, form: RegisterRequest) -> Ticket:
        """Ask for an account; :meth:`AuthResource.confirm` with the code of the SMS makes it and signs in."""
        body = form.model_dump(mode="json", by_alias=True)
        body["password"] = form.password.get_secret_value()
        return await self._client.request(_TICKET, "POST", "/auth/register", json=body, is_bare=True)

    async def ask_reset(self, login: str) -> Ticket:
        """A code for a new password; the answer is the same for every login."""
        return await self._client.request(_TICKET, "POST", "/auth/password-reset", json={"login": login}, is_bare=True)

    async def reset(self, ticket: Ticket, code: str, password: str) -> TokenLevel:
        """Set a new password and sign in; every other session ends."""
        body = {"ticket": ticket.ticket, "code": code, "password": password}
        path = "/auth/password-reset/confirm"
        return self._client.adopt(await self._client.request(_TOKENS, "POST", path, json=body, is_bare=True))

    async def change_password(self, current: str, password: str) -> None:
        """Set another password; the other sessions end. A wrong present one is ``Invalid`` with tries left."""
        body = {"current": current, "password": password}
        await self._client.request(_NOTHING, "PUT", "/me/password", json=body, key=new_key())

    async def put_snils(self, number: str) -> Me:
        return await self._put("/me/snils", {"number": number})

    async def put_inn(self, number: str) -> Me:
        return await self._put("/me/inn", {"number": number})

    async def put_oms(self, number: str) -> Me:
        """The policy; its check begins."""
        return await self._put("/me/oms", {"number": number})

    async def put_passport(self, passport: PassportRequest) -> Me:
        """The passport; МВД's check begins."""
        return await self._put("/me/passport", passport.model_dump(mode="json", by_alias=True))

    async def recheck_passport(self) -> Me:
        """Ask МВД again, with the same data."""
        return await self._client.request(_ME, "POST", "/me/passport/recheck", key=new_key())

    async def recheck_oms(self) -> Me:
        """Ask the service of ОМС again, with the same number."""
        return await self._client.request(_ME, "POST", "/me/oms/recheck", key=new_key())

    async def ask_phone(self, phone: str) -> PhoneChange:
        """Send a code to the old phone and one to the new."""
        body = {"phone": phone}
        return await self._client.request(_PHONE_CHANGE, "PUT", "/me/phone", json=body, key=new_key())

    async def confirm_phone(self, phone: str, code_old: str, code_new: str) -> Me:
        """Change the phone with both codes; ``Invalid.fields`` names the wrong one."""
        return await self._put("/me/phone", {"phone": phone, "codeOld": code_old, "codeNew": code_new})

    async def _put(self, path: str, body: object) -> Me:
        return await self._client.request(_ME, "PUT", path, json=body, key=new_key())
