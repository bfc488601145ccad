"""«Прививки»: what each tab reads, Moscow's layer, the files."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import DoseStatus, Layer, PlannedDose, VaccinationPlan
from emias_app.state._loadable import Failed, Ready
from emias_app.state._pass import Pass
from emias_app.state.ports import Theme
from emias_app.state.root import RootState
from emias_app.state.section import Choice, SectionState
from emias_app.state.vaccinations import RECENT, PlanGroups, Tab, VaccinationsState, grouped
from tests.support.fake_ports import World
from tests.support.fake_values import an_id, rows_of
from tests.support.vaccinations import TODAY, a_planned_dose
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
DAY = timedelta(days=1)


class Told:
    """Counts how often the layer was said to have changed."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1


def a_state(world: World, told: Told | None = None, right: Pass | None = None) -> VaccinationsState:
    right = right or Pass()
    section = SectionState(world.ports, right, ARTYOM, SectionSlug.VACCINATIONS, Choice())
    return VaccinationsState(world.ports, right, ARTYOM, section, told or Told())


def a_world() -> World:
    world = World()
    world.backend.doses[ARTYOM] = [
        a_planned_dose("polio-RV2", DoseStatus.OVERDUE, TODAY - DAY * 200),
        a_planned_dose("varicella-V1", DoseStatus.DUE, TODAY - DAY, layer=Layer.MOSCOW),
        a_planned_dose("dt-RV3", DoseStatus.COMING, TODAY + DAY * 900),
    ]
    world.backend.rows[ARTYOM, SectionSlug.VACCINATIONS] = [
        row.model_copy(update={"kind": kind, "section": SectionSlug.VACCINATIONS})
        for kind in ("IMMUNIZATION", "TUBERCULIN")
        for row in rows_of(kind, SectionSlug.VACCINATIONS, 3)
    ]
    return world


def shown(state: VaccinationsState) -> PlanGroups:
    assert isinstance(state.plan, Ready)
    return state.plan.value


def a_plan(*doses: PlannedDose) -> PlanGroups:
    return grouped(VaccinationPlan(items=list(doses), total=len(doses), moscow=False))


def codes(doses: tuple[PlannedDose, ...]) -> list[str]:
    return [dose.code for dose in doses]


@on_virtual_time
async def test_the_plan_comes_first_and_the_list_is_not_read() -> None:
    world = a_world()
    state = a_state(world)
    await state.ensure()
    await state.ensure()
    assert state.tab is Tab.PLAN
    assert codes(shown(state).now) == ["polio-RV2"]
    assert (world.backend.asked("vaccination_plan"), world.backend.asked("records")) == (1, 0)


@on_virtual_time
async def test_each_tab_holds_its_own_kind_of_records() -> None:
    world = a_world()
    state = a_state(world)
    await state.choose_tab(Tab.TESTS)
    assert isinstance(state.section.rows, Ready)
    assert state.section.rows.value.total == 3
    assert world.backend.calls[-1][:5] == ("records", ARTYOM, SectionSlug.VACCINATIONS, None, "TUBERCULIN")
    assert state.section.choice.is_everything
    assert state.section.plural[2] == "тестов"
    await state.choose_tab(Tab.GIVEN)
    assert world.backend.calls[-1][4] == "IMMUNIZATION"
    assert state.section.plural[2] == "прививок"
    await state.choose_tab(Tab.PLAN)
    assert world.backend.asked("vaccination_plan") == 1


@on_virtual_time
async def test_everything_of_a_tab_is_still_of_that_tab() -> None:
    world = a_world()
    state = a_state(world)
    await state.choose_tab(Tab.TESTS)
    await state.section.search("нет такого")
    await state.section.show_everything()
    assert state.tab is Tab.TESTS
    assert world.backend.calls[-1][4] == "TUBERCULIN"


@on_virtual_time
async def test_moscow_is_off_until_it_is_wanted_and_stays_chosen_on_this_device() -> None:
    world, told = a_world(), Told()
    state = a_state(world, told)
    await state.ensure()
    assert not state.has_moscow
    await state.use_moscow(True)
    await state.use_moscow(True)
    assert codes(shown(state).now) == ["polio-RV2", "varicella-V1"]
    assert told.times == 1
    assert world.preferences.kept.has_moscow
    assert a_state(world).has_moscow


