"""A page outlives its own errors and its reader's impatience: it always comes back, and always to the same place."""

from __future__ import annotations

from pathlib import Path

import pytest

from emias_app.api.resources.patients import PatientsResource
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.state.section import SectionState
from emias_app.views.medcard import section
from emias_app.views.strings import common
from tests.support.demo_site import ANNA
from tests.support.house import PIN, Tab, open_house
from tests.support.virtual_time import on_virtual_time

ARTYOM = CHILDREN["artem"].id


async def is_alive(tab: Tab) -> None:
    """The page still does what it is told: home, a card, a list, a document."""
    await tab.go("/home")
    await tab.opens(ARTYOM)
    await tab.first_record()
    assert tab.sees("record.title")


@on_virtual_time
async def test_ten_reloads_in_a_row_leave_the_very_same_screen(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM)
        await anna.first_record()
        session, address, shown = anna.session_id, anna.route, anna.text
        for _ in range(10):
            await anna.reload()
            assert (anna.session_id, anna.route, anna.text) == (session, address, shown)
        assert len(await house.site.inbox(ANNA)) == 2, "one code, one note of the new device: no SMS for a reload"
        await is_alive(anna)


@on_virtual_time
async def test_a_reload_of_the_journal_shows_who_read_meanwhile(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna, house.tab() as phone:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM)
        await anna.go(f"/access/journal/{ARTYOM}")
        before = anna.text
        await phone.signs_in(ANNA)
        await phone.opens(ARTYOM)
        await phone.first_record()
        assert anna.text == before
        await anna.reload()
        assert anna.text.count("Вы ") > before.count("Вы ")


@on_virtual_time
async def test_ten_reloads_while_everything_is_on_its_way_leave_a_living_page(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM)
        for turn in range(10):
            anna.every_event([node for node in anna.mirror.screen() if node.listens("click")][turn : turn + 1], "click")
            await anna.reload()
        await is_alive(anna)


@on_virtual_time
async def test_what_is_open_over_a_screen_outlives_a_turn_of_the_screen(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.go("/access")
        await anna.tap(next(name for name in anna.identifiers if name.startswith("access.grant.")))
        for width, height in ((915, 412), (1280, 800), (412, 915)):
            await anna.resize(width, height)
            assert anna.sees("access.giveup"), f"in a window of {width} × {height}"
        await anna.tap("access.giveup")
        assert anna.sees("access.giveup.confirm")


@on_virtual_time
async def test_a_reload_of_a_locked_page_stays_locked(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.go("/profile")
        await anna.tap("profile.lock")
        for _ in range(3):
            await anna.reload()
            assert anna.sees("unlock.digit.1")
        await anna.presses(PIN, "unlock")
        await is_alive(anna)


@on_virtual_time
async def test_a_screen_that_cannot_be_drawn_says_so_and_the_rest_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("Морозов Артём cannot be drawn")

    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        with monkeypatch.context() as patch:
            patch.setattr(section, "month_heading", broken)
            await anna.opens(ARTYOM)
            assert common.RENDER_FAILED in anna.text
            assert b"cannot be drawn" not in anna.wire
        await is_alive(anna)


@on_virtual_time
async def test_a_handler_that_fails_is_told_without_its_reason_and_the_page_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("Морозов Артём cannot be handled")

    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM)
        with monkeypatch.context() as patch:
            patch.setattr(SectionState, "choose_period", broken)
            await anna.tap("section.period.6m")
            assert common.SOMETHING_WENT_WRONG in anna.text
            assert b"cannot be handled" not in anna.wire
        await is_alive(anna)


@on_virtual_time
async def test_a_bug_in_what_a_screen_loads_leaves_a_living_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ValueError("Морозов Артём cannot be loaded")

    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM)
        with monkeypatch.context() as patch:
            patch.setattr(PatientsResource, "records", broken)
            await anna.tap("section.period.1y")
            assert b"cannot be loaded" not in anna.wire
        await is_alive(anna)
