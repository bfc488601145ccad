"""The trend of a показатель and the search over a card on the screen."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.models.base import Mark, Tone
from emias_app.models.child_data import ChildDataKind
from emias_app.models.section import SectionSlug
from emias_app.state.place import (
    CardSearch,
    ChildDataForm,
    Diary,
    LabTrendPage,
    Nowhere,
    Origin,
    Place,
    RecordPage,
    above,
)
from emias_app.views.lab_codes import address_code, code_at, code_key
from emias_app.views.routes import address_of, place_at
from tests.support.fake_card_views import a_trend, a_value
from tests.support.fake_child_data import an_allergy
from tests.support.fake_diary import an_entry
from tests.support.fake_ports import World
from tests.support.fake_values import a_problem, a_row, an_id
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
TREND = f"/medcard/{ARTYOM}/lab-trends/HGB"
FIND = f"/medcard/{ARTYOM}/search"
SIZES = pytest.mark.parametrize(("width", "height"), [(412, 915), (1280, 800)], ids=["phone", "desktop"])


@pytest.mark.parametrize("code", ["HGB", "NEUT%", "NEUT#", "U_SG", "С/Р"])
def test_a_code_survives_its_address(code: str) -> None:
    assert code_at(address_code(code)) == code
    for place in (LabTrendPage(ARTYOM, code), LabTrendPage(ARTYOM, code, an_id("r"))):
        assert place_at(address_of(place)) == place


def test_codes_that_differ_by_a_sign_have_keys_of_their_own() -> None:
    assert (code_key("NEUT%"), code_key("NEUT#"), code_key("U_SG")) == ("neut-pct", "neut-abs", "u-sg")


@pytest.mark.parametrize(
    "place",
    [
        RecordPage(ARTYOM, SectionSlug.VISITS, an_id("r"), is_found=True),
        Diary(ARTYOM, an_id("r")),
        ChildDataForm(ARTYOM, ChildDataKind.ALLERGIES, an_id("r"), Origin.SEARCH),
    ],
)
def test_what_was_found_has_an_address_of_its_own_under_the_search(place: Place) -> None:
    assert place_at(address_of(place)) == place
    assert above(place) == CardSearch(ARTYOM)


@pytest.mark.parametrize("address", [f"/diary/{ARTYOM}/x", f"/child-data/{ARTYOM}/allergies/{ARTYOM}/nowhere"])
def test_an_odd_address_of_an_entry_leads_nowhere(address: str) -> None:
    assert place_at(address) == Nowhere()


@SIZES
@on_virtual_time
async def test_a_trend_tells_the_last_value_its_change_and_every_value_opens_its_report(
    width: int, height: int
) -> None:
    world = World()
    value = a_trend().items[0]
    report = a_row("Клинический анализ крови", value.date).model_copy(update={"id": value.record_id})
    world.backend.rows[ARTYOM, SectionSlug.LABS] = [report]
    async with a_page(world, route=TREND, width=width, height=height) as anna:
        await anna.signs_in()
        said = anna.app.text
        assert "Гемоглобин" in said
        assert "6\u00a0измерений" in said
        assert "на 11\u00a0г/л меньше, чем 12\u00a0марта\u00a02026\u00a0г." in said
        assert "Белок эритроцитов, который переносит кислород." in said
        assert "Что значит результат, скажет врач." in said
        label = "Гемоглобин: 6\u00a0измерений, последнее 108\u00a0г/л, ниже нормы"
        assert any(node.props.get("label") == label for node in anna.app.mirror.screen())
        await anna.app.tap(f"trend.item.{value.record_id}")
        assert anna.app.route.endswith(f"/labs/{value.record_id}")


@on_virtual_time
async def test_an_empty_period_names_the_last_measurement_and_shows_all_time() -> None:
    world = World()
    world.backend.trends["г/л"] = a_trend([a_value("2025-01-10", 120)])
    async with a_page(world, route=TREND) as anna:
        await anna.signs_in()
        await anna.app.tap("trend.period.6m")
        assert "За полгода измерений нет" in anna.app.text
        assert "Последнее 10\u00a0января\u00a02025\u00a0г." in anna.app.text
        await anna.app.tap("trend.showall")
        assert anna.app.sees("trend.chart")


@on_virtual_time
async def test_a_trend_that_failed_can_be_tried_again() -> None:
    world = World()
    world.backend.failures["lab_trend"] = a_problem(503, "unavailable")
    async with a_page(world, route=TREND) as anna:
        await anna.signs_in()
        assert anna.app.sees("trend.error")
        world.backend.failures.clear()
        await anna.app.tap("trend.retry")
        assert anna.app.sees("trend.chart")


@on_virtual_time
async def test_back_from_a_trend_leads_to_its_report() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        report = world.backend.rows[ARTYOM, SectionSlug.LABS][0]
        await anna.app.go(f"/medcard/{ARTYOM}/labs/{report.id}/HGB")
        assert anna.app.sees("trend.title")
        await anna.app.back()
        assert anna.app.route == f"/medcard/{ARTYOM}/labs/{report.id}"


@SIZES
@on_virtual_time
async def test_the_search_says_what_to_do_finds_and_leads_back_to_what_was_found(width: int, height: int) -> None:
    world = World()
    async with a_page(world, route=f"/medcard/{ARTYOM}", width=width, height=height) as anna:
        await anna.signs_in()
        await anna.app.tap("medcard.find")
        assert "Что найти?" in anna.app.text
        await anna.app.enter("find.words", "запись 1", submit=True)
        assert "Анализы" in anna.app.text
        found = [name for name in anna.app.identifiers if name.startswith("find.item.")]
        assert len(found) == 5
        await anna.app.tap(found[0])
        assert anna.app.sees("record.title")
        if width < 600:
            await anna.app.back()
        assert anna.app.sees(found[0])
        assert "запись 1" in anna.app.text


@on_virtual_time
async def test_all_that_was_found_in_a_section_is_its_list_with_the_same_words() -> None:
    world = World()
    async with a_page(world, route=FIND) as anna:
        await anna.signs_in()
        await anna.app.enter("find.words", "запись", submit=True)
        await anna.app.tap("find.all.labs")
        assert anna.app.route == f"/medcard/{ARTYOM}/labs"
        assert "Найдено: 40" in anna.app.text


@SIZES
@on_virtual_time
async def test_a_found_entry_of_the_diary_opens_once_and_back_leads_to_what_was_found(width: int, height: int) -> None:
    world = World()
    entry = an_entry("жар", value=38.2, note="после прогулки")
    world.backend.diary.put(ARTYOM, entry)
    hit = a_row("38,2\u00a0°C", entry.measured_at.date(), SectionSlug.DIARY, kind="TEMPERATURE")
    hit = hit.model_copy(update={"id": entry.id, "time": "20:15", "subtitle": "после прогулки"})
    world.backend.rows[ARTYOM, SectionSlug.DIARY] = [hit]
    async with a_page(world, route=FIND, width=width, height=height) as anna:
        await anna.signs_in()
        await anna.app.enter("find.words", "38", submit=True)
        assert "20:15 · Temperature · после прогулки" in anna.app.text
        await anna.app.tap(f"find.item.{entry.id}")
        assert anna.app.route == f"/diary/{ARTYOM}/{entry.id}"
        assert anna.app.sees("diary.save")
        await anna.app.tap("diary.close")
        assert not anna.app.sees("diary.save")
        await anna.app.tap("nav.back")
        assert anna.app.route == FIND
        assert anna.app.sees(f"find.item.{entry.id}")


@SIZES
@on_virtual_time
async def test_a_found_entry_of_child_data_opens_and_back_leads_to_what_was_found(width: int, height: int) -> None:
    world = World()
    allergy = an_allergy("Амоксициллин")
    world.backend.child_data.entries[ARTYOM, ChildDataKind.ALLERGIES] = [allergy]
    hit = a_row("Амоксициллин", date(2026, 3, 12), SectionSlug.CHILD_DATA, kind="ALLERGIES")
    world.backend.rows[ARTYOM, SectionSlug.CHILD_DATA] = [hit.model_copy(update={"id": allergy.id})]
    async with a_page(world, route=FIND, width=width, height=height) as anna:
        await anna.signs_in()
        await anna.app.enter("find.words", "амокси", submit=True)
        await anna.app.tap(f"find.item.{allergy.id}")
        assert anna.app.route == f"/child-data/{ARTYOM}/allergies/{allergy.id}/search"
        assert anna.app.sees("childdata.save")
        if width < 600:
            await anna.app.back()
        else:
            await anna.app.tap("nav.back")
        assert anna.app.route == FIND
        assert anna.app.sees(f"find.item.{allergy.id}")


@on_virtual_time
async def test_an_analyte_that_was_found_opens_its_trend() -> None:
    async with a_page(World(), route=FIND) as anna:
        await anna.signs_in()
        await anna.app.enter("find.words", "ГЕМО", submit=True)
        await anna.app.tap("find.analyte.hgb")
        assert anna.app.sees("trend.title")


@on_virtual_time
async def test_nothing_found_says_how_to_look_and_clears() -> None:
    async with a_page(World(), route=FIND) as anna:
        await anna.signs_in()
        await anna.app.enter("find.words", "нет такого", submit=True)
        assert "Ничего не нашли" in anna.app.text
        await anna.app.tap("find.reset")
        assert "Что найти?" in anna.app.text


@on_virtual_time
async def test_what_is_outside_its_norm_narrows_together_with_a_kind_and_all_is_reset_at_once() -> None:
    world = World()
    rows = world.backend.rows[ARTYOM, SectionSlug.LABS]
    warn = Mark(tone=Tone.WARN, text="1 отклонение")
    rows[:4] = [row.model_copy(update={"mark": warn}) for row in rows[:4]]
    async with a_page(world, route=f"/medcard/{ARTYOM}/labs") as anna:
        await anna.signs_in()
        await anna.app.tap("section.filter.outside")
        assert (len(anna.items()), "Найдено: 4" in anna.app.text) == (4, True)
        await anna.app.tap("section.filter.blood")
        assert len(anna.items()) == 2
        await anna.app.tap("section.filter.outside")
        assert len(anna.items()) == 20
        await anna.app.tap("section.reset")
        assert len(anna.items()) == 30
        assert not anna.app.sees("section.reset")


@SIZES
@on_virtual_time
async def test_what_is_new_is_marked_on_its_section_and_on_its_row(width: int, height: int) -> None:
    world = World()
    newest = world.backend.rows[ARTYOM, SectionSlug.LABS][0]
    world.backend.fresh = [newest.id]
    async with a_page(world, route=f"/medcard/{ARTYOM}", width=width, height=height) as anna:
        await anna.signs_in()
        assert "новое" in " ".join(anna.app.get("medcard.section.labs").texts)
        assert "новое" not in " ".join(anna.app.get("medcard.section.visits").texts)
        await anna.app.tap("medcard.section.labs")
        first, second = anna.items()[:2]
        assert "новое" in " ".join(anna.app.get(first).texts)
        assert "новое" not in " ".join(anna.app.get(second).texts)


SPECIALITIES = ("Педиатр", "Хирург", "Невролог", "Окулист", "Лор", "Ортопед", "Кардиолог", "Дерматолог")


@SIZES
@on_virtual_time
async def test_every_speciality_of_the_section_is_a_chip_with_its_count(width: int, height: int) -> None:
    world = World()
    world.backend.rows[ARTYOM, SectionSlug.VISITS] = [
        a_row(f"{speciality} {number}", date(2026, 11, 20), SectionSlug.VISITS).model_copy(
            update={"id": an_id(f"{speciality}{number}"), "speciality": speciality}
        )
        for place, speciality in enumerate(SPECIALITIES)
        for number in range(40 - place)
    ]
    async with a_page(world, route=f"/medcard/{ARTYOM}/visits", width=width, height=height) as anna:
        await anna.signs_in()
        if anna.app.sees("section.filter.more"):
            assert not anna.app.sees("section.filter.dermatolog")
            assert "Ещё 3" in anna.app.text
            await anna.app.tap("section.filter.more")
            assert not anna.app.sees("section.filter.more")
        assert anna.app.get("section.filter.dermatolog").texts[1:] == ["Дерматолог", "33"]
        await anna.app.tap("section.filter.dermatolog")
        assert "Найдено: 33" in anna.app.text
        assert anna.app.sees("section.filter.pediatr")


@pytest.mark.parametrize("width", [412, 1280])
@on_virtual_time
async def test_what_is_still_to_come_stands_in_one_place(width: int) -> None:
    world = World()
    first, second, *_ = world.backend.rows[ARTYOM, SectionSlug.LABS]
    world.backend.ahead[ARTYOM] = [first]
    async with a_page(world, width=width, height=1600) as anna:
        await anna.signs_in()
        await anna.app.go(f"/medcard/{ARTYOM}")
        assert anna.app.sees(f"medcard.fresh.{second.id}")
        places = [f"medcard.{group}.{first.id}" for group in ("fresh", "ahead")]
        assert sum(map(anna.app.sees, places)) == 1
