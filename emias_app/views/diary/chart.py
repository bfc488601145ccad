"""The chart of one indicator: the latest value, its line over what is usual; of a pressure two lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import flet as ft

from emias_app.clock import moscow, moscow_day
from emias_app.domain.chart_scale import Band, Point, Series, Step, calendar_frame, joined_steps
from emias_app.domain.diary_ranges import MEASURES, Span, usual, written
from emias_app.models.diary import DiaryEntry, Indicator
from emias_app.state.diary_days import Chart, aside
from emias_app.views.components.card import card
from emias_app.views.components.text import text
from emias_app.views.components.trend_chart import trend_chart
from emias_app.views.diary.faces import number_of, title_of, when_of
from emias_app.views.format import counted, sentence
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Role

#: A norm that changes with age is looked up so often, in days.
_STEP = 30


def chart_card(look: Look, chart: Chart, birth: date, now: datetime, *, with_name: bool) -> ft.Control:
    """``with_name`` tells whose chart it is."""
    p = look.palette
    indicator, entries = chart.indicator, chart.entries
    latest = entries[-1]
    value = ft.Row(
        [
            text(number_of(latest), Role.DISPLAY_SMALL, p.on_surface, tabular=True),
            text(latest.unit, Role.BODY_LARGE, p.on_surface_variant),
        ],
        spacing=8,
        tight=True,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    head = ft.Row(
        [value, text(when_of(latest, now), Role.BODY_MEDIUM, p.on_surface_variant)],
        wrap=True,
        spacing=12,
        run_spacing=0,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    name = [text(words.INDICATORS[indicator], Role.TITLE_SMALL, p.on_surface_variant)] if with_name else []
    series, bands = _series(indicator, entries, birth, now), _bands(indicator, entries, birth)
    spoken = words.CHART_SPOKEN.format(
        indicator=words.INDICATORS[indicator],
        count=counted(len(entries), words.ENTRIES),
        value=title_of(latest),
        when=when_of(latest, now),
    )
    body: list[ft.Control] = [*name, head]
    if len(entries) > 1:
        frame = calendar_frame(series, bands)
        decimals = MEASURES[indicator].decimals
        body.append(trend_chart(look, frame, series, bands, label=sentence(spoken), decimals=min(decimals, 1)))
    if chart.is_thinned:
        body.append(text(words.CHART_THINNED, Role.BODY_SMALL, p.on_surface_variant))
    return card(
        look, ft.Column(body, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH), key="chart"
    )


def _x(at: datetime) -> float:
    """The Moscow day with its hour, as an ordinal."""
    local = moscow(at)
    return local.date().toordinal() + (local.hour * 60 + local.minute) / 1440


def _series(indicator: Indicator, entries: Sequence[DiaryEntry], birth: date, now: datetime) -> list[Series]:
    def points(second: bool) -> tuple[Point, ...]:
        return tuple(
            Point(
                _x(entry.measured_at),
                value,
                not second and aside(entry, birth) is not None,
                f"{title_of(entry)}, {when_of(entry, now)}",
            )
            for entry in entries
            if (value := entry.value2 if second else entry.value) is not None
        )

    if indicator is Indicator.BLOOD_PRESSURE:
        return [Series(points(False), words.UPPER), Series(points(True), words.LOWER)]
    return [Series(points(False))]


def _bands(indicator: Indicator, entries: Sequence[DiaryEntry], birth: date) -> list[Band]:
    first, last = moscow_day(entries[0].measured_at), moscow_day(entries[-1].measured_at)
    begin, end = first - timedelta(days=400), last + timedelta(days=400)
    steps, day = list[Step](), max(begin, birth)
    span: Span | None = None
    while day < end:
        span = usual(indicator, birth, day)
        if span is None:
            return []
        following = day + timedelta(days=_STEP)
        steps.append(Step(day.toordinal(), following.toordinal(), span.low, span.high))
        day = following
    now = usual(indicator, birth, last)
    if now is None or now.low is None or now.high is None:
        return []
    low, high = written(now.low), written(now.high)
    said = words.USUAL_TO.format(high=high) if indicator is Indicator.TEMPERATURE else None
    return [Band(joined_steps(steps), words=said or words.USUAL.format(low=low, high=high))]
