"""Signing in and the second step.

Whatever takes long (scrypt) is done between two short transactions; what it found is judged in the second one,
against the state of that moment, so parallel tries gain nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.identifiers import LoginKind, mask_phone, normalise_login
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.deps import Caller, account_id_of
from emias_app.mock_server.problems import Refusal, code_dead, too_early, wrong_credentials
from emias_app.mock_server.security import digest, new_code, new_token
from emias_app.mock_server.services import codes, registration
from emias_app.mock_server.services.limits import attempt_key, count_failure, lock_of
from emias_app.mock_server.services.sessions import Peer, Person, open_session, raise_level
from emias_app.mock_server.store.schema import AccountRow, SmsCodeRow, StaffRow
from emias_app.models.auth import MedcardCode, Ticket, Tokens


async def sign_in(backend: Backend, login: str, password: str, peer: Peer, now: datetime) -> Ticket:
    """Check login and password and send the code; wrong ones are answered alike, in the same time."""
    typed = normalise_login(login)
    key = attempt_key("login", f"{typed.kind}|{typed.value}", peer.address)
    column = {LoginKind.PHONE: AccountRow.phone, LoginKind.SNILS: AccountRow.snils}.get(typed.kind, AccountRow.email)

    def look_up(session: Session) -> tuple[UUID, str] | Refusal | None:
        locked = lock_of(session, key, now)
        if locked is not None:
            return locked
        mine = select(AccountRow.id, AccountRow.password_hash).where(column == typed.value)
        found = session.execute(mine.order_by(AccountRow.created_at, AccountRow.id).limit(1)).first()
        return None if found is None else (found[0], found[1])

    account = _unless_refused(await backend.store.read(look_up))
    is_right = await backend.hasher.is_password(password, account[1] if account else None)
    if account is None or not is_right:
        return await backend.store.write(lambda session: _failed(session, key, now))
    ticket, code = new_token(), new_code()
    sending = codes.Sending(
        codes.SIGN_IN, digest(ticket), account[0], key, code, await backend.hasher.hashed_code(code)
    )
    row, phone = await backend.store.write(lambda session: codes.send_code(session, backend.sms, sending, now))
    return codes.ticket_of(ticket, phone, row, now)


async def sign_in_staff(backend: Backend, login: str, password: str, peer: Peer, now: datetime) -> Tokens:
    """Sign in a registrar or doctor; the same care, no SMS."""
    typed = login.strip().casefold()
    key = attempt_key("staff", typed, peer.address)

    def look_up(session: Session) -> tuple[UUID, str] | Refusal | None:
        locked = lock_of(session, key, now)
        if locked is not None:
            return locked
        found = session.execute(select(StaffRow.id, StaffRow.password_hash).where(StaffRow.login == typed)).first()
        return None if found is None else (found[0], found[1])

    staff = _unless_refused(await backend.store.read(look_up))
    is_right = await backend.hasher.is_password(password, staff[1] if staff else None)
    if staff is None or not is_right:
        return await backend.store.write(lambda session: _failed(session, key, now))
    person = Person("staff", staff_id=staff[0])
    return await backend.store.write(
        lambda session: lock_of(session, key, now) or open_session(session, person, peer, now)
    )


async def resend(backend: Backend, ticket: str, now: datetime) -> Ticket:
    """A new code on the same ticket (of a sign-in, a registration, a reset), a minute after the last one."""
    ticket_hash = digest(ticket)
    code = new_code()
    code_hash, blank_hash = await backend.hasher.hashed_code(code), await backend.hasher.hashed_code(new_token())

    def work(session: Session) -> tuple[SmsCodeRow, str] | Refusal:
        row = codes.latest(session, codes.SIGN_IN, ticket_hash) or codes.latest(session, codes.RESET, ticket_hash)
        begun = codes.first_sent_at(session, ticket_hash)
        if row is None or begun is None or row.state == codes.USED or now - begun > codes.TICKET_LIFE:
            return code_dead()
        if now < row.resend_at:
            return too_early(codes.seconds(row.resend_at - now))
        sending = codes.Sending(
            row.purpose, ticket_hash, row.account_id, row.attempt_key, code, code_hash, row.registration_id, row.phone
        )
        if row.registration_id is not None:
            sending = registration.addressed(session, sending, blank_hash)
        elif row.account_id is None:
            sending = replace(sending, code_hash=blank_hash, is_silent=True)
        sent = codes.send_code(session, backend.sms, sending, now)
        return sent if isinstance(sent, Refusal) else (sent[0], _shown(sent[0], sent[1]))

    row, phone = await backend.store.write(work)
    return codes.ticket_of(ticket, phone, row, now)


def _shown(row: SmsCodeRow, phone: str) -> str:
    """The phone that a ticket tells of; a reset tells no more than was typed."""
    return (row.phone or "") if row.purpose == codes.RESET else phone


async def confirm(backend: Backend, ticket: str, typed: str, peer: Peer, now: datetime) -> Tokens:
    """Sign in with the code of the SMS; the code of a registration makes the account first."""
    row_id, is_right = await _check(backend, codes.SIGN_IN, digest(ticket), typed)

    def work(session: Session) -> Tokens | Refusal:
        judged = codes.judge(session, row_id, is_right, now)
        if isinstance(judged, Refusal):
            return judged
        account_id = judged.account_id or registration.complete(session, judged, now)
        if account_id is None:
            return code_dead()
        return open_session(session, Person("parent", account_id=account_id), peer, now, is_by_sms=True)

    return await backend.store.write(work)


async def send_medcard_code(backend: Backend, caller: Caller, peer: Peer, now: datetime) -> MedcardCode:
    """Send the code of the second step; the session is its ticket."""
    account_id, ticket_hash = account_id_of(caller), digest(str(caller.session_id))
    key = attempt_key("medcard", str(account_id), peer.address)
    code = new_code()
    code_hash = await backend.hasher.hashed_code(code)

    def work(session: Session) -> tuple[SmsCodeRow, str] | Refusal:
        earlier = codes.latest(session, codes.SECOND_STEP, ticket_hash)
        if earlier is not None and earlier.state != codes.USED and now < earlier.resend_at:
            return too_early(codes.seconds(earlier.resend_at - now))
        sending = codes.Sending(codes.SECOND_STEP, ticket_hash, account_id, key, code, code_hash)
        return codes.send_code(session, backend.sms, sending, now)

    row, phone = await backend.store.write(work)
    return MedcardCode(
        masked_phone=mask_phone(phone),
        code_length=codes.LENGTH,
        expires_at=row.expires_at,
        resend_after=codes.seconds(row.resend_at - now),
    )


async def confirm_medcard(backend: Backend, caller: Caller, typed: str, now: datetime) -> Tokens:
    """Pass the second step: new tokens that open all cards of the session."""
    row_id, is_right = await _check(backend, codes.SECOND_STEP, digest(str(caller.session_id)), typed)

    def work(session: Session) -> Tokens | Refusal:
        judged = codes.judge(session, row_id, is_right, now)
        if isinstance(judged, Refusal):
            return judged
        return raise_level(session, caller.session_id, now)

    return await backend.store.write(work)


async def _check(backend: Backend, purpose: str, ticket_hash: str, typed: str) -> tuple[UUID | None, bool]:
    """Which code a ticket has and whether ``typed`` is it; an unknown ticket takes the same time."""
    row = await backend.store.read(lambda session: codes.latest(session, purpose, ticket_hash))
    is_right = await backend.hasher.is_code(codes.tidy(typed), row.code_hash if row else None)
    return (row.id if row else None), is_right


def _failed(session: Session, key: str, now: datetime) -> Refusal:
    """Count a wrong login or password; the burst that ran while the lock fell learns nothing more."""
    return lock_of(session, key, now) or wrong_credentials(count_failure(session, key, now))


def _unless_refused(found: tuple[UUID, str] | Refusal | None) -> tuple[UUID, str] | None:
    if isinstance(found, Refusal):
        raise found
    return found
