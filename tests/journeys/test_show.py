"""Artyom's card is shown to a doctor, with the real backend behind: what is drawn, and what the journal says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from emias_app.mock_server.seed.people import CHILDREN
from tests.journeys.test_identifiers import check
from tests.support.demo_site import ANNA
from tests.support.house import PIN, open_house
from tests.support.virtual_time import on_virtual_time

ARTYOM, SOFIA = CHILDREN["artem"].id, CHILDREN["sofia"].id
SIZES = pytest.mark.parametrize(("width", "height"), [(412, 1_400), (1280, 1_400)], ids=["phone", "desktop"])
CARD = f"/medcard/{ARTYOM}"


@SIZES
@on_virtual_time
async def test_a_visit_to_the_doctor(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as anna:
        await anna.signs_in(ANNA, pin=PIN)
        await anna.tap(f"home.child.{ARTYOM}")
        await anna.tap("medcard.show")
        check(anna, "what to show")
        await anna.tap("show.section.diary")
        await anna.tap("show.begin")
        check(anna, "the card that is shown")
        for place, until in (
            (f"{CARD}/labs", "section.total"), (f"{CARD}/vaccinations", "section.total"),
            (f"{CARD}/growth", "growth.value"), (f"/child-data/{ARTYOM}", "childdata.kind.allergies"),
            (f"/child-data/{ARTYOM}/allergies", "childdata.total"), (f"/diary/{ARTYOM}", "diary.indicator.all"),
        ):  # fmt: skip
            await anna.go(place)
            assert anna.sees(until), place
            check(anna, place)
        await anna.go(f"{CARD}/labs")
        first = next(name for name in anna.identifiers if name.startswith("section.item."))
        await anna.tap(first)
        assert anna.sees("record.title")
        assert not anna.sees("record.pdf")
        check(anna, "a record that is shown")
        await anna.go(f"/medcard/{SOFIA}")
        assert anna.sees("show.stay")
        check(anna, "the PIN to leave")
        await anna.presses(PIN, "unlock")
        assert not anna.sees("show.end")
        await anna.go(f"/access/journal/{ARTYOM}")
        assert "Вы открыли раздел «Анализы»" in anna.text


@on_virtual_time
async def test_events_that_a_client_makes_up_lead_out_of_no_show(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem", "sofia") as house, house.tab(is_hostile=True) as anna:
        await anna.signs_in(ANNA)
        old: set[int] = set()

        def remember() -> None:
            nodes = anna.mirror.index.values()
            old.update(one.id for one in nodes if one.id != 1 and any(name.startswith("on_") for name in one.props))

        of_sofia = await house.words_of("sofia")
        for place in (f"/medcard/{SOFIA}/labs", "/profile", f"{CARD}/take-away", f"{CARD}/show"):
            await anna.go(place)
            remember()
        assert anna.received(of_sofia)
        await anna.tap("show.begin")
        assert anna.sees("show.end")
        anna.packets.clear()
        before = [await house.asked(part) for part in (str(SOFIA), "/exports", "/shares", "/devices", "/auth/")]
        anna.every_event(old)
        anna.every_event([1], "view_pop", "resize", "connect", "keyboard_event")
        for place in (f"/medcard/{SOFIA}/labs", "/home", "/profile", f"{CARD}/take-away", f"{CARD}/certificates"):
            await anna.go(place)
        await anna.settle_hostile()
        assert anna.received(of_sofia) == []
        after = [await house.asked(part) for part in (str(SOFIA), "/exports", "/shares", "/devices", "/auth/")]
        assert after == before
        assert anna.sees("show.stay")
        await anna.reload()
        assert anna.sees("show.stay") or anna.sees("show.end")
        assert not anna.sees("nav.home")


@on_virtual_time
async def test_without_a_pin_one_is_set_on_the_way_and_ends_the_show(tmp_path: Path) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(height=1_400) as anna:
        await anna.signs_in(ANNA, pin=None)
        await anna.go(f"{CARD}/show")
        await anna.enter("stepup.code", await house.site.code(ANNA))
        assert anna.sees("show.pin")
        check(anna, "no PIN yet")
        await anna.tap("show.pin")
        check(anna, "the PIN being set")
        await anna.presses(PIN + PIN)
        await anna.tap("show.begin")
        assert anna.sees("show.end")
        await anna.tap("show.end")
        await anna.presses(PIN, "unlock")
        assert anna.sees("medcard.show")
        await anna.go("/profile")
        await anna.tap("profile.lock")
        assert anna.sees("unlock.digit.1"), "the device is trusted from now on"
