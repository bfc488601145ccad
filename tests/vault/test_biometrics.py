"""Finger and face: the second wrap, three refusals, and a finger that changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from emias_app.clock import FixedClock
from emias_app.errors import VaultEmpty
from emias_app.vault import (
    BiometricRefused,
    DemoSensor,
    DeviceKey,
    Erased,
    ErasedWhy,
    MemoryStore,
    PinNeeded,
    PinNeededWhy,
    SensorAnswer,
    SensorGate,
    Unlocked,
    Vault,
    WrongPin,
)
from tests.support.virtual_time import on_virtual_time
from tests.vault.conftest import AT, CHEAP, DEVICE, PIN

YES, NO, LOCKED_OUT, UNAVAILABLE = SensorAnswer
REASON = "Открыть медкарту"


class Finger:
    """The demo's sheet with knobs: its next answers, and what it was asked."""

    def __init__(self, *answers: SensorAnswer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, reason: str) -> SensorAnswer:
        self.asked.append(reason)
        return self.answers.pop(0)


async def with_finger(vault: Vault, store: MemoryStore, answers: Sequence[SensorAnswer]) -> tuple[SensorGate, Finger]:
    finger = Finger(*answers)
    gate = SensorGate(store, DemoSensor(finger))
    unlocked = await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=DeviceKey(b"k" * 32))
    await vault.add_biometrics(unlocked, gate)
    return gate, finger


@on_virtual_time
async def test_a_finger_gives_the_same_keys_as_the_pin(vault: Vault, store: MemoryStore) -> None:
    gate, finger = await with_finger(vault, store, [YES])
    assert await gate.available()
    by_finger = await vault.unlock_by_biometrics(gate, reason=REASON)
    by_pin = await vault.unlock(PIN)
    assert isinstance(by_finger, Unlocked)
    assert isinstance(by_pin, Unlocked)
    assert by_finger.key.public_key == by_pin.key.public_key == DeviceKey(b"k" * 32).public_key
    assert by_finger.offline_key.content == by_pin.offline_key.content
    assert finger.asked == [REASON]
    assert (await vault.status()).has_biometrics


@on_virtual_time
async def test_three_refusals_lead_to_the_pin_and_the_pin_forgives(vault: Vault, store: MemoryStore) -> None:
    gate, finger = await with_finger(vault, store, [NO, NO, NO, YES])
    results = [await vault.unlock_by_biometrics(gate, reason=REASON) for _ in range(4)]
    needed = PinNeeded(PinNeededWhy.REFUSED)
    assert results == [BiometricRefused(2), BiometricRefused(1), needed, needed]
    assert len(finger.asked) == 3
    assert not (await vault.status()).has_biometrics
    assert isinstance(await vault.unlock(PIN), Unlocked)
    assert isinstance(await vault.unlock_by_biometrics(gate, reason=REASON), Unlocked)


@on_virtual_time
async def test_a_finger_that_is_right_forgives_earlier_refusals_but_no_wrong_pins(
    vault: Vault, store: MemoryStore
) -> None:
    gate, _ = await with_finger(vault, store, [NO, NO, YES, NO])
    await vault.unlock("000000")
    for _ in range(3):
        await vault.unlock_by_biometrics(gate, reason=REASON)
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == BiometricRefused(2)
    assert await vault.unlock("000000") == WrongPin(3)


