"""One-time codes by SMS: five minutes, three tries, a new one after a minute (product.md §4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal, code_dead, wrong_code
from emias_app.mock_server.services.limits import count_failure, forget_failures, lock_of
from emias_app.mock_server.services.sms import SmsGateway
from emias_app.mock_server.store.schema import AccountRow, SmsCodeRow

LIFE = timedelta(minutes=5)
RESEND_AFTER = timedelta(seconds=60)
TRIES = 3
LENGTH = 6

LIVE, USED, DEAD, SUPERSEDED = "LIVE", "USED", "DEAD", "SUPERSEDED"
SIGN_IN, SECOND_STEP = "SIGN_IN", "SECOND_STEP"
_TEXTS = {
    SIGN_IN: "Код для входа: {code}. Никому его не сообщайте.",
    SECOND_STEP: "Код для доступа к медкарте: {code}. Никому его не сообщайте.",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """A code about to be sent: what for, on which ticket, to whom."""

    purpose: str
    ticket_hash: str
    account_id: UUID
    attempt_key: str
    code: str
    code_hash: str


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


def first_sent_at(session: Session, ticket_hash: str) -> datetime | None:
    """When the ticket was made."""
    return session.scalar(select(func.min(SmsCodeRow.created_at)).where(SmsCodeRow.ticket_hash == ticket_hash))


def send_code(session: Session, sms: SmsGateway, sending: Sending, now: datetime) -> tuple[SmsCodeRow, str] | Refusal:
    """Send a code in place of the ticket's earlier one; the answer is its row and the phone."""
    account = session.get_one(AccountRow, sending.account_id)
    refusal = lock_of(session, sending.attempt_key, now) or sms.refusal(session, account.phone, now)
    if refusal is not None:
        return refusal
    earlier = latest(session, sending.purpose, sending.ticket_hash)
    if earlier is not None:
        earlier.state = SUPERSEDED
    row = SmsCodeRow(
        id=uuid4(), ticket_hash=sending.ticket_hash, purpose=sending.purpose, account_id=account.id,
        attempt_key=sending.attempt_key, code_hash=sending.code_hash, state=LIVE, wrong_tries=0, created_at=now,
        expires_at=now + LIFE, resend_at=now + RESEND_AFTER,
    )  # fmt: skip
    session.add(row)
    sms.send(session, account.phone, _TEXTS[sending.purpose].format(code=sending.code), now, code=sending.code)
    return row, account.phone


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
