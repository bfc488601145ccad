"""The charts of the gallery: norms that step with age, gaps, two lines, one value, a curve by age."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.domain.chart_scale import (
    Band,
    CurvePoint,
    Point,
    Series,
    Step,
    age_frame,
    calendar_frame,
)
from emias_app.views.components.card import card
from emias_app.views.components.text import text
from emias_app.views.components.trend_chart import trend_chart
from emias_app.views.theme import Look, Role


def _day(value: str) -> int:
    return date.fromisoformat(value).toordinal()


def _series(name: str, *points: tuple[str, float, bool]) -> Series:
    return Series(tuple(Point(_day(when), value, outside, f"{value:g}") for when, value, outside in points), name)


_HB = _series(
    "",
    ("2024-03-12", 124, False),
    ("2024-09-11", 126, False),
    ("2025-02-17", 117, False),
    ("2025-09-11", 121, False),
    ("2026-03-12", 119, False),
    ("2026-11-18", 108, True),
)
_LONG = _series(
    "",
    ("2013-02-01", 180, True),
    ("2013-11-01", 120, False),
    ("2016-02-01", 100, True),
    ("2017-02-01", 122, False),
    ("2021-02-01", 126, False),
    ("2021-09-01", 131, False),
    ("2024-09-01", 141, False),
)
_UPPER = _series("верхнее", ("2026-11-01", 104, False), ("2026-11-08", 108, False), ("2026-11-20", 131, True))
_LOWER = _series("нижнее", ("2026-11-01", 64, False), ("2026-11-08", 66, False), ("2026-11-20", 78, False))
_CURVE = tuple(CurvePoint(days, 46 + days**0.6, 50 + days**0.62, 54 + days**0.64) for days in range(0, 1100, 30))
_HEIGHT = Series(tuple(Point(days, 50 + days**0.62 - 2) for days in (5, 90, 200, 420, 1000)))


def charts(look: Look) -> list[ft.Control]:
    """One card a chart."""
    far = _day("2040-01-01")
    norm = Band(steps=(Step(_day("2010-01-01"), far, 115, 145),), words="норма 115–145")
    stepping = Band(
        steps=(
            Step(_day("2012-12-01"), _day("2013-06-01"), 134, 198),
            Step(_day("2013-06-01"), _day("2019-01-01"), 110, 140),
            Step(_day("2019-01-01"), far, 115, 145),
        ),
        words="норма 115–145",
    )
    upto = Band(steps=(Step(_day("2010-01-01"), far, None, 5),), words="норма до 5")
    one = _series("", ("2026-11-18", 3.2, False))
    months = _series("", ("2026-05-02", 2.5, False), ("2026-07-19", 12.4, True), ("2026-10-18", 4.1, False))
    pressure = [Band(steps=(Step(0, far, 85, 115),), words="верхнее: 85–115"), Band(steps=(Step(0, far, 50, 75),))]
    drawn = [
        ("Годы", trend_chart(look, calendar_frame([_HB], [norm]), [_HB], [norm], label="Гемоглобин")),
        ("Норма ступенями", trend_chart(look, calendar_frame([_LONG], [stepping]), [_LONG], [stepping], label="Долго")),
        ("Месяцы", trend_chart(look, calendar_frame([months], [upto]), [months], [upto], label="Месяцы", decimals=1)),
        ("Одно", trend_chart(look, calendar_frame([one], [upto]), [one], [upto], label="Одно")),
        (
            "АД",
            trend_chart(look, calendar_frame([_UPPER, _LOWER], pressure), [_UPPER, _LOWER], pressure, label="Давление"),
        ),
        (
            "Рост",
            trend_chart(
                look,
                age_frame([_HEIGHT], [Band(curve=_CURVE)], 0, 1096),
                [_HEIGHT],
                [Band(curve=_CURVE, words="от −2 до +2")],
                label="Рост",
            ),
        ),
    ]
    return [
        card(look, ft.Column([text(name, Role.TITLE_MEDIUM, look.palette.on_surface), chart], tight=True))
        for name, chart in drawn
    ]
