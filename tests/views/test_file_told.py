"""What is said of a file that left the app, in a browser, on a desktop, on a phone, and when it did not come."""

from __future__ import annotations

import pytest

from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.state.file_ports import Taken
from emias_app.views.components.file_told import taken_words
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (Taken("Анализ.pdf", by_browser=True), "Файл «Анализ.pdf» передан браузеру: он в загрузках."),
        (Taken("Анализ.pdf", folder="/home/anna/Документы"),
         "Файл «Анализ.pdf» сохранён в папке «/home/anna/Документы»."),
        (Taken("Анализ.pdf"), "Файл «Анализ.pdf» сохранён."),
    ],
)  # fmt: skip
def test_it_is_told_where_the_file_is(taken: Taken, said: str) -> None:
    assert taken_words(taken) == said


@on_virtual_time
async def test_a_browser_s_download_is_told_on_the_page() -> None:
    world = World()
    world.files.by_browser = True
    report = world.backend.rows[ARTYOM, SectionSlug.LABS][0].id
    async with a_page(world, route=f"/medcard/{ARTYOM}/labs/{report}", height=2_000) as person:
        await person.signs_in()
        await person.app.tap("record.pdf")
        name = world.files.taken[0][0]
        assert f"Файл «{name}» передан браузеру" in person.app.text


@on_virtual_time
async def test_a_file_that_did_not_come_is_asked_for_again_from_the_message() -> None:
    world = World()
    report = world.backend.rows[ARTYOM, SectionSlug.LABS][0].id
    async with a_page(world, route=f"/medcard/{ARTYOM}/labs/{report}", height=2_000) as person:
        app = person.app
        await person.signs_in()
        world.backend.failures["document_pdf"] = Offline()
        await app.tap("record.pdf")
        assert app.sees("file.retry")
        world.backend.failures.clear()
        await app.tap("file.retry")
        assert len(world.files.taken) == 1
        assert "» сохранён." in app.text
        assert not app.sees("file.retry")


@on_virtual_time
async def test_of_a_dialog_that_was_closed_nothing_is_said() -> None:
    world = World()
    world.files.is_wanted = False
    async with a_page(world, route=f"/medcard/{ARTYOM}/vaccinations", height=2_000) as person:
        await person.signs_in()
        await person.app.tap("vaccinations.ics")
        assert not [one for one in person.app.mirror.dialogs if one.type == "SnackBar"]
        world.files.is_wanted = True
        await person.app.tap("vaccinations.ics")
        assert "Файл «Прививки.ics» сохранён." in person.app.text
