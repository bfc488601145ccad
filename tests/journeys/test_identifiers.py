"""Every control that a person can use bears an identifier of the registry, and none repeats on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from emias_app.mock_server.seed.people import CHILDREN
from emias_app.models.child_data import ChildDataKind
from emias_app.views import ids
from tests.support.demo_site import ANNA, IGOR
from tests.support.house import PIN, Tab, open_house
from tests.support.mirror import Node
from tests.support.virtual_time import on_virtual_time

ARTYOM = CHILDREN["artem"].id
WIDTHS = pytest.mark.parametrize(("width", "height"), [(412, 915), (1280, 800)], ids=["phone", "desktop"])
_USED = ("click", "tap", "change", "submit", "select", "long_press")
#: The bars themselves; what a person touches are their destinations.
_BARS = ("NavigationBar", "NavigationRail")
_DESTINATIONS = ("NavigationBarDestination", "NavigationRailDestination")


def is_usable(node: Node) -> bool:
    """What is kept from readers only makes the room of something that bears a name larger."""
    if node.type in _BARS or any(one.props.get("exclude_semantics") for one in node.ancestors):
        return False
    return node.type in _DESTINATIONS or any(node.listens(event) for event in _USED)


def bearer(node: Node) -> Node | None:
    """What the control is known by: itself, the nearest wrapper, or, of a destination, what it holds."""
    if node.type in _DESTINATIONS:
        return next((inner for inner in node.walk() if inner.identifier), None)
    return next((one for one in (node, *node.ancestors) if one.identifier), None)


def nameless(nodes: Iterable[Node]) -> list[str]:
    """Controls without a name, and controls that share one although neither lies within the other."""
    found: list[str] = []
    held: dict[int, Node] = {}
    for node in nodes:
        if not is_usable(node):
            continue
        name = bearer(node)
        if name is None:
            found.append(f"nobody knows {node!r} {node.texts[:3]}")
            continue
        first = held.setdefault(name.id, node)
        if first is not node and first not in node.ancestors and node not in first.ancestors:
            found.append(f"{name.identifier} is shared by {first!r} and {node!r}")
    return found


def check(tab: Tab, where: str) -> None:
    found = tab.identifiers
    assert [name for name, count in Counter(found).items() if count > 1] == [], where
    assert [name for name in found if not ids.is_registered(name)] == [], where
    assert nameless(tab.mirror.screen()) == [], where
    assert any(is_usable(node) for node in tab.mirror.screen()), where


@WIDTHS
@on_virtual_time
async def test_from_the_first_screen_to_the_last(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as anna:
        check(anna, "sign-in")
        await anna.enter("login.login", ANNA)
        await anna.enter("login.password", "Wrong-Word-77")
        await anna.tap("login.submit")
        check(anna, "wrong password")
        await anna.enter("login.password", "Demo-2026")
        await anna.tap("login.submit")
        check(anna, "code")
        await anna.enter("login.code", await house.site.code(ANNA))
        check(anna, "offer of a PIN")
        await anna.presses(PIN)
        check(anna, "the PIN again")
        await anna.presses(PIN)
        check(anna, "home")
        await anna.tap(f"home.child.{ARTYOM}")
        check(anna, "card")
        if anna.sees("medcard.switch"):
            await anna.tap("medcard.switch")
            check(anna, "the other children")
            await anna.dismiss()
        await anna.tap("medcard.section.labs")
        check(anna, "section")
        await anna.enter("section.search", "нет такого", submit=True)
        check(anna, "an empty section")
        await anna.go(f"/medcard/{ARTYOM}/visits")
        await anna.first_record()
        check(anna, "record")
        await anna.go(f"/diary/{ARTYOM}")
        check(anna, "an empty diary")
        await anna.tap("diary.add")
        check(anna, "a new entry")
        await anna.tap("diary.kind.bloodpressure")
        check(anna, "a pair of pressures")
        await anna.tap("diary.kind.note")
        await anna.enter("diary.note", "Ел хорошо")
        check(anna, "a note")
        await anna.tap("diary.save")
        check(anna, "diary")
        await anna.tap(next(name for name in anna.identifiers if name.startswith("diary.more.")))
        check(anna, "what may be done with an entry")
        await anna.tap("diary.delete")
        check(anna, "an entry that may be brought back")
        await anna.go("/profile")
        await anna.tap("profile.lock")
        check(anna, "unlock")
        await anna.presses("111111", "unlock")
        check(anna, "a wrong PIN")


@WIDTHS
@pytest.mark.parametrize("phone", [ANNA, IGOR], ids=["Анна", "Игорь"])
@on_virtual_time
async def test_every_address_of_an_open_page(tmp_path: Path, phone: str, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as tab:
        await tab.signs_in(phone)
        pages = [
            f"/medcard/{ARTYOM}",
            f"/medcard/{ARTYOM}/growth",
            f"/medcard/{ARTYOM}/uploads",
            f"/medcard/{ARTYOM}/uploads/new",
            f"/access/journal/{ARTYOM}",
            "/diary",
            f"/diary/{ARTYOM}",
            "/medcard/broken",
            "/nowhere",
        ]
        for route in (
            "/home",
            *pages,
            "/access",
            "/access/redeem",
            "/access/request",
            "/family",
            "/notices",
            "/profile",
        ):
            await tab.go(route)
            check(tab, route)
        await tab.go("/family")
        await tab.tap("family.add")
        check(tab, "a new child")
        await tab.go("/family")
        for name in [name for name in tab.identifiers if name.startswith("family.child.")]:
            await tab.tap(name)
            check(tab, "a child of the family")
            await tab.go("/family")
        await tab.go("/profile")
        for name in [name for name in tab.identifiers if name.startswith(("profile.paper.", "profile.colour."))]:
            await tab.go("/profile")
            await tab.tap(name)
            check(tab, name)
            if tab.mirror.dialogs:
                await tab.dismiss()


@on_virtual_time
async def test_the_second_step_and_the_front_door(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, house.tab() as tab:
        for route in ("/register", "/forgot", "/clinic", "/login"):
            await tab.go(route)
            check(tab, route)
        await tab.signs_in(ANNA, pin=None)
        await tab.tap(f"home.child.{ARTYOM}")
        check(tab, "second step")


@WIDTHS
@on_virtual_time
async def test_what_a_card_holds_besides_its_sections(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as tab:
        await tab.signs_in(ANNA)
        card = f"/medcard/{ARTYOM}"
        for route, until in (
            (f"{card}/lab-trends/HGB", "trend.title"),
            (f"{card}/search", "find.words"),
            (f"{card}/take-away", "export.make.card-zip"),
            (f"{card}/show", "show.begin"),
        ):
            await tab.go(route)
            assert tab.sees(until), f"{route}: {tab.identifiers}"
            check(tab, route)
        await tab.go(f"{card}/search")
        await tab.enter("find.words", "гемоглобин", submit=True)
        check(tab, "what was found")
        await tab.go(f"{card}/vaccinations")
        for one in ("given", "tests", "plan"):
            await tab.tap(f"vaccinations.tab.{one}")
            check(tab, f"vaccinations, {one}")
        home = f"/child-data/{ARTYOM}"
        await tab.go(home)
        check(tab, home)
        for kind in ChildDataKind:
            await tab.go(f"{home}/{kind.value}")
            check(tab, f"{home}/{kind.value}")
            await tab.tap(f"childdata.add.{kind.value}")
            assert tab.sees("childdata.save"), kind
            await tab.tap("childdata.save")
            check(tab, f"{home}/{kind.value}/new, with what is missing")


@WIDTHS
@on_virtual_time
async def test_the_steps_of_a_request(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path) as house, house.tab(width=width, height=height) as igor:
        await igor.signs_in(IGOR)
        await igor.go("/access/request")
        await igor.tap("request.next")
        check(igor, "about yourself")
        await igor.tap("request.next")
        assert igor.sees("request.photo")
        check(igor, "the photo")
        await igor.tap("request.next")
        assert igor.sees("request.photo.error")
        check(igor, "no photo")
        await igor.tap("request.back")
        check(igor, "a step back")


@pytest.mark.parametrize("login", ["registrar", "doctor"])
@on_virtual_time
async def test_the_clinic(tmp_path: Path, login: str) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=1280, height=800) as staff:
        await staff.go("/clinic")
        await staff.enter("clinic.login.login", login)
        await staff.enter("clinic.login.password", "Demo-2026")
        await staff.tap("clinic.login.submit")
        check(staff, "patients")
        await staff.enter("clinic.search", "морозов арт", submit=True)
        check(staff, "a patient")
        await staff.tap("clinic.access")
        check(staff, "the form")
        await staff.tap("clinic.send")
        check(staff, "the form with what is missing")
        await staff.tap("clinic.relative.add")
        check(staff, "a new relative")
        await staff.dismiss()
        await staff.tap(next(name for name in staff.identifiers if name.startswith("clinic.revoke.")))
        check(staff, "the reason of a revocation")
