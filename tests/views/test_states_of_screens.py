"""What the screens say when there is nothing, when something fails, and when an access ends."""

from __future__ import annotations

import asyncio

import pytest

from emias_app.errors import Offline
from emias_app.models.account import EndedAccess
from emias_app.models.section import SectionSlug
from emias_app.views import ids
from emias_app.views.strings import profile
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.fake_trust import FakeTrust
from tests.support.fake_values import CODE, NOW, a_problem, an_id
from tests.support.robots import Person, a_page
from tests.support.root import PIN
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
LABS = f"/medcard/{ARTYOM}/labs"


@on_virtual_time
async def test_errors_stand_beside_the_fields_and_what_was_typed_stays() -> None:
    async with a_page(World()) as anna:
        await anna.app.tap("login.submit")
        assert "Введите телефон" in anna.app.text
        assert "Введите пароль" in anna.app.text
        await anna.app.enter("login.login", "+7 900 000-00-01")
        await anna.app.enter("login.password", "не тот")
        await anna.app.tap("login.submit")
        assert anna.app.sees("login.error")
        assert "+7 900 000-00-01" in anna.app.text


@on_virtual_time
async def test_a_wrong_code_is_told_and_another_number_can_be_taken() -> None:
    async with a_page(World(demo=FakeDemo())) as anna:
        await anna.app.tap("login.demo.1")
        await anna.app.enter("login.code", "000000")
        assert "Осталось 2" in "".join(anna.app.get("login.error").texts)
        await anna.app.tap("login.other")
        assert anna.app.sees("login.login")


@on_virtual_time
async def test_a_deep_link_waits_for_the_sign_in() -> None:
    async with a_page(World(), route=LABS) as anna:
        assert anna.app.sees("login.login")
        await anna.signs_in()
        assert anna.app.route == LABS
        assert anna.app.sees("section.total")


@pytest.mark.parametrize(
    "route", ["/nowhere", "/medcard/not-an-id", f"/medcard/{ARTYOM}/nonsense", f"/medcard/{an_id('x')}"]
)
@on_virtual_time
async def test_an_address_that_leads_nowhere_says_so(route: str) -> None:
    async with a_page(World(), route=route) as anna:
        await anna.signs_in()
        assert anna.app.sees("missing.title")
        await anna.app.tap("missing.home")
        assert anna.app.route == "/home"


@on_virtual_time
async def test_back_on_a_phone_leads_up_and_keeps_the_list() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        await anna.app.scroll_to_end()
        assert len(anna.items()) == 40
        await anna.app.tap(anna.items()[0])
        await anna.app.back()
        assert anna.app.route == LABS
        assert len(anna.items()) == 40
        await anna.app.back()
        assert anna.app.sees("medcard.section.labs")
        await anna.app.back()
        assert anna.app.route == "/home"


@on_virtual_time
async def test_an_empty_period_names_the_last_record_and_shows_all_time() -> None:
    world = World()
    old = world.backend.rows[ARTYOM, SectionSlug.LABS][-1]
    world.backend.rows[ARTYOM, SectionSlug.DISCHARGES] = [old.model_copy(update={"section": SectionSlug.DISCHARGES})]
    async with a_page(world, route=f"/medcard/{ARTYOM}/discharges") as anna:
        await anna.signs_in()
        await anna.app.tap("section.period.6m")
        said = anna.app.said("section.empty")
        assert "За полгода выписок нет" in said
        assert "Последняя запись 18\u00a0февраля\u00a02026\u00a0г." in said
        assert "2019 года" in said
        await anna.app.tap("section.showall")
        assert len(anna.items()) == 1


@on_virtual_time
async def test_a_list_that_failed_can_be_tried_again() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        world.backend.failures["records"] = a_problem(503, "unavailable")
        await anna.app.go(LABS)
        assert anna.app.sees("section.error")
        assert "7F3A-21" in anna.app.text
        world.backend.failures.clear()
        await anna.app.tap("section.retry")
        assert anna.items()


@pytest.mark.parametrize("width", [412, 1280])
@on_virtual_time
async def test_sections_that_did_not_load_are_marked_and_the_rest_says_of_when_it_is(width: int) -> None:
    world = World()
    async with a_page(world, route=f"/medcard/{ARTYOM}", width=width) as anna:
        await anna.signs_in()
        assert not anna.app.sees("medcard.partly.retry")
        world.backend.failures["records"] = a_problem(503, "unavailable")
        for slug in ("labs", "visits"):
            await anna.app.go(f"/medcard/{ARTYOM}/{slug}")
            await anna.app.go(f"/medcard/{ARTYOM}")
            assert "не загрузилось" in " ".join(anna.app.get(f"medcard.section.{slug}").texts)
        assert "Не загрузились 2\u00a0раздела" in anna.app.text
        assert "Остальное обновлено в 9:00." in anna.app.text
        assert "не загрузилось" not in " ".join(anna.app.get("medcard.section.studies").texts)
        del world.backend.failures["records"]
        await anna.app.go(f"/medcard/{ARTYOM}/labs")
        await anna.app.go(f"/medcard/{ARTYOM}")
        assert "Не загрузился раздел «Приёмы»" in anna.app.text
        await anna.app.tap("medcard.partly.retry")
        assert not anna.app.sees("medcard.partly.retry")
        assert "не загрузилось" not in anna.app.text


@on_virtual_time
async def test_without_a_network_the_screen_says_so() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        world.backend.failure = Offline()
        await anna.app.go(f"/medcard/{DARYA}/labs")
        assert "Нет сети" in anna.app.text


