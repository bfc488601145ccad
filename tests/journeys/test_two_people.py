"""Strangers in one served app at the same time: what travels to each browser, packet by packet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path

import httpx

from emias_app.mock_server.seed.people import ADULTS, CHILDREN, PASSWORD
from tests.support.demo_site import ANNA, IGOR, SERGEY
from tests.support.house import BASE, PIN, House, Tab, open_house
from tests.support.virtual_time import on_virtual_time

ARTYOM, ILYA, MIKHAIL = (CHILDREN[key] for key in ("artem", "ilya", "mikhail"))
#: What a client that makes up its own properties could hope to change: what the server keeps in them, and others'.
_FOREIGN = (
    {"_attributes": {"value": "1"}, "_values": {}, "_i": 1},
    {"visible": True, "disabled": False, "read_only": False, "on_click": "1", "data": {"patient": str(ARTYOM.id)}},
    {"route": f"/medcard/{ARTYOM.id}/labs", "web": False, "platform": "windows", "client_ip": "127.0.0.1"},
)


def names_of(*people: str) -> set[str]:
    """Phone, mail, СНИЛС, account and patronymic of grown-ups: what nobody else is shown."""
    found: set[str] = set()
    for adult in ADULTS:
        if adult.key in people:
            found |= {adult.phone, adult.email, str(adult.id), adult.middle_name}
    return found - {""}


async def walks(tab: Tab, phone: str, patient_id: object) -> None:
    """Sign in, a card, a list, a record, the profile."""
    await tab.signs_in(phone)
    await tab.opens(patient_id)
    await tab.first_record()
    assert tab.sees("record.title")
    await tab.go("/profile")
    assert tab.sees("profile.logout")


async def looks_around(tab: Tab) -> None:
    """Someone whose child's card is not open yet."""
    await tab.signs_in(IGOR)
    for route in ("/family", "/access", "/notices", "/profile"):
        await tab.go(route)


async def together(*works: Awaitable[None]) -> None:
    async with asyncio.TaskGroup() as group:
        for work in works:
            group.create_task(_waited(work))


async def _waited(work: Awaitable[None]) -> None:
    await work


@on_virtual_time
async def test_nothing_of_one_ever_travels_to_the_other(tmp_path: Path) -> None:
    async with (
        open_house(tmp_path, "artem", "ilya") as house,
        house.tab() as anna,
        house.tab() as sergey,
        house.tab() as igor,
    ):
        await together(walks(anna, ANNA, ARTYOM.id), walks(sergey, SERGEY, ILYA.id), looks_around(igor))
        of_anna = await house.words_of("artem") | names_of("anna") | {"Артём"}
        of_sergey = await house.words_of("ilya") | names_of("sergey") | {"Илья"}
        of_igor = names_of("igor") | {"Михаил"}
        assert len(anna.received(of_anna)) > 10, "what is looked for is written as it travels"
        assert len(sergey.received(of_sergey)) > 10
        assert igor.received(of_igor)
        assert anna.received(of_sergey | of_igor) == []
        assert sergey.received(of_anna | of_igor) == []
        assert igor.received(of_anna | of_sergey) == []


