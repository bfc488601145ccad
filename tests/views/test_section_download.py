"""«Скачать раздел» at a list: tapped, followed, cancelled, tried again; not where there is nothing to take."""

from __future__ import annotations

import asyncio

import pytest

from emias_app.errors import Offline
from emias_app.models.exports import SectionPart
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
LABS = f"/medcard/{ARTYOM}/labs"
WIDTHS = pytest.mark.parametrize("width", [412, 800, 1280])


async def a_second(anna: Person) -> None:
    await asyncio.sleep(1.2)
    await anna.app.settle()


@WIDTHS
@on_virtual_time
async def test_a_tap_makes_the_file_tells_how_far_it_is_and_saves_it(width: int) -> None:
    world = World()
    world.backend.exports.pace = 40
    async with a_page(world, route=LABS, width=width) as anna:
        await anna.signs_in()
        await anna.app.tap("section.download")
        await a_second(anna)
        assert "Собираем файл: 40 из 100" in anna.app.text
        assert anna.app.sees("section.download.cancel")
        await a_second(anna)
        await a_second(anna)
        assert world.files.taken == [("Анализы.zip", world.backend.exports.content)]
        assert not anna.app.sees("section.download.state")


@on_virtual_time
async def test_a_file_can_be_cancelled() -> None:
    world = World()
    world.backend.exports.pace = 1
    async with a_page(world, route=LABS) as anna:
        await anna.signs_in()
        await anna.app.tap("section.download")
        await a_second(anna)
        await anna.app.tap("section.download.cancel")
        assert not anna.app.sees("section.download.state")
        assert world.backend.exports.kept == []


@on_virtual_time
async def test_what_went_wrong_is_said_and_tried_again() -> None:
    world = World()
    async with a_page(world, route=LABS) as anna:
        await anna.signs_in()
        world.backend.failures["start_export"] = Offline()
        await anna.app.tap("section.download")
        assert anna.app.sees("section.download.error")
        world.backend.failures.clear()
        await anna.app.tap("section.download.retry")
        await a_second(anna)
        await a_second(anna)
        assert not anna.app.sees("section.download.error")
        assert len(world.files.taken) == 1


@on_virtual_time
async def test_what_is_found_is_taken_away_and_an_empty_list_offers_nothing() -> None:
    world = World()
    async with a_page(world, route=LABS) as anna:
        await anna.signs_in()
        await anna.app.tap("section.period.1y")
        await anna.app.tap("section.download")
        await a_second(anna)
        (started,) = [call for call in world.backend.calls if call[0] == "start_export"]
        part = started[3]
        assert isinstance(part, SectionPart)
        assert part.since is not None
        await anna.app.enter("section.search", "нет такого")
        await a_second(anna)
        assert anna.app.sees("section.empty")
        assert not anna.app.sees("section.download")


@on_virtual_time
async def test_the_card_s_own_files_stay_three() -> None:
    world = World()
    async with a_page(world, route=LABS) as anna:
        await anna.signs_in()
        await anna.app.go(f"/medcard/{ARTYOM}/take-away")
        made = [name for name in anna.app.identifiers if name.startswith("export.make.")]
        assert sorted(made) == ["export.make.card-zip", "export.make.ips", "export.make.summary-pdf"]
