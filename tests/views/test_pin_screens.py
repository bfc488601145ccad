"""The PIN in the profile: the way to it, setting one, changing it."""

from __future__ import annotations

import pytest

from emias_app.errors import VaultLocked
from emias_app.state.ports import KeyPlace
from emias_app.views import ids
from emias_app.views.strings import profile as words
from tests.support.fake_ports import World
from tests.support.fake_trust import FakeTrust
from tests.support.fake_values import CODE, PASSWORD, PHONE
from tests.support.robots import a_page
from tests.support.root import PIN
from tests.support.virtual_time import on_virtual_time

WIDTHS = pytest.mark.parametrize("width", [412, 800, 1280])
OTHER = "739164"


@WIDTHS
@on_virtual_time
async def test_a_pin_that_was_put_off_is_set_from_the_profile(width: int) -> None:
    world = World()
    async with a_page(world, width=width, height=2_000) as person:
        app = person.app
        await person.signs_in(pin=None)
        await app.tap("nav.profile")
        assert words.PIN_IS_NOT_SET in app.text
        assert words.PIN_SET in app.text
        await app.tap("profile.pin")
        assert app.route == "/profile/pin"
        await app.enter("stepup.code", CODE)
        assert "Придумайте ПИН-код" in app.text
        assert all(ids.is_registered(name) for name in app.identifiers)
        await person.presses(PIN + PIN)
        assert world.trust.pin == PIN
        assert app.route == "/profile"
        assert words.PIN_SAVED["SET"] in app.text
        assert words.PIN_IS_SET in app.text
        assert words.PIN_CHANGE in app.text


@WIDTHS
@on_virtual_time
async def test_a_pin_is_changed_in_the_profile(width: int) -> None:
    world = World()
    async with a_page(world, route="/profile", width=width, height=2_000) as person:
        app = person.app
        await person.signs_in()
        await app.tap("profile.pin")
        assert "Нынешний ПИН-код" in app.text
        assert not [name for name in app.identifiers if name.startswith("pin.length")]
        await person.presses(PIN + OTHER + OTHER)
        assert world.trust.pin == OTHER
        assert words.PIN_SAVED["CHANGED"] in app.text


@on_virtual_time
async def test_a_change_is_broken_off_without_a_trace() -> None:
    world = World()
    async with a_page(world, route="/profile", height=2_000) as person:
        await person.signs_in()
        await person.app.tap("profile.pin")
        await person.presses(PIN + OTHER)
        await person.app.tap("pin.skip")
        assert person.app.route == "/profile"
        assert world.trust.pin == PIN


@on_virtual_time
async def test_where_a_pin_does_not_last_the_profile_says_so() -> None:
    for place in (KeyPlace.MEMORY, KeyPlace.MEMORY_NO_KEYRING, KeyPlace.KEYRING):
        async with a_page(World(trust=FakeTrust(place)), route="/profile", height=2_000) as person:
            await person.signs_in(pin=None)
            assert person.app.sees("profile.pin")
            told = person.app.text.count(words.VAULTS[place.value])
            assert told == (1 if place.is_lasting else 2), "beside the button, and under «О приложении»"


@on_virtual_time
async def test_where_no_vault_answers_the_profile_says_so_and_offers_nothing() -> None:
    world = World()
    async with a_page(world, height=2_000) as person:
        app = person.app
        await app.enter("login.login", PHONE)
        await app.enter("login.password", PASSWORD)
        await app.tap("login.submit")
        await app.enter("login.code", CODE)
        world.trust.failure = VaultLocked("the keyring was locked meanwhile")
        await app.tap("pin.skip")
        await app.tap("nav.profile")
        assert words.PIN_NOWHERE in app.text
        assert not app.sees("profile.pin")
        await app.go("/profile/pin")
        assert words.PIN_NOWHERE in app.text
        world.trust.failure = None
        await app.tap("stepup.retry")
        assert app.sees("stepup.code")


@WIDTHS
@on_virtual_time
async def test_an_easy_pin_is_remarked_on_beside_the_pad(width: int) -> None:
    world = World()
    async with a_page(world, route="/profile", width=width, height=2_000) as person:
        app = person.app
        await person.signs_in()
        await app.tap("profile.pin")
        await person.presses(PIN + "111111")
        assert "Такой ПИН-код легко угадать: одинаковые цифры." in app.text
        assert all(ids.is_registered(name) for name in app.identifiers)
        await app.tap("pin.another")
        assert not app.sees("pin.weak")
        await person.presses(OTHER)
        assert not app.sees("pin.weak")
        await person.presses(OTHER)
        assert world.trust.pin == OTHER
