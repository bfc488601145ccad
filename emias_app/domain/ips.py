"""A card as an International Patient Summary: one FHIR R4 document (HL7 IPS 2.0.1, FHIR 4.0.1).

Sixteen sections, three of them always there with something to say (problems, allergies, medicines); a section with
nothing to show says why (``emptyReason``), since «не известно» is not «нет». Codes come from ``ips_mapping.json``,
``lab_panels.json`` and ``vaccination_calendar.json``; ids are the same for the same card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from emias_app.domain.card_summary import CardContent
from emias_app.domain.documents import Patient
from emias_app.domain.ips_parts import Made, Subject, urn
from emias_app.domain.ips_resources import (
    alerts,
    allergies,
    current_problems,
    medications,
    past_problems,
    plan,
    procedures,
    vaccinations,
)
from emias_app.domain.ips_values import results, vitals
from emias_app.domain.reference import ips_mapping
from emias_app.models.base import Sex
from emias_app.models.vaccination import PlannedDose

_LOINC = "http://loinc.org"
_EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
_XHTML = "http://www.w3.org/1999/xhtml"
_SUMMARY = {"system": _LOINC, "code": "60591-5", "display": "Patient summary Document"}
_UNAVAILABLE, _NOT_ASKED = ("unavailable", "Unavailable"), ("notasked", "Not Asked")

#: Title, and what an empty section says and why, by the slice of the IPS.
_SECTIONS: dict[str, tuple[str, str, tuple[str, str]]] = {
    "sectionProblems": ("Текущие заболевания", "В карте нет длящихся заболеваний.", _UNAVAILABLE),
    "sectionAllergies": ("Аллергии и непереносимость", "В карте нет сведений об аллергии.", _UNAVAILABLE),
    "sectionMedications": ("Лекарства", "В карте нет сведений о принимаемых лекарствах.", _UNAVAILABLE),
    "sectionImmunizations": ("Прививки", "В карте нет сведений о прививках.", _UNAVAILABLE),
    "sectionResults": ("Результаты анализов", "Анализов за последнее время нет.", _UNAVAILABLE),
    "sectionProceduresHx": ("Операции", "В карте нет сведений об операциях.", _UNAVAILABLE),
    "sectionMedicalDevices": ("Медицинские изделия", "В карте таких сведений нет.", _NOT_ASKED),
    "sectionAdvanceDirectives": ("Распоряжения на будущее", "В карте таких сведений нет.", _NOT_ASKED),
    "sectionAlerts": ("Предупреждения", "В карте нет предупреждений.", _UNAVAILABLE),
    "sectionFunctionalStatus": ("Функциональное состояние", "В карте таких сведений нет.", _NOT_ASKED),
    "sectionPastProblems": ("Перенесённые заболевания", "В карте нет сведений за последние годы.", _UNAVAILABLE),
    "sectionPregnancyHx": ("Беременность", "В карте таких сведений нет.", _NOT_ASKED),
    "sectionPatientStory": ("Рассказ пациента", "В сводку не включается.", _NOT_ASKED),
    "sectionPlanOfCare": ("План наблюдения", "В карте нет плана.", _UNAVAILABLE),
    "sectionSocialHistory": ("Образ жизни", "В карте таких сведений нет.", _NOT_ASKED),
    "sectionVitalSigns": ("Основные показатели", "В карте нет измерений.", _UNAVAILABLE),
}


@dataclass(frozen=True)
class IpsCard:
    """What a summary is made of. ``now`` is aware."""

    id: UUID
    patient: Patient
    organisation: str
    content: CardContent
    now: datetime
    ahead: Sequence[PlannedDose] = field(default=())


def ips_bundle(card: IpsCard) -> dict[str, Any]:
    """The Bundle, ready for JSON."""
    subject = Subject(card.id, uuid5(card.id, f"organisation|{card.organisation}"))
    content, today = card.content, card.now.date()
    problems = current_problems(subject, content, today)
    made: dict[str, list[Made]] = {
        "sectionProblems": problems,
        "sectionAllergies": allergies(subject, content),
        "sectionMedications": medications(subject, content, today),
        "sectionImmunizations": vaccinations(subject, content),
        "sectionResults": results(subject, content),
        "sectionProceduresHx": procedures(subject, content),
        "sectionAlerts": alerts(subject, content, today),
        "sectionPastProblems": past_problems(subject, content, today),
        "sectionPlanOfCare": plan(subject, card.ahead, card.now),
        "sectionVitalSigns": vitals(subject, content),
    }
    sections = [_section(one, made.get(one["slice"], [])) for one in ips_mapping()["sections"]]
    composition_id = uuid5(card.id, "composition")
    composition = {
        "resourceType": "Composition",
        "id": str(composition_id),
        "status": "final",
        "type": {"coding": [_SUMMARY], "text": "Сводка пациента"},
        "subject": {"reference": subject.reference},
        "date": card.now.isoformat(timespec="seconds"),
        "author": [{"reference": subject.organisation}],
        "title": f"Сводка пациента на {today:%d.%m.%Y}. Синтетические данные",
        "custodian": {"reference": subject.organisation},
        "section": sections,
    }
    resources = [composition, _patient(card, subject), _organisation(card, subject)]
    resources += [resource for found in made.values() for one in found for resource in one.resources]
    return {
        "resourceType": "Bundle",
        "id": str(uuid5(card.id, f"bundle|{card.now.isoformat()}")),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": urn(uuid5(card.id, f"ips|{card.now.isoformat()}"))},
        "type": "document",
        "timestamp": card.now.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _patient(card: IpsCard, subject: Subject) -> dict[str, Any]:
    patient = card.patient
    return {
        "resourceType": "Patient",
        "id": str(card.id),
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": urn(card.id)}],
        "name": [
            {
                "use": "official",
                "text": patient.full_name,
                "family": patient.last_name,
                "given": [one for one in (patient.first_name, patient.middle_name) if one],
            }
        ],
        "gender": "male" if patient.sex is Sex.MALE else "female",
        "birthDate": patient.birth_date.isoformat(),
        "managingOrganization": {"reference": subject.organisation},
    }


def _organisation(card: IpsCard, subject: Subject) -> dict[str, Any]:
    return {"resourceType": "Organization", "id": str(subject.organisation_id), "name": card.organisation}


def _section(mapped: dict[str, Any], made: Sequence[Made]) -> dict[str, Any]:
    title, nothing, (code, display) = _SECTIONS[mapped["slice"]]
    section: dict[str, Any] = {
        "title": title,
        "code": {"coding": [{"system": _LOINC, "code": mapped["loinc"]}], "text": title},
        "text": _narrative([one.text for one in made] or [nothing]),
    }
    if made:
        section["entry"] = [{"reference": one.reference} for one in made]
    else:
        section["emptyReason"] = {
            "coding": [{"system": _EMPTY, "code": code, "display": display}],
            "text": nothing,
        }
    return section


def _narrative(lines: Sequence[str]) -> dict[str, str]:
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return {"status": "generated", "div": f'<div xmlns="{_XHTML}" lang="ru" xml:lang="ru"><ul>{listed}</ul></div>'}
