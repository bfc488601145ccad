"""The resources of an International Patient Summary, each with the line that its section says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from emias_app.domain.card_summary import (
    CardContent,
    allergic_diagnoses,
    current_medicines,
    is_taken,
    lasting_diagnoses,
    passing_diagnoses,
)
from emias_app.domain.documents import TUBERCULIN
from emias_app.domain.ips_parts import HL7, LOINC, Made, Subject, coded, status
from emias_app.domain.reference import vaccination_calendar
from emias_app.domain.wording import printable, upper_first
from emias_app.models.child_data import Severity
from emias_app.models.records import Diagnosis, Immunization
from emias_app.models.vaccination import DoseStatus, PlannedDose

_ICD, _SNOMED, _ATC = "http://hl7.org/fhir/sid/icd-10", "http://snomed.info/sct", "http://www.whocc.no/atc"
_BY_PARENT = "со слов родителя"
_ARCHIVED = "из архива, поликлиника не подтверждала"
_SEVERITY = {Severity.MILD: "mild", Severity.MODERATE: "moderate", Severity.SEVERE: "severe"}


def _condition(
    subject: Subject,
    key: str,
    diagnosis: Diagnosis,
    *,
    first: date | None,
    last: date | None,
    is_active: bool,
    is_confirmed: bool = True,
) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "resourceType": "Condition",
        "id": str(subject.id_of("condition", key, diagnosis.code, last)),
        "clinicalStatus": status("condition-clinical", "active" if is_active else "resolved"),
        "verificationStatus": status("condition-ver-status", "confirmed" if is_confirmed else "unconfirmed"),
        "category": [status("condition-category", "problem-list-item")],
        "code": {"coding": [coded(_ICD, diagnosis.code, diagnosis.name)], "text": printable(diagnosis.name)},
        "subject": {"reference": subject.reference},
    }
    if first is not None:
        resource["onsetDateTime"] = first.isoformat()
    if last is not None:
        resource["recordedDate"] = last.isoformat()
    return resource


def current_problems(subject: Subject, content: CardContent, today: date) -> list[Made]:
    """What lasts, and allergic illnesses that a doctor wrote down."""
    return [
        *(_problem(subject, one, first, last) for one, first, last in _problems(content, today)),
        *(
            _problem(subject, one, first, last, is_archived=True)
            for one, first, last in (_problems(content.archived, today) if content.archived else ())
        ),
    ]


def _problems(content: CardContent, today: date) -> list[tuple[Diagnosis, date, date]]:
    found = lasting_diagnoses(content.visits, today)
    known = {one.code for one, _, _ in found}
    return found + [(one, day, day) for one, day in allergic_diagnoses(content.visits) if one.code not in known]


def _problem(subject: Subject, one: Diagnosis, first: date, last: date, *, is_archived: bool = False) -> Made:
    key, by = ("archived", f", {_ARCHIVED}") if is_archived else ("lasting", "")
    resource = _condition(subject, key, one, first=first, last=last, is_active=True, is_confirmed=not is_archived)
    return Made(f"{printable(one.name)} ({one.code}), с {first:%d.%m.%Y}{by}", (resource,))


def past_problems(subject: Subject, content: CardContent, today: date) -> list[Made]:
    """What passed, of the last years; injuries that a parent entered."""
    made = [
        Made(
            f"{printable(one.name)} ({one.code}), {day:%d.%m.%Y}",
            (_condition(subject, "passed", one, first=day, last=day, is_active=False),),
        )
        for one, day in passing_diagnoses(content.visits, today)
    ]
    for place, injury in enumerate(content.injuries):
        resource: dict[str, Any] = {
            "resourceType": "Condition",
            "id": str(subject.id_of("injury", place, injury.what)),
            "clinicalStatus": status("condition-clinical", "resolved"),
            "verificationStatus": status("condition-ver-status", "unconfirmed"),
            "category": [status("condition-category", "problem-list-item")],
            "code": _text_or_icd(injury.what, injury.icd10),
            "subject": {"reference": subject.reference},
        }
        if injury.on:
            resource["onsetDateTime"] = injury.on
        made.append(Made(f"{printable(injury.what)}, {_BY_PARENT}", (resource,)))
    return made


def _text_or_icd(what: str, icd10: str | None) -> dict[str, Any]:
    return {"text": printable(what)} | ({"coding": [coded(_ICD, icd10)]} if icd10 else {})


def allergies(subject: Subject, content: CardContent) -> list[Made]:
    """What the parent says the child does not bear; nobody has confirmed it."""
    made = []
    for place, one in enumerate(content.allergies):
        resource: dict[str, Any] = {
            "resourceType": "AllergyIntolerance",
            "id": str(subject.id_of("allergy", place, one.substance)),
            "clinicalStatus": status("allergyintolerance-clinical", "active"),
            "verificationStatus": status("allergyintolerance-verification", "unconfirmed"),
            "code": {"text": printable(one.substance)},
            "patient": {"reference": subject.reference},
        }
        if one.since:
            resource["onsetDateTime"] = one.since
        if one.reaction:
            reaction: dict[str, Any] = {"manifestation": [{"text": printable(one.reaction)}]}
            if one.severity is not None:
                reaction["severity"] = _SEVERITY[one.severity]
            resource["reaction"] = [reaction]
        told = f": {printable(one.reaction)}" if one.reaction else ""
        made.append(Made(f"{printable(one.substance)}{told}, {_BY_PARENT}", (resource,)))
    return made


def medications(subject: Subject, content: CardContent, today: date) -> list[Made]:
    """What may be taken now: by prescriptions, and by the parent's word."""
    made = []
    for one in current_medicines(content.prescriptions, today):
        made.append(
            _medication(
                subject, one.medicine, one.dose, {"start": one.issued.isoformat(), "end": one.valid_until.isoformat()}
            )
        )
    for taken in content.medications:
        if is_taken(taken, today):
            period = {key: day for key, day in (("start", taken.since), ("end", taken.until)) if day}
            made.append(_medication(subject, taken.medicine, taken.dose, period, f", {_BY_PARENT}"))
    return made