@on_virtual_time
async def test_an_anonymous_client_gets_nothing_whatever_it_sends(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna, house.tab(is_hostile=True) as stranger:
        await walks(anna, ANNA, ARTYOM.id)
        before, shown = await house.asked("/patients/"), anna.text
        await attacks(stranger, house, anna)
        assert stranger.received(await house.words_of("artem") | names_of("anna") | {"Артём"}) == []
        assert await house.asked("/patients/") == before, "nobody asked the backend for a card"
        assert anna.text == shown


@on_virtual_time
async def test_a_stranger_who_signed_in_gets_nothing_of_another_s_card(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna, house.tab(is_hostile=True) as igor:
        await walks(anna, ANNA, ARTYOM.id)
        shown = anna.text
        await igor.signs_in(IGOR)
        await attacks(igor, house, anna)
        assert igor.received((await house.words_of("artem") - {str(ARTYOM.id)}) | names_of("anna") | {"Артём"}) == []
        assert anna.text == shown
        assert anna.sees("profile.logout")


async def attacks(tab: Tab, house: House, victim: Tab) -> None:
    """Addresses of the card, properties of any control, events of any control: the page's, and the victim's."""
    known = sorted({*victim.mirror.index, *tab.mirror.index})
    for patient in (ARTYOM.id, MIKHAIL.id):
        for route in (f"/medcard/{patient}", f"/medcard/{patient}/labs", f"/access/journal/{patient}", "/home"):
            await tab.go(route)
    for properties in _FOREIGN:
        for control in known:
            tab.send(4, {"id": control, "props": properties})
    await tab.settle_hostile()
    tab.every_event(victim.mirror.index)
    tab.every_event([1], "connect", "resize", "view_pop", "keyboard_event", "app_lifecycle_state_change", "close")
    await tab.settle_hostile()
    await asyncio.sleep(3)
    await victim.settle()


@on_virtual_time
async def test_a_locked_page_gives_nothing_to_events_of_the_controls_that_were_there(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(is_hostile=True) as anna:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM.id)
        of_artyom = await house.words_of("artem")
        assert anna.received(of_artyom)
        then = list(anna.mirror.index.values())
        old = [node.id for node in then if node.id != 1 and any(name.startswith("on_") for name in node.props)]
        await anna.go("/profile")
        await anna.tap("profile.lock")
        assert anna.sees("unlock.digit.1")
        anna.packets.clear()
        before = await house.asked("/patients/")
        anna.every_event(old)
        for route in (f"/medcard/{ARTYOM.id}", f"/medcard/{ARTYOM.id}/labs", "/home", "/access", "/profile"):
            await anna.go(route)
        await anna.settle_hostile()
        assert anna.received([*of_artyom - {str(ARTYOM.id)}, "Артём"]) == []
        assert await house.asked("/patients/") == before
        await anna.presses(PIN, "unlock")
        assert anna.sees("profile.logout"), "and the page lives on"

        await anna.tap("profile.lock")
        anna.packets.clear()
        before = await house.asked("/patients/")
        for properties in _FOREIGN:
            for control in [*old, 1]:
                anna.send(4, {"id": control, "props": properties})
        anna.every_event(old)
        await anna.settle_hostile()
        assert anna.received([*of_artyom - {str(ARTYOM.id)}, "Артём"]) == []
        assert await house.asked("/patients/") == before


@on_virtual_time
async def test_events_of_a_covered_page_do_not_keep_it_open(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM.id)
        under = [node for node in anna.mirror.index.values() if node.type == "ListView" or node.listens("scroll")]
        await anna.lifecycle("hide")
        for _ in range(3):
            house.site.advance(minutes=2)
            anna.every_event(under, "scroll")
            anna.every_event([1], "keyboard_event")
            await anna.settle_hostile()
        await asyncio.sleep(3)
        await anna.lifecycle("show")
        assert anna.sees("unlock.digit.1")
        assert not anna.sees("section.total")


@on_virtual_time
async def test_disabled_controls_do_nothing_when_their_events_come_all_the_same(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, house.tab(is_hostile=True) as anna:

        async def try_disabled() -> int:
            disabled = [node for node in anna.mirror.screen() if node.is_disabled]
            before, shown = await house.asked(""), anna.identifiers
            anna.every_event(disabled, "click", "tap", "submit")
            await anna.settle_hostile()
            assert (await house.asked(""), anna.identifiers) == (before, shown)
            return len(disabled)

        await anna.enter("login.login", ANNA)
        await anna.enter("login.password", PASSWORD)
        tried = await try_disabled()
        await anna.tap("login.submit")
        tried += await try_disabled()
        await anna.enter("login.code", await house.site.code(ANNA))
        tried += await try_disabled()
        await anna.tap("pin.skip")
        await anna.tap(f"home.child.{ARTYOM.id}")
        tried += await try_disabled()
        assert tried, "there was something to try"


@on_virtual_time
async def test_a_session_s_file_opens_in_its_own_browser_only(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab() as anna, house.tab() as igor:
        await anna.signs_in(ANNA)
        await anna.opens(ARTYOM.id)
        await anna.first_record()
        await anna.tap("record.pdf")
        (address,) = [args["url"] for kind, name, args in anna.calls if name == "launch_url"]
        path = address if isinstance(address, str) else address["url"]
        assert igor.received([path]) == []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(house.web), base_url=BASE) as http:
            for tab, status in ((igor, 404), (anna, 200), (anna, 404)):
                cookie = {"Cookie": f"{house.door.cookie_name}={tab.cookie}"}
                assert (await http.get(path, headers=cookie)).status_code == status
