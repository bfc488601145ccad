"""Growth on the wire: what was measured, where it stands among children of the same age and sex, and the curves."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from uuid import UUID

from emias_app.models.base import Model, Sex
from emias_app.models.section import SectionSlug


class GrowthIndicator(StrEnum):
    """What is measured: height or length (cm), weight (kg), body mass index (kg/m²), head circumference (cm)."""

    HEIGHT = "HEIGHT"
    WEIGHT = "WEIGHT"
    BMI = "BMI"
    HEAD = "HEAD"


class GrowthPosition(StrEnum):
    """How a child was measured: the same child is 0.7 cm longer lying than standing (WHO)."""

    LYING = "LYING"
    STANDING = "STANDING"


class BodyMeasures(Model):
    """What was measured at a visit: height or length and head in cm, weight in kg."""

    height: float | None = None
    weight: float | None = None
    head: float | None = None
    position: GrowthPosition | None = None


class LastMeasured(Model):
    """The newest height and weight of a card, each of the day it was measured on; ``date`` is the later of the two."""

    date: dt.date
    height: float | None = None
    weight: float | None = None


class GrowthPoint(Model):
    """One measured value and where it stands.

    ``z`` and ``centile`` (0–100, of children of the same age in days and sex) are None where WHO has no standard.
    ``section`` and ``record_id`` name the record that says so, ``title`` is that record's. ``imported_on`` is
    set where that record came from an archive; ``question`` is what a careful reader would ask of a value that looks
    like a slip.
    """

    date: dt.date
    age_days: int
    value: float
    z: float | None = None
    centile: float | None = None
    position: GrowthPosition | None = None
    section: SectionSlug
    record_id: UUID
    title: str
    imported_on: dt.date | None = None
    question: str | None = None


class GrowthCurvePoint(Model):
    """The standard on one day of age: values at z from −2 to +2 and at the 3rd, 15th, 85th and 97th centiles."""

    age_days: int
    z_minus2: float
    z_minus1: float
    median: float
    z_plus1: float
    z_plus2: float
    p3: float
    p15: float
    p85: float
    p97: float


class GrowthChart(Model):
    """One indicator: its points, oldest first, and the curve under them, by age.

    ``last_day`` is the last age in days that the standard knows.
    """

    indicator: GrowthIndicator
    unit: str
    last_day: int
    points: list[GrowthPoint]
    curve: list[GrowthCurvePoint]


class Growth(Model):
    """Height, weight, BMI and head of one child against the WHO standards; ``source`` names them."""

    patient_id: UUID
    birth_date: dt.date
    sex: Sex
    age_days: int
    source: str
    charts: list[GrowthChart]
