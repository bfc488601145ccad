"""The road over the screens: sign in, home, card, section, record; on a phone and on a desktop."""

from __future__ import annotations

import pytest

from emias_app.models.section import SectionSlug
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import a_page
from tests.support.root import PIN
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")


@pytest.mark.parametrize("width", [412, 800, 1280])
@on_virtual_time
async def test_from_the_first_field_to_a_pdf(width: int) -> None:
    world = World()
    async with a_page(world, width=width) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        assert "40" in anna.app.get("section.total").texts[0]
        await anna.app.tap(anna.items()[0])
        assert anna.app.get("record.title").texts == ["Артём: запись 0"]
        await anna.app.tap("record.pdf")
        assert world.files.taken == [("Артём запись 0 2026-11-18.pdf", b"%PDF-1.7")]


@on_virtual_time
async def test_demo_people_sign_in_by_one_tap_and_the_sms_by_another() -> None:
    world = World(demo=FakeDemo())
    async with a_page(world) as anna:
        await anna.app.tap("login.demo.1")
        assert "407135" in anna.app.text
        await anna.app.tap("demo.sms")
        await anna.app.tap("pin.skip")
        assert anna.app.sees(f"home.child.{ARTYOM}")


@on_virtual_time
async def test_a_lock_leaves_nothing_of_the_card_on_the_page_and_comes_back_to_it() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        address = anna.app.route
        await anna.app.go("/profile")
        await anna.app.go(address)
        await anna.app.lifecycle("hide")
        assert not anna.app.sees("section.total")
        await anna.app.lifecycle("show")
        assert anna.app.sees("section.total")
        world.clock.advance(__import__("datetime").timedelta(minutes=6))
        import asyncio

        await asyncio.sleep(3)
        await anna.app.settle()
        assert anna.app.sees("unlock.digit.1")
        everything = "\n".join(text for view in anna.app.mirror.views for text in view.texts)
        assert "Артём" not in everything
        await anna.presses(PIN, "unlock")
        assert anna.app.route == address
        assert anna.app.sees("section.total")


@on_virtual_time
async def test_the_second_step_stands_before_every_card_on_an_untrusted_device() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in(pin=None)
        assert "Откройте карту" in anna.app.text
        await anna.app.tap(f"home.child.{ARTYOM}")
        assert world.backend.asked("sections") == 0
        await anna.app.enter("stepup.code", "407135")
        assert anna.app.sees("medcard.section.labs")


@on_virtual_time
async def test_switching_the_child_shows_nothing_of_the_first() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        of_artyom = set(anna.items())
        await anna.app.tap("medcard.switch")
        await anna.app.tap(f"medcard.child.{DARYA}")
        assert anna.app.route == f"/medcard/{DARYA}/{SectionSlug.LABS.value}"
        assert anna.items()
        assert not of_artyom & set(anna.items())
        assert "Артём: запись" not in anna.app.text