def _medication(subject: Subject, name: str, dose: str, period: dict[str, str], by: str = "") -> Made:
    resource: dict[str, Any] = {
        "resourceType": "MedicationStatement",
        "id": str(subject.id_of("medicine", name, dose, period)),
        "status": "active",
        "medicationCodeableConcept": {"text": printable(name)},
        "subject": {"reference": subject.reference},
        # The IPS wants a time; where none is known it says so.
        **({"effectivePeriod": period} if period else {"_effectiveDateTime": {"extension": [_UNKNOWN]}}),
    }
    if dose:
        resource["dosage"] = [{"text": printable(dose)}]
    return Made(f"{printable(name)}{f', {printable(dose)}' if dose else ''}{by}", (resource,))


_UNKNOWN = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}


@cache
def _products() -> list[tuple[list[str], dict[str, Any]]]:
    """Names of a product in the calendar's file («Совигрипп / Ультрикс Квадри»), and its codes."""
    items = vaccination_calendar()["products"]["items"]
    return [([name.strip().casefold() for name in re.split(r"/|\(|\)", one["name"])], one) for one in items]


def _vaccine(given: Immunization) -> dict[str, Any]:
    name = given.product.casefold().strip()
    coding: list[dict[str, str]] = []
    for names, one in _products():
        if name in names or one["name"].casefold() == name:
            coding += [coded(_ATC, one["atc"])] if one.get("atc") else []
            coding += [coded(_SNOMED, one["snomed"])] if one.get("snomed") else []
            break
    return {"text": printable(given.product)} | ({"coding": coding} if coding else {})


def _disease(target: str, title: str) -> dict[str, Any]:
    known = vaccination_calendar()["targets"].get(target, {})
    return {"text": title} | ({"coding": [coded(_SNOMED, known["snomed"])]} if known.get("snomed") else {})


