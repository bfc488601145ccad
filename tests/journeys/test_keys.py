"""Whatever can be touched on the screens of access is of a kind that Tab stops at and Enter presses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from emias_app.mock_server.seed.people import CHILDREN
from tests.journeys.test_identifiers import is_usable
from tests.support.demo_site import ANNA, IGOR, TIMUR
from tests.support.house import Tab, open_house
from tests.support.mirror import Node
from tests.support.virtual_time import on_virtual_time

#: Flutter's own controls with a focus; a mere listener for taps has none.
_FOCUSABLE = frozenset({
    "Button", "FilledButton", "FilledTonalButton", "OutlinedButton", "TextButton", "IconButton", "FloatingActionButton",
    "TextField", "Checkbox", "Switch", "Radio", "Dropdown", "DropdownOption", "Chip", "Segment", "SegmentedButton",
    "NavigationBarDestination", "NavigationRailDestination", "ListTile", "MenuItemButton", "PopupMenuButton",
})  # fmt: skip
SCREENS = (
    "/home", "/access", "/access/redeem", "/access/request", "/family", "/family/new", "/notices", "/profile",
    "/profile/snils", "/profile/passport", "/profile/inn", "/profile/oms", "/profile/phone", "/profile/password",
    f"/access/journal/{CHILDREN['artem'].id}",
)  # fmt: skip


def only_for_a_pointer(nodes: Iterable[Node]) -> list[str]:
    """What has no focus of its own and no control with one beside it that does the same (the words of a tick)."""
    found = []
    for node in nodes:
        if not is_usable(node) or node.type in _FOCUSABLE:
            continue
        beside = [near.type for above in node.ancestors[:3] for near in above.walk()]
        if "Checkbox" not in beside:
            found.append(f"{node!r} {node.texts[:3]}")
    return found


def check(tab: Tab, where: str) -> None:
    assert only_for_a_pointer(tab.mirror.screen()) == [], where


@pytest.mark.parametrize("phone", [ANNA, IGOR, TIMUR], ids=["Анна", "Игорь", "Тимур"])
@on_virtual_time
async def test_the_screens_of_an_open_page_need_no_pointer(tmp_path: Path, phone: str) -> None:
    async with open_house(tmp_path) as house, house.tab() as tab:
        await tab.signs_in(phone)
        for route in SCREENS:
            await tab.go(route)
            check(tab, route)
        await tab.go("/family")
        for name in [name for name in tab.identifiers if name.startswith("family.child.")]:
            await tab.tap(name)
            check(tab, "a child of the family")
            await tab.go("/family")
        await tab.go("/access/request")
        await tab.tap("request.next")
        check(tab, "about oneself")
        await tab.tap("request.next")
        check(tab, "the photo, or the child")


@on_virtual_time
async def test_the_front_door_needs_no_pointer(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, house.tab() as tab:
        for route in ("/register", "/forgot", "/clinic", "/login"):
            await tab.go(route)
            check(tab, route)
