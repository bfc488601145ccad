"""The PIN set and changed from the profile."""

from __future__ import annotations

from emias_app.domain.pins import Weakness
from emias_app.errors import Offline
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Ready
from emias_app.state.new_pin import PinStage
from emias_app.state.pin_form import PinSaved
from emias_app.state.place import PinForm, Profile, SectionList
from emias_app.state.root import Phase, RootState
from emias_app.state.unlock import NOTICE_ERASED
from tests.support.fake_ports import World
from tests.support.fake_values import CODE, an_id
from tests.support.root import PIN, as_far_as_pin, press, signed_in, started
from tests.support.virtual_time import on_virtual_time

OTHER = "739164"
LABS = SectionList(an_id("Артём"), SectionSlug.LABS)


async def at_the_form(world: World, *, pin: str | None = PIN) -> RootState:
    root = await signed_in(world, pin=pin)
    await root.go(PinForm())
    return root


async def steps_up(root: RootState) -> None:
    step_up = root.pin_form.step_up
    assert step_up is not None
    assert isinstance(step_up.code, Ready)
    step_up.code.value.type(CODE)
    await step_up.code.value.submit()


@on_virtual_time
async def test_without_a_pin_a_code_is_asked_for_and_then_the_pin_opens_the_cards_too() -> None:
    world = World()
    root = await at_the_form(world, pin=None)
    assert root.pin_form.offer is None, "the account alone trusts no device"
    await steps_up(root)
    assert root.pin_form.offer is not None
    await press(root.pin_form.offer, PIN + PIN)
    assert world.trust.pin == PIN
    assert root.place == Profile()
    assert root.pin_form.saved is PinSaved.SET
    assert root.trust_status is not None
    assert root.trust_status.is_enrolled
    await root.go(LABS)
    assert root.account is not None
    assert root.account.step_up is None
    assert world.backend.asked("medcard_code") == 1
    await root.lock()
    assert root.phase is Phase.LOCKED


@on_virtual_time
async def test_where_the_cards_are_open_no_code_is_asked_for() -> None:
    world = World()
    root = await signed_in(world, LABS, pin=None)
    assert root.account is not None
    assert root.account.step_up is not None
    assert isinstance(root.account.step_up.code, Ready)
    root.account.step_up.code.value.type(CODE)
    await root.account.step_up.code.value.submit()
    await root.go(PinForm())
    assert root.pin_form.offer is not None
    assert world.backend.asked("medcard_code") == 1


@on_virtual_time
async def test_not_now_leads_back_and_keeps_the_cards_that_the_code_opened() -> None:
    world = World()
    root = await at_the_form(world, pin=None)
    await steps_up(root)
    assert root.pin_form.offer is not None
    await root.pin_form.offer.skip()
    assert root.place == Profile()
    assert root.pin_form.saved is None
    assert world.trust.pin is None
    await root.go(LABS)
    assert root.account is not None
    assert root.account.step_up is None, "the second step was taken a moment ago"


@on_virtual_time
async def test_a_pin_is_changed_by_the_old_one_first() -> None:
    world = World()
    root = await at_the_form(world)
    change = root.pin_form.change
    assert change is not None
    device = world.trust.device_id
    await press(change, "000000")
    assert change.entry.error == "Неверный ПИН-код. Осталось 4 попытки."
    assert change.stage is PinStage.CURRENT
    await press(change, PIN)
    assert change.stage is PinStage.FIRST
    await press(change, OTHER + OTHER)
    assert (world.trust.pin, world.trust.device_id) == (OTHER, device)
    assert root.place == Profile()
    assert root.pin_form.saved is PinSaved.CHANGED
    assert OTHER not in repr(change.entry)


@on_virtual_time
async def test_a_pin_is_changed_without_a_network() -> None:
    world = World()
    root = await at_the_form(world)
    calls = len(world.backend.calls)
    change = root.pin_form.change
    assert change is not None
    await press(change, PIN)
    assert len(world.backend.calls) == calls
    await press(change, OTHER + OTHER)
    assert world.trust.pin == OTHER


@on_virtual_time
async def test_the_fifth_wrong_old_pin_ends_the_session_as_at_the_unlock() -> None:
    world = World()
    root = await at_the_form(world)
    change = root.pin_form.change
    assert change is not None
    await press(change, "000000" * 5)
    assert root.phase is Phase.ANONYMOUS
    assert root.sign_in is not None
    assert root.sign_in.notice == NOTICE_ERASED
    assert root.account is None
    assert world.backend.level is None


@on_virtual_time
async def test_a_lock_in_the_middle_forgets_what_was_typed() -> None:
    world = World()
    root = await at_the_form(world)
    change = root.pin_form.change
    assert change is not None
    await press(change, PIN + OTHER)
    await root.lock()
    assert root.pin_form.change is None
    assert root.unlock is not None
    await press(root.unlock, PIN)
    assert root.place == PinForm()
    assert root.pin_form.change is not None
    assert root.pin_form.change.stage is PinStage.CURRENT


@on_virtual_time
async def test_what_did_not_load_is_tried_again() -> None:
    world = World()
    root = await signed_in(world, pin=None)
    world.backend.failures["medcard_code"] = Offline()
    await root.go(PinForm())
    assert root.pin_form.step_up is not None
    world.backend.failures.clear()
    await root.pin_form.step_up.begin()
    assert isinstance(root.pin_form.step_up.code, Ready)


@on_virtual_time
async def test_a_child_s_birthday_as_a_pin_is_remarked_on_and_may_be_kept_or_changed() -> None:
    world = World()
    root = await signed_in(world, LABS, pin=None)
    assert root.account is not None
    born = root.account.patients_known[0].birth_date.strftime("%d%m%y")
    again = await started(world)
    await as_far_as_pin(again)
    assert again.sign_in is not None
    offer = again.sign_in.pin
    assert offer is not None
    await press(offer, born)
    assert offer.weakness is Weakness.BIRTHDAY
    offer.choose_another()
    assert (offer.stage, offer.weakness) == (PinStage.FIRST, None)
    await press(offer, PIN)
    assert offer.weakness is None
    offer.choose_another()
    await press(offer, "123456")
    assert offer.weakness is Weakness.ROW
    await press(offer, "123456")
    assert world.trust.pin == "123456", "it is told, not forbidden"


@on_virtual_time
async def test_where_the_children_are_not_told_the_digits_are_still_judged() -> None:
    world = World()
    root = await started(world)
    await as_far_as_pin(root)
    world.backend.failures["patients"] = Offline()
    assert root.sign_in is not None
    offer = root.sign_in.pin
    assert offer is not None
    await press(offer, "000000")
    assert offer.weakness is Weakness.SAME
