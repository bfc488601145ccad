"""The summary of a card: what it is made of, read from the store, and its PDF."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow
from emias_app.domain.card_summary import CardContent, summarise
from emias_app.domain.ips import IpsCard, ips_bundle
from emias_app.domain.vaccination import plan
from emias_app.mock_server.pdf.press import print_summary
from emias_app.mock_server.pdf.printed import PrintedPatient, PrintedSummary
from emias_app.mock_server.services.access import CardPatient
from emias_app.mock_server.services.exports.source import ExportedCard
from emias_app.mock_server.services.vaccinations import PlanQuery, child_of
from emias_app.mock_server.store.records import parse_record
from emias_app.mock_server.store.schema import ChildDataRow, StoredRecord
from emias_app.models.child_data import REQUESTS, ChildDataKind
from emias_app.models.records import (
    Certificate,
    DayHospitalCourse,
    DischargeSummary,
    HealthInfo,
    Immunization,
    LabReport,
    Prescription,
    Record,
    Visit,
)
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import DoseStatus, PlannedDose

R = TypeVar("R", bound=Record)

#: Of the longest cards only this much is looked at, the newest first.
_MOST_VISITS, _MOST_LABS, _MOST_OTHERS = 300, 60, 100
_MOST_DOSES = 5
#: What of a content is made of records, not of the parents' entries.
_OF_RECORDS = ("health", "visits", "immunizations", "prescriptions", "stays", "labs", "certificates")
_YEARS_BACK = timedelta(days=365 * 4)


def card_content(session: Session, patient_id: UUID, today: date) -> CardContent:
    """What a summary and an IPS are made of, newest first."""
    slug = SectionSlug

    def newest(kind: type[R], section: SectionSlug, most: int, since: date | None = None) -> list[R]:
        wanted = select(StoredRecord.body_json).where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.section == section.value,
            StoredRecord.is_visible.is_(True),
        )
        if since is not None:
            wanted = wanted.where(StoredRecord.sort_key >= since.isoformat())
        found = session.scalars(wanted.order_by(StoredRecord.sort_key.desc()).limit(most)).all()
        return [record for record in map(parse_record, found) if isinstance(record, kind)]

    stays: list[DischargeSummary | DayHospitalCourse] = [
        *newest(DischargeSummary, slug.DISCHARGES, _MOST_OTHERS),
        *newest(DayHospitalCourse, slug.DAY_HOSPITAL, _MOST_OTHERS),
    ]
    stays.sort(key=lambda stay: stay.date, reverse=True)
    whole = CardContent(
        health=newest(HealthInfo, slug.HEALTH_INFO, _MOST_OTHERS),
        visits=newest(Visit, slug.VISITS, _MOST_VISITS, today - _YEARS_BACK),
        immunizations=newest(Immunization, slug.VACCINATIONS, _MOST_VISITS),
        prescriptions=newest(Prescription, slug.PRESCRIPTIONS, _MOST_OTHERS, today - _YEARS_BACK),
        stays=stays,
        labs=newest(LabReport, slug.LABS, _MOST_LABS, today - _YEARS_BACK),
        certificates=newest(Certificate, slug.CERTIFICATES, _MOST_OTHERS, today - _YEARS_BACK),
        allergies=_entered(session, patient_id, ChildDataKind.ALLERGIES),
        medications=_entered(session, patient_id, ChildDataKind.MEDICATIONS),
        injuries=_entered(session, patient_id, ChildDataKind.INJURIES),
        surgeries=_entered(session, patient_id, ChildDataKind.SURGERIES),
        vaccinations=_entered(session, patient_id, ChildDataKind.VACCINATIONS),
    )
    return _apart(whole)


def _apart(whole: CardContent) -> CardContent:
    """The clinic's records, and those of archives apart from them."""
    archived, clinics = CardContent(**_some(whole, is_archived=True)), _some(whole, is_archived=False)
    return replace(whole, **clinics, archived=archived if any(vars(archived).values()) else None)


def _some(whole: CardContent, *, is_archived: bool) -> dict[str, Any]:
    return {
        name: [one for one in getattr(whole, name) if (one.imported_on is not None) is is_archived]
        for name in _OF_RECORDS
    }


def _entered(session: Session, patient_id: UUID, kind: ChildDataKind) -> list[Any]:
    """What parents entered of a kind, the newest first."""
    rows = session.scalars(
        select(ChildDataRow.details_json)
        .where(
            ChildDataRow.patient_id == patient_id,
            ChildDataRow.kind == kind.value,
            ChildDataRow.removed_at.is_(None),
        )
        .order_by(ChildDataRow.entered_at.desc(), ChildDataRow.id)
    )
    return [REQUESTS[kind].model_validate_json(row) for row in rows]


def _ahead(session: Session, patient: CardPatient, today: date) -> list[PlannedDose]:
    """The vaccinations to think of: what is late, due or stands out; the nearest to come where nothing does."""
    doses = plan(child_of(session, patient, PlanQuery()), today)
    urgent = [dose for dose in doses if dose.status not in (DoseStatus.DONE, DoseStatus.COMING)]
    coming = [dose for dose in doses if dose.status is DoseStatus.COMING]
    return urgent[:_MOST_DOSES] or sorted(coming, key=lambda dose: dose.earliest)[:1]


async def summary_pdf(card: ExportedCard) -> bytes:
    """The PDF of the summary."""
    patient, today = card.patient, card.today

    def work(session: Session) -> PrintedSummary:
        content = card_content(session, patient.id, today)
        return PrintedSummary(
            patient=PrintedPatient(patient.full_name, patient.birth_date, patient.sex),
            organisation=patient.organisation,
            day=today,
            summary=summarise(patient, content, today),
            ahead=_ahead(session, patient, today),
        )

    printed = await card.read(work)
    return await asyncio.to_thread(print_summary, printed)


async def ips_json(card: ExportedCard) -> bytes:
    """The International Patient Summary as JSON."""
    patient, today = card.patient, card.today

    def work(session: Session) -> IpsCard:
        return IpsCard(
            id=patient.id,
            patient=patient,
            organisation=patient.organisation,
            content=card_content(session, patient.id, today),
            now=moscow(card.now),
            ahead=_ahead(session, patient, today),
        )

    found = await card.read(work)
    bundle = await asyncio.to_thread(ips_bundle, found)
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()
