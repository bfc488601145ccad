"""«Показать врачу» on the screen: the choice, the card for reading, the PIN."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.views.strings import show as words
from tests.support.fake_ports import World
from tests.support.fake_values import NOW, an_id
from tests.support.robots import Person, a_page
from tests.support.root import PIN
from tests.support.virtual_time import on_virtual_time
from tests.views.test_offline_screens import a_world, at_the_next_poll

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
SETUP = f"/medcard/{ARTYOM}/show"
HOME = f"/medcard/{ARTYOM}"
SIZES = pytest.mark.parametrize(("width", "height"), [(412, 2_000), (800, 2_000), (1280, 2_000)])
#: What a person of a show never meets.
NEVER = (
    "nav.home", "nav.medcard", "nav.diary", "nav.access", "nav.profile", "nav.lock", "medcard.switch", "medcard.find",
    "medcard.takeaway", "medcard.show", "record.pdf", "record.share", "uploads.add", "diary.add", "childdata.add",
    "vaccinations.ics", "vaccinations.certificate", "vaccinations.elsewhere", "demo.about",
)  # fmt: skip


async def handing_over(person: Person, *parts: SectionSlug) -> None:
    """From the choice into the show, with ``parts`` more (or fewer) than usual."""
    await person.signs_in()
    for part in parts:
        await person.app.tap(f"show.section.{part.value}")
    await person.app.tap("show.begin")


def nothing_of_the_owner(person: Person) -> None:
    found = person.app.identifiers
    assert [name for name in found if name.startswith(NEVER)] == []
    assert "show.end" in found
    assert person.app.text.count(words.BAND.format(name="Артём")) == 1


@SIZES
@on_virtual_time
async def test_every_shown_screen_is_for_reading_alone(width: int, height: int) -> None:
    world = World()
    async with a_page(world, route=SETUP, width=width, height=height) as person:
        await handing_over(person, SectionSlug.DIARY, SectionSlug.UPLOADS)
        assert person.app.route == HOME
        assert "medcard.section.labs" in person.app.identifiers
        assert "medcard.section.certificates" not in person.app.identifiers
        nothing_of_the_owner(person)
        report = world.backend.rows[ARTYOM, SectionSlug.LABS][0].id
        places = ("labs", "vaccinations", "uploads", "growth", f"labs/{report}", f"labs/{report}/hb")
        for place in (*(f"{HOME}/{one}" for one in places), f"/diary/{ARTYOM}", f"/child-data/{ARTYOM}",
                      f"/child-data/{ARTYOM}/allergies"):  # fmt: skip
            await person.app.go(place)
            assert person.app.route == place
            nothing_of_the_owner(person)


@SIZES
@on_virtual_time
async def test_an_address_typed_by_hand_shows_the_pin_and_nothing_of_a_card(width: int, height: int) -> None:
    async with a_page(World(), route=SETUP, width=width, height=height) as person:
        await handing_over(person)
        for address in ("/home", f"/medcard/{DARYA}", "/profile", f"{HOME}/take-away", "/clinic", "/login"):
            await person.app.go(address)
            assert person.app.route == HOME
            assert "unlock.digit.1" in person.app.identifiers
            assert "Дарья" not in person.app.text
            assert not [name for name in person.app.identifiers if name.startswith(("medcard.", "nav.", "home."))]
            await person.app.tap("show.stay")
            assert "medcard.section.labs" in person.app.identifiers


@on_virtual_time
async def test_the_show_is_ended_by_the_pin() -> None:
    async with a_page(World(), route=SETUP) as person:
        await handing_over(person)
        await person.app.tap("show.end")
        await person.presses("111111", "unlock")
        assert "Осталось 4 попытки" in person.app.text
        await person.presses(PIN, "unlock")
        assert person.app.route == HOME
        assert "show.end" not in person.app.identifiers
        assert "nav.home" in person.app.identifiers


@on_virtual_time
async def test_the_system_back_leads_up_within_the_show_and_not_out_of_it() -> None:
    async with a_page(World(), route=SETUP) as person:
        await handing_over(person)
        await person.app.tap("medcard.section.labs")
        assert person.app.route == f"{HOME}/labs"
        await person.app.tap("nav.back")
        assert person.app.route == HOME
        nothing_of_the_owner(person)


@on_virtual_time
async def test_both_ways_to_it_lead_from_the_card() -> None:
    async with a_page(World(), route=HOME, height=2_000) as person:
        await person.signs_in()
        await person.app.tap("medcard.show")
        assert person.app.route == SETUP
        await person.app.go(f"{HOME}/take-away")
        await person.app.tap("show.open")
        assert person.app.route == SETUP


@on_virtual_time
async def test_without_a_pin_it_is_set_first() -> None:
    world = World()
    async with a_page(world, route="/home") as person:
        await person.signs_in(pin=None)
        await person.app.go(SETUP)
        await person.app.enter("stepup.code", "407135")
        assert words.NO_PIN_TITLE in person.app.text
        assert "show.begin" not in person.app.identifiers
        world.backend.failures["me"] = Offline()
        await person.app.tap("show.pin")
        assert "show.error" in person.app.identifiers
        world.backend.failures.clear()
        await person.app.tap("show.pin")
        await person.presses(PIN + PIN)
        assert world.trust.pin == PIN
        await person.app.tap("show.begin")
        nothing_of_the_owner(person)


@on_virtual_time
async def test_with_nothing_ticked_it_says_so() -> None:
    async with a_page(World(), route=SETUP, height=2_000) as person:
        await person.signs_in()
        await person.app.tap("show.all")
        await person.app.tap("show.all")
        await person.app.tap("show.begin")
        assert "show.error" in person.app.identifiers


@on_virtual_time
async def test_a_failed_list_is_asked_for_again_within_the_show() -> None:
    world = World()
    async with a_page(world, route=SETUP) as person:
        await person.signs_in()
        world.backend.failures["sections"] = Offline()
        await person.app.tap("show.begin")
        assert "medcard.error" in person.app.identifiers
        world.backend.failures.clear()
        await person.app.tap("medcard.retry")
        assert "medcard.section.labs" in person.app.identifiers


@SIZES
@on_virtual_time
async def test_without_a_network_the_age_of_what_is_shown_is_told_once(width: int, height: int) -> None:
    world, offline = a_world()
    async with a_page(world, route=SETUP, width=width, height=height) as person:
        await handing_over(person)
        await at_the_next_poll(person, offline, NOW - timedelta(hours=11))
        assert person.app.identifiers.count("offline.banner") == 1
        nothing_of_the_owner(person)
