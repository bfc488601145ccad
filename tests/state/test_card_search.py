"""Search over a card: what was typed last wins, empty words forget."""

from __future__ import annotations

import asyncio

from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state._pass import Pass
from emias_app.state.card_search import CardSearchState
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


@on_virtual_time
async def test_words_are_found_by_section_and_an_analyte_by_name() -> None:
    world = World()
    state = CardSearchState(world.ports, Pass(), ARTYOM)
    await state.search("  запись 1 ")
    assert isinstance(state.found, Ready)
    assert [group.section for group in state.found.value.groups] == [SectionSlug.LABS]
    await state.search("гемо")
    assert isinstance(state.found, Ready)
    assert [one.code for one in state.found.value.analytes] == ["HGB"]


@on_virtual_time
async def test_a_late_answer_to_older_words_is_dropped() -> None:
    world = World()
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    world.backend.gates["search"] = gate
    state = CardSearchState(world.ports, Pass(), ARTYOM)
    first = asyncio.create_task(state.search("запись"))
    await asyncio.sleep(0)
    world.backend.gates.clear()
    await state.search("гемо")
    gate.set_result(None)
    await first
    assert isinstance(state.found, Ready)
    assert state.found.value.query == "гемо"


@on_virtual_time
async def test_empty_words_forget_and_ask_nothing() -> None:
    world = World()
    state = CardSearchState(world.ports, Pass(), ARTYOM)
    await state.search("запись")
    await state.clear()
    assert (state.found, state.query, state.round) == (None, "", 1)
    assert world.backend.asked("search") == 1


@on_virtual_time
async def test_a_failure_can_be_tried_again() -> None:
    world = World()
    state = CardSearchState(world.ports, Pass(), ARTYOM)
    world.backend.failure = Offline()
    await state.search("запись")
    assert isinstance(state.found, Failed)
    world.backend.failure = None
    await state.refresh()
    assert isinstance(state.found, Ready)
