"""A new account: asked for with a form, made with the code of the SMS (product.md §3).

The answers do not tell whether a phone is known: its owner is told by SMS instead, and no code fits. An e-mail is not
proved here, so it is taken as it is; it signs in to the account that had it first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.identifiers import check_phone
from emias_app.domain.people import tidy_name
from emias_app.domain.registration import RegistrationForm, check_email, registration_problems
from emias_app.mock_server.problems import Refusal, invalid_fields
from emias_app.mock_server.security import digest, new_code, new_token
from emias_app.mock_server.services import codes
from emias_app.mock_server.services.limits import attempt_key
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, RegistrationRow, SmsCodeRow
from emias_app.models.account import AccountLevel
from emias_app.models.auth import Ticket
from emias_app.models.registration import RegisterRequest

if TYPE_CHECKING:
    from emias_app.mock_server.backend import Backend

_CODE = "Код для регистрации: {code}. Никому его не сообщайте."
_ALREADY = "У вас уже есть учётная запись. Войдите с этим номером; если пароль забыт, нажмите «Не помню пароль»."


async def register(backend: Backend, body: RegisterRequest, address: str, now: datetime) -> Ticket:
    """Send the code of a registration; the same answer, in the same time, for a phone that is known."""
    problems = registration_problems(RegistrationForm.of(body), moscow_day(now))
    if problems:
        raise invalid_fields(problems)
    phone = check_phone(body.phone)
    ticket, code = new_token(), new_code()
    password_hash = await backend.hasher.hashed_password(body.password.get_secret_value())
    code_hash, blank_hash = await backend.hasher.hashed_code(code), await backend.hasher.hashed_code(new_token())
    key = attempt_key("register", phone, address)

    def work(session: Session) -> tuple[SmsCodeRow, str] | Refusal:
        row = RegistrationRow(
            id=uuid4(), last_name=tidy_name(body.last_name), first_name=tidy_name(body.first_name),
            middle_name=tidy_name(body.middle_name), birth_date=body.birth_date, sex=body.sex.value, phone=phone,
            email=check_email(body.email), password_hash=password_hash, created_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        sending = codes.Sending(codes.SIGN_IN, digest(ticket), None, key, code, code_hash, row.id, phone)
        return codes.send_code(session, backend.sms, addressed(session, sending, blank_hash), now)

    row, _ = await backend.store.write(work)
    return codes.ticket_of(ticket, phone, row, now)


def addressed(session: Session, sending: codes.Sending, blank_hash: str) -> codes.Sending:
    """What the phone of a registration gets: the code, or that there is an account; then no code fits the ticket."""
    if _is_taken(session, sending.phone or ""):
        return replace(sending, text=_ALREADY, code_hash=blank_hash)
    return replace(sending, text=_CODE)


def complete(session: Session, code: SmsCodeRow, now: datetime) -> UUID | None:
    """Make the account of a code that was right; None where there is none to make."""
    wanted = session.get(RegistrationRow, code.registration_id) if code.registration_id is not None else None
    if wanted is None or _is_taken(session, wanted.phone):
        return None
    account = AccountRow(
        id=uuid4(), last_name=wanted.last_name, first_name=wanted.first_name, middle_name=wanted.middle_name,
        birth_date=wanted.birth_date, sex=wanted.sex, level=AccountLevel.BASIC.value, phone=wanted.phone,
        email=wanted.email, password_hash=wanted.password_hash, created_at=now,
    )  # fmt: skip
    session.add(account)
    _forget(session, [wanted.id])
    touch_demo(session)
    session.flush()
    return account.id


def forget_unconfirmed(session: Session, now: datetime) -> None:
    """Drop the registrations that nobody confirmed in the life of a ticket."""
    old = select(RegistrationRow.id).where(RegistrationRow.created_at < now - codes.TICKET_LIFE)
    ids = list(session.scalars(old))
    if ids:
        _forget(session, ids)


def _forget(session: Session, ids: list[UUID]) -> None:
    session.execute(update(SmsCodeRow).where(SmsCodeRow.registration_id.in_(ids)).values(registration_id=None))
    session.execute(delete(RegistrationRow).where(RegistrationRow.id.in_(ids)))


def _is_taken(session: Session, phone: str) -> bool:
    return session.scalar(select(AccountRow.id).where(AccountRow.phone == phone)) is not None
