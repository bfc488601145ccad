"""What was given to a child and what stands against it, as the rules of the plan want it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.vaccination import Child, Exemption, ExemptionKind, Given, next_of, plan
from emias_app.mock_server.problems import validation_refusal
from emias_app.mock_server.services.access import CardPatient, Viewer
from emias_app.mock_server.services.card import parameters_of
from emias_app.mock_server.store.schema import ChildDataRow, StoredRecord, VaccinationExemptionRow
from emias_app.models.base import Request
from emias_app.models.child_data import ChildDataKind, OutsideVaccinationDetails
from emias_app.models.overview import NextDose
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import PlannedDose, VaccinationPlan

#: The kind of a record that is a test and no vaccination.
TUBERCULIN = "TUBERCULIN"


class PlanQuery(Request):
    """What an address says of the plan."""

    model_config = ConfigDict(extra="ignore")

    moscow: bool = Field(False, description="With what Moscow recommends beside the national calendar.")


PLAN_PARAMETERS: list[dict[str, Any]] = parameters_of(PlanQuery)


def plan_query(parameters: Mapping[str, str]) -> PlanQuery:
    """The query of an address, judged here and not by the framework, so that access is refused first."""
    try:
        return PlanQuery.model_validate(parameters)
    except ValidationError as error:
        raise validation_refusal(list(error.errors()), "query") from None


async def doses_of(viewer: Viewer, query: PlanQuery) -> tuple[PlannedDose, ...]:
    """The plan of a card as of today; not journalled yet."""
    child = await viewer.read(lambda session: child_of(session, viewer.patient, query))
    return plan(child, viewer.today)


async def plan_of(viewer: Viewer, query: PlanQuery) -> VaccinationPlan:
    """The plan as it goes out; not journalled yet."""
    items = list(await doses_of(viewer, query))
    return VaccinationPlan(items=items, total=len(items), moscow=query.moscow)


def next_dose(session: Session, patient: CardPatient, today: date, query: PlanQuery) -> NextDose | None:
    """The first of the plan: what home and the summary tell."""
    return next_of(plan(child_of(session, patient, query), today))


def child_of(session: Session, patient: CardPatient, query: PlanQuery) -> Child:
    """The child with all that was given, and what stands against it."""
    return Child(
        birth=patient.birth_date,
        sex=patient.sex,
        given=tuple(given_to(session, patient.id)),
        exemptions=tuple(_exemptions(session, patient.id)),
        has_moscow=query.moscow,
    )


def given_to(session: Session, patient_id: UUID) -> list[Given]:
    """Every vaccination of a card, and those made elsewhere that a parent entered, the oldest first."""
    given = [*_of_clinic(session, patient_id), *_of_parents(session, patient_id)]
    return sorted(given, key=lambda one: (one.day, one.by_parent))


def _of_clinic(session: Session, patient_id: UUID) -> list[Given]:
    """The records of the section; one from an archive is what a parent tells, never the clinic's dose."""
    found = session.execute(
        select(StoredRecord.id, StoredRecord.date, StoredRecord.body_json)
        .where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.section == SectionSlug.VACCINATIONS.value,
            StoredRecord.is_visible.is_(True),
            StoredRecord.kind.is_distinct_from(TUBERCULIN),
        )
        .order_by(StoredRecord.sort_key)
    )
    given = []
    for record_id, day, body_json in found:
        body = json.loads(body_json)
        given.append(
            Given(
                targets=tuple(body["targets"]),
                dose=body["dose"],
                day=day,
                product=body["product"] or None,
                series=body["series"] or None,
                organisation=body["organisation"] or None,
                record_id=record_id,
                by_parent=body["importedOn"] is not None,
                is_archived=body["importedOn"] is not None,
            )
        )
    return given


def _of_parents(session: Session, patient_id: UUID) -> list[Given]:
    rows = session.execute(
        select(ChildDataRow.id, ChildDataRow.details_json).where(
            ChildDataRow.patient_id == patient_id,
            ChildDataRow.kind == ChildDataKind.VACCINATIONS.value,
            ChildDataRow.removed_at.is_(None),
        )
    )
    given = []
    for entry_id, details_json in rows:
        entered = OutsideVaccinationDetails.model_validate_json(details_json)
        given.append(
            Given(
                targets=tuple(entered.infections),
                dose=entered.dose or "",
                day=entered.on,
                product=entered.product or None,
                series=entered.series or None,
                organisation=entered.clinic or None,
                by_parent=True,
                entry_id=entry_id,
            )
        )
    return given


def exemption_rows(session: Session, patient_id: UUID) -> Sequence[VaccinationExemptionRow]:
    """What stands against vaccinations of a card, the oldest first."""
    return session.scalars(
        select(VaccinationExemptionRow)
        .where(VaccinationExemptionRow.patient_id == patient_id)
        .order_by(VaccinationExemptionRow.since, VaccinationExemptionRow.id)
    ).all()


def _exemptions(session: Session, patient_id: UUID) -> list[Exemption]:
    return [
        Exemption(
            ExemptionKind(row.kind),
            row.since,
            row.until,
            frozenset(row.targets),
            row.reason,
            is_archived=row.imported_on is not None,
        )
        for row in exemption_rows(session, patient_id)
    ]
