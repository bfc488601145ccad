"""The journal on the screen: days, growth, and a doubt."""

from __future__ import annotations

from emias_app.errors import Offline
from emias_app.state._loadable import Failed, Ready
from emias_app.state.journal import JournalState, with_reads
from emias_app.state.place import Journal
from tests.support.fake_access import a_read
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


async def at_the_journal(world: World, *, pin: str | None = "482913") -> JournalState:
    root = await signed_in(world, Journal(ARTYOM), pin=pin)
    assert root.account is not None
    assert root.account.card is not None
    assert root.account.card.journal is not None
    return root.account.card.journal


def test_reads_of_one_moscow_day_stand_together_and_none_twice() -> None:
    reads = [a_read(number) for number in range(6)]
    days = with_reads(with_reads((), reads[:4]), reads[2:])
    assert [len(day.entries) for day in days] == [2, 4]
    assert days[0].day > days[1].day


def test_a_day_that_did_not_grow_is_the_same_object() -> None:
    days = with_reads((), [a_read(0), a_read(5)])
    assert with_reads(days, [a_read(6)])[0] is days[0]


@on_virtual_time
async def test_it_grows_page_by_page_to_its_end() -> None:
    world = World()
    world.backend.reads = [a_read(number) for number in range(70)]
    journal = await at_the_journal(world)
    for _ in range(4):
        await journal.grow()
    assert isinstance(journal.reads, Ready)
    assert sum(len(day.entries) for day in journal.reads.value.days) == 70
    assert world.backend.asked("access_log") == 3
    assert world.backend.asked("sections") == 0, "reading the journal opens nothing else"


@on_virtual_time
async def test_a_page_that_does_not_come_is_said_and_can_be_asked_for_again() -> None:
    world = World()
    world.backend.reads = [a_read(number) for number in range(40)]
    journal = await at_the_journal(world)
    world.backend.failures["access_log"] = Offline()
    await journal.grow()
    assert journal.growth_failed
    world.backend.failures.clear()
    await journal.grow()
    assert not journal.growth_failed


@on_virtual_time
async def test_a_doubt_is_noted_beside_the_row() -> None:
    world = World()
    journal = await at_the_journal(world)
    await journal.question(a_read(1).id)
    assert isinstance(journal.reads, Ready)
    marked = [entry.id for day in journal.reads.value.days for entry in day.entries if entry.questioned]
    assert marked == [a_read(1).id]


@on_virtual_time
async def test_a_doubt_that_could_not_be_noted_is_said() -> None:
    world = World()
    journal = await at_the_journal(world)
    world.backend.failures["question"] = Offline()
    await journal.question(a_read(1).id)
    assert "Нет сети" in (journal.error or "")
    assert journal.busy_with is None


@on_virtual_time
async def test_without_the_second_step_nothing_of_it_is_asked_for() -> None:
    world = World()
    root = await signed_in(world, Journal(ARTYOM), pin=None)
    assert root.account is not None
    assert root.account.step_up is not None
    assert world.backend.asked("access_log") == 0


@on_virtual_time
async def test_a_first_page_that_does_not_come_is_a_failure() -> None:
    world = World()
    world.backend.failures["access_log"] = Offline()
    journal = await at_the_journal(world)
    assert isinstance(journal.reads, Failed)
