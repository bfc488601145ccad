"""The plan of vaccinations (product.md §9)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from uuid import UUID

from emias_app.models.base import Model


class DoseStatus(StrEnum):
    """How one dose stands; lower case on the wire."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"
    COMING = "coming"
    CONTRAINDICATED = "contraindicated"
    REFUSED = "refused"


class Layer(StrEnum):
    """Who asks for a dose: the national calendar, or Moscow's recommendations."""

    NATIONAL = "NATIONAL"
    MOSCOW = "MOSCOW"


class PlannedDose(Model):
    """One dose of the plan: how it stands and why.

    ``code`` is «polio-RV2» and stays the same whatever happens; ``dose`` is «RV2». ``earliest`` is the first day on
    which the dose may be given (of a done one: might have been). ``date`` is the day it was given; ``until`` ends the
    season of a yearly dose, or a temporary medical exemption. ``uncertain`` = a rule of a weak source: «уточните у
    врача». Of a done dose also the product, its series, who gave it and the record; ``by_parent`` = entered by the
    parent, as the entry ``entry_id`` of «Данные о ребенке», or as the record of an archive that they brought.
    """

    code: str
    title: str
    dose: str
    dose_title: str
    layer: Layer
    status: DoseStatus
    reason: str
    earliest: dt.date
    date: dt.date | None = None
    until: dt.date | None = None
    uncertain: bool = False
    product: str | None = None
    series: str | None = None
    organisation: str | None = None
    record_id: UUID | None = None
    by_parent: bool = False
    entry_id: UUID | None = None


class VaccinationPlan(Model):
    """Every dose to 18 years: what is overdue, due, coming, not possible, then what is done, newest first."""

    items: list[PlannedDose]
    total: int
    moscow: bool
