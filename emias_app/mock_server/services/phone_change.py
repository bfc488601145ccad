"""A new phone of an account: a code to the old one and a code to the new one (product.md §6).

One account per phone. Whether the new one is known is not told: its owner is told by SMS, and no code fits.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from emias_app.domain.identifiers import IdentifierError, check_phone, mask_phone
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.deps import Caller, account_id_of
from emias_app.mock_server.problems import Refusal, code_dead, invalid, too_early
from emias_app.mock_server.security import digest, new_code, new_token
from emias_app.mock_server.services import accounts, codes
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.limits import attempt_key, count_failure, forget_failures, lock_of
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, SmsCodeRow
from emias_app.models.account import Me
from emias_app.models.registration import PhoneChange, PhoneChangeRequest

_TAKEN = "Этот номер уже принадлежит вашей учётной записи. Если вы его никуда не вводили, ничего не делайте."
_CHANGED = "Телефон вашей учётной записи изменён: коды приходят на новый номер."
_OLD, _NEW = "codeOld", "codeNew"


async def change(
    request: Request, backend: Backend, caller: Caller, body: PhoneChangeRequest, now: datetime
) -> Response:
    """202 with where the codes went; with both codes, 200 with the account."""
    try:
        phone = check_phone(body.phone)
    except IdentifierError as error:
        raise invalid("phone", error.reason) from error
    if body.code_old is None and body.code_new is None:
        return await _send(request, backend, caller, phone, now)
    if body.code_old is None or body.code_new is None:
        raise invalid(_OLD if body.code_old is None else _NEW, "Введите оба кода")
    return await _confirm(request, backend, caller, phone, (body.code_old, body.code_new), now)


async def _send(request: Request, backend: Backend, caller: Caller, phone: str, now: datetime) -> Response:
    account_id = account_id_of(caller)
    old_code, new_phones_code = new_code(), new_code()
    old_hash, new_hash = await backend.hasher.hashed_code(old_code), await backend.hasher.hashed_code(new_phones_code)
    blank_hash = await backend.hasher.hashed_code(new_token())

    def work(session: Session) -> PhoneChange | Refusal:
        account = session.get_one(AccountRow, account_id)
        if account.phone == phone:
            return invalid("phone", "Это и есть ваш номер")
        earlier = codes.latest(session, codes.OLD_PHONE, _ticket(caller, codes.OLD_PHONE))
        if earlier is not None and earlier.state != codes.USED and now < earlier.resend_at:
            return too_early(codes.seconds(earlier.resend_at - now))
        refusal = backend.sms.refusal(session, phone, now) or backend.sms.refusal(session, account.phone, now)
        if refusal is not None:
            return refusal
        is_taken = session.scalar(select(AccountRow.id).where(AccountRow.phone == phone)) is not None
        sent = [
            codes.send_code(session, backend.sms, sending, now)
            for sending in (
                _sending(caller, codes.OLD_PHONE, account.phone, old_code, old_hash, None),
                _sending(
                    caller, codes.NEW_PHONE, phone, new_phones_code, blank_hash if is_taken else new_hash,
                    _TAKEN if is_taken else None,
                ),
            )
        ]  # fmt: skip
        for one in sent:
            if isinstance(one, Refusal):
                return one
            row = one[0]
        touch_demo(session)
        return PhoneChange(
            masked_old=mask_phone(account.phone), masked_new=mask_phone(phone), expires_at=row.expires_at,
            resend_after=codes.seconds(row.resend_at - now),
        )  # fmt: skip

    over = partial(accounts.me, account_id=account_id)
    return await write_once(request, caller, work, status=202, over=over)


async def _confirm(
    request: Request, backend: Backend, caller: Caller, phone: str, typed: tuple[str, str], now: datetime
) -> Response:
    account_id = account_id_of(caller)
    purposes = ((codes.OLD_PHONE, _OLD, typed[0]), (codes.NEW_PHONE, _NEW, typed[1]))
    judged: list[tuple[UUID | None, str, bool]] = []
    for purpose, field, code in purposes:
        held = await backend.store.read(
            lambda session, purpose=purpose: codes.latest(session, purpose, _ticket(caller, purpose))  # type: ignore[misc]
        )
        is_right = await backend.hasher.is_code(codes.tidy(code), held.code_hash if held else None)
        is_meant = held is not None and (purpose == codes.OLD_PHONE or held.phone == phone)
        judged.append((held.id if held else None, field, is_right and is_meant))

    def work(session: Session) -> Me | Refusal:
        account = session.get_one(AccountRow, account_id)
        refusal = _judge(session, judged, now)
        if refusal is not None:
            return refusal
        if session.scalar(select(AccountRow.id).where(AccountRow.phone == phone)) is not None:
            return code_dead()
        backend.sms.tell(session, account.phone, _CHANGED, now)
        account.phone = phone
        touch_demo(session)
        session.flush()
        return accounts.me(session, account_id)

    return await write_once(request, caller, work, over=partial(accounts.me, account_id=account_id))


def _judge(session: Session, judged: list[tuple[UUID | None, str, bool]], now: datetime) -> Refusal | None:
    """Use both codes up, or count a try for each that is wrong; a right one beside a wrong one stays good."""
    rows: list[SmsCodeRow] = []
    for row_id, _, _ in judged:
        row = session.get(SmsCodeRow, row_id) if row_id is not None else None
        if row is None:
            return code_dead()
        locked = lock_of(session, row.attempt_key, now)
        if locked is not None:
            return locked
        if row.state != codes.LIVE or row.expires_at <= now:
            return code_dead()
        rows.append(row)
    wrong = [(row, field) for row, (_, field, is_right) in zip(rows, judged, strict=True) if not is_right]
    if not wrong:
        for row in rows:
            row.state = codes.USED
            forget_failures(session, row.attempt_key)
        return None
    for row, _ in wrong:
        row.wrong_tries += 1
    left = codes.TRIES - max(row.wrong_tries for row, _ in wrong)
    if left <= 0:
        for row in rows:
            row.state = codes.DEAD
        count_failure(session, rows[0].attempt_key, now)
        return code_dead()
    fields = [{"field": field, "message": "Неверный код."} for _, field in wrong]
    return Refusal(422, "wrong_code", "Неверный код.", remainingAttempts=left, fields=fields)


def _sending(caller: Caller, purpose: str, phone: str, code: str, code_hash: str, text: str | None) -> codes.Sending:
    key = attempt_key("phone", str(caller.account_id), "")
    return codes.Sending(
        purpose, _ticket(caller, purpose), caller.account_id, key, code, code_hash, phone=phone, text=text
    )


def _ticket(caller: Caller, purpose: str) -> str:
    return digest(f"{caller.session_id}|{purpose}")
