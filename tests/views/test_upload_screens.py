"""«Загрузить документ»: from the section to the card and back out of it."""

from __future__ import annotations

import pytest

from emias_app.errors import Offline, api_error
from emias_app.models.problem import Problem
from emias_app.models.section import SectionSlug
from emias_app.state.place import NewUpload, SectionList, above, for_another_child, patient_of
from emias_app.state.ports import Picked
from emias_app.views.routes import address_of, place_at
from emias_app.views.uploads.file_box import size_words
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
UPLOADS = f"/medcard/{ARTYOM}/uploads"
PDF = b"%PDF-1.7 and more"


def a_world(name: str = "выписка.pdf", content: bytes = PDF) -> World:
    world = World()
    world.photos.chosen = Picked(name, len(content), content)
    return world


async def fills_in(anna: Person, *, with_file: bool = True) -> None:
    if with_file:
        await anna.app.tap("uploads.file")
    await anna.app.tap("uploads.kind.visit")
    await anna.app.enter("uploads.field.title", "Консультация ортодонта")
    await anna.app.enter("uploads.field.date", "18.11.2026")
    await anna.app.enter("uploads.field.note", "Прикус без патологии")


def test_the_place_has_one_address_and_lies_in_its_section() -> None:
    place = NewUpload(ARTYOM)
    assert address_of(place) == f"{UPLOADS}/new"
    assert place_at(address_of(place)) == place
    assert above(place) == SectionList(ARTYOM, SectionSlug.UPLOADS)
    assert patient_of(place) == ARTYOM
    assert for_another_child(place, DARYA) == SectionList(DARYA, SectionSlug.UPLOADS)


@pytest.mark.parametrize(("count", "said"), [(1, "1\u00a0КБ"), (340_400, "340\u00a0КБ"), (4_213_000, "4,2\u00a0МБ")])
def test_sizes_are_said_in_short(count: int, said: str) -> None:
    assert size_words(count) == said


@pytest.mark.parametrize("width", [412, 1280])
@on_virtual_time
async def test_a_document_goes_from_the_form_into_the_list(width: int) -> None:
    world = a_world()
    async with a_page(world, route=UPLOADS, width=width) as anna:
        await anna.signs_in()
        assert "то, что вы загрузите" in anna.app.text
        await anna.app.tap("uploads.add")
        assert anna.app.route == f"{UPLOADS}/new"
        await fills_in(anna)
        assert "выписка.pdf" in anna.app.text
        await anna.app.tap("uploads.send")
        assert anna.app.route == UPLOADS
        assert len(anna.items()) == 1
        call = next(one for one in world.backend.calls if one[0] == "upload")
        form, name, media_type, content = call[1:5]
        assert (form.title, form.note, form.date.isoformat()) == (  # type: ignore[attr-defined]
            "Консультация ортодонта", "Прикус без патологии", "2026-11-18",
        )  # fmt: skip
        assert (name, media_type, content) == ("выписка.pdf", "application/pdf", PDF)


@on_virtual_time
async def test_what_is_missing_stands_beside_its_field() -> None:
    world = a_world()
    async with a_page(world, route=f"{UPLOADS}/new") as anna:
        await anna.signs_in()
        await anna.app.tap("uploads.send")
        for said in ("Приложите файл", "Введите название", "Введите дату", "Выберите, что это"):
            assert said in anna.app.text
        assert world.backend.asked("upload") == 0


@pytest.mark.parametrize(
    ("picked", "said"),
    [
        (Picked("видео.mp4", 9, b"not this!"), "не PDF, не JPEG и не PNG"),
        (Picked("скан.pdf", 23 * 1024 * 1024, None), "Файл 23 МБ"),
        (Picked("скан.pdf", 10, None), "не удалось прочитать"),
        (Picked("фото.jpg", 9, b"\xff\xd8\xffbroken"), "не открывается"),
    ],
)
@on_virtual_time
async def test_a_file_that_will_not_do_is_told_at_once(picked: Picked, said: str) -> None:
    world = World()
    world.photos.chosen = picked
    world.photos.broken = {b"\xff\xd8\xffbroken"}
    async with a_page(world, route=f"{UPLOADS}/new") as anna:
        await anna.signs_in()
        await anna.app.tap("uploads.file")
        assert said in anna.app.said("uploads.file.error")


@on_virtual_time
async def test_without_a_network_nothing_typed_is_lost_and_the_next_try_has_the_same_key() -> None:
    world = a_world()
    async with a_page(world, route=f"{UPLOADS}/new") as anna:
        await anna.signs_in()
        await fills_in(anna)
        world.backend.failures["upload"] = Offline()
        await anna.app.tap("uploads.send")
        assert "Нет сети" in anna.app.said("uploads.error")
        assert "Консультация ортодонта" in anna.app.text
        assert "выписка.pdf" in anna.app.text
        world.backend.failures.clear()
        await anna.app.tap("uploads.send")
        assert anna.app.route == UPLOADS
        keys = {call[-1] for call in world.backend.calls if call[0] == "upload"}
        assert len(keys) == 1


@on_virtual_time
async def test_what_the_backend_has_against_the_file_stands_beside_it() -> None:
    world = a_world()
    problem = Problem(
        title="", status=422, code="upload_locked", detail="Файл PDF закрыт паролем.",
        fields=[{"field": "file", "message": "Файл PDF закрыт паролем."}],
    )  # fmt: skip
    async with a_page(world, route=f"{UPLOADS}/new") as anna:
        await anna.signs_in()
        await fills_in(anna)
        world.backend.failures["upload"] = api_error(problem, "7f3a21ff")
        await anna.app.tap("uploads.send")
        assert "закрыт паролем" in anna.app.said("uploads.file.error")


@on_virtual_time
async def test_a_lock_keeps_what_was_typed() -> None:
    world = a_world()
    async with a_page(world, route=f"{UPLOADS}/new", width=1280) as anna:
        await anna.signs_in()
        await fills_in(anna, with_file=False)
        await anna.app.tap("nav.lock")
        await anna.presses("482913", "unlock")
        assert anna.app.route == f"{UPLOADS}/new"
        assert "Консультация ортодонта" in anna.app.text


@on_virtual_time
async def test_ones_own_document_is_taken_out_and_brought_back() -> None:
    world = a_world()
    async with a_page(world, route=f"{UPLOADS}/new") as anna:
        await anna.signs_in()
        await fills_in(anna)
        await anna.app.tap("uploads.send")
        await anna.app.tap(anna.items()[0])
        await anna.app.tap("record.remove")
        assert anna.app.route == UPLOADS
        assert anna.items() == []
        await anna.app.tap("record.undo")
        assert len(anna.items()) == 1


@on_virtual_time
async def test_a_document_of_somebody_else_has_no_such_button() -> None:
    world = World()
    async with a_page(world, route=f"/medcard/{ARTYOM}/labs") as anna:
        await anna.signs_in()
        await anna.app.tap(anna.items()[0])
        assert anna.app.sees("record.title")
        assert not anna.app.sees("record.remove")
        assert not anna.app.sees("uploads.add")
