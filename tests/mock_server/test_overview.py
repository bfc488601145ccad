"""What home tells of a child."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.models.overview import Overview
from emias_app.models.section import SectionSlug
from tests.support.card_world import NOW, World
from tests.support.records import (
    CHILD,
    DAY,
    OTHER_DAY,
    a_lab,
    a_prescription,
    a_referral,
    a_visit,
    an_immunization,
)

pytestmark = pytest.mark.anyio


async def overview_of(world: World) -> Overview:
    answer = await world.get(f"/patients/{CHILD}/overview", await world.token("anna"))
    assert answer.status_code == 200
    return Overview.model_validate_json(answer.content)


async def test_an_empty_card_has_an_overview(world: World) -> None:
    overview = await overview_of(world)
    assert (overview.fresh, overview.ahead, overview.last_visit) == ([], [], None)
    assert (overview.patient_id, overview.generated_at) == (CHILD, NOW)


async def test_fresh_are_the_six_newest_of_the_last_ninety_days_over_all_sections(world: World) -> None:
    await world.add(*(a_lab(date=DAY - timedelta(days=10 * n), title=f"№ {n}") for n in range(20)))
    await world.add(a_visit(date=DAY - timedelta(days=5), title="Педиатр"))
    overview = await overview_of(world)
    assert [row.title for row in overview.fresh] == ["№ 0", "Педиатр", "№ 1", "№ 2", "№ 3", "№ 4"]


async def test_what_is_old_is_not_fresh(world: World) -> None:
    await world.add(a_lab(date=DAY - timedelta(days=100)))
    assert (await overview_of(world)).fresh == []


async def test_ahead_is_what_still_can_be_used_soonest_end_first(world: World) -> None:
    await world.add(
        a_referral(date=DAY, days=60, title="Невролог"),
        a_prescription(date=DAY, days=30, title="Амоксициллин"),
        a_prescription(date=DAY, state="DISPENSED", title="Получено"),
        a_prescription(date=OTHER_DAY, days=10, title="Просрочено"),
        a_referral(date=OTHER_DAY, days=200, state="USED", title="Использовано"),
    )
    overview = await overview_of(world)
    assert [row.title for row in overview.ahead] == ["Амоксициллин", "Невролог"]
    assert overview.ahead[0].section is SectionSlug.PRESCRIPTIONS


async def test_the_last_visit_is_the_newest_one(world: World) -> None:
    await world.add(a_visit(date=OTHER_DAY, title="Раньше"), a_visit(date=DAY, title="Позже"), a_lab(date=DAY))
    last = (await overview_of(world)).last_visit
    assert last is not None
    assert last.title == "Позже"


async def test_a_missed_dose_is_named_with_its_reason(world: World) -> None:
    await world.add(an_immunization(date=OTHER_DAY))
    dose = (await overview_of(world)).next_dose
    assert dose is not None
    assert dose.title
    assert dose.reason
