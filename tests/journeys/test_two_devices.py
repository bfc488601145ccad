"""Two devices of one parent, the network cut and restored in random order: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emias_app.models.diary import Indicator
from emias_app.state.diary import DiaryState
from emias_app.state.place import Diary
from tests.support.demo_site import ANNA, open_demo
from tests.support.offline_device import ARTYOM, Device

#: Every pulse is written once: what is kept tells what came of each intention.
_VALUES = itertools.count(1)


class Two:
    """A phone and a tablet over one backend, on a loop of their own."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self._opened = open_demo(folder / "backend")
        site = self.runner.run(self._opened.__aenter__())
        self.devices = [Device(site, folder / name, ANNA) for name in ("phone", "tablet")]
        for device in self.devices:
            self.runner.run(device.sign_in())
        self.expected: set[int] = set()

    async def begin(self) -> None:
        """Both in reach of the backend, an empty diary."""
        await self.settle()
        for line in (await self.devices[0].diary()).lines:
            await (await self.devices[0].diary()).delete(line)
        await self.settle()
        self.expected = set()
        assert await self.kept() == []

    async def act(self, which: int, what: str, pick: int) -> None:
        """Something happens to one of the devices."""
        device = self.devices[which]
        match what:
            case "cut":
                device.wire.is_cut = True
            case "restore":
                device.wire.is_cut = False
                await device.poll()
            case "lose":
                device.wire.loses = 1 + pick % 4
            case "restart":
                await device.restart(Diary(ARTYOM))
            case "write":
                await self._write(await device.diary())
            case _:
                await self._touch(await device.diary(), what, pick)

    async def _write(self, diary: DiaryState) -> None:
        value = next(_VALUES)
        diary.choose(Indicator.NOTE)
        diary.begin()
        assert diary.sheet
        diary.sheet.put("note", f"№ {value}")
        self.expected.add(value)
        await diary.save()
        assert diary.sheet is None

    async def _touch(self, diary: DiaryState, what: str, pick: int) -> None:
        lines = [line for line in diary.lines if line.conflict is None]
        if not lines:
            return
        line = lines[pick % len(lines)]
        value = next(_VALUES)
        # What it said is thought over by this change; whatever another device makes of it stays.
        self.expected.discard(_number(line.entry.note))
        if what == "delete":
            await diary.delete(line)
            return
        if what == "undo":
            await diary.delete(line)
            await diary.bring_back()
            self.expected.add(_number(line.entry.note))
            return
        await diary.open(line)
        assert diary.sheet
        diary.sheet.put("note", f"№ {value}")
        self.expected.add(value)
        await diary.save()
        assert diary.sheet is None

    async def settle(self) -> None:
        """The network is there again, everything goes out, and of two versions both are kept."""
        for device in self.devices:
            device.wire.is_cut, device.wire.loses = False, 0
        for _ in range(12):
            for device in self.devices:
                diary = await device.diary()
                await device.poll()
                for line in [one for one in diary.lines if one.conflict is not None]:
                    await diary.open(line)
                    await diary.keep_both()
                await device.poll()
            waiting = [(await device.diary()).queue.steps for device in self.devices]
            if not any(waiting):
                break
        for device in self.devices:
            diary = await device.diary()
            assert diary.queue.steps == (), [step.refusal for step in diary.queue.steps]
            await diary.refresh()

    async def kept(self) -> list[int]:
        """What the backend holds."""
        page = await self.devices[0].client.diary.entries(ARTYOM)
        return sorted(_number(one.note) for one in page.items)

    def close(self) -> None:
        self.runner.run(self._opened.__aexit__(None, None, None))
        self.runner.close()


def _number(note: str) -> int:
    return int(note.removeprefix("№ "))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    opened = Two(tmp_path_factory.mktemp("two"))
    yield opened
    opened.close()


acts = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["write", "write", "edit", "edit", "delete", "undo", "cut", "restore", "lose", "restart"]),
        st.integers(0, 9),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(acts)
def test_nothing_is_lost_and_nothing_doubled(two: Two, happens: list[tuple[int, str, int]]) -> None:
    async def live() -> None:
        await two.begin()
        for which, what, pick in happens:
            await two.act(which, what, pick)
        await two.settle()
        assert await two.kept() == sorted(two.expected)
        for device in two.devices:
            assert sorted(_number(line.entry.note) for line in (await device.diary()).lines) == sorted(two.expected)

    two.runner.run(live())
