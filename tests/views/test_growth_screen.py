"""«Рост и вес» on the screen, and its words."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.errors import Offline
from emias_app.models.growth import GrowthIndicator, LastMeasured
from emias_app.views.growth.faces import drawn, entry_line, newest_of, odd_line, place_among, rows_of
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.growing import TODAY, a_growth
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
GROWTH = f"/medcard/{ARTYOM}/growth"
HEIGHT, WEIGHT, BMI, HEAD = GrowthIndicator.HEIGHT, GrowthIndicator.WEIGHT, GrowthIndicator.BMI, GrowthIndicator.HEAD
CHILDREN = "из 100 детей того же возраста и пола"


@pytest.mark.parametrize(
    ("centile", "said"),
    [
        (61.8, f"Выше, чем у 62 {CHILDREN}"),
        (1.0, f"Выше, чем у 1 {CHILDREN}"),
        (0.2, f"Ниже, чем у 99 {CHILDREN}"),
        (99.99, f"Выше, чем у 99 {CHILDREN}"),
        (None, "После 19 лет кривых ВОЗ нет"),
    ],
)
def test_a_centile_is_said_in_plain_words(centile: float | None, said: str) -> None:
    point = a_growth(ARTYOM).charts[0].points[-1].model_copy(update={"centile": centile})
    assert place_among(HEIGHT, point) == said


def test_a_list_says_the_same_as_the_chart_newest_first() -> None:
    growth = a_growth(ARTYOM, z=-2.4)
    chart = growth.charts[0]
    rows = rows_of(growth, chart, TODAY)
    assert len(rows) == len(chart.points)
    assert rows[0].id == chart.points[-1].record_id
    assert rows[0].line == "18\u00a0ноября · 8\u00a0лет 8\u00a0месяцев · z −2,4"
    assert rows[0].mark is not None
    assert rows[0].mark.text == "ниже −2"
    shown = drawn(growth, chart)
    assert len(shown.series.points) == len(chart.points)
    assert shown.label.startswith("Рост: 12\u00a0измерений, последнее ")


def test_slips_stay_in_the_list_and_do_not_bend_the_chart() -> None:
    growth = a_growth(ARTYOM, odd=True)
    chart = next(one for one in growth.charts if one.indicator is WEIGHT)
    assert max(point.y for point in drawn(growth, chart).series.points) < 100
    assert odd_line(chart) == "1\u00a0измерение похоже на опечатку: оно только в списке"
    newest = newest_of(growth, chart)
    assert newest is not None
    assert "похоже на граммы" in newest.place


def test_a_measurement_of_an_archive_says_so() -> None:
    growth = a_growth(ARTYOM)
    chart = growth.charts[0]
    last = chart.points[-1].model_copy(update={"imported_on": TODAY})
    chart = chart.model_copy(update={"points": [*chart.points[:-1], last]})
    assert rows_of(growth, chart, TODAY)[0].line.endswith(" · из архива")
    newest = newest_of(growth, chart)
    assert newest is not None
    assert "из архива" in newest.when


def test_a_standard_that_ended_is_told() -> None:
    growth = a_growth(ARTYOM, date(2014, 3, 14))
    chart = next(one for one in growth.charts if one.indicator is WEIGHT)
    newest = newest_of(growth, chart)
    assert newest is not None
    assert "ИМТ" in newest.place


def test_the_entry_card_tells_the_last_height_and_weight() -> None:
    assert entry_line(None, TODAY) == "по кривым ВОЗ"
    measured = LastMeasured(date=date(2026, 11, 16), height=128, weight=26.4)
    assert entry_line(measured, TODAY) == "128\u00a0см · 26,4\u00a0кг, 16\u00a0ноября"


@pytest.mark.parametrize("width", [412, 800, 1280])
@on_virtual_time
async def test_from_the_card_to_each_chart(width: int) -> None:
    world = World()
    world.backend.growths[ARTYOM] = a_growth(ARTYOM)
    async with a_page(world, width=width, height=900) as anna:
        await anna.signs_in()
        await anna.app.tap(f"home.child.{ARTYOM}")
        await anna.app.tap("medcard.growth")
        assert anna.app.route == GROWTH
        assert CHILDREN in anna.app.text
        assert "Что это значит, скажет врач" in anna.app.text
        await anna.app.tap("growth.tab.weight")
        assert "кг" in " ".join(anna.app.get("growth.value").texts)
        await anna.app.tap("growth.tab.bmi")
        assert "делённый на квадрат роста" in anna.app.text
        await anna.app.tap("growth.tab.head")
        assert world.backend.asked("growth") == 1


@on_virtual_time
async def test_a_measurement_leads_to_its_record() -> None:
    world = World()
    world.backend.growths[ARTYOM] = growth = a_growth(ARTYOM)
    async with a_page(world, route=GROWTH) as anna:
        await anna.signs_in()
        newest = growth.charts[0].points[-1]
        row = anna.app.get(f"growth.item.{newest.record_id}")
        assert row.texts[0].startswith("13")


@on_virtual_time
async def test_a_long_list_shows_the_newest_first_and_more_when_asked() -> None:
    world = World()
    world.backend.growths[ARTYOM] = a_growth(ARTYOM, date(2009, 3, 14), count=30)
    async with a_page(world, route=GROWTH) as anna:
        await anna.signs_in()
        assert sum(name.startswith("growth.item.") for name in anna.app.identifiers) == 20
        await anna.app.tap("growth.more")
        assert sum(name.startswith("growth.item.") for name in anna.app.identifiers) == 30
        assert not anna.app.sees("growth.more")


@on_virtual_time
async def test_nothing_measured_says_so() -> None:
    async with a_page(World(), route=GROWTH) as anna:
        await anna.signs_in()
        assert "Роста пока нет" in " ".join(anna.app.get("growth.empty").texts)


@on_virtual_time
async def test_what_did_not_load_can_be_tried_again() -> None:
    world = World()
    world.backend.growths[ARTYOM] = a_growth(ARTYOM)
    world.backend.failures["growth"] = Offline()
    async with a_page(world, route=GROWTH) as anna:
        await anna.signs_in()
        assert anna.app.sees("growth.error")
        world.backend.failures.clear()
        await anna.app.tap("growth.retry")
        assert anna.app.sees("growth.value")


def test_a_chart_begins_at_birth_or_shortly_before_the_first_measurement() -> None:
    young, old = a_growth(ARTYOM, date(2024, 9, 1)), a_growth(ARTYOM, date(2012, 10, 30), count=6)
    assert drawn(young, young.charts[0]).frame.start == 0
    shown = drawn(old, old.charts[0])
    assert shown.series.points[0].x - 400 < shown.frame.start < shown.series.points[0].x
    assert shown.band.curve[0].x >= shown.frame.start
