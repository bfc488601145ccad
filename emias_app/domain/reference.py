"""The reference tables that ship with the package, each read once.

What is returned is shared: read it, never change it. Every table names its sources in its own ``source`` fields.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any, cast


@cache
def _table(name: str) -> dict[str, Any]:
    text = (resources.files("emias_app") / "data" / f"{name}.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def lab_panels() -> dict[str, Any]:
    """Panels of lab reports with ranges by age and sex; see :mod:`emias_app.domain.labs`."""
    return _table("lab_panels")


def lab_about() -> dict[str, Any]:
    """One plain line on each показатель (``items`` by code) and where they come from (``source``)."""
    return _table("lab_about")


def vaccination_calendar() -> dict[str, Any]:
    """The national calendar (приказ № 1122н, ред. 677н), products, rules; see ``domain.vaccination``."""
    return _table("vaccination_calendar")


def icd10() -> dict[str, Any]:
    """Common paediatric МКБ-10 codes (``items``: code, name, group, specialty, weight, age_from, age_to)."""
    return _table("icd10_pediatric")


def clinical_reference() -> dict[str, Any]:
    """Specialities, instrumental studies, kinds and sections of documents."""
    return _table("clinical_reference")


def growth_lms() -> dict[str, Any]:
    """WHO growth standards: L, M, S by month of age for height, weight, BMI and head."""
    return _table("growth_lms")


def growth_days() -> dict[str, Any]:
    """WHO growth standards to 1856 days: day, L, M, S of the days between which a straight line holds."""
    return _table("growth_days")


def child_data_suggestions() -> dict[str, Any]:
    """Names offered while «Данные о ребенке» are typed; see :mod:`emias_app.domain.suggestions`."""
    return _table("child_data_suggestions")


@cache
def _icd10_names() -> dict[str, str]:
    return {item["code"]: item["name"] for item in icd10()["items"]}


def icd10_name(code: str) -> str:
    """The official name of a МКБ-10 code of our table. Raises KeyError for another."""
    return _icd10_names()[code]


def ips_mapping() -> dict[str, Any]:
    """The sections of the International Patient Summary (HL7 IPS 2.0.1) with their LOINC codes, and those of vitals."""
    return _table("ips_mapping")
