"""The kinds of page and the ways between them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Ready
from emias_app.state.place import Card, Entry, Home, RecordPage, SectionList
from emias_app.state.ports import KeyPlace
from emias_app.state.root import Phase
from emias_app.state.section import Period
from emias_app.state.sign_in import SignInStep
from tests.support.fake_ports import World
from tests.support.fake_trust import FakeTrust
from tests.support.fake_values import a_problem, an_id
from tests.support.root import PIN, as_far_as_pin, press, signed_in, started
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
LABS = SectionList(ARTYOM, SectionSlug.LABS)


@on_virtual_time
async def test_a_fresh_device_asks_for_login_and_password() -> None:
    root = await started(World(), LABS)
    assert root.phase is Phase.ANONYMOUS
    assert root.account is None


@on_virtual_time
async def test_a_trusted_device_asks_for_its_pin_and_reads_nothing_before() -> None:
    world = World()
    await signed_in(world)
    again = World(trust=world.trust)
    root = await started(again, LABS)
    assert root.phase is Phase.LOCKED
    assert again.backend.calls == []


@on_virtual_time
async def test_the_address_asked_for_before_signing_in_is_where_one_arrives() -> None:
    world = World()
    root = await signed_in(world, LABS)
    assert root.place == LABS
    assert root.account is not None
    card = root.account.card
    assert card is not None
    assert card.section is not None
    assert isinstance(card.section.rows, Ready)


@on_virtual_time
async def test_a_pin_set_after_the_sms_opens_cards_with_no_second_sms() -> None:
    world = World()
    root = await signed_in(world, LABS)
    assert world.backend.asked("medcard_code") == 0
    assert root.account is not None
    assert root.account.is_medcard_open


@on_virtual_time
async def test_a_lock_hides_everything_at_once_and_ends_the_session() -> None:
    world = World()
    root = await signed_in(world, LABS)
    account = root.account
    locking = asyncio.ensure_future(root.lock())
    await asyncio.sleep(0)
    assert (root.phase, root.account) == (Phase.LOCKED, None)
    await locking
    assert world.backend.level is None
    assert account is not None
    asked = len(world.backend.calls)
    await account.refresh_home()
    await account.show()
    assert len(world.backend.calls) == asked, "a closed graph acts no more"


@on_virtual_time
async def test_unlocking_leads_to_the_very_same_screen_with_its_choices() -> None:
    world = World()
    root = await signed_in(world, LABS)
    assert root.account is not None
    assert root.account.card is not None
    assert root.account.card.section is not None
    await root.account.card.section.choose_period(Period.YEAR)
    await root.lock()
    assert root.unlock is not None
    await press(root.unlock, PIN)
    assert root.phase is Phase.OPEN
    assert root.place == LABS
    assert root.account.card is not None
    section = root.account.card.section
    assert section is not None
    assert section.choice.period is Period.YEAR
    assert world.backend.asked("medcard_code") == 0


@on_virtual_time
async def test_five_wrong_pins_lead_to_the_full_sign_in() -> None:
    world = World()
    root = await signed_in(world)
    await root.lock()
    unlock = root.unlock
    assert unlock is not None
    for left in (4, 3, 2, 1):
        await press(unlock, "111111")
        assert f"{left} попыт" in (unlock.entry.error or "")
    await press(unlock, "111111")
    assert root.phase is Phase.ANONYMOUS
    assert root.sign_in is not None
    assert root.sign_in.notice is not None
    assert not root.sign_in.can_return


@on_virtual_time
async def test_a_forgotten_pin_stays_until_the_full_sign_in_is_over() -> None:
    world = World()
    root = await signed_in(world)
    await root.lock()
    assert root.unlock is not None
    await root.unlock.forgot()
    assert root.phase is Phase.ANONYMOUS
    assert world.trust.pin == PIN
    await root.back_to_pin()
    assert root.phase is Phase.LOCKED
    assert root.unlock is not None
    await root.unlock.forgot()
    await as_far_as_pin(root)
    assert root.sign_in is not None
    assert root.sign_in.pin is not None
    await root.sign_in.pin.skip()
    assert world.trust.pin is None


@on_virtual_time
async def test_idle_minutes_lock_and_a_touch_puts_it_off() -> None:
    world = World()
    root = await signed_in(world)
    world.clock.advance(timedelta(minutes=4, seconds=59))
    root.touch()
    world.clock.advance(timedelta(minutes=4, seconds=59))
    await root.tick()
    assert root.phase is Phase.OPEN
    world.clock.advance(timedelta(seconds=2))
    await root.tick()
    assert root.phase is Phase.LOCKED


@on_virtual_time
async def test_the_chosen_delay_counts() -> None:
    world = World()
    root = await signed_in(world)
    root.choose_lock_delay(1)
    root.choose_lock_delay(60)
    assert world.preferences.kept.lock_minutes == 1
    world.clock.advance(timedelta(seconds=61))
    await root.tick()
    assert root.phase is Phase.LOCKED


@on_virtual_time
async def test_half_a_minute_in_the_background_locks_before_anything_is_uncovered() -> None:
    world = World()
    root = await signed_in(world)
    await root.hidden()
    assert root.is_covered
    world.clock.advance(timedelta(seconds=10))
    await root.shown()
    assert (root.phase, root.is_covered) == (Phase.OPEN, False)
    await root.hidden()
    world.clock.advance(timedelta(seconds=31))
    await root.shown()
    assert root.phase is Phase.LOCKED


@on_virtual_time
async def test_a_wall_clock_set_back_locks() -> None:
    world = World()
    root = await signed_in(world)
    world.clock.set(world.clock.now() - timedelta(hours=1))
    await root.tick()
    assert root.phase is Phase.LOCKED


@on_virtual_time
async def test_without_a_pin_a_lock_asks_for_the_password_and_then_shows_the_same_screen() -> None:
    world = World()
    root = await signed_in(world, LABS, pin=None)
    await root.lock()
    assert root.phase is Phase.ANONYMOUS
    await as_far_as_pin(root)
    assert root.sign_in is not None
    assert root.sign_in.pin is not None
    await root.sign_in.pin.skip()
    assert root.place == LABS
    assert root.phase is Phase.OPEN


@on_virtual_time
async def test_idling_at_the_offer_of_a_pin_ends_the_sign_in_too() -> None:
    world = World()
    root = await started(world)
    await as_far_as_pin(root)
    world.clock.advance(timedelta(minutes=6))
    await root.tick()
    assert world.backend.level is None
    assert root.sign_in is not None
    assert root.sign_in.step is SignInStep.LOGIN


@on_virtual_time
async def test_signing_out_forgets_the_device() -> None:
    world = World()
    root = await signed_in(world, LABS)
    await root.sign_out()
    assert root.phase is Phase.ANONYMOUS
    assert root.place == Entry()
    assert world.trust.pin is None
    assert world.backend.devices_kept == []
    assert world.backend.level is None


@on_virtual_time
async def test_a_session_ended_elsewhere_leads_to_the_pin() -> None:
    world = World()
    root = await signed_in(world, LABS)
    assert world.backend.on_session_lost is not None
    world.backend.on_session_lost()
    assert root.phase is Phase.LOCKED
    assert root.account is None


@on_virtual_time
async def test_a_device_removed_from_the_account_loses_its_pin() -> None:
    world = World()
    root = await signed_in(world)
    await root.lock()
    world.backend.failures["challenge"] = a_problem(404, "not_found")
    assert root.unlock is not None
    await press(root.unlock, PIN)
    assert root.phase is Phase.ANONYMOUS
    assert world.trust.pin is None


@on_virtual_time
async def test_unlocking_without_a_network_stays_locked_and_says_so() -> None:
    from emias_app.errors import Offline

    world = World()
    root = await signed_in(world)
    await root.lock()
    world.backend.failure = Offline()
    assert root.unlock is not None
    await press(root.unlock, PIN)
    assert root.phase is Phase.LOCKED
    assert "Нет сети" in (root.unlock.entry.error or "")


@on_virtual_time
async def test_another_person_is_not_led_to_the_first_ones_card() -> None:
    world = World()
    root = await signed_in(world, LABS, pin=None)
    await root.lock()
    world.backend.account = world.backend.account.model_copy(update={"id": an_id("Игорь")})
    await as_far_as_pin(root)
    assert root.sign_in is not None
    assert root.sign_in.pin is not None
    await root.sign_in.pin.skip()
    assert root.place == Home()


@on_virtual_time
async def test_switching_the_child_keeps_the_section_and_leaves_a_record() -> None:
    world = World()
    root = await signed_in(world, LABS)
    record = world.backend.rows[ARTYOM, SectionSlug.LABS][0]
    await root.go(RecordPage(ARTYOM, SectionSlug.LABS, record.id))
    await root.switch_child(DARYA)
    assert root.place == SectionList(DARYA, SectionSlug.LABS)
    assert root.account is not None
    card = root.account.card
    assert card is not None
    assert card.patient_id == DARYA
    assert card.record is None
    assert card.section is not None
    assert isinstance(card.section.rows, Ready)
    titles = [row.title for month in card.section.rows.value.months for row in month.rows]
    assert titles
    assert all(title.startswith("Дарья") for title in titles)


@on_virtual_time
async def test_a_biometric_unlock_and_three_refusals() -> None:
    world = World(trust=FakeTrust(KeyPlace.MEMORY, can_scan=True))
    root = await started(world)
    await as_far_as_pin(root)
    assert root.sign_in is not None
    assert root.sign_in.pin is not None
    root.sign_in.pin.choose_sensor()
    await press(root.sign_in.pin, PIN + PIN)
    await root.lock()
    world.trust.scan_answers = [True]
    assert root.unlock is not None
    await root.unlock.scan()
    assert root.phase is Phase.OPEN
    await root.lock()
    world.trust.scan_answers = [False, False, False]
    assert root.unlock is not None
    for _ in range(3):
        await root.unlock.scan()
    assert not root.unlock.has_biometrics
    await press(root.unlock, PIN)
    assert root.phase is Phase.OPEN


@on_virtual_time
async def test_two_different_pins_are_not_kept() -> None:
    world = World()
    root = await started(world)
    await as_far_as_pin(root)
    assert root.sign_in is not None
    offer = root.sign_in.pin
    assert offer is not None
    await press(offer, PIN + "000000")
    assert "не совпали" in (offer.entry.error or "")
    assert world.trust.pin is None
    assert PIN not in repr(offer.entry)


@on_virtual_time
async def test_four_digits_only_where_hardware_guards_the_vault() -> None:
    for short in (False, True):
        world = World(trust=FakeTrust(short=short))
        root = await started(world)
        await as_far_as_pin(root)
        assert root.sign_in is not None
        assert root.sign_in.pin is not None
        root.sign_in.pin.choose_length(4)
        assert root.sign_in.pin.entry.length == (4 if short else 6)


@on_virtual_time
async def test_medcard_leads_to_the_only_child() -> None:
    from emias_app.state.place import MyCards

    world = World()
    world.backend.children = world.backend.children[:1]
    root = await signed_in(world)
    await root.go(MyCards())
    assert root.place == Card(ARTYOM)
