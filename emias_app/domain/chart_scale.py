"""What a chart is drawn of: points, reference bands, and scales with round numbers.

``x`` is days: ``date.toordinal()`` on a calendar, days of age on a chart by age. ``y`` is the value in its unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from emias_app.domain.ages import add_months

#: Measurements further apart than this are not joined by a line (look.md §10).
GAP_DAYS = 400
#: Free room at either side of the first and the last point, as a share of the time between them.
_ROOM = 0.05
#: A chart shows at least this many days.
_SHORTEST = 14
#: Up to so many days the foot counts days, then months, then years.
_DAYS_TO, _MONTHS_TO = 45, 550
#: So many words fit the foot of a phone.
_MOST_YEARS, _MOST_MONTHS, _MOST_DAYS = 6, 6, 4
_YEAR = 365.25
_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
_UGLY = {1.5: 0.05, 2.5: 0.02, 3.0: 0.05, 4.0: 0.16}
#: A scale from zero under values that stand so high above it leaves its foot empty.
_EMPTY_FOOT, _FOR_EMPTY_FOOT = 0.2, 0.15


@dataclass(frozen=True)
class Point:
    """A measurement; ``words`` are what a pointer on it is told («119 г/л, 12 марта 2026 г.»)."""

    x: float
    y: float
    is_outside: bool = False
    words: str = ""


@dataclass(frozen=True)
class Series:
    """Measurements of one kind, oldest first; ``name`` stands at the line's end where there are two."""

    points: tuple[Point, ...]
    name: str = ""


