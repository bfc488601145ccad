"""What is new, what is ahead, the next dose and the last visit: what home tells of a child."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.validity import mark_on
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.growth import newest_sizes
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.services.vaccinations import PlanQuery, next_dose
from emias_app.mock_server.store.origin import is_first_hand
from emias_app.mock_server.store.schema import StoredRecord
from emias_app.models.overview import Overview
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug

#: How far back something is new, and how much of it is told.
FRESH_DAYS, FRESH_MOST = 90, 6
_AHEAD_MOST = 10
#: No referral or prescription is valid for longer than this.
_LONGEST_VALID = timedelta(days=400)


async def overview(viewer: Viewer, query: PlanQuery) -> Overview:
    """The overview of a card; a read of it. Its next dose is the first of the plan."""
    patient, today = viewer.patient, viewer.today

    def work(session: Session) -> Overview:
        return Overview(
            patient_id=patient.id,
            fresh=_fresh(session, patient.id, today),
            ahead=_ahead(session, patient.id, today),
            next_dose=next_dose(session, patient, today, query),
            last_visit=_last_visit(session, patient.id, today),
            measured=newest_sizes(session, patient.id, today),
            generated_at=viewer.now,
        )

    found = await viewer.read(work)
    await viewer.saw(What.OVERVIEW)
    return found


def _row(row_json: str, today: date) -> RecordRow:
    row = RecordRow.model_validate_json(row_json)
    return row.model_copy(update={"mark": mark_on(row.mark, row.valid_until, today)})


def _fresh(session: Session, patient_id: UUID, today: date) -> list[RecordRow]:
    """What came lately; the standing facts of «Информация о здоровье» are no news, nor is what an archive held."""
    since = (today - timedelta(days=FRESH_DAYS)).isoformat()
    found = session.scalars(
        select(StoredRecord.row_json)
        .where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.is_visible.is_(True),
            StoredRecord.sort_key >= since,
            StoredRecord.section != SectionSlug.HEALTH_INFO.value,
            is_first_hand(),
        )
        .order_by(StoredRecord.sort_key.desc())
        .limit(FRESH_MOST)
    )
    return [_row(row, today) for row in found]


def _ahead(session: Session, patient_id: UUID, today: date) -> list[RecordRow]:
    """Prescriptions and referrals that still can be used, the soonest to end first; the clinic's own alone."""
    found = session.execute(
        select(StoredRecord.row_json, StoredRecord.body_json).where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.section.in_([SectionSlug.PRESCRIPTIONS.value, SectionSlug.REFERRALS.value]),
            StoredRecord.is_visible.is_(True),
            StoredRecord.date >= today - _LONGEST_VALID,
            is_first_hand(),
        )
    ).all()
    valid = []
    for row_json, body_json in found:
        body = json.loads(body_json)
        if body["state"] == "ACTIVE" and body["validUntil"] >= today.isoformat():
            valid.append((body["validUntil"], row_json))
    return [_row(row, today) for _, row in sorted(valid)[:_AHEAD_MOST]]


def _last_visit(session: Session, patient_id: UUID, today: date) -> RecordRow | None:
    found = session.scalar(
        select(StoredRecord.row_json)
        .where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.section == SectionSlug.VISITS.value,
            StoredRecord.is_visible.is_(True),
        )
        .order_by(StoredRecord.sort_key.desc())
        .limit(1)
    )
    return None if found is None else _row(found, today)
