"""Scales of charts: round numbers, the foot, gaps, norms that change with age."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emias_app.domain.chart_scale import (
    Band,
    CurvePoint,
    Point,
    Series,
    Step,
    Unit,
    age_frame,
    age_spans,
    calendar_frame,
    calendar_spans,
    height_at,
    joined_steps,
    last_outside,
    round_ticks,
    runs,
)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def series(*points: tuple[str, float]) -> Series:
    return Series(tuple(Point(day(when), value) for when, value in points))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (108, 145, (105, 120, 135, 150)),
        (4.3, 5.2, (4.0, 4.5, 5.0, 5.5)),
        (0, 10, (0, 5, 10)),
        (0.18, 0.44, (0.15, 0.3, 0.45)),
        (75.2, 91, (70, 80, 90, 100)),
        (36.6, 36.6, (35, 36, 37, 38)),
        (3.2, 120, (0, 40, 80, 120)),
        (46, 146, (40, 80, 120, 160)),
        (46, 150, (40, 80, 120, 160)),
    ],
)
def test_a_scale_has_round_numbers(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert round_ticks(low, high) == pytest.approx(ticks)


@example(-1e-05, 10001.0)
@given(st.floats(-1e4, 1e6), st.floats(0, 1e6))
def test_a_scale_holds_both_ends_in_three_or_four_numbers(low: float, length: float) -> None:
    ticks = round_ticks(low, low + length)
    assert len(ticks) in (3, 4)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + length - 1e-6
    assert list(ticks) == sorted(set(ticks))


def test_a_scale_refuses_what_is_no_scale() -> None:
    for low, high in ((2.0, 1.0), (float("nan"), 1.0), (0.0, float("inf"))):
        with pytest.raises(ValueError, match="finite"):
            round_ticks(low, high)


def test_a_gap_of_more_than_400_days_is_not_bridged() -> None:
    start = day("2024-01-01")
    points = [Point(start, 1), Point(start + 400, 2), Point(start + 801, 3), Point(start + 802, 4)]
    assert runs(points) == [[0, 1], [2, 3]]
    assert runs([]) == []


def test_a_line_has_a_height_only_where_it_is_drawn() -> None:
    points = [Point(0, 10), Point(100, 20), Point(900, 40)]
    assert height_at(points, 50) == 15
    assert height_at(points, 0) == 10
    assert height_at(points, 900) == 40
    assert height_at(points, 500) is None
    assert height_at([], 1) is None


def test_a_piece_of_the_foot_that_began_before_the_window_has_no_name() -> None:
    first, second, *_ = calendar_spans(day("2013-05-01"), day("2024-05-01"))
    assert not first.is_named
    assert second.is_named


def test_the_newest_value_outside_its_norm_is_the_one_written() -> None:
    assert last_outside([Point(1, 1, True), Point(2, 1, True), Point(3, 1)]) == 1
    assert last_outside([Point(1, 1)]) is None


def test_equal_norms_of_neighbours_are_one_step_and_boundless_ones_none() -> None:
    steps = [Step(0, 10, 1, 2), Step(10, 20, 1, 2), Step(20, 30, None, None), Step(30, 40, None, 5), Step(40, 40, 1, 9)]
    assert joined_steps(steps) == (Step(0, 20, 1, 2), Step(30, 40, None, 5))


def test_the_foot_of_years_names_each_between_its_ends() -> None:
    spans = calendar_spans(day("2023-11-01"), day("2026-12-01"))
    assert [span.number for span in spans] == [2023, 2024, 2025, 2026]
    assert {span.unit for span in spans} == {Unit.YEARS}
    assert spans[1].start == day("2024-01-01")
    assert spans[1].end == day("2025-01-01") == spans[2].start


def test_many_years_are_named_every_other() -> None:
    spans = calendar_spans(day("2013-05-01"), day("2024-05-01"))
    assert [span.number for span in spans] == [2012, 2014, 2016, 2018, 2020, 2022, 2024]
    assert not any(span.is_one for span in spans)


def test_the_foot_of_a_few_months_names_months_and_of_a_few_days_days() -> None:
    assert [span.number % 12 for span in calendar_spans(day("2026-01-10"), day("2026-04-20"))] == [0, 1, 2, 3]
    days = calendar_spans(day("2026-01-10"), day("2026-01-30"))
    assert {span.unit for span in days} == {Unit.DAYS}
    assert len(days) <= 4


def test_the_foot_by_age_counts_months_then_years() -> None:
    assert {span.unit for span in age_spans(0, 700)} == {Unit.AGE_MONTHS}
    years = age_spans(0, 6000)
    assert {span.unit for span in years} == {Unit.AGE_YEARS}
    assert years[0].number == 0


@given(st.integers(1, 9000), st.integers(0, 700_000))
def test_the_foot_is_whole_and_short(length: int, start: int) -> None:
    spans = calendar_spans(start + 5000, start + 5000 + length)
    assert spans[0].start == start + 5000
    assert spans[-1].end == start + 5000 + length
    assert all(one.end == other.start for one, other in pairwise(spans))
    assert len(spans) <= 8


def test_a_window_holds_its_points_and_their_norms() -> None:
    band = Band(steps=(Step(day("2020-01-01"), day("2030-01-01"), 115, 145),))
    frame = calendar_frame([series(("2024-01-10", 124), ("2026-11-18", 108))], [band])
    assert frame.low <= 108
    assert frame.high >= 145
    assert 0 < frame.across(day("2024-01-10")) < frame.across(day("2026-11-18")) < 1
    assert 0 <= frame.up(108) < frame.up(124) < 1


def test_one_measurement_has_a_window_too() -> None:
    frame = calendar_frame([series(("2026-11-18", 36.6))])
    assert frame.end - frame.start >= 14
    assert frame.across(day("2026-11-18")) == pytest.approx(0.5)
    assert frame.low < 36.6 < frame.high


def test_a_window_by_age_holds_the_curve() -> None:
    curve = Band(curve=(CurvePoint(0, 46, 50, 54), CurvePoint(700, 80, 86, 92), CurvePoint(5000, 140, 150, 160)))
    frame = age_frame([Series((Point(10, 51),))], [curve], 0, 800)
    assert frame.low <= 46
    assert 92 <= frame.high < 140


def test_nothing_has_no_window() -> None:
    with pytest.raises(ValueError, match="point"):
        calendar_frame([Series(())])
    with pytest.raises(ValueError, match="value"):
        age_frame([], [], 0, 10)