@on_virtual_time
async def test_a_refusal_counts_from_when_it_is_asked(vault: Vault, store: MemoryStore) -> None:
    await with_finger(vault, store, [])

    async def never(reason: str) -> SensorAnswer:
        await asyncio.Event().wait()
        raise AssertionError

    for _ in range(2):
        asking = asyncio.create_task(vault.unlock_by_biometrics(SensorGate(store, DemoSensor(never)), reason=REASON))
        await asyncio.sleep(1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    restarted = Vault(store, FixedClock(AT), "n1", cost=CHEAP)
    third = SensorGate(store, DemoSensor(Finger(NO)))
    assert await restarted.unlock_by_biometrics(third, reason=REASON) == PinNeeded(PinNeededWhy.REFUSED)


@pytest.mark.parametrize(
    ("answer", "why", "helps_later"),
    [(LOCKED_OUT, PinNeededWhy.LOCKED_OUT, False), (UNAVAILABLE, PinNeededWhy.UNAVAILABLE, True)],
)
@on_virtual_time
async def test_a_sensor_that_does_not_answer_leads_to_the_pin(
    answer: SensorAnswer, why: PinNeededWhy, helps_later: bool
) -> None:
    store = MemoryStore()
    vault = Vault(store, FixedClock(AT), "n1", cost=CHEAP)
    gate, _ = await with_finger(vault, store, [answer])
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == PinNeeded(why)
    assert (await vault.status()).has_biometrics is helps_later


@pytest.mark.parametrize("kept", [None, "", "x", "AAAA", "ы" * 43, "A" * 43])
@on_virtual_time
async def test_a_key_that_is_gone_or_changed_takes_the_second_wrap_away(kept: str | None) -> None:
    store = MemoryStore()
    vault = Vault(store, FixedClock(AT), "n1", cost=CHEAP)
    gate, _ = await with_finger(vault, store, [YES])
    await store.delete("n1.biometric")
    if kept is not None:
        await store.set("n1.biometric", kept)
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == PinNeeded(PinNeededWhy.CHANGED)
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == PinNeeded(PinNeededWhy.NOT_SET)
    assert isinstance(await vault.unlock(PIN), Unlocked)


@on_virtual_time
async def test_without_a_second_wrap_nobody_is_asked(vault: Vault, store: MemoryStore) -> None:
    finger = Finger()
    gate = SensorGate(store, DemoSensor(finger))
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == Erased(ErasedWhy.EMPTY)
    await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == PinNeeded(PinNeededWhy.NOT_SET)
    assert finger.asked == []


@on_virtual_time
async def test_a_finger_can_be_taken_away(vault: Vault, store: MemoryStore) -> None:
    gate, _ = await with_finger(vault, store, [])
    await vault.remove_biometrics(gate)
    assert await store.get("n1.biometric") is None
    assert not (await vault.status()).has_biometrics


@on_virtual_time
async def test_a_new_pin_and_five_wrong_ones_end_the_second_wrap(vault: Vault, store: MemoryStore) -> None:
    gate, _ = await with_finger(vault, store, [])
    for _ in range(5):
        await vault.unlock("000000")
    assert repr(store) == "MemoryStore(0 values, ***)"
    unlocked = await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    await vault.add_biometrics(unlocked, gate)
    await vault.enrol("246802", display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == PinNeeded(PinNeededWhy.NOT_SET)


@on_virtual_time
async def test_the_finger_goes_on_opening_after_the_pin_was_changed(vault: Vault, store: MemoryStore) -> None:
    gate, _ = await with_finger(vault, store, [YES])
    unlocked = await vault.unlock(PIN)
    assert isinstance(unlocked, Unlocked)
    await vault.change_pin(unlocked, "246802")
    assert isinstance(await vault.unlock_by_biometrics(gate, reason=REASON), Unlocked)


@on_virtual_time
async def test_a_record_replaced_while_the_sensor_asks_is_not_opened(vault: Vault, store: MemoryStore) -> None:
    async def someone_else_enrols(reason: str) -> SensorAnswer:
        await vault.enrol("246802", display_name="Игорь", device_id=DEVICE, key=DeviceKey.generate())
        return YES

    await with_finger(vault, store, [])
    gate = SensorGate(store, DemoSensor(someone_else_enrols))
    assert await vault.unlock_by_biometrics(gate, reason=REASON) == PinNeeded(PinNeededWhy.NOT_SET)


@on_virtual_time
async def test_keys_that_are_not_of_this_record_are_not_wrapped(vault: Vault, store: MemoryStore) -> None:
    unlocked = await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    await vault.erase()
    with pytest.raises(VaultEmpty):
        await vault.add_biometrics(unlocked, SensorGate(store, DemoSensor(Finger())))
