"""«Показать по ссылке»: what is chosen, the link told once, the links that live."""

from __future__ import annotations

from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state._pass import Pass
from emias_app.state.sharing import NOTHING_CHOSEN, USUAL, SharingState
from emias_app.state.take_away import TakeAwayState
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
BASE = "https://card.example.org/"


def a_state(world: World, base: str = BASE) -> SharingState:
    return SharingState(world.ports, Pass(), ARTYOM, base)


def test_without_an_address_no_link_is_offered() -> None:
    assert TakeAwayState(World().ports, Pass(), ARTYOM).sharing is None
    assert TakeAwayState(World(share_base=BASE).ports, Pass(), ARTYOM).sharing is not None


def test_a_link_of_this_machine_says_so() -> None:
    assert a_state(World(), "http://127.0.0.1:8550").is_local
    assert not a_state(World()).is_local


@on_virtual_time
async def test_a_link_is_made_of_what_was_chosen_and_told_once() -> None:
    world = World()
    state = a_state(world)
    await state.ensure()
    state.toggle(SectionSlug.VISITS)
    state.toggle(SectionSlug.DISCHARGES)
    state.choose_hours(72)
    await state.give()
    wanted = tuple(slug for slug in SectionSlug if slug in (USUAL ^ {SectionSlug.VISITS, SectionSlug.DISCHARGES}))
    assert world.backend.calls[-2] == ("give_share", wanted, 72)
    assert state.address == "https://card.example.org/s#a-token"
    assert state.given is not None
    assert state.given.code == "123456"
    assert [one.id for one in state.living] == [state.given.id]
    assert state.living[0].code is None


@on_virtual_time
async def test_with_nothing_chosen_nothing_is_sent() -> None:
    world = World()
    state = a_state(world)
    for slug in USUAL:
        state.toggle(slug)
    await state.give()
    assert state.trouble == NOTHING_CHOSEN
    assert world.backend.calls == []


@on_virtual_time
async def test_an_ended_link_leaves_the_list_and_its_secrets_the_screen() -> None:
    world = World()
    state = a_state(world)
    await state.ensure()
    await state.give()
    assert state.given is not None
    await state.end(state.given.id)
    assert (state.given, state.living, state.address) == (None, (), None)


@on_virtual_time
async def test_without_network_it_says_so_and_the_list_comes_back_by_a_retry() -> None:
    world = World()
    state = a_state(world)
    world.backend.failures |= {"shares": Offline(), "give_share": Offline()}
    await state.ensure()
    assert isinstance(state.shares, Failed)
    await state.give()
    assert state.trouble is not None
    assert state.given is None
    world.backend.failures.clear()
    await state.refresh()
    assert isinstance(state.shares, Ready)


@on_virtual_time
async def test_after_a_lock_no_link_is_made() -> None:
    world, right = World(), Pass()
    state = SharingState(world.ports, right, ARTYOM, BASE)
    right.revoke()
    await state.give()
    assert world.backend.calls == []
