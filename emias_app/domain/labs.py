"""Lab panels and what is normal for a child's age and sex.

Ranges and their sources are in ``emias_app/data/lab_panels.json`` (``ref_source`` of each analyte): a demonstration,
not for clinical use; a laboratory prints its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from emias_app.domain.ages import days_old
from emias_app.domain.reference import lab_panels
from emias_app.models.base import Sex
from emias_app.models.records import LabFlag, LabResult

#: Where the normal zone of the reference bar begins and ends (look.md §6).
ZONE_LOW, ZONE_HIGH = 0.25, 0.75
#: The tables end a day or two before the 18th birthday of some people; their last row holds until it.
_LAST_DAY_OF_TABLES, _EIGHTEEN_YEARS = 6573, 6575


@dataclass(frozen=True)
class Range:
    """Normal from ``low`` to ``high``, both included; None = no bound on that side."""

    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, low: float | None, high: float | None) -> Range | None:
        """A range from two bounds; a low bound of 0 is none, since no amount is below it."""
        low = low or None
        return None if low is None and high is None else cls(low, high)


@dataclass(frozen=True)
class AgeRange:
    """A row of a table: days of age, both included, and the sex it is for (None = both)."""

    from_days: int
    to_days: int
    sex: Sex | None
    range: Range


@dataclass(frozen=True)
class Analyte:
    """A показатель: numeric with ``ranges``, or worded with its ``normal`` words; ``words`` are all that occur."""

    code: str
    name: str
    name_full: str
    unit: str
    decimals: int
    ranges: tuple[AgeRange, ...]
    normal: tuple[str, ...]
    words: tuple[str, ...]
    loinc: str | None
    fsli: str | None

    @property
    def is_numeric(self) -> bool:
        return not self.normal


@dataclass(frozen=True)
class Panel:
    """A report's form: which показатели, in which order."""

    id: str
    short: str
    title: str
    materials: tuple[str, ...]
    nmu: str
    analytes: tuple[Analyte, ...]


def _age_range(row: dict[str, Any]) -> AgeRange | None:
    bounds = Range.of(row["low"], row["high"])
    to_days = row["to_days"] if row["to_days"] < _LAST_DAY_OF_TABLES else _EIGHTEEN_YEARS
    sex = Sex(row["sex"].upper()) if "sex" in row else None
    return AgeRange(row["from_days"], to_days, sex, bounds) if bounds else None


def _analyte(item: dict[str, Any]) -> Analyte:
    normal = tuple(item.get("normal", ()))
    return Analyte(
        code=item["id"],
        name=item["name"],
        name_full=item.get("name_full", item["name"]),
        unit=item.get("unit", ""),
        decimals=item.get("decimals", 0),
        ranges=tuple(found for row in item.get("ref", ()) if (found := _age_range(row))),
        normal=normal,
        words=tuple(item.get("values", normal)),
        loinc=item.get("loinc"),
        fsli=item.get("fsli"),
    )


def _panel(item: dict[str, Any]) -> Panel:
    return Panel(
        id=item["id"],
        short=item["short"],
        title=item["title"],
        materials=tuple(item["material"]),
        nmu=item["nmu"],
        analytes=tuple(_analyte(row) for row in item["analytes"]),
    )


#: Every panel by its id («oak», «oam», «biochem»…), in the order of the file.
PANELS: dict[str, Panel] = {item["id"]: _panel(item) for item in lab_panels()["panels"]}
#: Every показатель by its code, over all panels.
ANALYTES: dict[str, Analyte] = {analyte.code: analyte for panel in PANELS.values() for analyte in panel.analytes}


def reference(analyte: Analyte, birth: date, sex: Sex, on: date) -> Range | None:
    """What is normal for a child on that day; None for words, and for ages that the table leaves out."""
    days = days_old(birth, on)
    return next(
        (row.range for row in analyte.ranges if row.from_days <= days <= row.to_days and row.sex in (None, sex)),
        None,
    )


def flag(value: float, norm: Range) -> LabFlag:
    """LOW, HIGH or NORMAL; the bounds themselves are normal."""
    if norm.low is not None and value < norm.low:
        return LabFlag.LOW
    if norm.high is not None and value > norm.high:
        return LabFlag.HIGH
    return LabFlag.NORMAL


def position(value: float, norm: Range) -> float:
    """Where the value stands on the reference bar, 0..1; normal = 0.25..0.75, a one-sided zone reaches the end."""
    low, high = norm.low, norm.high
    if low is not None and high is not None:
        place = ZONE_LOW + (ZONE_HIGH - ZONE_LOW) * (value - low) / ((high - low) or 1.0)
    elif high is not None:
        place = ZONE_HIGH * value / high if high > 0 else ZONE_HIGH + value - high
    elif low is not None:
        place = ZONE_LOW + ZONE_LOW * (value - low) / (abs(low) or 1.0)
    else:
        raise ValueError("a range without bounds has no bar")
    return min(max(place, 0.0), 1.0)


def measured(analyte: Analyte, value: float | str, birth: date, sex: Sex, on: date) -> LabResult:
    """A row of a report: the value (a number, or a word of a worded показатель) with its norm on that day."""
    if isinstance(value, str):
        return LabResult(
            code=analyte.code,
            name=analyte.name,
            value_text=value,
            reference_text=", ".join(analyte.normal) or None,
            flag=(LabFlag.NORMAL if value in analyte.normal else LabFlag.ABNORMAL) if analyte.normal else None,
        )
    value = round(value, analyte.decimals)
    norm = reference(analyte, birth, sex, on)
    return LabResult(
        code=analyte.code,
        name=analyte.name,
        value=value,
        unit=analyte.unit,
        decimals=analyte.decimals,
        low=norm.low if norm else None,
        high=norm.high if norm else None,
        flag=flag(value, norm) if norm else None,
    )
