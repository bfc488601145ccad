"""The chart: one sentence for the reader, unbroken lines only, a tap on a point, words that do not collide."""

from __future__ import annotations

from datetime import date
from typing import Any

import flet as ft
import flet_charts as fch
import pytest

from emias_app.domain.chart_scale import (
    Band,
    CurvePoint,
    Frame,
    Point,
    Series,
    Step,
    age_frame,
    calendar_frame,
)
from emias_app.views.components.chart_layers import Plot, band_layers
from emias_app.views.components.trend_chart import trend_chart
from emias_app.views.palette import blended
from emias_app.views.theme import DARK, LIGHT, Look
from tests.views.test_kit_parts import walk, words

PHONE = Look(LIGHT)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


HB = Series(
    (
        Point(day("2022-01-10"), 124),
        Point(day("2024-01-10"), 120, words="120 г/л"),
        Point(day("2024-06-10"), 121),
        Point(day("2024-11-18"), 108, is_outside=True),
    )
)
NORM = Band(steps=(Step(day("2020-01-01"), day("2030-01-01"), 115, 145),), words="норма 115–145")


def drawn(look: Look = PHONE, **options: Any) -> ft.Control:
    return trend_chart(look, calendar_frame([HB], [NORM]), [HB], [NORM], label="Гемоглобин: 4 измерения", **options)


def the_chart(control: ft.Control) -> fch.LineChart:
    return next(node for node in walk(control) if isinstance(node, fch.LineChart))


def lines(chart: fch.LineChart) -> list[fch.LineChartData]:
    return [layer for layer in chart.data_series if layer.stroke_width == 2.5]


def test_the_reader_hears_one_sentence() -> None:
    chart = drawn()
    assert isinstance(chart, ft.Semantics)
    assert (chart.label, chart.exclude_semantics) == ("Гемоглобин: 4 измерения", True)


def test_a_long_gap_is_not_bridged() -> None:
    assert [len(line.points) for line in lines(the_chart(drawn()))] == [1, 3]


def test_the_last_value_outside_the_norm_is_written_and_the_norm_has_its_words() -> None:
    said = words(drawn(decimals=0))
    assert "108" in said
    assert "норма 115–145" in said
    assert {"2022", "2023", "2024"} <= set(said)


def test_numbers_of_the_scale_are_few_and_round() -> None:
    frame = calendar_frame([HB], [NORM])
    assert [said for said in words(drawn()) if said.isdigit() and int(said) in frame.ticks] == [
        "105",
        "120",
        "135",
        "150",
    ]


def tap(chart: fch.LineChart, line: fch.LineChartData, spot: int, kind: fch.ChartEventType) -> None:
    assert chart.on_event is not None
    bar = chart.data_series.index(line)
    chart.on_event(  # type: ignore[call-arg]
        fch.LineChartEvent(
            name="event",
            control=chart,
            type=kind,
            spots=[fch.LineChartEventSpot(0, 0), fch.LineChartEventSpot(bar, spot)],
        )
    )


def test_a_tap_on_a_point_tells_which_it_was() -> None:
    tapped: list[tuple[int, int]] = []
    chart = the_chart(drawn(on_point=lambda which, point: tapped.append((which, point))))
    tap(chart, lines(chart)[1], 1, fch.ChartEventType.POINTER_HOVER)
    assert tapped == []
    tap(chart, lines(chart)[1], 1, fch.ChartEventType.TAP_UP)
    assert tapped == [(0, 2)]


def test_nothing_listens_where_nothing_opens() -> None:
    assert the_chart(drawn()).on_event is None


def test_two_lines_have_names_at_their_ends() -> None:
    upper = Series((Point(day("2026-11-01"), 104), Point(day("2026-11-08"), 108)), "верхнее")
    lower = Series((Point(day("2026-11-01"), 64), Point(day("2026-11-08"), 66)), "нижнее")
    said = words(trend_chart(PHONE, calendar_frame([upper, lower]), [upper, lower], label="Давление"))
    assert {"верхнее", "нижнее"} <= set(said)


def test_a_norm_steps_and_shows_only_inside_the_window() -> None:
    steps = (Step(0, 10, 1, 2), Step(10, 20, 2, None), Step(50, 60, 3, 4))
    layers = band_layers(Plot(PHONE, Frame(0, 30, (0, 2, 4), ()), 200, 9, 300), [Band(steps=steps)])
    fills = [layer for layer in layers if layer.below_line_bgcolor]
    assert [(fill.points[0].x, fill.points[1].x, fill.points[0].y, fill.below_line_cutoff_y) for fill in fills] == [
        (0, 10, 2, 1),
        (10, 20, 4, 2),
    ]
    assert [layer.points[0].y for layer in layers if layer.dash_pattern] == [1, 2, 2]


