"""Values in an International Patient Summary: analyses and what was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from emias_app.domain.card_summary import CardContent, last_measures
from emias_app.domain.ips_parts import LOINC, Made, Subject, coded, status
from emias_app.domain.reference import ips_mapping, lab_panels
from emias_app.domain.wording import printable, quantity
from emias_app.models.records import LabFlag, LabReport, LabResult

_UCUM = "http://unitsofmeasure.org"
#: The latest analyses that are told.
_REPORTS = 12


@cache
def _analytes() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for panel in lab_panels()["panels"] for one in panel["analytes"]}


def results(subject: Subject, content: CardContent) -> list[Made]:
    """The latest analyses with their values."""
    made = []
    for report in content.labs[:_REPORTS]:
        observations = [_observation(subject, report, result) for result in report.results]
        head = {
            "resourceType": "DiagnosticReport",
            "id": str(subject.id_of("report", report.id)),
            "status": "final",
            "category": [status("v2-0074", "LAB")],
            "code": {"text": printable(report.title)},
            "subject": {"reference": subject.reference},
            "effectiveDateTime": report.date.isoformat(),
            "performer": [{"reference": subject.organisation}],
            "result": [{"reference": f"urn:uuid:{one['id']}"} for one in observations],
        }
        told = ", ".join(_told(result) for result in report.results if result.flag not in (None, LabFlag.NORMAL))
        words = f"{printable(report.title)}, {report.date:%d.%m.%Y}" + (f": {told}" if told else "")
        made.append(Made(words, (head, *observations)))
    return made


def _told(result: LabResult) -> str:
    value = quantity(result.value, result.unit, result.decimals) if result.value is not None else result.value_text
    return f"{result.name} {value or ''}".strip()


_FLAGS = {LabFlag.LOW: "L", LabFlag.HIGH: "H", LabFlag.NORMAL: "N", LabFlag.ABNORMAL: "A"}


def _observation(subject: Subject, report: LabReport, result: LabResult) -> dict[str, Any]:
    known = _analytes().get(result.code, {})
    code: dict[str, Any] = {"text": printable(result.name)}
    if known.get("loinc"):
        code["coding"] = [coded(LOINC, known["loinc"])]
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "id": str(subject.id_of("observation", report.id, result.code)),
        "status": "final",
        "category": [status("observation-category", "laboratory")],
        "code": code,
        "subject": {"reference": subject.reference},
        "effectiveDateTime": report.date.isoformat(),
        "performer": [{"reference": subject.organisation}],
    }
    if result.value is not None:
        made["valueQuantity"] = _quantity(result.value, result.unit, known.get("ucum"))
        bounds = {
            name: _quantity(bound, result.unit, known.get("ucum"))
            for name, bound in (("low", result.low), ("high", result.high))
            if bound is not None
        }
        if bounds:
            made["referenceRange"] = [bounds]
    elif result.value_text:
        made["valueString"] = printable(result.value_text)
    else:
        made["dataAbsentReason"] = status("data-absent-reason", "unknown")
    if result.flag is not None:
        made["interpretation"] = [status("v3-ObservationInterpretation", _FLAGS[result.flag])]
    return made


def _quantity(value: float, unit: str, ucum: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {"value": int(value) if value == int(value) else value}
    if unit:
        made["unit"] = printable(unit)
    return made | ({"system": _UCUM, "code": ucum} if ucum else {})


_VITALS = {"Рост": ("рост", "см", "cm"), "Масса": ("масса", "кг", "kg")}


def vitals(subject: Subject, content: CardContent) -> list[Made]:
    """Height, weight and blood pressure as doctors last wrote them."""
    loinc = ips_mapping()["vital_loinc"]
    made = []
    for label, value, unit, day in last_measures(content):
        resource: dict[str, Any] = {
            "resourceType": "Observation",
            "id": str(subject.id_of("vital", label)),
            "status": "final",
            "category": [status("observation-category", "vital-signs")],
            "subject": {"reference": subject.reference},
            "effectiveDateTime": day.isoformat(),
        }
        if label in _VITALS:
            key, shown, ucum = _VITALS[label]
            resource["code"] = {"coding": [coded(LOINC, loinc[key])], "text": label}
            resource["valueQuantity"] = _quantity(float(value.replace(",", ".")), shown, ucum)
        else:
            whole, upper, lower = re.findall(r"\d+-\d", loinc["АД"])
            resource["code"] = {"coding": [coded(LOINC, whole)], "text": label}
            resource["component"] = list(_pressures(value, upper, lower))
        made.append(Made(f"{label} {value} {unit}, {day:%d.%m.%Y}", (resource,)))
    return made


def _pressures(value: str, *codes: str) -> Iterator[dict[str, Any]]:
    for number, code, words in zip(value.split("/"), codes, ("Систолическое", "Диастолическое"), strict=True):
        yield {
            "code": {"coding": [coded(LOINC, code)], "text": words},
            "valueQuantity": _quantity(float(number), "мм рт. ст.", "mm[Hg]"),
        }
