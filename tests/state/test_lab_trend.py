"""A trend: its period costs no second reading, its units are never joined, what fails leaves what is there."""

from __future__ import annotations

from datetime import date, timedelta

from emias_app.errors import Offline
from emias_app.state._loadable import Failed, Ready
from emias_app.state._pass import Pass
from emias_app.state.lab_trend import LabTrendState, TrendView
from emias_app.state.section import Period
from tests.support.fake_card_views import a_trend, a_value
from tests.support.fake_ports import World
from tests.support.fake_values import a_problem, an_id
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


def a_state(world: World, right: Pass | None = None) -> LabTrendState:
    return LabTrendState(world.ports, right or Pass(), ARTYOM, "HGB")


def shown(state: LabTrendState) -> TrendView:
    assert isinstance(state.trend, Ready)
    return state.trend.value


@on_virtual_time
async def test_all_values_are_there_with_the_newest_and_its_change() -> None:
    state = a_state(World())
    await state.ensure()
    view = shown(state)
    assert [value.text for value in view.values] == ["108", "119", "121", "117", "126", "124"]
    assert (view.newest.text, view.total, view.norm and view.norm.text) == ("108", 6, "110–145")
    assert view.change is not None
    assert (view.change.by, view.change.is_more, view.change.since) == (11, False, date(2026, 3, 12))


@on_virtual_time
async def test_the_chart_stands_oldest_first_and_knows_whose_points_are_outside() -> None:
    state = a_state(World())
    await state.ensure()
    chart = shown(state).chart
    assert chart is not None
    assert [point.y for point in chart.series.points] == [124, 126, 117, 121, 119, 108]
    assert [point.is_outside for point in chart.series.points] == [False] * 5 + [True]
    assert chart.places == (5, 4, 3, 2, 1, 0)
    assert [(step.low, step.high) for step in chart.band.steps] == [(110, 140), (110, 145)]


@on_virtual_time
async def test_a_period_narrows_what_is_here_and_asks_nothing_anew() -> None:
    world = World()
    state = a_state(world)
    await state.ensure()
    await state.choose_period(Period.YEAR)
    assert [value.text for value in shown(state).values] == ["108", "119"]
    await state.choose_period(Period.HALF_YEAR)
    assert [value.text for value in shown(state).values] == ["108"]
    assert shown(state).newest.text == "108"
    assert world.backend.asked("lab_trend") == 1


@on_virtual_time
async def test_a_long_trend_grows_until_the_period_is_whole() -> None:
    world = World()
    day = date(2026, 11, 18)
    values = [a_value((day - timedelta(days=number)).isoformat(), 120) for number in range(250)]
    world.backend.trends["г/л"] = a_trend(values)
    state = a_state(world)
    await state.ensure()
    assert (len(shown(state).values), shown(state).has_more) == (100, True)
    await state.choose_period(Period.HALF_YEAR)
    assert len(shown(state).values) == 181
    await state.choose_period(Period.ALL)
    await state.grow()
    assert (len(shown(state).values), shown(state).has_more) == (250, False)
    await state.grow()
    assert world.backend.asked("lab_trend") == 3


@on_virtual_time
async def test_units_are_shown_one_at_a_time() -> None:
    world = World()
    both = {"units": ["г/л", "г/дл"]}
    world.backend.trends["г/л"] = a_trend(**both)
    world.backend.trends["г/дл"] = a_trend([a_value("2020-01-01", 12)], unit="г/дл", **both)
    state = a_state(world)
    await state.ensure()
    await state.choose_unit("г/дл")
    assert (shown(state).unit, [value.value for value in shown(state).values]) == ("г/дл", [12])
    await state.choose_unit("кг")
    assert shown(state).unit == "г/дл"


@on_virtual_time
async def test_words_make_a_list_and_no_chart() -> None:
    world = World()
    words = a_value("2026-01-01", 1).model_copy(update={"value": None, "text": "не обнаружено", "flag": "NORMAL"})
    world.backend.trends["г/л"] = a_trend([words], norms=[], unit="")
    state = a_state(world)
    await state.ensure()
    assert shown(state).chart is None
    assert shown(state).change is None


@on_virtual_time
async def test_a_failure_leaves_what_is_there_and_says_so() -> None:
    world = World()
    state = a_state(world)
    world.backend.failures["lab_trend"] = a_problem(503, "unavailable")
    await state.ensure()
    assert isinstance(state.trend, Failed)
    world.backend.failures.clear()
    await state.ensure()
    world.backend.failure = Offline()
    await state.refresh()
    assert len(shown(state).values) == 6
    assert state.last_failure is not None


@on_virtual_time
async def test_without_the_right_nothing_is_asked() -> None:
    world, right = World(), Pass()
    state = a_state(world, right)
    right.revoke()
    await state.ensure()
    await state.choose_period(Period.YEAR)
    assert world.backend.asked("lab_trend") == 0
