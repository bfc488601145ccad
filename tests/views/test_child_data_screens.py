"""«Данные о ребенке»: what a person sees and does, on a phone, a tablet and a desktop."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.errors import Offline
from emias_app.models.child_data import ChildDataKind
from emias_app.models.section import SectionSlug
from emias_app.state.place import ChildData, ChildDataForm, ChildDataList, Nowhere, Place, above, for_another_child
from emias_app.state.ports import Picked
from emias_app.views import ids
from emias_app.views.routes import address_of, place_at
from tests.support.driver import App
from tests.support.fake_child_data import a_conflict, a_denial, an_allergy
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.fake_values import a_problem, a_row, an_id, rows_of
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
K = ChildDataKind
HOME = f"/child-data/{ARTYOM}"
WIDTHS = pytest.mark.parametrize("width", [412, 800, 1280])


def is_well_named(app: App) -> None:
    """Every identifier is one of the registry's and stands once."""
    names = app.identifiers
    assert [name for name in names if not ids.is_registered(name)] == []
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def a_world() -> World:
    """Two allergies, one of which the clinic disputes."""
    world = World(demo=FakeDemo())
    child_data = world.backend.child_data
    drug = an_allergy("Амоксициллин", severity="SEVERE", reaction="Крапивница, отёк губ", since="2021")
    child_data.entries[ARTYOM, K.ALLERGIES] = [drug, an_allergy()]
    child_data.clinic[K.ALLERGIES] = [a_denial()]
    child_data.conflicts[K.ALLERGIES] = [a_conflict(drug.id)]
    summary = a_row("Выписной эпикриз", date(2024, 5, 6), SectionSlug.DISCHARGES)
    world.backend.rows[ARTYOM, SectionSlug.DISCHARGES] = [summary.model_copy(update={"id": a_denial().record_id})]
    return world


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (ChildData(ARTYOM), HOME),
        (ChildDataList(ARTYOM, K.FAMILY_HISTORY), f"{HOME}/family-history"),
        (ChildDataForm(ARTYOM, K.ALLERGIES), f"{HOME}/allergies/new"),
        (ChildDataForm(ARTYOM, K.ALLERGIES, an_id("x")), f"{HOME}/allergies/{an_id('x')}"),
    ],
)
def test_a_place_has_one_address(place: Place, address: str) -> None:
    assert address_of(place) == address
    assert place_at(address) == place


@pytest.mark.parametrize(
    "address", ["/child-data", "/child-data/x", f"{HOME}/x", f"{HOME}/allergies/x", f"{HOME}/allergies/new/x"]
)
def test_an_odd_address_leads_nowhere(address: str) -> None:
    assert place_at(address) == Nowhere()


def test_back_goes_from_the_form_to_the_list_to_the_kinds_and_the_other_child_keeps_the_kind() -> None:
    form = ChildDataForm(ARTYOM, K.VISITS, an_id("x"))
    assert above(form) == ChildDataList(ARTYOM, K.VISITS)
    assert above(ChildDataList(ARTYOM, K.VISITS)) == ChildData(ARTYOM)
    assert for_another_child(form, an_id("y")) == ChildDataList(an_id("y"), K.VISITS)


@WIDTHS
@on_virtual_time
async def test_the_tile_of_the_card_leads_to_seven_kinds(width: int) -> None:
    async with a_page(a_world(), width=width) as person:
        app = person.app
        await person.signs_in()
        await app.tap(f"home.child.{ARTYOM}")
        assert "2\u00a0записи" in app.text
        await app.tap("medcard.section.child-data")
        assert app.route == HOME
        assert {f"childdata.kind.{kind.value}" for kind in K} <= set(app.identifiers)
        assert {f"childdata.add.{kind.value}" for kind in K} <= set(app.identifiers)
        assert "Врач видит записи сразу" in app.text
        assert "1\u00a0расхождение" in app.text
        is_well_named(app)


