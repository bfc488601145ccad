"""The values of one показатель across years (contract §2, ``lab-trends``)."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from emias_app.models.base import Model

Flag = Literal["LOW", "HIGH", "ABNORMAL", "NORMAL"]


class LabValue(Model):
    """One value with its report. ``text`` is the value in Russian («75,2», «не обнаружено»), ``value`` the number.

    ``low``, ``high``, ``reference`` and ``flag`` are those of the report: the norm of the age on that day.
    ``imported_on`` is set where the report came from an archive.
    """

    record_id: UUID
    date: dt.date
    time: str | None = None
    title: str
    imported_on: dt.date | None = None
    value: float | None = None
    text: str
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    reference: str = ""
    flag: Flag | None = None


class NormStep(Model):
    """A norm from one day to another, both included; ``text`` is «115–145», «до 5», «от 30»."""

    since: dt.date
    until: dt.date
    low: float | None = None
    high: float | None = None
    text: str


class LabTrendHead(Model):
    """What the values have in common: all of them are in ``unit``; ``units`` are all that the card holds, newest first.

    ``norms`` hold over the time of the values and until today, so a norm that changes with age has steps. ``about`` is
    one plain line on what is measured, ``source`` where it comes from.
    """

    code: str
    name: str
    full_name: str
    unit: str
    units: list[str]
    decimals: int
    about: str | None = None
    source: str | None = None
    norms: list[NormStep]


class LabTrend(LabTrendHead):
    """One page of values, newest first."""

    items: list[LabValue]
    next_cursor: str | None = None
    total: int
