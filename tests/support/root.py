"""A root state in a played world, led on by its address bar as the page leads it on."""

from __future__ import annotations

from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.place import Entry, Place
from emias_app.state.root import Phase, RootState
from tests.support.fake_ports import World
from tests.support.fake_values import CODE, PASSWORD, PHONE

PIN = "482913"


async def started(world: World, place: Place | None = None, sensor: DemoSensorState | None = None) -> RootState:
    """A page that has just been opened at an address."""
    root = RootState(world.ports, sensor)
    world.navigator.arrive = root.arrive
    await root.start(place or Entry())
    return root


async def as_far_as_pin(root: RootState) -> None:
    """Login, password and the code."""
    assert root.sign_in is not None
    await root.sign_in.sign_in(PHONE, PASSWORD)
    assert root.sign_in.code is not None, root.sign_in.error
    root.sign_in.code.type(CODE)
    await root.sign_in.code.submit()


async def press(target: object, pin: str) -> None:
    for digit in pin:
        await target.press(digit)  # type: ignore[attr-defined]


async def signed_in(world: World, place: Place | None = None, *, pin: str | None = PIN) -> RootState:
    """An open page; ``pin=None`` skips the offer, so that cards want the second step."""
    root = await started(world, place)
    await as_far_as_pin(root)
    assert root.sign_in is not None
    offer = root.sign_in.pin
    assert offer is not None
    if pin is None:
        await offer.skip()
    else:
        await press(offer, pin + pin)
    assert root.phase is Phase.OPEN
    return root
