"""What a page draws first: the screen that stays, in one go."""

from __future__ import annotations

import asyncio

import pytest

from emias_app.app import PATIENCE
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time


def first_patch(packets: list[bytes]) -> bytes:
    """What follows the answer to the register message."""
    return packets[1]


@pytest.mark.parametrize(("route", "identifier"), [("/", "login.login"), ("/clinic", "clinic.login.login")])
@on_virtual_time
async def test_the_first_patch_already_holds_the_screen_that_stays(route: str, identifier: str) -> None:
    async with a_page(World(demo=FakeDemo()), route=route) as anna:
        assert identifier.encode() in first_patch(anna.app.packets)
        assert anna.app.sees(identifier)


@on_virtual_time
async def test_a_slow_vault_leaves_the_mark_on_the_page_until_it_answers() -> None:
    world = World()
    world.trust.delay = PATIENCE * 2
    async with a_page(world) as anna:
        assert not anna.app.sees("login.login")
        assert anna.app.mirror.views, "something is drawn meanwhile"
        await asyncio.sleep(PATIENCE * 2)
        await anna.app.settle()
        assert anna.app.sees("login.login")


@on_virtual_time
async def test_one_theme_turns_into_another_at_once() -> None:
    async with a_page(World()) as anna:
        motion = anna.app.mirror.page.props["theme_animation_style"]
        assert not any(motion["duration"].values())
