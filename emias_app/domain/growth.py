"""Growth against the WHO standards: z-scores, centiles and curves by age in days.

Sources: WHO Child Growth Standards 2006 (birth to 1856 days, by day) and WHO Growth Reference 2007 (after that, by
month), both by the LMS method: z = ((x / M)^L − 1) / (L · S). Beyond |z| > 3 weight and BMI follow WHO's restricted
rule (Methods and development, chapter 7): a straight line with the step between 2 and 3 standard deviations. Length
becomes height after day 730: a child is 0.7 cm longer lying than standing. After 1856 days the nearest month (of
365/12 days) is taken; WHO's own software interpolates there, which changes z by less than 0.05 [model].
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from statistics import NormalDist
from typing import NamedTuple

from emias_app.domain.reference import growth_days, growth_lms
from emias_app.models.base import Sex
from emias_app.models.growth import GrowthCurvePoint, GrowthIndicator, GrowthPosition

SOURCE = "Стандарты ВОЗ роста детей 2006 г. (до 5 лет) и справочные кривые ВОЗ 2007 г. (5–19 лет)"

#: The last age in days that each standard knows: 19 years, 10 years for weight, 5 for the head.
LAST_DAY: dict[GrowthIndicator, int] = {
    GrowthIndicator.HEIGHT: 6939,
    GrowthIndicator.WEIGHT: 3652,
    GrowthIndicator.BMI: 6939,
    GrowthIndicator.HEAD: 1856,
}
UNIT: dict[GrowthIndicator, str] = {
    GrowthIndicator.HEIGHT: "см",
    GrowthIndicator.WEIGHT: "кг",
    GrowthIndicator.BMI: "кг/м²",
    GrowthIndicator.HEAD: "см",
}
#: Up to this day of age length is measured lying, after it height is measured standing.
LAST_LYING_DAY = 730
LYING_IS_LONGER = 0.7

_TABLES = {
    GrowthIndicator.HEIGHT: "lhfa",
    GrowthIndicator.WEIGHT: "wfa",
    GrowthIndicator.BMI: "bmifa",
    GrowthIndicator.HEAD: "hcfa",
}
_RESTRICTED = (GrowthIndicator.WEIGHT, GrowthIndicator.BMI)
_LAST_DAILY, _MONTH = 1856, 365 / 12
_NORMAL = NormalDist()
#: About so many days of age stand on a curve.
_CURVE_POINTS = 56


class Lms(NamedTuple):
    """Box-Cox power, median and coefficient of variation at one age."""

    power: float
    median: float
    spread: float

    def z(self, value: float) -> float:
        if abs(self.power) < 1e-9:
            return math.log(value / self.median) / self.spread
        return (math.pow(value / self.median, self.power) - 1) / (self.power * self.spread)

    def value(self, z: float) -> float:
        if abs(self.power) < 1e-9:
            return self.median * math.exp(self.spread * z)
        return self.median * math.pow(max(1 + self.power * self.spread * z, 1e-9), 1 / self.power)


@cache
def _daily(indicator: GrowthIndicator, sex: Sex) -> tuple[tuple[int, ...], tuple[Lms, ...]]:
    rows = growth_days()["indicators"][_TABLES[indicator]][sex.value.lower()]
    return tuple(int(row[0]) for row in rows), tuple(Lms(*row[1:]) for row in rows)


@cache
def _monthly(indicator: GrowthIndicator, sex: Sex) -> dict[int, Lms]:
    rows = growth_lms()["indicators"][_TABLES[indicator]][sex.value.lower()]
    return {int(row[0]): Lms(*row[1:]) for row in rows}


def lms(indicator: GrowthIndicator, sex: Sex, age_days: int) -> Lms | None:
    """The standard's row at an age in days; None outside of it."""
    if not 0 <= age_days <= LAST_DAY[indicator]:
        return None
    if age_days > _LAST_DAILY:
        return _monthly(indicator, sex)[round(age_days / _MONTH)]
    days, rows = _daily(indicator, sex)
    right = bisect_left(days, age_days)
    if days[right] == age_days:
        return rows[right]
    a, b = rows[right - 1], rows[right]
    share = (age_days - days[right - 1]) / (days[right] - days[right - 1])
    return Lms(*(left + (to - left) * share for left, to in zip(a, b, strict=True)))