@on_virtual_time
async def test_another_choice_of_this_device_keeps_moscow() -> None:
    world = a_world()
    root = RootState(world.ports)
    await a_state(world).use_moscow(True)
    root.choose_theme(Theme.DARK)
    assert (world.preferences.kept.has_moscow, world.preferences.kept.theme) == (True, Theme.DARK)


@on_virtual_time
async def test_a_plan_that_does_not_come_says_so_and_what_was_there_stays() -> None:
    world = a_world()
    state = a_state(world)
    world.backend.failures["vaccination_plan"] = Offline()
    await state.ensure()
    assert isinstance(state.plan, Failed)
    world.backend.failures.clear()
    await state.refresh()
    world.backend.failures["vaccination_plan"] = Offline()
    await state.refresh()
    assert shown(state).now
    assert state.last_failure is not None


@on_virtual_time
async def test_a_late_answer_of_the_other_layer_is_dropped() -> None:
    world = a_world()
    state = a_state(world)
    await state.ensure()
    gate = asyncio.Event()
    world.backend.gates["vaccination_plan"] = gate.wait()
    slow = asyncio.ensure_future(state.refresh())
    await asyncio.sleep(0)
    world.backend.gates.clear()
    await state.use_moscow(True)
    gate.set()
    await slow
    assert "varicella-V1" in codes(shown(state).now)


@on_virtual_time
async def test_the_files_are_handed_over_one_at_a_time() -> None:
    world = a_world()
    state = a_state(world)
    gate = asyncio.Event()
    world.backend.gates["vaccination_calendar"] = gate.wait()
    first = asyncio.ensure_future(state.save_calendar())
    await asyncio.sleep(0)
    await state.save_calendar()
    gate.set()
    await first
    await state.save_certificate()
    names = [name for name, _ in world.files.taken]
    assert names == ["Прививки.ics", "Сертификат о прививках 2026-11-22.pdf"]
    assert world.backend.asked("vaccination_calendar") == 1


@on_virtual_time
async def test_a_file_that_does_not_come_says_why() -> None:
    world = a_world()
    state = a_state(world)
    world.backend.failures["vaccination_calendar"] = Offline()
    await state.save_calendar()
    assert state.file_error
    assert not state.is_saving


@on_virtual_time
async def test_nothing_is_read_once_the_card_is_closed() -> None:
    world, right = a_world(), Pass()
    state = a_state(world, right=right)
    right.revoke()
    await state.ensure()
    await state.use_moscow(True)
    await state.save_calendar()
    await state.save_certificate()
    assert world.backend.calls == []
    assert not world.preferences.kept.has_moscow


def test_a_temporary_exemption_waits_and_a_lasting_one_is_never() -> None:
    plan = a_plan(
        a_planned_dose("mmr-V", DoseStatus.CONTRAINDICATED, TODAY + DAY * 40, until=TODAY + DAY * 39),
        a_planned_dose("polio-V1", DoseStatus.COMING, TODAY + DAY * 90),
        a_planned_dose("tuberculosis-RV", DoseStatus.CONTRAINDICATED, TODAY),
        a_planned_dose("influenza-2026", DoseStatus.REFUSED, TODAY),
    )
    assert codes(plan.later) == ["mmr-V", "polio-V1"]
    assert codes(plan.never) == ["tuberculosis-RV", "influenza-2026"]
    assert (plan.ahead_total, plan.now, plan.done) == (2, (), ())


def test_doses_of_one_record_are_one_vaccination_and_only_the_newest_are_shown() -> None:
    record = an_id("record")
    doses = [
        a_planned_dose(code, DoseStatus.DONE, TODAY, day=TODAY, record_id=record)
        for code in ("dtp-RV1", "polio-RV1", "hib-RV")
    ]
    older = [
        a_planned_dose("polio-V1", DoseStatus.DONE, TODAY, day=date(2020, 1, day), product=str(day))
        for day in range(1, 10)
    ]
    plan = a_plan(*doses, *older)
    assert [len(one.doses) for one in plan.done] == [3, *[1] * (RECENT - 1)]
    assert plan.done_total == 12
