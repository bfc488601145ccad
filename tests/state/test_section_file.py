"""«Скачать раздел»: asked for as the list is narrowed, made behind, saved, cancelled, tried again."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.errors import Offline
from emias_app.models.exports import ExportKind, SectionPart
from emias_app.models.section import SectionSlug
from emias_app.state._pass import Pass
from emias_app.state.section import Choice, Period, SectionState
from emias_app.state.section_file import GONE, SectionFileState
from tests.support.fake_ports import World
from tests.support.fake_values import an_id

pytestmark = pytest.mark.anyio

ARTYOM = an_id("Артём")
LABS = SectionPart(section=SectionSlug.LABS)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def a_file(world: World, right: Pass | None = None) -> SectionFileState:
    return SectionFileState(world.ports, right or Pass(), ARTYOM)


async def test_a_file_is_asked_for_followed_and_saved() -> None:
    world = World()
    world.backend.exports.pace = 60
    file = a_file(world)
    await file.make(LABS)
    assert ("start_export", ARTYOM, ExportKind.SECTION_ZIP, LABS) in world.backend.calls
    assert file.is_making
    await file.look()
    assert file.job is not None
    assert (file.job.done, file.job.total) == (60, 100)
    await file.look()
    assert not file.is_busy
    assert world.files.taken == [("Анализы.zip", world.backend.exports.content)]
    assert file.taken is not None


async def test_the_file_holds_the_list_as_it_is_narrowed() -> None:
    state = SectionState(
        World().ports, Pass(), ARTYOM, SectionSlug.LABS, Choice(Period.YEAR, "гем", "BLOOD", only_outside=True)
    )
    assert state.part == SectionPart(
        section=SectionSlug.LABS, since=date(2025, 11, 22), q="гем", kind="BLOOD", outside=True
    )
    visits = SectionState(World().ports, Pass(), ARTYOM, SectionSlug.VISITS, Choice(filter_key="Педиатр"))
    assert (visits.part.speciality, visits.part.kind) == ("Педиатр", None)


async def test_a_cancelled_file_is_made_no_further() -> None:
    world = World()
    file = a_file(world)
    await file.make(LABS)
    await file.cancel()
    assert not file.is_busy
    assert world.backend.exports.kept == []


@pytest.mark.parametrize("how", ["start", "make", "gone"])
async def test_a_file_that_did_not_come_says_why_and_can_be_tried_again(how: str) -> None:
    world = World()
    file = a_file(world)
    if how == "start":
        world.backend.failures["start_export"] = Offline()
    await file.make(LABS)
    if how == "make":
        world.backend.exports.fails = "На сервере закончилось место."
    if how == "gone":
        world.backend.exports.kept = []
    await file.look()
    assert file.trouble == {"make": "На сервере закончилось место.", "gone": GONE}.get(how, file.trouble)
    assert file.trouble
    assert not file.is_busy
    world.backend.failures.clear()
    world.backend.exports.fails = None
    await file.make(LABS)
    await file.look()
    assert (file.trouble, len(world.files.taken)) == (None, 1)


async def test_nothing_is_asked_or_saved_after_a_lock() -> None:
    world, right = World(), Pass()
    file = a_file(world, right)
    await file.make(LABS)
    right.revoke()
    assert not file.is_making
    await file.look()
    assert world.files.taken == []


async def test_a_second_tap_starts_nothing() -> None:
    world = World()
    file = a_file(world)
    await file.make(LABS)
    await file.make(LABS)
    assert world.backend.asked("start_export") == 1
