"""The home of a card where not all of it loaded."""

from __future__ import annotations

from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state.card import CardState
from emias_app.state.place import Card, Place, SectionList
from emias_app.state.root import RootState
from tests.support.fake_ports import World
from tests.support.fake_values import a_problem, an_id
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
HOME, PLAN = Card(ARTYOM), SectionList(ARTYOM, SectionSlug.VACCINATIONS)


async def card_at(root: RootState, *places: Place) -> CardState:
    """The card after going to places, one after another."""
    for place in places:
        await root.go(place)
    assert root.account is not None
    assert root.account.card is not None
    return root.account.card


@on_virtual_time
async def test_counts_that_could_not_be_renewed_stay_and_it_is_told() -> None:
    world = World()
    card = await card_at(await signed_in(world, HOME))
    world.backend.failures["sections"] = a_problem(503, "unavailable")
    await card.load_again()
    assert isinstance(card.sections, Ready)
    assert isinstance(card.last_failure, Failed)
    del world.backend.failures["sections"]
    await card.load_again()
    assert card.last_failure is None


@on_virtual_time
async def test_a_plan_that_did_not_load_is_told_until_it_does() -> None:
    world = World()
    root = await signed_in(world, HOME)
    world.backend.failures["vaccination_plan"] = a_problem(503, "unavailable")
    card = await card_at(root, PLAN, HOME)
    assert card.failed == {SectionSlug.VACCINATIONS}
    del world.backend.failures["vaccination_plan"]
    card = await card_at(root, PLAN, HOME)
    assert card.failed == frozenset()


@on_virtual_time
async def test_another_try_that_fails_too_takes_nothing_back() -> None:
    world = World()
    root = await signed_in(world, HOME)
    world.backend.failures["records"] = a_problem(503, "unavailable")
    card = await card_at(root, SectionList(ARTYOM, SectionSlug.LABS), HOME)
    world.backend.failures["sections"] = a_problem(503, "unavailable")
    await card.load_again()
    assert card.failed == {SectionSlug.LABS}
