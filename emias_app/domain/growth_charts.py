"""From what was measured to what is drawn: points with their place among others, and the curve under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from emias_app.domain.ages import days_old
from emias_app.domain.growth import LAST_DAY, UNIT, as_for_age, body_mass_index, centile, curve, z_score
from emias_app.domain.growth_slips import Measured, doubts
from emias_app.models.base import Sex
from emias_app.models.growth import GrowthChart, GrowthIndicator, GrowthPoint, GrowthPosition, LastMeasured
from emias_app.models.section import SectionSlug

#: A weight goes with a height of this many days before or after it, while a child grows fast and later [model].
_SAME_TIME_INFANT, _SAME_TIME = 14, 90
_INFANT_DAYS = 730
#: So far beyond the present age the curve is drawn, as a share of it, so that the last point is not at the edge.
_AHEAD = 0.06


@dataclass(frozen=True)
class Sizes:
    """What one record says of the body: cm and kg."""

    section: SectionSlug
    record_id: UUID
    title: str
    day: date
    height: float | None = None
    weight: float | None = None
    head: float | None = None
    position: GrowthPosition | None = None
    imported_on: date | None = None


@dataclass(frozen=True)
class _Value:
    sizes: Sizes
    value: float


def charts_of(measured: Sequence[Sizes], *, sex: Sex, birth: date, today: date) -> list[GrowthChart]:
    """A chart of each indicator, its points oldest first; what is dated before birth is left out.

    Values that look like slips carry their question and stay on the chart's list.
    """
    kept = sorted((one for one in measured if birth <= one.day <= today), key=_in_order)
    until = round(days_old(birth, today) * (1 + _AHEAD)) + 14
    return [
        _chart(indicator, list(_values(indicator, kept, birth)), sex, birth, until) for indicator in GrowthIndicator
    ]


def _in_order(one: Sizes) -> tuple[date, bool, str]:
    """By day; of one day what came from an archive stands last."""
    return one.day, one.imported_on is not None, str(one.record_id)


def last_measured(measured: Sequence[Sizes], today: date) -> LastMeasured | None:
    """The newest height and the newest weight; None where neither was ever measured."""
    newest = sorted((one for one in measured if one.day <= today), key=lambda one: one.day, reverse=True)
    tall = next((one for one in newest if one.height is not None), None)
    heavy = next((one for one in newest if one.weight is not None), None)
    days = [one.day for one in (tall, heavy) if one is not None]
    if not days:
        return None
    return LastMeasured(date=max(days), height=tall.height if tall else None, weight=heavy.weight if heavy else None)


def _values(indicator: GrowthIndicator, kept: Sequence[Sizes], birth: date) -> Iterator[_Value]:
    match indicator:
        case GrowthIndicator.HEIGHT:
            yield from (_Value(one, one.height) for one in kept if one.height is not None)
        case GrowthIndicator.WEIGHT:
            yield from (_Value(one, one.weight) for one in kept if one.weight is not None)
        case GrowthIndicator.HEAD:
            yield from (_Value(one, one.head) for one in kept if one.head is not None)
        case GrowthIndicator.BMI:
            for one in kept:
                tall = _height_with(one, kept, birth)
                if one.weight is not None and tall is not None:
                    yield _Value(one, round(body_mass_index(one.weight, tall), 1))


def _height_with(one: Sizes, kept: Sequence[Sizes], birth: date) -> float | None:
    """The height that goes with a weight: of the same record, else the nearest in time; of an archive only with one."""
    days = days_old(birth, one.day)
    near = _SAME_TIME_INFANT if days <= _INFANT_DAYS else _SAME_TIME
    found = min(
        (
            other
            for other in kept
            if other.height is not None
            and abs((other.day - one.day).days) <= near
            and (other.imported_on is None or one.imported_on is not None)
        ),
        key=lambda other: (other.record_id != one.record_id, abs((other.day - one.day).days)),
        default=None,
    )
    if found is None or found.height is None:
        return None
    return as_for_age(found.height, days_old(birth, found.day), found.position)


def _chart(indicator: GrowthIndicator, values: list[_Value], sex: Sex, birth: date, until: int) -> GrowthChart:
    odd = {
        (one.day, one.value): slip.text
        for one, slip in doubts(
            indicator, [Measured(value.sizes.day, value.value) for value in values], sex=sex, birth=birth
        )
    }
    return GrowthChart(
        indicator=indicator,
        unit=UNIT[indicator],
        last_day=LAST_DAY[indicator],
        points=[_point(indicator, one, sex, birth, odd.get((one.sizes.day, one.value))) for one in _once(values)],
        curve=list(curve(indicator, sex, until)),
    )


def _once(values: list[_Value]) -> Iterator[_Value]:
    """The same value on the same day stands once, whoever wrote it down."""
    seen: set[tuple[date, float]] = set()
    for one in values:
        if (key := (one.sizes.day, one.value)) not in seen:
            seen.add(key)
            yield one


def _point(indicator: GrowthIndicator, one: _Value, sex: Sex, birth: date, question: str | None) -> GrowthPoint:
    sizes = one.sizes
    days = days_old(birth, sizes.day)
    z = z_score(indicator, sex, days, one.value, sizes.position)
    is_length = indicator is GrowthIndicator.HEIGHT
    return GrowthPoint(
        date=sizes.day,
        age_days=days,
        value=one.value,
        z=None if z is None else round(z, 3),
        centile=None if z is None else round(centile(z), 2),
        position=sizes.position if is_length else None,
        section=sizes.section,
        record_id=sizes.record_id,
        title=sizes.title,
        imported_on=sizes.imported_on,
        question=question,
    )
