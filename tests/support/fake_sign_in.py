"""The part of a fake backend that knows an account: sign-in, devices, notices; knobs as in ``fake_backend``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from emias_app.models.account import Changes, Me, Notice
from emias_app.models.auth import Challenge, Device, MedcardCode, Session, Ticket, TokenLevel
from tests.support.fake_values import CODE, NOW, PASSWORD, a_problem, an_id

if TYPE_CHECKING:
    from tests.support.fake_backend import FakeBackend


class Part:
    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend

    async def _call(self, name: str, *what: object) -> None:
        self._b.calls.append((name, *what))
        gate = self._b.gates.get(name)
        if gate is not None:
            await gate
        failure = self._b.failures.get(name) or self._b.failure
        if failure is not None:
            raise failure


class FakeAuth(Part):
    async def login(self, login: str, password: str) -> Ticket:
        await self._call("login", login)
        if password != PASSWORD:
            raise a_problem(401, "invalid_credentials", "Логин или пароль не подошли")
        return self._ticket()

    def _ticket(self) -> Ticket:
        return Ticket(
            ticket="t", masked_phone="+7 900 •••-••-01", expires_at=NOW + timedelta(minutes=5), resend_after=60
        )

    async def resend(self, ticket: Ticket) -> Ticket:
        await self._call("resend")
        return self._ticket()

    async def confirm(self, ticket: Ticket, code: str) -> TokenLevel:
        await self._call("confirm", code)
        self._check(code)
        self._b.level = TokenLevel.ACCOUNT
        return TokenLevel.ACCOUNT

    def _check(self, code: str) -> None:
        if code != CODE:
            self._b.code_tries -= 1
            raise a_problem(
                422,
                "wrong_code",
                f"Код не подошёл. Осталось {self._b.code_tries}",
                remaining_attempts=self._b.code_tries,
            )

    async def logout(self) -> None:
        self._b.calls.append(("logout",))
        self._b.forget()

    async def medcard_code(self) -> MedcardCode:
        await self._call("medcard_code")
        return MedcardCode(masked_phone="+7 900 •••-••-01", expires_at=NOW + timedelta(minutes=5), resend_after=60)

    async def confirm_medcard(self, code: str) -> TokenLevel:
        await self._call("confirm_medcard", code)
        self._check(code)
        self._b.level = TokenLevel.MEDCARD
        return TokenLevel.MEDCARD

    async def sessions(self) -> list[Session]:
        await self._call("sessions")
        return list(self._b.sessions)

    async def end_session(self, session_id: UUID) -> None:
        await self._call("end_session", session_id)
        self._b.sessions = [one for one in self._b.sessions if one.id != session_id]


class FakeDevices(Part):
    async def list(self) -> list[Device]:
        await self._call("devices")
        return self._b.devices_kept

    async def register(self, name: str, public_key: str) -> Device:
        await self._call("register", name)
        device = Device(id=an_id("device"), name=name, created_at=NOW)
        self._b.devices_kept = [device]
        return device

    async def remove(self, device_id: UUID) -> None:
        await self._call("remove", device_id)
        self._b.devices_kept = [one for one in self._b.devices_kept if one.id != device_id]

    async def challenge(self, device_id: UUID) -> Challenge:
        await self._call("challenge")
        return Challenge(challenge="c", expires_at=NOW + timedelta(minutes=1))

    async def unlock(self, device_id: UUID, challenge: str, signature: str) -> TokenLevel:
        await self._call("unlock")
        self._b.level = TokenLevel.MEDCARD
        return TokenLevel.MEDCARD


class FakeMe(Part):
    async def get(self) -> Me:
        await self._call("me")
        return self._b.account

    async def changes(self, since: datetime) -> Changes:
        await self._call("changes", since)
        ended, self._b.ended = self._b.ended, []
        moved, self._b.moved = self._b.moved, []
        unread = self._b.unread + sum(not one.read for one in self._b.notices)
        return Changes(now=self._b.server_now(), ended=ended, checks=moved, unread_notices=unread)

    async def notices(self) -> Sequence[Notice]:
        await self._call("notices")
        return tuple(self._b.notices)

    async def read_notice(self, notice_id: UUID) -> None:
        await self._call("read_notice", notice_id)
        self._b.notices = [
            one.model_copy(update={"read": True}) if one.id == notice_id else one for one in self._b.notices
        ]