@dataclass(frozen=True)
class Step:
    """A norm that holds from ``start`` to ``end`` (days); None = no bound on that side."""

    start: float
    end: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CurvePoint:
    """A norm that changes all the time: its bounds and its median on one day."""

    x: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Band:
    """The norm behind a line: steps over time, or a curve with a dashed median; ``words`` stand inside it."""

    steps: tuple[Step, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    words: str = ""


class Unit(StrEnum):
    """What the foot of a chart counts."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    AGE_YEARS = "age-years"
    AGE_MONTHS = "age-months"


@dataclass(frozen=True)
class Span:
    """A piece of the foot with one name.

    ``number`` is the year, ``year * 12 + month - 1``, ``date.toordinal()``, or the years or months of age.
    ``is_one`` = one year, month or day: its name stands in the middle, else where the span begins. A piece whose
    beginning lies outside the window has no name (``is_named``) unless it is one unit.
    """

    start: float
    end: float
    unit: Unit
    number: int
    is_one: bool = True
    is_named: bool = True


@dataclass(frozen=True)
class Frame:
    """The window of a chart: ``start``..``end`` along the foot, the first to the last tick upwards."""

    start: float
    end: float
    ticks: tuple[float, ...]
    spans: tuple[Span, ...]

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    def across(self, x: float) -> float:
        """Where a day stands, 0..1 from the left."""
        return min(max((x - self.start) / (self.end - self.start), 0.0), 1.0)

    def up(self, y: float) -> float:
        """Where a value stands, 0..1 from the foot."""
        return min(max((y - self.low) / (self.high - self.low), 0.0), 1.0)


def round_ticks(low: float, high: float) -> tuple[float, ...]:
    """Three or four round numbers that hold both ends with the least room left over, never from zero for its own sake.

    Raises ValueError for numbers that are not finite or stand the wrong way round.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or low > high:
        raise ValueError("a scale needs two finite ends, the lower one first")
    if high - low < 1e-9 * max(abs(high), 1.0):
        room = abs(high) * 0.03 or 1.0
        low, high = low - room, high + room
    best: tuple[float, tuple[float, ...]] | None = None
    power = math.floor(math.log10(high - low))
    for exponent in range(power - 1, power + 2):
        for nice in _STEPS:
            step = nice * 10.0**exponent
            first = math.floor(low / step + 1e-12)
            last = math.ceil(high / step - 1e-12)
            if last - first not in (2, 3):
                continue
            waste = 1 - (high - low) / ((last - first) * step) + _UGLY.get(nice, 0.0)
            if first == 0 and low > _EMPTY_FOOT * last * step:
                waste += _FOR_EMPTY_FOOT
            if best is None or waste < best[0] - 1e-9:
                digits = max(0, 1 - exponent)
                best = waste, tuple(round(number * step, digits) for number in range(first, last + 1))
    if best is None:
        middle, step = (low + high) / 2, 10.0 ** (power + 1)
        first = math.floor(middle / step) - 1
        return tuple(number * step for number in range(first, first + 4))
    return best[1]


def runs(points: Sequence[Point], gap: float = GAP_DAYS) -> list[list[int]]:
    """The numbers of the points that one line may join: it breaks where more than ``gap`` days hold nothing."""
    found: list[list[int]] = []
    for number, point in enumerate(points):
        if found and point.x - points[number - 1].x <= gap:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def joined_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Neighbours with the same bounds as one; steps without any bound or any length fall out."""
    joined: list[Step] = []
    for step in steps:
        if step.end <= step.start or (step.low is None and step.high is None):
            continue
        last = joined[-1] if joined else None
        if last and (last.low, last.high) == (step.low, step.high) and last.end >= step.start:
            joined[-1] = Step(last.start, max(last.end, step.end), step.low, step.high)
        else:
            joined.append(step)
    return tuple(joined)


def height_at(points: Sequence[Point], x: float, gap: float = GAP_DAYS) -> float | None:
    """How high the line stands on a day, between its points; None where no line is drawn."""
    for run in runs(points, gap):
        line = [points[index] for index in run]
        if not line[0].x <= x <= line[-1].x:
            continue
        after = next(index for index, point in enumerate(line) if point.x >= x)
        if after == 0 or line[after].x == line[after - 1].x:
            return line[after].y
        left, right = line[after - 1], line[after]
        return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x)
    return None


def last_outside(points: Sequence[Point]) -> int | None:
    """The newest point outside its norm: the only one whose value is written beside it."""
    return next((number for number in reversed(range(len(points))) if points[number].is_outside), None)


def calendar_frame(series: Sequence[Series], bands: Sequence[Band] = ()) -> Frame:
    """The window that holds all points and the norms of their days. Raises ValueError where there is no point."""
    days = [point.x for one in series for point in one.points]
    if not days:
        raise ValueError("a chart needs a point")
    first, last = min(days), max(days)
    room = max((last - first) * _ROOM, (_SHORTEST - (last - first)) / 2, 1.0)
    start, end = first - room, last + room
    return Frame(start, end, _ticks(series, bands, start, end), calendar_spans(start, end))


def age_frame(series: Sequence[Series], bands: Sequence[Band], start: float, end: float) -> Frame:
    """The window from one age to another, in days of age. Raises ValueError where there is nothing to show in it."""
    return Frame(start, end, _ticks(series, bands, start, end), age_spans(start, end))


def _ticks(series: Sequence[Series], bands: Sequence[Band], start: float, end: float) -> tuple[float, ...]:
    values = [point.y for one in series for point in one.points if start <= point.x <= end]
    for band in bands:
        for step in band.steps:
            if step.start < end and step.end > start:
                values += [bound for bound in (step.low, step.high) if bound is not None]
        for place in band.curve:
            if start <= place.x <= end:
                values += [place.low, place.high]
    if not values:
        raise ValueError("a chart needs a value")
    return round_ticks(min(values), max(values))


def calendar_spans(start: float, end: float) -> tuple[Span, ...]:
    """The foot of a chart between two days (ordinals): years, months or days, whichever is few enough to read."""
    length = end - start
    if length > _MONTHS_TO:
        return _spans(start, end, Unit.YEARS, _MOST_YEARS, (1, 2, 3, 5))
    if length > _DAYS_TO:
        return _spans(start, end, Unit.MONTHS, _MOST_MONTHS, (1, 2, 3, 6))
    return _spans(start, end, Unit.DAYS, _MOST_DAYS, (1, 2, 3, 5, 7, 10, 14))


def age_spans(start: float, end: float) -> tuple[Span, ...]:
    """The foot of a chart by age (days of age): whole years, or whole months up to two years."""
    if end - start > 2 * _YEAR:
        return _spans(start, end, Unit.AGE_YEARS, _MOST_YEARS, (1, 2, 3, 5))
    return _spans(start, end, Unit.AGE_MONTHS, _MOST_MONTHS, (1, 2, 3, 6))


def _spans(start: float, end: float, unit: Unit, most: int, steps: tuple[int, ...]) -> tuple[Span, ...]:
    first = _number(start, unit)
    last = _number(end, unit)
    step = next((step for step in steps if (last - first) / step < most), steps[-1])
    found: list[Span] = []
    number = first - (first % step if unit is not Unit.DAYS else 0)
    while (begin := _begin(number, unit)) < end:
        stop = _begin(number + step, unit)
        if stop > start:
            is_one = step == 1 and unit not in (Unit.AGE_YEARS, Unit.AGE_MONTHS)
            found.append(Span(max(begin, start), min(stop, end), unit, number, is_one, is_one or begin >= start))
        number += step
    return tuple(found)


def _number(x: float, unit: Unit) -> int:
    if unit is Unit.AGE_YEARS:
        return math.floor(x / _YEAR)
    if unit is Unit.AGE_MONTHS:
        return math.floor(x / _YEAR * 12)
    day = date.fromordinal(math.floor(x))
    if unit is Unit.YEARS:
        return day.year
    return day.year * 12 + day.month - 1 if unit is Unit.MONTHS else day.toordinal()


def _begin(number: int, unit: Unit) -> float:
    """The day on which a year, a month or a day of the foot begins."""
    match unit:
        case Unit.YEARS:
            return date(number, 1, 1).toordinal()
        case Unit.MONTHS:
            return add_months(date(number // 12, 1, 1), number % 12).toordinal()
        case Unit.DAYS:
            return number
        case Unit.AGE_YEARS:
            return number * _YEAR
        case Unit.AGE_MONTHS:
            return number * _YEAR / 12
