"""The diary as a person reads it: by indicator, period and day, and what of it stands out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from emias_app.clock import moscow_day
from emias_app.domain.ages import add_months
from emias_app.domain.diary_queue import Line
from emias_app.domain.diary_ranges import Span, usual
from emias_app.models.diary import DiaryEntry, Indicator

#: A chart of more points is a smear, and slow.
MOST_POINTS = 90


class DiaryPeriod(StrEnum):
    """«Неделя · Месяц · Всё время»; the last is the default, so that nothing is hidden."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    def since(self, today: date) -> date | None:
        """The first day of the period."""
        match self:
            case DiaryPeriod.WEEK:
                return today - timedelta(days=6)
            case DiaryPeriod.MONTH:
                return add_months(today, -1)
            case DiaryPeriod.ALL:
                return None


class Aside(StrEnum):
    """On which side of what is usual a value lies."""

    ABOVE = "ABOVE"
    BELOW = "BELOW"


@dataclass(frozen=True)
class DiaryDay:
    """The entries of one Moscow day, the newest first."""

    day: date
    lines: tuple[Line, ...]


def narrowed(lines: Iterable[Line], indicator: Indicator | None, since: date | None) -> tuple[Line, ...]:
    """Only those of an indicator (None = all) from a day on."""
    return tuple(
        line
        for line in lines
        if (indicator is None or line.entry.indicator is indicator)
        and (since is None or moscow_day(line.entry.measured_at) >= since)
    )


def by_day(lines: Sequence[Line], most: int) -> tuple[DiaryDay, ...]:
    """At most ``most`` entries of a diary that is in order, day by day."""
    days: list[DiaryDay] = []
    for line in lines[:most]:
        day = moscow_day(line.entry.measured_at)
        if days and days[-1].day == day:
            days[-1] = DiaryDay(day, (*days[-1].lines, line))
        else:
            days.append(DiaryDay(day, (line,)))
    return tuple(days)


def charted(lines: Sequence[Line], indicator: Indicator | None) -> Indicator | None:
    """Whose chart stands above the entries: the chosen one's, else that of the newest measurement."""
    if indicator is Indicator.NOTE:
        return None
    if indicator is not None:
        return indicator
    return next((line.entry.indicator for line in lines if line.entry.value is not None), None)


@dataclass(frozen=True)
class Chart:
    """The measurements of one indicator, oldest first; ``is_thinned``: of many only the telling ones."""

    indicator: Indicator
    entries: tuple[DiaryEntry, ...]
    is_thinned: bool = False


def chart_of(indicator: Indicator, entries: Sequence[DiaryEntry], most: int = MOST_POINTS) -> Chart | None:
    """At most ``most`` points of entries that are in order: of each stretch of time the highest (of oxygen the lowest)
    one, and the newest of all. None where there is nothing to draw."""
    if not entries:
        return None
    if len(entries) <= most:
        return Chart(indicator, tuple(entries))
    begin, whole = entries[0].measured_at, entries[-1].measured_at - entries[0].measured_at
    telling: dict[int, DiaryEntry] = {}
    for entry in entries[:-1]:
        stretch = int((entry.measured_at - begin) / whole * (most - 1)) if whole else 0
        known = telling.get(stretch)
        if known is None or _tells_more(indicator, entry, known):
            telling[stretch] = entry
    return Chart(indicator, (*telling.values(), entries[-1]), is_thinned=True)


def _tells_more(indicator: Indicator, one: DiaryEntry, other: DiaryEntry) -> bool:
    first, second = one.value or 0, other.value or 0
    return first < second if indicator is Indicator.OXYGEN else first > second


def aside(entry: DiaryEntry, birth: date) -> Aside | None:
    """Whether a value is above or below what is usual at the age of that day."""
    if entry.value is None:
        return None
    span = usual(entry.indicator, birth, moscow_day(entry.measured_at))
    if span is None or span.holds(entry.value):
        return None
    return Aside.ABOVE if not Span(None, span.high).holds(entry.value) else Aside.BELOW