@WIDTHS
@on_virtual_time
async def test_a_kind_shows_who_entered_what_and_the_clinics_records_beside(width: int) -> None:
    async with a_page(a_world(), route=f"{HOME}/allergies", width=width) as person:
        app = person.app
        await person.signs_in()
        for said in (
            "Амоксициллин", "тяжёлая", "Крапивница, отёк губ · с 2021\u00a0года", "2\u00a0аллергии",
            "Внесли вы, 1\u00a0ноября\u00a02026\u00a0г.", "Есть расхождение с поликлиникой", "По данным поликлиники",
            "Аллергии на лекарства не отмечалось", "6\u00a0мая\u00a02024\u00a0г.",
        ):  # fmt: skip
            assert said in app.text, said
        is_well_named(app)
        await app.tap("childdata.conflict.1")
        assert app.route.startswith(f"/medcard/{ARTYOM}/discharges/")


@WIDTHS
@on_virtual_time
async def test_an_allergy_is_added_with_a_suggestion(width: int) -> None:
    world = World(demo=FakeDemo())
    async with a_page(world, route=HOME, width=width) as person:
        app = person.app
        await person.signs_in()
        await app.tap("childdata.add.allergies")
        assert "Демо: не вводите настоящие данные" in app.text
        await app.tap("childdata.save")
        assert "Укажите, на что аллергия" in app.text
        assert "Проверьте: на что аллергия" in app.text
        await app.enter("childdata.field.substance", "БЕРЁЗ")
        await app.tap("childdata.hint.1")
        assert "Пыльца берёзы" in app.text
        assert not app.sees("childdata.hint.1")
        await app.enter("childdata.field.since", "апрель 2023")
        await app.tap("childdata.severity.mild")
        is_well_named(app)
        await app.tap("childdata.save")
        assert app.route == f"{HOME}/allergies"
        assert "с апреля 2023\u00a0г." in app.text
        assert [call[3].severity for call in world.backend.calls if call[0] == "add_child_data"] == ["MILD"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", list(K))
@on_virtual_time
async def test_every_kind_has_its_list_and_its_form(kind: ChildDataKind) -> None:
    async with a_page(World(demo=FakeDemo()), route=f"{HOME}/{kind.value}") as person:
        app = person.app
        await person.signs_in()
        assert app.sees("childdata.empty")
        await app.tap(f"childdata.add.{kind.value}")
        is_well_named(app)
        await app.tap("childdata.save")
        assert "Проверьте:" in app.text
        assert app.sees("childdata.save.error")


@on_virtual_time
async def test_a_vaccination_made_elsewhere_is_chosen_and_typed() -> None:
    world = World()
    async with a_page(world, route=f"{HOME}/vaccinations/new") as person:
        app = person.app
        await person.signs_in()
        await app.tap("childdata.infection.tick-borne-encephalitis")
        await app.tap("childdata.infection.measles")
        await app.tap("childdata.infection.measles")
        await app.enter("childdata.field.on", "01.06.2026")
        await app.tap("childdata.dose.v1")
        await app.tap("childdata.save")
        assert "Клещевой вирусный энцефалит" in app.text
        assert "1\u00a0июня\u00a02026\u00a0г. · 1-я вакцинация" in app.text


@WIDTHS
@on_virtual_time
async def test_an_entry_is_corrected_and_its_history_is_told(width: int) -> None:
    world = a_world()
    entry = world.backend.child_data.entries[ARTYOM, K.ALLERGIES][0]
    async with a_page(world, route=f"{HOME}/allergies", width=width) as person:
        app = person.app
        await person.signs_in()
        await app.tap(f"childdata.item.{entry.id}")
        assert "Кто вносил и менял" in app.text
        assert "Внесли вы" in app.text
        is_well_named(app)
        await app.enter("childdata.field.reaction", "Отёк губ")
        await app.tap("childdata.save")
        assert "Отёк губ" in app.text


@on_virtual_time
async def test_what_is_deleted_can_be_brought_back_at_once() -> None:
    world = a_world()
    entry = world.backend.child_data.entries[ARTYOM, K.ALLERGIES][0]
    async with a_page(world, route=f"{HOME}/allergies/{entry.id}") as person:
        app = person.app
        await person.signs_in()
        await app.tap("childdata.remove")
        assert not app.sees(f"childdata.item.{entry.id}")
        assert "Запись удалена" in app.text
        await app.tap("childdata.undo")
        assert app.sees(f"childdata.item.{entry.id}")


@on_virtual_time
async def test_what_was_typed_stays_when_the_network_is_gone() -> None:
    world = World()
    async with a_page(world, route=f"{HOME}/allergies/new") as person:
        app = person.app
        await person.signs_in()
        await app.enter("childdata.field.substance", "Соя")
        world.backend.failures["add_child_data"] = Offline()
        await app.tap("childdata.save")
        assert "Нет сети" in app.text
        assert "Соя" in app.text
        del world.backend.failures["add_child_data"]
        await app.tap("childdata.save")
        assert app.route == f"{HOME}/allergies"


@WIDTHS
@on_virtual_time
async def test_kinds_and_lists_that_failed_say_so_and_may_be_tried_again(width: int) -> None:
    world = a_world()
    world.backend.failures["child_data"] = a_problem(503, "unavailable")
    async with a_page(world, route=HOME, width=width) as person:
        app = person.app
        await person.signs_in()
        assert app.sees("childdata.error")
        del world.backend.failures["child_data"]
        world.backend.failures["child_data_page"] = Offline()
        await app.tap("childdata.retry")
        await app.tap("childdata.kind.injuries")
        assert app.sees("childdata.list.error")
        is_well_named(app)
        del world.backend.failures["child_data_page"]
        await app.tap("childdata.list.retry")
        assert app.sees("childdata.empty")


@on_virtual_time
async def test_an_entry_that_is_gone_is_told_so() -> None:
    async with a_page(World(), route=f"{HOME}/allergies/{an_id('gone')}") as person:
        await person.signs_in()
        assert person.app.sees("childdata.gone")
        await person.app.tap("childdata.back")
        assert person.app.route == f"{HOME}/allergies"


@on_virtual_time
async def test_a_file_of_the_card_is_attached() -> None:
    world = World()
    world.backend.rows[ARTYOM, SectionSlug.UPLOADS] = rows_of("Артём", SectionSlug.UPLOADS, 2)
    first = world.backend.rows[ARTYOM, SectionSlug.UPLOADS][0].id
    async with a_page(world, route=f"{HOME}/visits/new") as person:
        app = person.app
        await person.signs_in()
        await app.enter("childdata.field.speciality", "Ортодонт")
        await app.tap("childdata.files")
        await app.tap(f"childdata.file.{first}")
        is_well_named(app)
        await app.tap("childdata.save")
        kept = world.backend.child_data.entries[ARTYOM, K.VISITS][0]
        assert kept.attachment_ids == [first]
        await app.tap(f"childdata.item.{kept.id}")
        assert "Приложено: 1\u00a0документ" in app.text
        await app.tap("childdata.attached.1")
        assert app.route == f"/medcard/{ARTYOM}/uploads/{first}"


@on_virtual_time
async def test_a_new_paper_is_attached_without_leaving_the_form() -> None:
    world = World()
    world.photos.chosen = Picked("выписка.pdf", 12, b"%PDF-1.7 abc")
    async with a_page(world, route=f"{HOME}/visits/new", height=2_000) as person:
        app = person.app
        await person.signs_in()
        await app.enter("childdata.field.speciality", "Ортодонт")
        world.backend.failures["upload"] = Offline()
        await app.tap("childdata.paper")
        assert app.sees("childdata.paper.error")
        is_well_named(app)
        world.backend.failures.clear()
        await app.tap("childdata.paper.again")
        assert "Приложено: 1\u00a0документ" in app.text
        assert app.route == f"{HOME}/visits/new"
        await app.tap("childdata.save")
        kept = world.backend.child_data.entries[ARTYOM, K.VISITS][0]
        assert kept.speciality == "Ортодонт"
        assert kept.attachment_ids == [world.backend.rows[ARTYOM, SectionSlug.UPLOADS][0].id]
