"""``GET /patients/{pid}/growth``: what was measured, against the WHO standards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from emias_app.models.growth import BodyMeasures, Growth, GrowthChart, GrowthIndicator, GrowthPosition
from emias_app.models.overview import Overview
from emias_app.models.records import Visit
from emias_app.models.section import SectionSlug
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, DAY, a_visit

pytestmark = pytest.mark.anyio

BORN = date(2018, 3, 14)
HEIGHT, WEIGHT, BMI, HEAD = GrowthIndicator.HEIGHT, GrowthIndicator.WEIGHT, GrowthIndicator.BMI, GrowthIndicator.HEAD


def measured(day: date, **measures: float | str) -> Visit:
    return a_visit(date=day, title="Профилактический осмотр", measures=BodyMeasures.model_validate(measures))


async def growth_of(world: World) -> Growth:
    answer = await world.get(f"/patients/{CHILD}/growth", await world.token("anna"))
    assert answer.status_code == 200
    return Growth.model_validate_json(answer.content)


def chart(growth: Growth, indicator: GrowthIndicator) -> GrowthChart:
    return next(one for one in growth.charts if one.indicator is indicator)


async def test_signed_out_and_foreign_cards_are_refused(world: World) -> None:
    assert (await world.get(f"/patients/{CHILD}/growth")).status_code == 401
    assert (await world.get(f"/patients/{OTHER_CHILD}/growth", await world.token("anna"))).status_code == 404
    assert await world.journal() == []


async def test_measurements_of_visits_stand_among_children_of_the_same_age_and_sex(world: World) -> None:
    visit = measured(BORN + timedelta(days=3653), height=137.78, weight=31.2)
    await world.add(measured(BORN + timedelta(days=60), height=58.0, weight=5.6, head=39.0, position="LYING"))
    world.clock.set(world.clock.now() + timedelta(days=900))
    await world.add(visit)
    growth = await growth_of(world)
    assert (growth.patient_id, growth.birth_date, [one.indicator for one in growth.charts]) == (
        CHILD, BORN, [HEIGHT, WEIGHT, BMI, HEAD],
    )  # fmt: skip
    old, new = chart(growth, HEIGHT).points
    assert (old.age_days, old.value, old.position) == (60, 58.0, GrowthPosition.LYING)
    assert (new.z, new.centile) == (pytest.approx(0, abs=0.01), pytest.approx(50, abs=0.3))
    assert (new.section, new.record_id, new.title) == (SectionSlug.VISITS, visit.id, "Профилактический осмотр")
    assert [point.value for point in chart(growth, HEAD).points] == [39.0]


async def test_after_ten_years_weight_has_no_score_and_the_index_has(world: World) -> None:
    world.clock.set(world.clock.now() + timedelta(days=1500))
    await world.add(measured(BORN + timedelta(days=4000), height=145, weight=38))
    growth = await growth_of(world)
    (weight,), (index,) = chart(growth, WEIGHT).points, chart(growth, BMI).points
    assert (weight.z, weight.centile) == (None, None)
    assert index.value == 18.1
    assert index.z is not None


async def test_a_weight_alone_takes_the_height_of_those_weeks(world: World) -> None:
    await world.add(
        measured(DAY - timedelta(days=20), height=128.0), measured(DAY, weight=26.4),
        measured(DAY - timedelta(days=400), weight=23.0),
    )  # fmt: skip
    assert [point.value for point in chart(await growth_of(world), BMI).points] == [16.1]


async def test_what_looks_like_a_slip_is_told_and_stays(world: World) -> None:
    await world.add(measured(DAY, height=128.0, weight=26_400))
    (point,) = chart(await growth_of(world), WEIGHT).points
    assert point.value == 26_400
    assert point.question is not None
    assert "граммы" in point.question


async def test_the_curves_end_a_little_after_the_age_of_the_child(world: World) -> None:
    growth = await growth_of(world)
    height, head = chart(growth, HEIGHT), chart(growth, HEAD)
    assert height.points == []
    assert height.curve[0].age_days == 0
    assert growth.age_days < height.curve[-1].age_days < growth.age_days * 1.1
    assert head.curve[-1].age_days == head.last_day == 1856


async def test_visits_from_before_the_section_began_are_not_measured_either(world: World) -> None:
    await world.add(measured(date(2016, 12, 31), height=50.0))
    answer = await world.get(f"/patients/{CHILD}/overview", await world.token("anna"))
    assert answer.json()["measured"] is None


async def test_one_read_is_one_row_of_the_journal(world: World) -> None:
    await growth_of(world)
    assert [(row.what, row.section, row.record_id) for row in await world.journal()] == [("GROWTH", None, None)]


async def test_the_journal_says_so_in_a_sentence(world: World) -> None:
    await growth_of(world)
    answer = await world.get(f"/patients/{CHILD}/access-log", await world.token("anna"))
    (entry,) = answer.json()["items"]
    assert entry["what"] == "GROWTH"
    assert entry["text"].startswith("Вы посмотрели рост и вес")


async def test_the_overview_tells_the_last_height_and_weight(world: World) -> None:
    await world.add(
        measured(DAY - timedelta(days=30), height=127.0, weight=26.0),
        measured(DAY, weight=26.4),
    )
    answer = await world.get(f"/patients/{CHILD}/overview", await world.token("anna"))
    told = Overview.model_validate_json(answer.content).measured
    assert told is not None
    assert (told.date, told.height, told.weight) == (DAY, 127.0, 26.4)


async def test_the_diary_s_heights_and_weights_stand_beside_the_clinic_s(world: World) -> None:
    await world.add(measured(DAY - timedelta(days=30), height=127.5, weight=26.0))
    token = {"Authorization": f"Bearer {await world.token('anna')}"}
    kept = []
    for indicator, value in (("height", 128.5), ("weight", 26.4)):
        body = {"indicator": indicator, "value": value, "measuredAt": "2026-11-18T20:30:00+03:00"}
        answer = await world.http.post(f"/patients/{CHILD}/diary", headers=token, json=body)
        assert answer.status_code == 201, answer.text
        kept.append(answer.json()["id"])
    growth = await growth_of(world)
    newest = chart(growth, HEIGHT).points[-1]
    assert (newest.section, str(newest.record_id), newest.value) == (SectionSlug.DIARY, kept[0], 128.5)
    assert [point.value for point in chart(growth, BMI).points] == [16.0, 16.0]
    await world.http.delete(f"/patients/{CHILD}/diary/{kept[0]}", headers=token)
    assert [point.value for point in chart(await growth_of(world), HEIGHT).points] == [127.5]