@on_virtual_time
async def test_an_access_that_ends_closes_the_open_card_with_its_reason() -> None:
    world = World()
    async with a_page(world, route=LABS) as anna:
        await anna.signs_in()
        assert anna.items()
        world.backend.ended = [EndedAccess(patient_id=ARTYOM, state="REVOKED", reason="по заявлению матери", at=NOW)]
        await asyncio.sleep(20)
        await anna.app.settle()
        assert anna.items() == []
        assert "по заявлению матери" in anna.app.text
        await anna.app.tap("ended.home")
        assert anna.app.route == "/home"


@on_virtual_time
async def test_five_wrong_pins_and_the_sensor_sheet() -> None:
    world = World(trust=FakeTrust(can_scan=True))
    async with a_page(world, with_sensor=True) as anna:
        await anna.app.enter("login.login", "+79000000001")
        await anna.app.enter("login.password", "Demo-2026")
        await anna.app.tap("login.submit")
        await anna.app.enter("login.code", CODE)
        await anna.app.tap("pin.biometric")
        await anna.presses(PIN + PIN)
        await anna.app.tap("nav.profile")
        await anna.app.tap("profile.lock")
        await anna.app.tap("unlock.biometric")
        await anna.app.tap("sensor.no")
        assert anna.app.sees("unlock.error")
        await anna.app.tap("unlock.biometric")
        await anna.app.tap("sensor.yes")
        await anna.app.tap("profile.lock")
        for _ in range(5):
            await anna.presses("111111", "unlock")
        assert anna.app.sees("login.login")
        assert world.trust.pin is None


@on_virtual_time
async def test_choices_are_kept_and_drawn() -> None:
    world = World()
    async with a_page(world, route="/profile") as anna:
        await anna.signs_in()
        await anna.app.tap("profile.theme.dark")
        await anna.app.tap("profile.delay.10")
        await anna.app.tap(f"profile.colour.{ARTYOM}")
        await anna.app.tap("profile.choice.olive")
        kept = world.preferences.kept
        assert (kept.theme.value, kept.lock_minutes, kept.colours) == ("dark", 10, ((str(ARTYOM), "olive"),))
        assert anna.app.mirror.page.props["theme_mode"] == "dark", "menus and pickers follow too"


@on_virtual_time
async def test_without_a_pin_the_ways_out_say_what_they_cost() -> None:
    async with a_page(World(), route="/profile") as anna:
        await anna.signs_in()
        assert profile.LOGOUT_NOTE in anna.app.text
    async with a_page(World(), route="/profile") as anna:
        await anna.signs_in(pin=None)
        assert profile.LOCK_NOTE_NO_PIN in anna.app.text
        assert profile.LOGOUT_NOTE not in anna.app.text
        await anna.app.tap("profile.lock")
        assert "Вы заблокировали приложение" in anna.app.text


@on_virtual_time
async def test_signing_out_forgets_the_pin_and_the_person() -> None:
    world = World()
    async with a_page(world, route="/profile") as anna:
        await anna.signs_in()
        await anna.app.tap("profile.logout")
        assert anna.app.sees("login.login")
        assert world.trust.pin is None


@pytest.mark.parametrize("width", [412, 800, 1280])
@on_virtual_time
async def test_every_identifier_is_registered_and_stands_once(width: int) -> None:
    world = World(demo=FakeDemo(), trust=FakeTrust(can_scan=True))
    record = world.backend.rows[ARTYOM, SectionSlug.LABS][0].id

    def check(person: Person) -> None:
        seen = person.app.identifiers
        assert len(seen) == len(set(seen)), sorted(name for name in set(seen) if seen.count(name) > 1)
        unknown = [name for name in seen if not ids.is_registered(name)]
        assert unknown == []

    async with a_page(world, width=width, with_sensor=True) as anna:
        check(anna)
        await anna.app.tap("login.demo.1")
        check(anna)
        await anna.app.tap("demo.sms")
        check(anna)
        await anna.app.tap("pin.skip")
        check(anna)
        await anna.app.go(f"/medcard/{ARTYOM}")
        check(anna)
        await anna.app.enter("stepup.code", CODE)
        check(anna)
        for route in ("/home", LABS, f"{LABS}/{record}", "/profile", "/medcard", "/demo", "/nowhere"):
            await anna.app.go(route)
            check(anna)


@on_virtual_time
async def test_two_people_at_once_see_nothing_of_each_other() -> None:
    first, second = World(), World()
    second.backend.children = second.backend.children[1:]
    async with a_page(first, route=LABS) as anna, a_page(second, route=f"/medcard/{DARYA}/labs") as other:
        await anna.signs_in()
        await other.signs_in()
        await anna.app.tap(anna.items()[0])
        wire = b"".join(other.app.packets)
        assert "Артём: запись".encode() not in wire
        assert "Дарья: запись".encode() in wire
        assert "Дарья: запись".encode() not in b"".join(anna.app.packets)


@on_virtual_time
async def test_events_of_a_card_that_is_locked_away_do_nothing() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        row = next(node for node in anna.app.get(anna.items()[0]).walk() if node.listens("click"))
        await anna.app.go("/profile")
        await anna.app.tap("profile.lock")
        asked = len(world.backend.calls)
        anna.app.fire(row, "click")
        await anna.app.settle()
        assert anna.app.sees("unlock.digit.1")
        assert not any(call[0] in ("document", "records") for call in world.backend.calls[asked:])
