"""«Показать и забрать» on the screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emias_app.domain.shown import SHOWABLE
from emias_app.errors import Offline
from emias_app.models.exports import ImportReport
from emias_app.state.file_ports import PickedArchive
from emias_app.views.exports.faces import report_lines, size_of
from emias_app.views.exports.shares import GIVEN
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
LIST_SCROLL = ("ListView", "scroll_to")
TAKE_AWAY = f"/medcard/{ARTYOM}/take-away"


async def passed(person: Person, seconds: float) -> None:
    """Virtual time goes by."""
    await asyncio.sleep(seconds)
    await person.app.settle()


@on_virtual_time
async def test_a_pdf_for_the_camp_is_three_taps_from_home() -> None:
    world = World()
    async with a_page(world) as person:
        await person.signs_in()
        await person.app.tap(f"home.child.{ARTYOM}")
        await person.app.tap("medcard.takeaway")
        assert person.app.route == TAKE_AWAY
        await person.app.tap("export.make.summary-pdf")
        assert world.files.taken == [("Сводка.pdf", b"%PDF a file")]
        assert "Готов сегодня" in person.app.text


@on_virtual_time
async def test_a_long_one_goes_on_by_itself_and_may_be_cancelled() -> None:
    world = World()
    world.backend.exports.pace = 30
    async with a_page(world, route=TAKE_AWAY) as person:
        await person.signs_in()
        await person.app.tap("export.make.card-zip")
        assert "30 из 100" in person.app.text
        await passed(person, 1.1)
        assert "60 из 100" in person.app.text
        await person.app.tap("export.cancel.card-zip")
        assert "export.make.card-zip" in person.app.identifiers
        await person.app.tap("export.make.card-zip")
        for _ in range(4):
            await passed(person, 1.1)
        assert [name for name, _ in world.files.taken] == ["Медкарта.zip"]


@on_virtual_time
async def test_the_list_that_does_not_load_can_be_asked_for_again() -> None:
    world = World()
    world.backend.failures["exports"] = Offline()
    async with a_page(world, route=TAKE_AWAY) as person:
        await person.signs_in()
        assert "export.error" in person.app.identifiers
        world.backend.failures.clear()
        await person.app.tap("export.retry")
        assert "export.make.ips" in person.app.identifiers


def _zip_in(folder: Path) -> Path:
    path = folder / "card.zip"
    path.write_bytes(b"zip")
    return path


@on_virtual_time
async def test_an_archive_comes_back_and_says_what_came(tmp_path: Path) -> None:
    world = World()
    world.files.archive = PickedArchive("card.zip", 3, _zip_in(tmp_path))
    async with a_page(world, route=TAKE_AWAY, height=1600) as person:
        await person.signs_in()
        await person.app.tap("import.choose")
        assert "Добавлено: 12 записей" in person.app.text
        world.backend.failures["import"] = Offline()
        await person.app.tap("import.choose")
        assert "import.error" in person.app.identifiers


@on_virtual_time
async def test_another_child_has_files_of_its_own() -> None:
    world = World()
    async with a_page(world, route=TAKE_AWAY) as person:
        await person.signs_in()
        await person.app.tap("export.make.summary-pdf")
        await person.app.go(f"/medcard/{an_id('Дарья')}/take-away")
        assert [call for call in world.backend.calls if call[0] == "exports"][-1] == ("exports", an_id("Дарья"))


@pytest.mark.parametrize(("count", "said"), [(0, "1\u00a0КБ"), (340_400, "340\u00a0КБ"), (1_240_000, "1,2\u00a0МБ")])
def test_sizes_are_said_as_people_say_them(count: int, said: str) -> None:
    assert size_of(count) == said


def test_a_report_of_nothing_new_says_so() -> None:
    assert report_lines(ImportReport(added=0, kept=5, sections={}))[0] == "Всё уже есть в карте"
    assert report_lines(ImportReport(added=1, kept=0, sections={"labs": 1})) == ("Добавлено: 1 запись", "")


@on_virtual_time
async def test_a_link_is_shown_with_its_code_and_ended_by_hand() -> None:
    world = World(share_base="https://card.example.org")
    async with a_page(world, route=TAKE_AWAY, height=4_000) as person:
        await person.signs_in()
        await person.app.tap("share.hours.1")
        await person.app.tap("share.give")
        assert "https://card.example.org/s#a-token" in person.app.text
        assert "Код: 123 456" in person.app.text
        scrolls = [args.get("scroll_key") for kind, name, args in person.app.calls if (kind, name) == LIST_SCROLL]
        assert scrolls == [GIVEN], "the head of the new link is brought into view"
        assert not person.app.sees("share.section.labs"), "the link stands where the form stood, so it is seen at once"
        (share,) = world.backend.exports.links
        assert share.hours == 1
        await person.app.tap(f"share.end.{share.id}")
        assert "a-token" not in person.app.text
        assert world.backend.exports.links == []
        assert person.app.sees("share.give")


@on_virtual_time
async def test_another_link_is_made_from_everything_or_from_nothing_chosen() -> None:
    world = World(share_base="https://card.example.org")
    async with a_page(world, route=TAKE_AWAY, height=4_000) as person:
        await person.signs_in()
        await person.app.tap("share.give")
        await person.app.tap("share.another")
        assert "a-token" not in person.app.text
        await person.app.tap("share.all")
        await person.app.tap("share.give")
        assert person.app.text.count("ещё не открыта") == 1, "the others wait while the new one is told"
        assert any(frozenset(one.sections) == frozenset(SHOWABLE) for one in world.backend.exports.links)
        await person.app.tap("share.another")
        assert person.app.text.count("ещё не открыта") == 2
        await person.app.tap("share.all")
        await person.app.tap("share.give")
        assert person.app.sees("share.error")


@on_virtual_time
async def test_where_the_backend_has_no_address_no_link_is_offered() -> None:
    async with a_page(World(), route=TAKE_AWAY, height=4_000) as person:
        await person.signs_in()
        assert not person.app.sees("share.give")