def vaccinations(subject: Subject, content: CardContent) -> list[Made]:
    """What was given, the newest first, then what an archive says of it; skin tests are none."""
    made = []
    for one in [*content.immunizations, *(content.archived.immunizations if content.archived else ())]:
        if one.kind == TUBERCULIN:
            continue
        titles = [*one.infections, *one.targets[len(one.infections) :]]
        resource: dict[str, Any] = {
            "resourceType": "Immunization",
            "id": str(subject.id_of("immunization", one.id)),
            "status": "completed",
            "vaccineCode": _vaccine(one),
            "patient": {"reference": subject.reference},
            "occurrenceDateTime": one.date.isoformat(),
            "primarySource": one.imported_on is None,
            **(
                {"performer": [{"actor": {"reference": subject.organisation}}]}
                if one.imported_on is None
                else {"reportOrigin": {"text": upper_first(_ARCHIVED)}}
            ),
            "protocolApplied": [
                {
                    "targetDisease": [_disease(*pair) for pair in zip(one.targets, titles, strict=False)]
                    or [{"text": one.title}],
                    "doseNumberString": one.dose,
                }
            ],
        }
        if one.series.strip():
            resource["lotNumber"] = one.series
        by = "" if one.imported_on is None else f", {_ARCHIVED}"
        made.append(Made(f"{printable(one.title)}, {printable(one.product)}, {one.date:%d.%m.%Y}{by}", (resource,)))
    return made


def procedures(subject: Subject, content: CardContent) -> list[Made]:
    """Operations that the parent entered."""
    made = []
    for place, one in enumerate(content.surgeries):
        resource = {
            "resourceType": "Procedure",
            "id": str(subject.id_of("surgery", place, one.what)),
            "status": "completed",
            "code": _text_or_icd(one.what, None),
            "subject": {"reference": subject.reference},
            **({"performedDateTime": one.on} if one.on else {"performedString": "дата не указана"}),
        }
        made.append(Made(f"{printable(one.what)}{f', {one.on}' if one.on else ''}, {_BY_PARENT}", (resource,)))
    return made


def alerts(subject: Subject, content: CardContent, today: date) -> list[Made]:
    """Papers that free the child from sport, while they are in force."""
    made = []
    for paper in content.certificates:
        if paper.kind == "EXEMPTION" and paper.valid_until is not None and paper.valid_until >= today:
            resource = {
                "resourceType": "Flag",
                "id": str(subject.id_of("flag", paper.id)),
                "status": "active",
                "code": {"text": printable(paper.title)},
                "subject": {"reference": subject.reference},
                "period": {"start": paper.date.isoformat(), "end": paper.valid_until.isoformat()},
            }
            made.append(Made(f"{printable(paper.title)} до {paper.valid_until:%d.%m.%Y}", (resource,)))
    return made


_FORECAST = {DoseStatus.OVERDUE: "overdue", DoseStatus.CONTRAINDICATED: "contraindicated"}
_STANDS = {
    DoseStatus.OVERDUE: "срок прошёл",
    DoseStatus.DUE: "пора",
    DoseStatus.COMING: "предстоит",
    DoseStatus.CONTRAINDICATED: "медотвод",
    DoseStatus.REFUSED: "отказ",
    DoseStatus.DONE: "сделана",
}


def plan(subject: Subject, ahead: Sequence[PlannedDose], now: datetime) -> list[Made]:
    """The vaccinations to think of."""
    made = []
    for one in ahead:
        recommendation: dict[str, Any] = {
            "vaccineCode": [{"text": one.title}],
            "forecastStatus": {
                "coding": [coded(f"{HL7}/immunization-recommendation-status", _FORECAST.get(one.status, "due"))],
                "text": _STANDS[one.status],
            },
            "dateCriterion": [{"code": {"coding": [coded(LOINC, "30981-5")]}, "value": one.earliest.isoformat()}],
            "description": printable(one.reason),
        }
        resource = {
            "resourceType": "ImmunizationRecommendation",
            "id": str(subject.id_of("recommendation", one.code)),
            "patient": {"reference": subject.reference},
            "date": now.date().isoformat(),
            "recommendation": [recommendation],
        }
        words = f"{one.title}, {one.dose_title}: {_STANDS[one.status]}. {printable(one.reason)}"
        made.append(Made(words, (resource,)))
    return made
