"""One-time codes by SMS: five minutes, three tries, a new one after a minute (product.md §4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.domain.identifiers import mask_phone
from emias_app.mock_server.problems import Refusal, code_dead, wrong_code
from emias_app.mock_server.security import digest
from emias_app.mock_server.services.limits import count_failure, forget_failures, lock_of
from emias_app.mock_server.services.sms import SmsGateway
from emias_app.mock_server.store.schema import AccountRow, SmsCodeRow, SmsRow
from emias_app.models.auth import Ticket

LIFE = timedelta(minutes=5)
RESEND_AFTER = timedelta(seconds=60)
TRIES = 3
LENGTH = 6
#: A ticket proves a password, or is a registration; it does not live for ever.
TICKET_LIFE = timedelta(minutes=30)
#: What is shown in place of a phone that must not be told.
_HIDDEN_PHONE = "+7 ••• •••-••-••"

LIVE, USED, DEAD, SUPERSEDED = "LIVE", "USED", "DEAD", "SUPERSEDED"
SIGN_IN, SECOND_STEP, RESET, OLD_PHONE, NEW_PHONE = "SIGN_IN", "SECOND_STEP", "RESET", "OLD_PHONE", "NEW_PHONE"
_TEXTS = {
    SIGN_IN: "Код для входа: {code}. Никому его не сообщайте.",
    SECOND_STEP: "Код для доступа к медкарте: {code}. Никому его не сообщайте.",
    RESET: "Код для смены пароля: {code}. Никому его не сообщайте.",
    OLD_PHONE: "Код для смены номера телефона: {code}. Если номер меняете не вы, смените пароль.",
    NEW_PHONE: "Код для подтверждения нового номера: {code}. Никому его не сообщайте.",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """A code about to be sent: what for, on which ticket, to whom.

    ``phone`` None = the account's own. ``text`` stands in place of the purpose's own; without «{code}» in it, the
    message carries no code. ``is_silent``: nothing goes out, and nobody can tell.
    """

    purpose: str
    ticket_hash: str
    account_id: UUID | None
    attempt_key: str
    code: str
    code_hash: str
    registration_id: UUID | None = None
    phone: str | None = None
    text: str | None = None
    is_silent: bool = False


def tidy(typed: str) -> str:
    """A code as typed, without spaces and dashes."""
    return "".join(typed.split()).replace("-", "")


def latest(session: Session, purpose: str, ticket_hash: str) -> SmsCodeRow | None:
    """The newest code of a ticket, whatever became of it; every earlier one is superseded."""
    return session.scalar(
        select(SmsCodeRow)
        .where(SmsCodeRow.ticket_hash == ticket_hash, SmsCodeRow.purpose == purpose)
        .where(SmsCodeRow.state != SUPERSEDED)
        .order_by(SmsCodeRow.created_at.desc())
        .limit(1)
    )


def sms_of_ticket(session: Session, ticket: str) -> SmsRow | None:
    """The message of a ticket's newest code: to the phone it went to, at the moment it was made."""
    row = latest(session, SIGN_IN, digest(ticket)) or latest(session, RESET, digest(ticket))
    if row is None:
        return None
    account = session.get(AccountRow, row.account_id) if row.account_id is not None else None
    phone = row.phone or (account.phone if account else None)
    sent = select(SmsRow).where(SmsRow.phone == phone, SmsRow.sent_at == row.created_at)
    return session.scalar(sent.order_by(SmsRow.seq.desc()).limit(1))


def first_sent_at(session: Session, ticket_hash: str) -> datetime | None:
    """When the ticket was made."""
    return session.scalar(select(func.min(SmsCodeRow.created_at)).where(SmsCodeRow.ticket_hash == ticket_hash))


def ticket_of(ticket: str, phone: str, row: SmsCodeRow, now: datetime) -> Ticket:
    """What the sender of a code is answered."""
    return Ticket(
        ticket=ticket,
        masked_phone=mask_phone(phone) if phone else _HIDDEN_PHONE,
        code_length=LENGTH,
        expires_at=row.expires_at,
        resend_after=seconds(row.resend_at - now),
    )


def seconds(span: timedelta) -> int:
    return max(1, round(span.total_seconds()))


def send_code(session: Session, sms: SmsGateway, sending: Sending, now: datetime) -> tuple[SmsCodeRow, str] | Refusal:
    """Send a code in place of the ticket's earlier one; the answer is its row and the phone ("" = none is known).

    A reset of a password is answered alike for every login, so there a full phone gets nothing, silently.
    """
    phone = sending.phone
    if phone is None and sending.account_id is not None:
        phone = session.get_one(AccountRow, sending.account_id).phone
    quota = sms.refusal(session, phone, now) if phone is not None and not sending.is_silent else None
    refusal = lock_of(session, sending.attempt_key, now) or (quota if sending.purpose != RESET else None)
    if refusal is not None:
        return refusal
    earlier = latest(session, sending.purpose, sending.ticket_hash)
    if earlier is not None:
        earlier.state = SUPERSEDED
    row = SmsCodeRow(
        id=uuid4(), ticket_hash=sending.ticket_hash, purpose=sending.purpose, account_id=sending.account_id,
        registration_id=sending.registration_id, phone=sending.phone, attempt_key=sending.attempt_key,
        code_hash=sending.code_hash, state=LIVE, wrong_tries=0, created_at=now, expires_at=now + LIFE,
        resend_at=now + RESEND_AFTER,
    )  # fmt: skip
    session.add(row)
    if phone is not None and quota is None and not sending.is_silent:
        text = sending.text or _TEXTS[sending.purpose]
        code = sending.code if "{code}" in text else None
        sms.send(session, phone, text.format(code=sending.code), now, code=code)
    return row, phone or ""


def judge(session: Session, row_id: UUID | None, is_right: bool, now: datetime) -> SmsCodeRow | Refusal:
    """Use a code up, or count a wrong try; of parallel tries only the first three are answered by what they say."""
    row = session.get(SmsCodeRow, row_id) if row_id is not None else None
    if row is None:
        return code_dead()
    locked = lock_of(session, row.attempt_key, now)
    if locked is not None:
        return locked
    if row.state != LIVE or row.expires_at <= now:
        return code_dead()
    if is_right:
        row.state = USED
        forget_failures(session, row.attempt_key)
        return row
    row.wrong_tries += 1
    if row.wrong_tries < TRIES:
        return wrong_code(TRIES - row.wrong_tries)
    row.state = DEAD
    count_failure(session, row.attempt_key, now)
    return code_dead()
