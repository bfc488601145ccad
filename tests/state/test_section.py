"""One section's list: period, search, filters, growth, and what stays when something fails."""

from __future__ import annotations

import asyncio
from datetime import date

from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Loading, Ready
from emias_app.state._pass import Pass
from emias_app.state.section import PAGE, Choice, Emptiness, Period, SectionState, with_rows
from tests.support.fake_ports import World
from tests.support.fake_values import a_row, an_id, rows_of
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


def a_section(world: World, right: Pass | None = None, slug: SectionSlug = SectionSlug.LABS) -> SectionState:
    return SectionState(world.ports, right or Pass(), ARTYOM, slug, Choice())


def shown(state: SectionState) -> list[str]:
    assert isinstance(state.rows, Ready)
    return [row.title for month in state.rows.value.months for row in month.rows]


@on_virtual_time
async def test_all_time_is_the_default_and_pages_come_one_by_one() -> None:
    world = World()
    state = a_section(world)
    await state.ensure()
    assert state.choice.period is Period.ALL
    assert len(shown(state)) == PAGE
    await asyncio.gather(state.grow(), state.grow(), state.grow())
    assert len(shown(state)) == 40
    assert len(set(shown(state))) == 40
    await state.grow()
    assert world.backend.asked("records") == 2, "the end is known"


@on_virtual_time
async def test_months_are_headed_once_even_where_a_page_ends_within_one() -> None:
    rows = rows_of("Артём", SectionSlug.LABS, 10)
    whole = with_rows((), rows)
    assert with_rows(with_rows((), rows[:3]), rows[2:]) == whole
    assert [month.first_day for month in whole] == sorted({row.date.replace(day=1) for row in rows}, reverse=True)


@on_virtual_time
async def test_a_month_that_did_not_change_is_the_same_object_after_growth() -> None:
    before = with_rows((), rows_of("Артём", SectionSlug.LABS, 10))
    after = with_rows(before, [a_row("старый", date(2020, 1, 1))])
    assert all(one is other for one, other in zip(before, after, strict=False))


@on_virtual_time
async def test_the_period_search_and_filter_narrow_and_nothing_of_the_old_choice_stays() -> None:
    world = World()
    state = a_section(world)
    await state.ensure()
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    world.backend.gates["records"] = gate
    choosing = asyncio.ensure_future(state.choose_period(Period.HALF_YEAR))
    await asyncio.sleep(0)
    assert isinstance(state.rows, Loading)
    gate.set_result(None)
    await choosing
    del world.backend.gates["records"]
    assert 0 < len(shown(state)) < 40
    await state.show_everything()
    await state.choose_filter("BLOOD")
    assert all(int(title.split()[-1]) % 2 for title in shown(state))
    await state.choose_filter("НЕТ ТАКОГО")
    assert state.choice.filter_key == "BLOOD"
    await state.search("запись 7")
    assert shown(state) == ["Артём: запись 7"]


@on_virtual_time
async def test_three_kinds_of_emptiness() -> None:
    world = World()
    world.backend.rows[ARTYOM, SectionSlug.DISCHARGES] = [a_row("Эпикриз", date(2023, 2, 13), SectionSlug.DISCHARGES)]
    old = a_section(world, slug=SectionSlug.DISCHARGES)
    old.summary = next(
        one for one in await world.backend.patients.sections(ARTYOM) if one.section is SectionSlug.DISCHARGES
    )
    await old.choose_period(Period.HALF_YEAR)
    assert old.emptiness is Emptiness.PERIOD
    await old.show_everything()
    assert old.emptiness is None
    await old.search("ничего такого")
    assert old.emptiness is Emptiness.SEARCH
    never = a_section(world, slug=SectionSlug.AMBULANCE)
    await never.ensure()
    assert never.emptiness is Emptiness.NEVER


@on_virtual_time
async def test_what_was_loaded_stays_when_a_refresh_fails() -> None:
    world = World()
    state = a_section(world)
    await state.ensure()
    world.backend.failure = Offline()
    await state.refresh()
    assert len(shown(state)) == PAGE
    assert isinstance(state.last_failure, Failed)
    await state.grow()
    assert state.growth_failed
    world.backend.failure = None
    await state.grow()
    assert len(shown(state)) == 40


@on_virtual_time
async def test_a_late_answer_to_an_older_choice_is_dropped() -> None:
    world = World()
    state = a_section(world)
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    world.backend.gates["records"] = gate
    slow = asyncio.ensure_future(state.search("запись 1"))
    await asyncio.sleep(0)
    del world.backend.gates["records"]
    await state.search("запись 2")
    wanted = shown(state)
    gate.set_result(None)
    await slow
    assert shown(state) == wanted


@on_virtual_time
async def test_without_a_valid_pass_nothing_is_asked_and_nothing_is_kept() -> None:
    world = World()
    right = Pass()
    state = a_section(world, right)
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    world.backend.gates["records"] = gate
    loading = asyncio.ensure_future(state.ensure())
    await asyncio.sleep(0)
    right.revoke()
    gate.set_result(None)
    await loading
    assert isinstance(state.rows, Loading)
    await state.refresh()
    await state.search("что угодно")
    assert world.backend.asked("records") == 1


@on_virtual_time
async def test_the_chips_are_those_of_the_whole_section_and_stay_while_it_is_narrowed() -> None:
    world = World()
    rows = [
        a_row(f"Приём {number}", date(2026, 11, 20), SectionSlug.VISITS).model_copy(
            update={"id": an_id(f"приём {number}"), "speciality": "Педиатр" if number < 40 else "Хирург"}
        )
        for number in range(45)
    ]
    old = a_row("Давний", date(2020, 1, 1), SectionSlug.VISITS).model_copy(update={"speciality": "Невролог"})
    world.backend.rows[ARTYOM, SectionSlug.VISITS] = [*rows, old]
    state = a_section(world, slug=SectionSlug.VISITS)
    await state.ensure()
    told = [(one.title, one.count) for one in state.filters]
    assert told == [("Педиатр", 40), ("Хирург", 5), ("Невролог", 1)]
    await state.grow()
    assert [(one.title, one.count) for one in state.filters] == told
    await state.choose_filter("Невролог")
    assert [(one.title, one.count) for one in state.filters] == told
    await state.choose_period(Period.HALF_YEAR)
    assert [(one.title, one.count) for one in state.filters] == [("Педиатр", 40), ("Хирург", 5), ("Невролог", 0)]
    await state.choose_every_kind()
    assert [one.title for one in state.filters] == ["Педиатр", "Хирург"], "what would leave nothing is left out"


@on_virtual_time
async def test_the_kinds_of_a_section_with_tabs_are_its_tabs_and_no_chips() -> None:
    world = World()
    world.backend.rows[ARTYOM, SectionSlug.VACCINATIONS] = [
        a_row("Корь", date(2026, 1, 1), SectionSlug.VACCINATIONS, kind="IMMUNIZATION"),
        a_row("Диаскинтест", date(2026, 2, 1), SectionSlug.VACCINATIONS, kind="TUBERCULIN"),
    ]
    state = a_section(world, slug=SectionSlug.VACCINATIONS)
    await state.choose_kind("IMMUNIZATION")
    await state.ensure()
    assert shown(state) == ["Корь"]
    assert state.filters == ()
