"""The third road: a code of the clinic opens one card to the one person it was sent to (product.md §7).

A code that is unknown, used, expired, void or another person's gets one answer. Its time is one too: whatever was
typed is held against the same number of hashes, those of the codes sent to this very person and stand-ins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow
from emias_app.domain.access_codes import (
    CODES,
    LENGTH,
    IssuedCode,
    Tries,
    locked_line,
    normalise_code,
    opens,
    tries_at,
    wrong_code_line,
)
from emias_app.domain.registry_checks import Policy
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.registries.answers import policy_of
from emias_app.mock_server.registries.records import person_of
from emias_app.mock_server.security import digest
from emias_app.mock_server.services.clinic_codes import policy_not_moscow
from emias_app.mock_server.services.closing import is_grown, readmit
from emias_app.mock_server.services.grant_views import one_grant
from emias_app.mock_server.services.grants import is_open, open_grant
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.races import Race
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccessCodeRow, AccountRow, AttemptRow, GrantRow, KinshipRow, PatientRow
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.clinic import CodeState
from emias_app.models.requests import Grant

if TYPE_CHECKING:
    from emias_app.mock_server.backend import Backend

#: So many hashes are always tried; three children may have a code each.
_COMPARED = 3
#: Held against the hashes in place of what is no code, so that its length cannot be told from the time.
_NO_CODE = "-" * LENGTH


@dataclass(frozen=True, slots=True)
class Match:
    """What the typed code turned out to be before the judging: a code of this person, or nothing."""

    code_id: UUID | None


async def matched(backend: Backend, race: Race, account_id: UUID, typed: str, now: datetime) -> Match:
    """Hold the code against what was sent to this person, by the time the race began."""
    race.sent.update(await backend.store.read(lambda session: _sent_to(session, account_id, now)))
    code = normalise_code(typed) or _NO_CODE
    kept: list[tuple[UUID | None, str | None]] = [*race.sent.items()]
    kept += [(None, None)] * (_COMPARED - len(kept))
    found = None
    for code_id, code_hash in kept:
        if await backend.hasher.is_code(code, code_hash):
            found = code_id
    return Match(found)


def redeem(session: Session, outside: Outside, account_id: UUID, match: Match, now: datetime) -> Grant | Refusal:
    """Open the card, or count a wrong try; who comes second with a right code lost a race and is not counted."""
    key = _key(account_id)
    tries = _tries(session, key, now)
    if not tries.left:
        return _locked(tries, now)
    row = session.get(AccessCodeRow, match.code_id) if match.code_id is not None else None
    account = session.get_one(AccountRow, account_id)
    if row is None:
        session.add(AttemptRow(key=key, at=now))
        session.flush()
        return _wrong(_tries(session, key, now), now)
    patient = session.get_one(PatientRow, row.patient_id)
    if not _opens(session, row, account, now):
        return _wrong(tries, now)
    if policy_of(patient) is not Policy.MOSCOW:  # told to the code's owner alone
        return policy_not_moscow()
    readmit(session, patient.id, person_of(account))
    grant = _living(session, patient, account, now)
    if grant is None:
        grant = open_grant(session, outside, patient, account, GrantSource.CODE, now)
    row.state = CODES.move(CodeState(row.state), CodeState.APPLIED).value
    row.grant_id = grant.id
    touch_demo(session)
    session.flush()
    return one_grant(session, grant.id, account_id, now)


def _sent_to(session: Session, account_id: UUID, now: datetime) -> dict[UUID, str]:
    account = session.get_one(AccountRow, account_id)
    sent = select(AccessCodeRow).where(
        AccessCodeRow.phone == account.phone, AccessCodeRow.state == CodeState.SENT.value
    )
    rows = session.scalars(sent.order_by(AccessCodeRow.sent_at.desc(), AccessCodeRow.id))
    return {row.id: row.code_hash for row in rows if _opens(session, row, account, now)}


def _opens(session: Session, row: AccessCodeRow, account: AccountRow, now: datetime) -> bool:
    kin = session.get_one(KinshipRow, row.kinship_id)
    patient = session.get_one(PatientRow, row.patient_id)
    issued = IssuedCode(person_of(kin), row.phone, CodeState(row.state), row.expires_at)
    return opens(issued, person_of(account), account.phone, now) and not is_grown(patient, now)


def _living(session: Session, patient: PatientRow, account: AccountRow, now: datetime) -> GrantRow | None:
    """An access that is open already stays the one."""
    if not is_open(session, patient, account.id, now):
        return None
    living = select(GrantRow).where(GrantRow.patient_id == patient.id, GrantRow.account_id == account.id)
    return session.scalar(living.where(GrantRow.state == GrantState.ACTIVE.value))


def _key(account_id: UUID) -> str:
    return digest(f"redeem|{account_id}")


def _tries(session: Session, key: str, now: datetime) -> Tries:
    failures = select(AttemptRow.at).where(AttemptRow.key == key, AttemptRow.at > now - timedelta(days=1))
    return tries_at(session.scalars(failures).all(), now)


def _wrong(tries: Tries, now: datetime) -> Refusal:
    """The one answer for whatever opens nothing: no such code."""
    line = wrong_code_line(tries)
    wait = _seconds_until(tries, now) if not tries.left else None
    return Refusal(
        404, "wrong_code", line, remainingAttempts=tries.left, retryAfter=wait,
        fields=[{"field": "code", "message": line}],
    )  # fmt: skip


def _locked(tries: Tries, now: datetime) -> Refusal:
    line = locked_line(moscow(tries.locked_until or now))
    return Refusal(429, "too_many_tries", line, retryAfter=_seconds_until(tries, now), remainingAttempts=0)


def _seconds_until(tries: Tries, now: datetime) -> int:
    """Whole seconds, never too few."""
    return max(1, ceil(((tries.locked_until or now) - now).total_seconds()))
