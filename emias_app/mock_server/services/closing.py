"""Accesses end here: given up by their holder, taken away by the clinic, or by themselves on a day (product.md §6, §7).

A revocation by the clinic closes the automatic road and the one by request for that person and card, whichever
account the person comes with; only the clinic's next code opens them again.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.domain.access import (
    Ended,
    Grant,
    Never,
    Open,
    access_decision,
    access_ends_on,
    cancel,
    expire,
    revoke,
)
from emias_app.domain.people import Person, is_same_person
from emias_app.mock_server.problems import Refusal, not_found
from emias_app.mock_server.registries.records import person_of
from emias_app.mock_server.services.grants import as_grant, name_of
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.stamps import stamp
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccessCodeRow, AccountRow, GrantRow, KinshipRow, PatientRow, ShareRow
from emias_app.models.access import GrantState
from emias_app.models.account import NoticeKind
from emias_app.models.clinic import CodeState


def already_ended() -> Refusal:
    return Refusal(409, "access_already_ended", "Этот доступ уже закончился.")


def cancel_own(session: Session, account_id: UUID, grant_id: UUID, now: datetime) -> Refusal | None:
    """Give one's own access up; another's does not exist."""
    row = session.get(GrantRow, grant_id)
    if row is None or row.account_id != account_id:
        return not_found()
    patient = session.get_one(PatientRow, row.patient_id)
    if not is_living(row, patient, now):
        return already_ended()
    _keep(session, row, cancel(as_grant(row), stamp(session, account_id, now)))
    touch_demo(session)
    return None


def revoke_grant(session: Session, row: GrantRow, patient: PatientRow, reason: str, now: datetime) -> Refusal | None:
    """Take an access away in the name of the clinic; codes sent to that person before become void too."""
    if not is_living(row, patient, now):
        return already_ended()
    _keep(session, row, revoke(as_grant(row), stamp(session, row.account_id, now), reason))
    account = session.get_one(AccountRow, row.account_id)
    _void_codes(session, patient.id, person_of(account), row.reason, now)
    post_notice(
        session, account.id, NoticeKind.ACCESS_REVOKED, now, patient_id=patient.id,
        title=f"Поликлиника отозвала доступ к медкарте {name_of(patient)}", text=f"Причина: {row.reason}",
    )  # fmt: skip
    touch_demo(session)
    return None


def is_living(row: GrantRow, patient: PatientRow, now: datetime) -> bool:
    """Whether the access opens the card now; one past its day does not, whatever the books say."""
    return not isinstance(decided(row, patient, now), Ended)


def decided(row: GrantRow, patient: PatientRow, now: datetime) -> Open | Ended:
    """What one access comes to by itself: Open or Ended."""
    decision = access_decision(
        [as_grant(row)], birth=patient.birth_date, emancipated_on=patient.emancipated_on, today=moscow_day(now),
        is_own=patient.account_id == row.account_id,
    )  # fmt: skip
    assert not isinstance(decision, Never)
    return decision


def is_grown(patient: PatientRow, now: datetime) -> bool:
    """Whether the time of representatives is over: by age, or by emancipation."""
    ends = access_ends_on(patient.birth_date, patient.emancipated_on)
    return ends is not None and moscow_day(now) >= ends


def is_shut_out(session: Session, patient_id: UUID, person: Person) -> bool:
    """Whether the clinic revoked this person's access to the card and has sent no new code since."""
    shut = (
        select(AccountRow)
        .join(GrantRow, GrantRow.account_id == AccountRow.id)
        .where(GrantRow.patient_id == patient_id, GrantRow.revoked_by_clinic.is_(True))
    )
    return any(is_same_person(person_of(one), person) for one in session.scalars(shut))


def readmit(session: Session, patient_id: UUID, person: Person) -> None:
    """A new code of the clinic was redeemed: the other roads are open again as well."""
    shut = (
        select(GrantRow, AccountRow)
        .join(AccountRow, AccountRow.id == GrantRow.account_id)
        .where(GrantRow.patient_id == patient_id, GrantRow.revoked_by_clinic.is_(True))
    )
    for grant, account in session.execute(shut):
        if is_same_person(person_of(account), person):
            grant.revoked_by_clinic = False


def ending(now: datetime) -> Select[Any]:
    """The accesses whose first day without them has come."""
    today = moscow_day(now)
    is_own = PatientRow.account_id == GrantRow.account_id
    return (
        select(GrantRow.id)
        .join(PatientRow, PatientRow.id == GrantRow.patient_id)
        .where(GrantRow.state == GrantState.ACTIVE.value)
        .where(
            or_(
                GrantRow.ends_on <= today,
                and_(PatientRow.emancipated_on <= today, or_(PatientRow.account_id.is_(None), ~is_own)),
            )
        )
    )


def end_due(session: Session, now: datetime, outside: Outside) -> None:
    """Such an access ended at that day's Moscow midnight; why is kept with it."""
    due = select(GrantRow, PatientRow).join(PatientRow, PatientRow.id == GrantRow.patient_id)
    for row, patient in session.execute(due.where(GrantRow.id.in_(ending(now)))).all():
        decision = decided(row, patient, now)
        if isinstance(decision, Ended):
            _keep(session, row, expire(as_grant(row), _end_of(session, row, patient, now), decision.reason))


def _end_of(session: Session, row: GrantRow, patient: PatientRow, now: datetime) -> datetime:
    """The midnight; of a minor who was emancipated in the course of today, this moment."""
    if patient.emancipated_on == moscow_day(now):
        return stamp(session, row.account_id, now)
    limit = access_ends_on(patient.birth_date, patient.emancipated_on, is_own=patient.account_id == row.account_id)
    days = [day for day in (row.ends_on, limit) if day is not None]
    return max(datetime.combine(min(days), time(), MOSCOW), row.start) if days else now


def _keep(session: Session, row: GrantRow, grant: Grant) -> None:
    """The access ended, and with it the one-time links that were given by it."""
    given = update(ShareRow).where(ShareRow.grant_id == row.id, ShareRow.ended_at.is_(None))
    session.execute(given.values(ended_at=grant.ended_at))
    row.state = grant.state.value
    row.ended_at = grant.ended_at
    row.reason = grant.reason
    row.revoked_by_clinic = grant.revoked_by_clinic


def _void_codes(session: Session, patient_id: UUID, person: Person, reason: str | None, now: datetime) -> None:
    sent = (
        select(AccessCodeRow.id, KinshipRow)
        .join(KinshipRow, KinshipRow.id == AccessCodeRow.kinship_id)
        .where(AccessCodeRow.patient_id == patient_id, AccessCodeRow.state == CodeState.SENT.value)
    )
    ids = [code_id for code_id, kin in session.execute(sent) if is_same_person(person_of(kin), person)]
    voided = update(AccessCodeRow).where(AccessCodeRow.id.in_(ids))
    session.execute(voided.values(state=CodeState.REVOKED.value, reason=reason, ended_at=now))
