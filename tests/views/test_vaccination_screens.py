"""«Прививки» on the screen: the plan with its reasons, the tabs, Moscow's layer, the files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from emias_app.errors import Offline
from emias_app.models.child_data import ChildDataKind
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import DoseStatus, Layer
from emias_app.state.vaccinations import Injection
from emias_app.views.medcard.dose_face import dose_face, injection_face
from tests.support.fake_child_data import an_outside_vaccination
from tests.support.fake_ports import World
from tests.support.fake_values import an_id, rows_of
from tests.support.robots import Person, a_page
from tests.support.vaccinations import TODAY, a_planned_dose
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
PLAN = f"/medcard/{ARTYOM}/vaccinations"
DAY = timedelta(days=1)
RECORD = an_id("прививка")


def a_world() -> World:
    world = World()
    world.backend.doses[ARTYOM] = [
        a_planned_dose("polio-RV2", DoseStatus.OVERDUE, date(2026, 4, 9),
                       reason="Срок прошёл 7 месяцев назад. Сделать можно сейчас"),
        a_planned_dose("varicella-V1", DoseStatus.DUE, TODAY - DAY, layer=Layer.MOSCOW, uncertain=True,
                       reason="Москва рекомендует в 12 месяцев"),
        a_planned_dose("dt-RV3", DoseStatus.COMING, date(2032, 3, 14), reason="По календарю в 14 лет"),
        a_planned_dose("influenza-2026", DoseStatus.REFUSED, TODAY, reason="Отказ от 3\u00a0мая\u00a02026\u00a0г."),
        a_planned_dose("dtp-RV1", DoseStatus.DONE, TODAY, day=date(2020, 2, 12), product="Пентаксим",
                       record_id=RECORD),
        a_planned_dose("polio-RV1", DoseStatus.DONE, TODAY, day=date(2020, 2, 12), product="Пентаксим",
                       record_id=RECORD),
    ]  # fmt: skip
    rows = rows_of("Прививка", SectionSlug.VACCINATIONS, 2)
    tests = rows_of("Проба", SectionSlug.VACCINATIONS, 1)
    world.backend.rows[ARTYOM, SectionSlug.VACCINATIONS] = [
        *(row.model_copy(update={"kind": "IMMUNIZATION"}) for row in rows),
        *(row.model_copy(update={"kind": "TUBERCULIN", "id": an_id("проба")}) for row in tests),
    ]
    return world


@pytest.mark.parametrize("width", [412, 1280])
@on_virtual_time
async def test_a_dose_that_a_parent_entered_opens_its_entry_and_back_leads_to_the_plan(width: int) -> None:
    world, entry = World(), an_outside_vaccination()
    world.backend.child_data.entries[ARTYOM, ChildDataKind.VACCINATIONS] = [entry]
    world.backend.doses[ARTYOM] = [
        a_planned_dose("varicella-V1", DoseStatus.DONE, TODAY, day=date(2026, 6, 1), entry_id=entry.id)
    ]
    async with a_page(world, width=width) as anna:
        await opens_the_plan(anna)
        await anna.app.tap(f"vaccinations.entry.{entry.id}")
        assert anna.app.route == f"/child-data/{ARTYOM}/vaccinations/{entry.id}/plan"
        assert anna.app.sees("childdata.save")
        if width < 600:
            await anna.app.back()
        else:
            await anna.app.tap("nav.back")
        assert anna.app.route == PLAN


async def opens_the_plan(anna: Person) -> None:
    await anna.signs_in()
    await anna.app.tap(f"home.child.{ARTYOM}")
    await anna.app.tap("medcard.section.vaccinations")


@on_virtual_time
async def test_the_plan_groups_the_doses_and_tells_each_reason() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        text = anna.app.text
        for words in ("Сейчас", "Полиомиелит, 2\u2011я\u00a0ревакцинация", "просрочена",
                      "Можно с 9\u00a0апреля\u00a02026\u00a0г.",
                      "Срок прошёл 7 месяцев назад. Сделать можно сейчас", "Позже", "предстоит",
                      "С 14\u00a0марта\u00a02032\u00a0г.", "Не делают", "отказ", "Недавно сделаны", "сделана",
                      "12\u00a0февраля\u00a02020\u00a0г. в 6 лет"):  # fmt: skip
            assert words in text, words
        assert "Ветряная" not in text
        assert text.index("просрочена") < text.index("предстоит") < text.index("Недавно сделаны")
        assert "По календарю: впереди 2, сделано 2" in anna.app.get("section.total").texts


@on_virtual_time
async def test_one_injection_against_several_diseases_stands_once_and_opens_its_record() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        assert anna.items() == [f"section.item.{RECORD}"]
        anna.world.backend.rows[ARTYOM, SectionSlug.VACCINATIONS][0] = anna.world.backend.rows[
            ARTYOM, SectionSlug.VACCINATIONS
        ][0].model_copy(update={"id": RECORD})
        await anna.app.tap(f"section.item.{RECORD}")
        assert anna.app.route == f"{PLAN}/{RECORD}"
        await anna.app.back()
        assert anna.app.sees("vaccinations.dose.polio-rv2")


@on_virtual_time
async def test_moscows_recommendations_come_and_go_with_the_switch() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        await anna.app.tap("vaccinations.moscow")
        assert anna.app.sees("vaccinations.dose.varicella-v1")
        assert "Уточните у врача" in anna.app.text
        await anna.app.tap("vaccinations.moscow")
        assert not anna.app.sees("vaccinations.dose.varicella-v1")


@on_virtual_time
async def test_home_asks_for_the_next_dose_of_the_chosen_layer() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        await anna.app.tap("vaccinations.moscow")
        await anna.app.go("/home")
        asked = [call for call in anna.world.backend.calls if call[0] == "overview"]
        assert {call[1] for call in asked[-2:]} == {ARTYOM, DARYA}
        assert all(call[2:] == ("moscow",) for call in asked[-2:])


@on_virtual_time
async def test_the_tabs_hold_vaccinations_and_tests_apart() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        await anna.app.tap("vaccinations.tab.given")
        assert "2\u00a0прививки" in anna.app.text
        await anna.app.tap("vaccinations.tab.tests")
        assert "1\u00a0тест" in anna.app.text
        assert anna.items() == [f"section.item.{an_id('проба')}"]
        assert not anna.app.sees("vaccinations.certificate")
        await anna.app.tap("vaccinations.tab.plan")
        await anna.app.tap("vaccinations.all")
        assert anna.app.sees("section.period.all")


@on_virtual_time
async def test_the_calendar_and_the_certificate_are_downloaded() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        await anna.app.tap("vaccinations.ics")
        await anna.app.tap("vaccinations.tab.given")
        await anna.app.tap("vaccinations.certificate")
        assert [name for name, *_ in anna.world.files.taken] == [
            "Прививки.ics", "Сертификат о прививках 2026-11-22.pdf"]  # fmt: skip


@on_virtual_time
async def test_a_download_that_fails_says_so() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        anna.world.backend.failures["vaccination_calendar"] = Offline()
        await anna.app.tap("vaccinations.ics")
        assert "Нет сети" in anna.app.text
        assert anna.app.sees("vaccinations.dose.polio-rv2")


@on_virtual_time
async def test_a_plan_that_does_not_load_may_be_asked_for_again() -> None:
    world = a_world()
    async with a_page(world) as anna:
        world.backend.failures["vaccination_plan"] = Offline()
        await opens_the_plan(anna)
        assert anna.app.sees("section.error")
        world.backend.failures.clear()
        await anna.app.tap("section.retry")
        assert anna.app.sees("vaccinations.dose.polio-rv2")


@on_virtual_time
async def test_with_nothing_due_the_next_dose_is_named() -> None:
    world = a_world()
    world.backend.doses[ARTYOM] = [a_planned_dose("dt-RV3", DoseStatus.COMING, date(2032, 3, 14))]
    async with a_page(world) as anna:
        await opens_the_plan(anna)
        assert "Сейчас прививки не нужны" in anna.app.text
        assert (
            "Следующая: дифтерия, столбняк (АДС-М), 3-я ревакцинация, 14\u00a0марта\u00a02032\u00a0г." in anna.app.text
        )


@pytest.mark.parametrize("width", [412, 800, 1280])
@on_virtual_time
async def test_the_plan_stands_in_every_width_and_another_child_has_its_own(width: float) -> None:
    async with a_page(a_world(), route=PLAN, width=width) as anna:
        await anna.signs_in()
        assert anna.app.sees("vaccinations.dose.polio-rv2")
        await anna.app.go(f"/medcard/{DARYA}/vaccinations")
        assert not anna.app.sees("vaccinations.dose.polio-rv2")


def test_a_face_tells_the_day_that_matters_once() -> None:
    def when(status: DoseStatus, reason: str = "Почему", until: date | None = None) -> str:
        return dose_face(a_planned_dose("polio-V1", status, date(2026, 10, 30), reason=reason, until=until)).when

    day = "30\u00a0октября\u00a02026\u00a0г."
    assert when(DoseStatus.COMING) == f"С {day}"
    assert when(DoseStatus.OVERDUE) == f"Можно с {day}"
    assert when(DoseStatus.DUE, f"По календарю с {day}") == ""
    assert when(DoseStatus.DUE, until=date(2026, 11, 30)) == "До 30\u00a0ноября\u00a02026\u00a0г."
    assert when(DoseStatus.CONTRAINDICATED, until=date(2026, 10, 29)) == f"Можно с {day}"
    assert when(DoseStatus.CONTRAINDICATED) == when(DoseStatus.REFUSED) == ""


def test_an_injection_names_all_that_it_was_against() -> None:
    doses = tuple(
        a_planned_dose(code, DoseStatus.DONE, TODAY, day=date(2026, 2, 12), product="Пентаксим")
        for code in ("dtp-RV1", "polio-RV1")
    )
    face = injection_face(Injection(doses))
    assert face.title == "Дифтерия, коклюш, столбняк (АКДС), полиомиелит, 1\u2011я\u00a0ревакцинация"
    assert (face.when, face.why) == ("12\u00a0февраля\u00a02026\u00a0г. в 6 лет", "Пентаксим")


@on_virtual_time
async def test_a_vaccination_made_elsewhere_is_entered_from_the_plan_and_the_plan_is_read_anew() -> None:
    async with a_page(a_world()) as anna:
        await opens_the_plan(anna)
        asked = anna.world.backend.asked("vaccination_plan")
        await anna.app.tap("vaccinations.elsewhere")
        assert anna.app.route == f"/child-data/{ARTYOM}/vaccinations/new"
        await anna.app.go(PLAN)
        assert anna.world.backend.asked("vaccination_plan") == asked + 1
