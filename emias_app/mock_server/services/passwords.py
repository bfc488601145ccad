"""Changing a password, and setting a new one that was forgotten (product.md §4.6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from emias_app.domain.identifiers import LoginKind, normalise_login
from emias_app.domain.registration import password_problem
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.deps import Caller, account_id_of
from emias_app.mock_server.problems import Refusal, code_dead, invalid, wrong_password
from emias_app.mock_server.security import digest, new_code, new_token
from emias_app.mock_server.services import accounts, codes
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.limits import attempt_key, count_failure, forget_failures, lock_of
from emias_app.mock_server.services.sessions import Peer, Person, end_sessions, open_session
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, SessionRow, SmsCodeRow
from emias_app.models.auth import Ticket, Tokens
from emias_app.models.registration import PasswordChange, PasswordResetConfirm

_CHANGED = "Пароль изменён, остальные сеансы завершены. Это не вы? Нажмите «Не помню пароль» и задайте новый."


async def change(request: Request, backend: Backend, caller: Caller, body: PasswordChange, now: datetime) -> Response:
    """Set a new password and end the account's other sessions; five wrong present ones lock for 15 minutes."""
    account_id = account_id_of(caller)
    key = attempt_key("password", str(account_id), "")
    kept = await backend.store.read(lambda session: session.get_one(AccountRow, account_id).password_hash)
    is_right = await backend.hasher.is_password(body.current.get_secret_value(), kept)
    password = body.password.get_secret_value()
    password_hash = await backend.hasher.hashed_password(password)

    def work(session: Session) -> Refusal | None:
        account = session.get_one(AccountRow, account_id)
        if why := password_problem(password, _own_words(account)):
            return invalid("password", why)
        locked = lock_of(session, key, now)
        if locked is not None:
            return locked
        if not is_right or account.password_hash != kept:
            return wrong_password(count_failure(session, key, now))
        forget_failures(session, key)
        account.password_hash = password_hash
        _end_all(session, account_id, now, but=caller.session_id)
        backend.sms.tell(session, account.phone, _CHANGED, now)
        touch_demo(session)
        return None

    return await write_once(request, caller, work, over=lambda session: accounts.me(session, account_id))


async def ask_reset(backend: Backend, login: str, address: str, now: datetime) -> Ticket:
    """Send a code to the login's phone; an unknown login is answered alike, in the same time.

    The ticket shows a phone only where it was typed as the login.
    """
    typed = normalise_login(login)
    ticket, code = new_token(), new_code()
    code_hash, blank_hash = await backend.hasher.hashed_code(code), await backend.hasher.hashed_code(new_token())
    shown = typed.value if typed.kind is LoginKind.PHONE else None
    column = {LoginKind.PHONE: AccountRow.phone, LoginKind.SNILS: AccountRow.snils}.get(typed.kind, AccountRow.email)
    key = attempt_key("reset", f"{typed.kind}|{typed.value}", address)

    def work(session: Session) -> tuple[SmsCodeRow, str] | Refusal:
        found = select(AccountRow.id).where(column == typed.value).order_by(AccountRow.created_at, AccountRow.id)
        account_id = session.scalar(found.limit(1))
        return codes.send_code(
            session,
            backend.sms,
            codes.Sending(
                codes.RESET, digest(ticket), account_id, key, code, blank_hash if account_id is None else code_hash,
                phone=shown, is_silent=account_id is None,
            ),
            now,
        )  # fmt: skip

    row, _ = await backend.store.write(work)
    return codes.ticket_of(ticket, shown or "", row, now)


async def reset(backend: Backend, body: PasswordResetConfirm, peer: Peer, now: datetime) -> Tokens:
    """Set the new password with the code; every session of the account ends, and a new one begins."""
    password = body.password.get_secret_value()
    if why := password_problem(password):
        raise invalid("password", why)
    ticket_hash = digest(body.ticket)
    held = await backend.store.read(lambda session: codes.latest(session, codes.RESET, ticket_hash))
    is_right = await backend.hasher.is_code(codes.tidy(body.code), held.code_hash if held else None)
    password_hash = await backend.hasher.hashed_password(password)

    def work(session: Session) -> Tokens | Refusal:
        account = session.get(AccountRow, held.account_id) if held is not None and held.account_id else None
        if is_right and account is not None and (why := password_problem(password, _own_words(account))):
            return invalid("password", why)
        judged = codes.judge(session, held.id if held else None, is_right, now)
        if isinstance(judged, Refusal):
            return judged
        if account is None:
            return code_dead()
        account.password_hash = password_hash
        forget_failures(session, attempt_key("password", str(account.id), ""))
        _end_all(session, account.id, now, but=None)
        backend.sms.tell(session, account.phone, _CHANGED, now)
        touch_demo(session)
        return open_session(session, Person("parent", account_id=account.id), peer, now, is_by_sms=True)

    return await backend.store.write(work)


def _own_words(account: AccountRow) -> tuple[str, ...]:
    return account.last_name, account.first_name, account.email.partition("@")[0], account.phone


def _end_all(session: Session, account_id: UUID, now: datetime, *, but: UUID | None) -> None:
    living = select(SessionRow.id).where(SessionRow.account_id == account_id, SessionRow.ended_at.is_(None))
    end_sessions(session, [one for one in session.scalars(living) if one != but], now)