def as_for_age(height: float, age_days: int, position: GrowthPosition | None) -> float:
    """A height or length in cm as the standard of that age wants it measured; None = measured as it wants."""
    wanted = GrowthPosition.LYING if age_days <= LAST_LYING_DAY else GrowthPosition.STANDING
    if position is None or position is wanted:
        return height
    return height + (LYING_IS_LONGER if wanted is GrowthPosition.LYING else -LYING_IS_LONGER)


def z_score(
    indicator: GrowthIndicator, sex: Sex, age_days: int, value: float, position: GrowthPosition | None = None
) -> float | None:
    """How many standard deviations a value lies from the median of children of that age and sex.

    cm, kg or kg/m²; None where there is no standard for the age. Raises ValueError for what is no positive number.
    """
    if not (math.isfinite(value) and value > 0):
        raise ValueError("a measured value is a positive number")
    row = lms(indicator, sex, age_days)
    if row is None:
        return None
    if indicator is GrowthIndicator.HEIGHT:
        value = as_for_age(value, age_days, position)
    z = row.z(value)
    if indicator not in _RESTRICTED or abs(z) <= 3:
        return z
    edge, step = _tail(row, math.copysign(1, z))
    return math.copysign(3, z) + (value - edge) / step


def value_at(indicator: GrowthIndicator, sex: Sex, age_days: int, z: float) -> float | None:
    """The value at a z-score: what :func:`z_score` turns back; None where there is no standard."""
    row = lms(indicator, sex, age_days)
    if row is None:
        return None
    if indicator not in _RESTRICTED or abs(z) <= 3:
        return row.value(z)
    edge, step = _tail(row, math.copysign(1, z))
    return edge + (abs(z) - 3) * math.copysign(1, z) * step


def _tail(row: Lms, side: float) -> tuple[float, float]:
    """WHO's restricted rule: the value at 3 standard deviations and the step from 2 to 3 there."""
    edge = row.value(3 * side)
    return edge, abs(edge - row.value(2 * side))


def centile(z: float) -> float:
    """Of a hundred children of the same age and sex, how many have less (0–100)."""
    return 100 * _NORMAL.cdf(z)


def body_mass_index(weight: float, height: float) -> float:
    """kg/m² of kg and cm."""
    return weight / (height / 100) ** 2


def curve(indicator: GrowthIndicator, sex: Sex, until_days: int) -> tuple[GrowthCurvePoint, ...]:
    """The standard from birth to an age in days, thinned: closer where a child grows fast; both sides of a step."""
    return _curve(indicator, sex, max(30, min(until_days, LAST_DAY[indicator])))


@lru_cache(maxsize=64)
def _curve(indicator: GrowthIndicator, sex: Sex, until_days: int) -> tuple[GrowthCurvePoint, ...]:
    return tuple(_curve_point(indicator, sex, day) for day in _curve_days(indicator, until_days))


def _curve_days(indicator: GrowthIndicator, until_days: int) -> Iterator[int]:
    # Squares of equal steps: half of the points stand in the first quarter of the time.
    days = {round(until_days * (place / _CURVE_POINTS) ** 2) for place in range(_CURVE_POINTS + 1)}
    if indicator in (GrowthIndicator.HEIGHT, GrowthIndicator.BMI) and until_days > LAST_LYING_DAY:
        days |= {LAST_LYING_DAY, LAST_LYING_DAY + 1}
    yield from sorted(days)


_P3, _P15 = _NORMAL.inv_cdf(0.03), _NORMAL.inv_cdf(0.15)


def _curve_point(indicator: GrowthIndicator, sex: Sex, day: int) -> GrowthCurvePoint:
    row = lms(indicator, sex, day)
    if row is None:
        raise ValueError(f"no standard on day {day}")
    low2, low1, middle, up1, up2 = (round(row.value(z), 2) for z in (-2, -1, 0, 1, 2))
    p3, p15, p85, p97 = (round(row.value(z), 2) for z in (_P3, _P15, -_P15, -_P3))
    return GrowthCurvePoint(
        age_days=day, z_minus2=low2, z_minus1=low1, median=middle, z_plus1=up1, z_plus2=up2,
        p3=p3, p15=p15, p85=p85, p97=p97,
    )  # fmt: skip
