"""The papers of the account's owner: СНИЛС, passport, ИНН, policy (product.md §3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.identifiers import IdentifierError, check_enp, check_inn, check_passport, check_snils
from emias_app.domain.registration import passport_problems
from emias_app.mock_server.problems import Refusal, invalid, invalid_fields, not_found
from emias_app.mock_server.registries.answers import OMS, PASSPORT
from emias_app.mock_server.services import accounts, checks
from emias_app.mock_server.services.levels import settle_level
from emias_app.mock_server.services.limits import attempt_key, count_failure, lock_of
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow
from emias_app.models.account import CheckState, Me, Registry
from emias_app.models.registration import PassportRequest

#: What is checked for the account itself, and where.
REGISTRIES = {PASSPORT: Registry.MVD, OMS: Registry.OMS}


def put_snils(session: Session, outside: Outside, account_id: UUID, number: str, now: datetime) -> Me | Refusal:
    """Add a СНИЛС. One that is another's is refused in the words of a slip, and may be tried five times only."""
    key = attempt_key("snils", str(account_id), "")
    locked = lock_of(session, key, now)
    if locked is not None:
        return locked
    snils = _number(check_snils, number)
    if isinstance(snils, Refusal):
        return snils
    other = select(AccountRow.id).where(AccountRow.snils == snils, AccountRow.id != account_id)
    if session.scalar(other) is not None:
        count_failure(session, key, now)
        return invalid("number", "Этот СНИЛС добавить не удалось, сверьте его с документом")
    account = session.get_one(AccountRow, account_id)
    return _done(session, outside, account, now, snils=snils)


def put_inn(session: Session, outside: Outside, account_id: UUID, number: str, now: datetime) -> Me | Refusal:
    """Add an ИНН; with a passport that МВД confirmed the account becomes full."""
    inn = _number(check_inn, number)
    if isinstance(inn, Refusal):
        return inn
    account = session.get_one(AccountRow, account_id)
    return _done(session, outside, account, now, inn=inn)


def put_passport(
    session: Session, outside: Outside, account_id: UUID, body: PassportRequest, now: datetime
) -> Me | Refusal:
    """Add the passport, or a new one, and have МВД check it."""
    account = session.get_one(AccountRow, account_id)
    problems = passport_problems(body, birth=account.birth_date, today=moscow_day(now))
    if problems:
        return invalid_fields(problems)
    passport = check_passport(f"{body.series} {body.number}")
    known = checks.check_of(session, account_id, PASSPORT)
    is_confirmed = known is not None and known.state == CheckState.CONFIRMED.value and account.passport == passport
    issuer = "".join(sign for sign in body.issued_by_code if sign.isdigit())
    account.passport = passport
    account.passport_issued_on = body.issued_on
    account.passport_issuer = f"{issuer[:3]}-{issuer[3:]}"
    if not is_confirmed:
        checks.begin(session, outside, account_id, PASSPORT, Registry.MVD, now)
    return _done(session, outside, account, now)


def put_oms(session: Session, outside: Outside, account_id: UUID, number: str, now: datetime) -> Me | Refusal:
    """Add the policy and have it checked: does it exist, is it of Moscow."""
    oms = _number(check_enp, number)
    if isinstance(oms, Refusal):
        return oms
    account = session.get_one(AccountRow, account_id)
    account.oms = oms
    checks.begin(session, outside, account_id, OMS, Registry.OMS, now)
    return _done(session, outside, account, now)


def recheck(session: Session, outside: Outside, account_id: UUID, subject: str, now: datetime) -> Me | Refusal:
    """Try again what failed in passing, or was rejected, with the same data."""
    row = checks.check_of(session, account_id, subject)
    if row is None:
        return not_found()
    refusal = checks.retry_refusal(CheckState(row.state))
    if refusal is not None:
        return refusal
    checks.begin(session, outside, account_id, subject, REGISTRIES[subject], now, is_retry=True)
    return _done(session, outside, session.get_one(AccountRow, account_id), now)


def _number(check: Callable[[str], str], typed: str) -> str | Refusal:
    try:
        return check(typed)
    except IdentifierError as error:
        return invalid("number", error.reason)


def _done(session: Session, outside: Outside, account: AccountRow, now: datetime, **changed: str) -> Me:
    for name, value in changed.items():
        setattr(account, name, value)
    settle_level(session, outside, account, now)
    touch_demo(session)
    session.flush()
    return accounts.me(session, account.id)
