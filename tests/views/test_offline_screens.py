"""What a page without a network says of itself, and what it asks before it loses something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from emias_app.errors import Offline
from tests.support.fake_ports import World
from tests.support.fake_values import NOW, an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


class FakeOffline:
    """A copy with knobs: ``go_away`` is what a lost network does."""

    def __init__(self) -> None:
        self.on_change: Callable[[], None] | None = None
        self.is_away = False
        self.as_of: datetime | None = None
        self.has_copy = False

    def go_away(self, as_of: datetime | None) -> None:
        self.is_away, self.as_of = as_of is not None, as_of
        assert self.on_change is not None
        self.on_change()

    async def open_without_network(self, opened: object) -> bool:
        if self.has_copy:
            self.go_away(NOW - timedelta(hours=11))
        return self.has_copy

    def close(self) -> None:
        return


async def at_the_next_poll(anna: Person, offline: FakeOffline, as_of: datetime | None) -> None:
    """The network goes or comes where a page hears of it: in what it asks every few seconds."""

    async def happens() -> None:
        offline.go_away(as_of)

    gates = anna.world.backend.gates
    gates["changes"] = happens()
    await asyncio.sleep(4)
    del gates["changes"]
    await anna.app.settle()


def a_world() -> tuple[World, FakeOffline]:
    world, offline = World(), FakeOffline()
    world.ports = replace(world.ports, offline=offline)
    return world, offline


@pytest.mark.parametrize("width", [412, 800, 1280])
@on_virtual_time
async def test_a_lost_network_is_told_with_the_age_of_what_is_shown(width: int) -> None:
    world, offline = a_world()
    async with a_page(world, width=width) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        assert not anna.app.sees("offline.banner")
        await at_the_next_poll(anna, offline, NOW - timedelta(hours=11, minutes=20))
        assert "Нет сети" in anna.app.text
        assert "Показываем сохранённое вчера в 21:40" in anna.app.text
        assert "Остальные записи и PDF откроются, когда появится сеть." in anna.app.text
        is_under_band = anna.app.text.index("Артём") < anna.app.text.index("Нет сети")
        assert is_under_band == (width < 1024), "under the band; over both panes of a wide window"
        asked = world.backend.asked("records")
        await at_the_next_poll(anna, offline, None)
        assert not anna.app.sees("offline.banner")
        assert world.backend.asked("records") == asked + 1


@on_virtual_time
async def test_without_a_network_the_pin_opens_what_was_kept_or_says_why_not() -> None:
    world, offline = a_world()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/profile")
        await anna.app.tap("profile.lock")
        world.backend.failures["challenge"] = Offline()
        await anna.presses("482913", "unlock")
        assert "Нет сети" in anna.app.get("unlock.error").texts[0]
        offline.has_copy = True
        await anna.presses("482913", "unlock")
        assert anna.app.sees("offline.banner")


@on_virtual_time
async def test_signing_out_asks_while_the_diary_waits_to_be_sent() -> None:
    world, _ = a_world()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go(f"/diary/{ARTYOM}")
        world.backend.failure = Offline()
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "37,4")
        await anna.app.tap("diary.save")
        await anna.app.go("/profile")
        await anna.app.tap("profile.logout")
        assert "Ждёт сети: 1\u00a0изменение" in anna.app.text
        await anna.app.tap("profile.logout.cancel")
        assert anna.app.sees("profile.logout")
        world.backend.failure = None
        await anna.app.tap("profile.logout")
        assert anna.app.sees("login.login")
        assert [one.value for one in world.backend.diary.kept[ARTYOM].values()] == [37.4]
