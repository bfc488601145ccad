"""The signed-in account: who it is, and what changed for it since a moment."""

from __future__ import annotations

from datetime import datetime, time
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.domain.access import Ended, Grant, access_decision
from emias_app.domain.identifiers import mask_snils, mask_tail
from emias_app.mock_server.services.checks import view as check_view
from emias_app.mock_server.services.notices import unread_count
from emias_app.mock_server.store.schema import AccountRow, CheckRow, GrantRow, PatientRow
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import (
    AccountDocument,
    AccountLevel,
    Changes,
    EndedAccess,
    Me,
)
from emias_app.models.base import Sex


def me(session: Session, account_id: UUID) -> Me:
    """The account with its documents; their numbers come masked."""
    row = session.get_one(AccountRow, account_id)
    own = select(CheckRow).where(CheckRow.account_id == account_id, CheckRow.child_id.is_(None))
    checks = {check.subject: check for check in session.scalars(own.order_by(CheckRow.updated_at))}

    def document(subject: str, masked: str | None) -> AccountDocument | None:
        check = checks.get(subject)
        return AccountDocument(masked_number=masked, check=check_view(check) if check else None) if masked else None

    return Me(
        id=row.id,
        last_name=row.last_name,
        first_name=row.first_name,
        middle_name=row.middle_name,
        birth_date=row.birth_date,
        sex=Sex(row.sex),
        level=AccountLevel(row.level),
        phone=row.phone,
        email=row.email,
        snils=document("snils", row.snils and mask_snils(row.snils)),
        passport=document("passport", row.passport and mask_tail(row.passport)),
        inn=document("inn", row.inn and mask_tail(row.inn)),
        oms=document("oms", row.oms and mask_tail(row.oms)),
    )


def changes(session: Session, account_id: UUID, since: datetime | None, now: datetime) -> Changes:
    """Accesses that ended and checks that moved after ``since`` (None = ever), and how many notices are unread."""
    mine = select(CheckRow).where(CheckRow.account_id == account_id)
    moved = session.scalars(mine.order_by(CheckRow.updated_at, CheckRow.id)).all()
    ended = _ended(session, account_id, now)
    return Changes(
        now=max([now, *(row.updated_at for row in moved), *(one.at for one in ended)]),
        ended=[one for one in ended if since is None or one.at > since],
        checks=[check_view(row) for row in moved if since is None or row.updated_at > since],
        unread_notices=unread_count(session, account_id),
    )


def _ended(session: Session, account_id: UUID, now: datetime) -> list[EndedAccess]:
    mine = (
        select(GrantRow, PatientRow)
        .join(PatientRow, PatientRow.id == GrantRow.patient_id)
        .where(GrantRow.account_id == account_id)
        .order_by(GrantRow.patient_id, GrantRow.start)
    )
    ended = []
    for patient, rows in groupby(session.execute(mine).all(), key=lambda row: row[1]):
        decision = access_decision(
            (_grant(row[0]) for row in rows),
            birth=patient.birth_date,
            emancipated_on=patient.emancipated_on,
            today=moscow_day(now),
            is_own=patient.account_id == account_id,
        )
        if isinstance(decision, Ended):
            ended.append(
                EndedAccess(patient_id=patient.id, state=decision.state, reason=decision.reason, at=_end(decision, now))
            )
    return ended


def _end(decision: Ended, now: datetime) -> datetime:
    """The moment it ended: said, or the Moscow midnight of its first day without access."""
    grant = decision.grant
    if grant.ended_at is not None:
        return grant.ended_at
    return min(datetime.combine(grant.ends_on, time(), MOSCOW), now) if grant.ends_on is not None else now


def _grant(row: GrantRow) -> Grant:
    return Grant(
        id=row.id,
        source=GrantSource(row.source),
        state=GrantState(row.state),
        start=row.start,
        ends_on=row.ends_on,
        ended_at=row.ended_at,
        reason=row.reason,
        revoked_by_clinic=row.revoked_by_clinic,
    )
