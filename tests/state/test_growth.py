"""«Рост и вес»: one request for four charts, kept over a failure."""

from __future__ import annotations

from emias_app.errors import Offline
from emias_app.models.growth import GrowthIndicator
from emias_app.state._loadable import Failed, Ready
from emias_app.state.growth import GrowthState
from emias_app.state.place import Card, Growth, above, for_another_child, patient_of
from emias_app.views.routes import address_of, place_at
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.growing import a_growth
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")


async def at_growth(world: World) -> GrowthState:
    world.backend.growths[ARTYOM] = a_growth(ARTYOM)
    root = await signed_in(world, Growth(ARTYOM))
    assert root.account is not None
    assert root.account.card is not None
    assert root.account.card.growth is not None
    return root.account.card.growth


def test_the_place_has_one_address_and_lies_in_the_card() -> None:
    place = Growth(ARTYOM)
    assert address_of(place) == f"/medcard/{ARTYOM}/growth"
    assert place_at(address_of(place)) == place
    assert above(place) == Card(ARTYOM)
    assert patient_of(place) == ARTYOM
    assert for_another_child(place, DARYA) == Growth(DARYA)


@on_virtual_time
async def test_all_charts_come_at_once_and_nothing_else_is_read() -> None:
    world = World()
    growth = await at_growth(world)
    assert set(growth.charts) == set(GrowthIndicator)
    growth.choose(GrowthIndicator.WEIGHT)
    assert growth.indicator is GrowthIndicator.WEIGHT
    await growth.ensure()
    assert world.backend.asked("growth") == 1
    assert world.backend.asked("overview") == 0


@on_virtual_time
async def test_a_failure_keeps_what_was_there_and_says_so() -> None:
    world = World()
    growth = await at_growth(world)
    world.backend.failures["growth"] = Offline()
    await growth.refresh()
    assert isinstance(growth.growth, Ready)
    assert isinstance(growth.last_failure, Failed)
    world.backend.failures.clear()
    await growth.refresh()
    assert growth.last_failure is None


@on_virtual_time
async def test_without_anything_the_failure_is_all_there_is() -> None:
    world = World()
    world.backend.failures["growth"] = Offline()
    growth = await at_growth(world)
    assert isinstance(growth.growth, Failed)
