"""A trend as a chart: its points, the steps of its norm, the window that holds both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from emias_app.domain.chart_scale import Band, Frame, Point, Series, Step, calendar_frame, joined_steps
from emias_app.domain.wording import long_day, quantity
from emias_app.models.lab_trend import LabValue, NormStep

#: Days, more than a window has room beside its points.
_MARGIN = 400


@dataclass(frozen=True)
class LabChart:
    """Points stand oldest first; ``places`` are their places in the list of values, which stands newest first."""

    frame: Frame
    series: Series
    band: Band
    places: tuple[int, ...]


def lab_chart(values: Sequence[LabValue], norms: Sequence[NormStep], unit: str, band_words: str) -> LabChart | None:
    """The chart of ``values`` (newest first); None where no value is a number.

    ``band_words`` stand inside the norm of today's age. Where a day has several values all of them are points.
    """
    numbers = [(place, value) for place, value in enumerate(values) if value.value is not None][::-1]
    if not numbers:
        return None
    series = Series(tuple(_point(value, unit) for _, value in numbers))
    steps = joined_steps(
        Step(step.since.toordinal(), step.until.toordinal() + 1, step.low, step.high) for step in norms
    )
    if steps:
        # The first norm goes back, and today's goes on, to the edges of the window.
        steps = (replace(steps[0], start=steps[0].start - _MARGIN), *steps[1:])
        steps = (*steps[:-1], replace(steps[-1], end=steps[-1].end + _MARGIN))
    band = Band(steps=steps, words=band_words if steps else "")
    return LabChart(calendar_frame([series], [band]), series, band, tuple(place for place, _ in numbers))


def _point(value: LabValue, unit: str) -> Point:
    number = value.value if value.value is not None else 0.0
    words = f"{quantity(number, unit, value.decimals)}\n{long_day(value.date)}"
    return Point(value.date.toordinal() + _share_of_day(value.time), number, value.flag in ("LOW", "HIGH"), words)


def _share_of_day(time: str | None) -> float:
    hours, _, minutes = (time or "12:00").partition(":")
    return (int(hours) * 60 + int(minutes)) / 1440


@dataclass(frozen=True)
class Change:
    """How the newest value differs from the one before: ``by`` is never negative."""

    by: float
    is_more: bool
    since: date


def change(values: Sequence[LabValue]) -> Change | None:
    """The newest value against the one before it (newest first); None where one of them is no number."""
    if len(values) < 2 or values[0].value is None or values[1].value is None:
        return None
    difference = round(values[0].value - values[1].value, max(values[0].decimals, values[1].decimals))
    return Change(abs(difference), difference > 0, values[1].date)
