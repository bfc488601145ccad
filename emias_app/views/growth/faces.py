"""What growth looks like in words and on the chart. The screen only places these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from emias_app.domain.ages import age_in
from emias_app.domain.chart_scale import Band, CurvePoint, Frame, Point, Series, age_frame
from emias_app.domain.growth import UNIT
from emias_app.models.base import Mark, Tone
from emias_app.models.growth import (
    Growth,
    GrowthChart,
    GrowthIndicator,
    GrowthPoint,
    GrowthPosition,
    LastMeasured,
)
from emias_app.models.section import SectionSlug
from emias_app.views.format import (
    MONTHS,
    age_words,
    counted,
    dotted,
    list_date,
    long_date,
    near_date,
    number,
    with_unit,
)
from emias_app.views.strings import growth as words
from emias_app.views.strings.card import FROM_ARCHIVE

#: Decimals of a value on the screen; BMI always has one.
_DECIMALS = {GrowthIndicator.BMI: 1}
#: A chart shows at least so many days of age.
_SHORTEST = 60
#: What was measured first after this day begins the chart; before it, birth does.
_FROM_BIRTH = 730
_NORMAL = 2.0
#: Under that many years ages are told with months anyway.
_WITH_MONTHS = 2


@dataclass(frozen=True)
class Drawn:
    """What the chart is drawn of, and the one sentence that stands for it."""

    frame: Frame
    series: Series
    band: Band
    label: str
    axis: str


@dataclass(frozen=True)
class GrowthRow:
    """One measurement in the list: the newest first."""

    id: UUID
    section: SectionSlug
    value: str
    line: str
    mark: Mark | None


@dataclass(frozen=True)
class Newest:
    """The big value: a number and its unit, when it was, where it stands."""

    number: str
    unit: str
    when: str
    place: str
    mark: Mark | None


def place_among(indicator: GrowthIndicator, point: GrowthPoint) -> str:
    """«Выше, чем у 62 из 100 детей того же возраста и пола»; why there is no comparison where there is none."""
    if point.question:
        return point.question
    if point.centile is None:
        return words.NO_STANDARD[indicator]
    less = round(point.centile)
    if less < 1:
        return words.LESS_THAN[indicator].format(n=99)
    return words.MORE_THAN[indicator].format(n=min(less, 99))


def value_words(chart: GrowthChart, value: float) -> str:
    """«128 см»."""
    return with_unit(number(value, _DECIMALS.get(chart.indicator)), chart.unit)


def mark_of(point: GrowthPoint) -> Mark | None:
    """Outside of the band, or doubtful; nothing where it is as usual."""
    if point.question:
        return Mark(tone=Tone.WARN, text=words.CHECK)
    if point.z is None or abs(point.z) <= _NORMAL:
        return None
    return Mark(tone=Tone.WARN, text=words.HIGH if point.z > 0 else words.LOW)


def newest_of(growth: Growth, chart: GrowthChart) -> Newest | None:
    """The last measurement of a chart."""
    if not chart.points:
        return None
    point = chart.points[-1]
    when = dotted(long_date(point.date), _age(growth, point), _origin(point))
    shown = number(point.value, _DECIMALS.get(chart.indicator))
    return Newest(shown, chart.unit, when, place_among(chart.indicator, point), mark_of(point))


def rows_of(growth: Growth, chart: GrowthChart, today: date) -> list[GrowthRow]:
    """The list under the chart: its accessible form."""
    return [
        GrowthRow(
            point.record_id,
            point.section,
            value_words(chart, point.value),
            dotted(list_date(point.date, today), _age(growth, point), _lying(point), _score(point), _origin(point)),
            mark_of(point),
        )
        for point in reversed(chart.points)
    ]


def drawn(growth: Growth, chart: GrowthChart) -> Drawn:
    """The chart up to now, from birth where that is near; slips are left out, they would bend its scale."""
    points = [point for point in chart.points if point.question is None]
    series = Series(
        tuple(
            Point(
                point.age_days,
                point.value,
                point.z is not None and abs(point.z) > _NORMAL,
                f"{value_words(chart, point.value)}\n{long_date(point.date)}",
            )
            for point in points
        )
    )
    last = max([point.age_days for point in points], default=0)
    end = max(min(chart.curve[-1].age_days, round(growth.age_days * 1.06) + 14), last * 1.04, _SHORTEST)
    first = min([point.age_days for point in points], default=0)
    start = 0.0 if first <= _FROM_BIRTH else first - (end - first) * 0.06
    curve = tuple(
        CurvePoint(one.age_days, one.z_minus2, one.median, one.z_plus2)
        for one in chart.curve
        if start <= one.age_days <= end
    )
    band = Band(curve=curve)
    frame = age_frame([series], [band], start, end)
    is_in_years = end - start > 2 * 365.25
    return Drawn(frame, series, band, _label(chart), words.AXIS_YEARS if is_in_years else words.AXIS_MONTHS)


def odd_line(chart: GrowthChart) -> str | None:
    """How many values of the list are not on the chart."""
    count = sum(point.question is not None for point in chart.points)
    if not count:
        return None
    return words.ODD[0 if count == 1 else 1].format(count=counted(count, words.MEASUREMENTS))


def entry_line(measured: LastMeasured | None, today: date) -> str:
    """«128 см · 26,4 кг, 18 ноября» on the card's home."""
    if measured is None:
        return words.ENTRY_NONE
    tall = with_unit(number(measured.height), UNIT[GrowthIndicator.HEIGHT]) if measured.height is not None else None
    heavy = with_unit(number(measured.weight), UNIT[GrowthIndicator.WEIGHT]) if measured.weight is not None else None
    return f"{dotted(tall, heavy)}, {near_date(measured.date, today)}"


def _label(chart: GrowthChart) -> str:
    name = words.NAMES[chart.indicator]
    if not chart.points:
        return name
    last = chart.points[-1]
    count = counted(len(chart.points), words.MEASUREMENTS)
    said = words.SPOKEN.format(name=name, count=count, value=value_words(chart, last.value))
    place = place_among(chart.indicator, last)
    return f"{said}. {place}"


def _age(growth: Growth, point: GrowthPoint) -> str:
    age = age_in(growth.birth_date, max(point.date, growth.birth_date))
    months = counted(age.months, MONTHS) if age.years >= _WITH_MONTHS and age.months else None
    return f"{age_words(age.years, age.months, age.days)}{f' {months}' if months else ''}"


def _origin(point: GrowthPoint) -> str | None:
    return FROM_ARCHIVE if point.imported_on else None


def _lying(point: GrowthPoint) -> str | None:
    return words.LYING if point.position is GrowthPosition.LYING else None


def _score(point: GrowthPoint) -> str | None:
    if point.z is None or point.question:
        return None
    z = number(point.z, 1)
    return words.Z.format(z=z if z.startswith("−") or z == "0,0" else f"+{z}")