@pytest.mark.parametrize("look", [PHONE, Look(DARK, 1440, 900), Look(LIGHT, text_scale=2.0)], ids=str)
def test_a_curve_has_a_dashed_median(look: Look) -> None:
    curve = Band(
        curve=tuple(CurvePoint(x, 46 + x / 10, 50 + x / 10, 54 + x / 10) for x in range(0, 800, 50)), words="±2"
    )
    heights = Series((Point(10, 51), Point(300, 82)))
    chart = trend_chart(look, age_frame([heights], [curve], 0, 760), [heights], [curve], label="Рост")
    assert len([layer for layer in the_chart(chart).data_series if layer.dash_pattern == [6, 4]]) == 3
    assert "±2" in words(chart)


def test_colours_blend() -> None:
    assert blended("#000000", "#FFFFFF", 0.5) in ("#808080", "#7F7F7F")
    assert blended("#1C6B3C", "#FFFFFF", 0) == "#FFFFFF"


def test_the_words_of_a_norm_that_began_lately_stand_at_its_end_of_the_window() -> None:
    def left_share(newest_from: str) -> float:
        steps = (
            Step(day("2020-01-01"), day(newest_from), 110, 140),
            Step(day(newest_from), day("2030-01-01"), 110, 145),
        )
        band = Band(steps=steps, words="норма 110–145")
        chart = trend_chart(PHONE, calendar_frame([HB], [band]), [HB], [band], label="Гемоглобин")
        row = next(
            node
            for node in walk(chart)
            if isinstance(node, ft.Row) and any("норма" in said for said in words(node)) and len(node.controls) == 2
            and all(isinstance(one, ft.Container) and isinstance(one.expand, int) for one in node.controls)
        )  # fmt: skip
        before, after = (int(one.expand or 0) for one in row.controls)
        return before / (before + after)

    assert left_share("2024-10-20") > 0.5
    assert left_share("2022-05-01") < left_share("2024-10-20")


def test_the_value_beside_a_point_stands_clear_of_the_norm_s_edge_and_of_the_line() -> None:
    values = (37.8, 37.6, 38.2, 37.6, 37.4, 37.3, 36.9, 36.8)
    fever = Series(tuple(Point(day("2026-11-21") + at, y, y > 37.2) for at, y in enumerate(values)))
    usual = Band(steps=(Step(day("2026-01-01"), day("2027-01-01"), 36.0, 37.2),))
    frame = calendar_frame([fever], [usual])
    chart = trend_chart(PHONE, frame, [fever], [usual], label="Температура", decimals=1)
    place = next(
        node for node in walk(chart)
        if isinstance(node, ft.Container) and isinstance(node.content, ft.Row) and words(node) == ["37,3"]
    )  # fmt: skip
    assert isinstance(place.top, float)
    edge = 9 + (1 - frame.up(37.2)) * 208
    assert place.top + 20 <= edge
    before, _after = place.content.controls  # type: ignore[union-attr]
    assert words(before) == []


def test_the_names_of_two_lines_stand_off_the_grid() -> None:
    upper = Series((Point(day("2026-11-01"), 104), Point(day("2026-11-08"), 118)), "верхнее")
    lower = Series((Point(day("2026-11-01"), 64), Point(day("2026-11-08"), 70)), "нижнее")
    frame = calendar_frame([upper, lower])
    chart = trend_chart(PHONE, frame, [upper, lower], label="Давление")
    grid = [9 + (1 - frame.up(tick)) * 208 for tick in frame.ticks]
    for name in ("верхнее", "нижнее"):
        place = next(
            node for node in walk(chart)
            if isinstance(node, ft.Container) and isinstance(node.content, ft.Row) and words(node) == [name]
        )  # fmt: skip
        assert isinstance(place.top, float)
        assert all(not place.top + 1 < level < place.top + 15 for level in grid)


def test_the_words_of_a_norm_are_not_cut_by_the_edge_of_the_older_one() -> None:
    steps = (
        Step(day("2020-01-01"), day("2024-10-20"), 110, 140),
        Step(day("2024-10-20"), day("2030-01-01"), 110, 145),
    )
    band = Band(steps=steps, words="норма 110–145")
    frame = calendar_frame([HB], [band])
    chart = trend_chart(PHONE, frame, [HB], [band], label="Гемоглобин")
    place = next(
        node for node in walk(chart)
        if isinstance(node, ft.Container) and isinstance(node.content, ft.Row) and words(node) == [band.words]
    )  # fmt: skip
    assert isinstance(place.top, float)
    assert place.top >= 9 + (1 - frame.up(140)) * 208
