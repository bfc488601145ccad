"""The PIN: right, wrong, five times wrong, at once, cut short."""

from __future__ import annotations

import asyncio
import json

import pytest

from emias_app.clock import FixedClock
from emias_app.errors import VaultEmpty, VaultLocked
from emias_app.vault import (
    DeviceKey,
    Erased,
    ErasedWhy,
    MemoryStore,
    SecretStore,
    Unlocked,
    Vault,
    VaultStatus,
    WrongPin,
)
from tests.support.virtual_time import on_virtual_time
from tests.vault.conftest import AT, CHEAP, DEVICE, PIN

TOO_MANY = Erased(ErasedWhy.TOO_MANY_TRIES)
EMPTY = Erased(ErasedWhy.EMPTY)


async def enrolled(vault: Vault, key: DeviceKey | None = None) -> Unlocked:
    return await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=key or DeviceKey.generate())


class SlowStore(MemoryStore):
    """A memory whose writes take a while and may fail; ``writes`` is what was asked for."""

    def __init__(self, delay: float = 0.05) -> None:
        super().__init__()
        self.delay = delay
        self.writes: list[str] = []
        self.failure: Exception | None = None

    async def get(self, key: str) -> str | None:
        await asyncio.sleep(self.delay)
        return await super().get(key)

    async def set(self, key: str, value: str) -> None:
        self.writes.append(value)
        await asyncio.sleep(self.delay)
        if self.failure is not None:
            raise self.failure
        await super().set(key, value)


@on_virtual_time
async def test_the_right_pin_gives_the_same_keys_back(vault: Vault) -> None:
    key = DeviceKey.generate()
    before = await enrolled(vault, key)
    after = await vault.unlock(PIN)
    assert isinstance(after, Unlocked)
    assert after.device_id == DEVICE
    assert after.key.public_key == key.public_key
    assert after.offline_key.content == before.offline_key.content


@on_virtual_time
async def test_the_status_tells_what_the_lock_screen_draws(vault: Vault) -> None:
    assert await vault.status() == VaultStatus(is_enrolled=False)
    await enrolled(vault)
    await vault.unlock("000000")
    status = await vault.status()
    assert (status.is_enrolled, status.display_name, status.pin_length) == (True, "Анна", 6)
    assert (status.tries_left, status.has_biometrics, status.device_id, status.enrolled_at) == (4, False, DEVICE, AT)


@on_virtual_time
async def test_five_wrong_tries_erase_everything(vault: Vault, store: MemoryStore) -> None:
    await enrolled(vault)
    results = [await vault.unlock("000000") for _ in range(6)]
    assert results == [WrongPin(4), WrongPin(3), WrongPin(2), WrongPin(1), TOO_MANY, EMPTY]
    assert await store.get("n1.record") is None
    assert await vault.unlock(PIN) == EMPTY


@on_virtual_time
async def test_a_right_pin_forgives_the_wrong_ones(vault: Vault) -> None:
    await enrolled(vault)
    for _ in range(3):
        for left in (4, 3, 2, 1):
            assert await vault.unlock("000000") == WrongPin(left)
        assert isinstance(await vault.unlock(PIN), Unlocked)
    assert (await vault.status()).tries_left == 5


@on_virtual_time
async def test_the_fifth_right_pin_still_opens(vault: Vault) -> None:
    await enrolled(vault)
    for _ in range(4):
        await vault.unlock("000000")
    assert isinstance(await vault.unlock(PIN), Unlocked)


@on_virtual_time
async def test_tries_at_once_are_counted_one_by_one_over_all_pages() -> None:
    store = SlowStore()
    await enrolled(Vault(store, FixedClock(AT), "n1", cost=CHEAP))
    pages = [Vault(store, FixedClock(AT), "n1", cost=CHEAP) for _ in range(8)]
    results = await asyncio.gather(*(page.unlock("000000") for page in pages))
    assert results == [WrongPin(4), WrongPin(3), WrongPin(2), WrongPin(1), TOO_MANY, EMPTY, EMPTY, EMPTY]


@on_virtual_time
async def test_a_try_is_written_before_it_is_tested() -> None:
    store = SlowStore()
    vault = Vault(store, FixedClock(AT), "n1", cost=CHEAP)
    await enrolled(vault)
    store.failure = VaultLocked("занято")
    with pytest.raises(VaultLocked):
        await vault.unlock(PIN)
    assert json.loads(store.writes[-1])["tries"] == 1


@on_virtual_time
async def test_a_page_that_goes_away_in_the_middle_does_not_get_its_try_back() -> None:
    store = SlowStore()
    vault = Vault(store, FixedClock(AT), "n1", cost=CHEAP)
    await enrolled(vault)
    for _ in range(2):
        page = asyncio.create_task(vault.unlock("000000"))
        await asyncio.sleep(0)
        page.cancel()
        with pytest.raises(asyncio.CancelledError):
            await page
    assert (await vault.status()).tries_left == 3


@on_virtual_time
async def test_a_restart_after_the_fifth_try_was_written_finds_nothing(vault: Vault, store: MemoryStore) -> None:
    await enrolled(vault)
    record = json.loads(await store.get("n1.record") or "")
    await store.set("n1.record", json.dumps(record | {"tries": 5}))
    assert await vault.unlock(PIN) == TOO_MANY
    assert await store.get("n1.record") is None


@on_virtual_time
async def test_two_namespaces_do_not_see_one_another(vault: Vault, store: MemoryStore) -> None:
    await enrolled(vault)
    other = Vault(store, FixedClock(AT), "n2", cost=CHEAP)
    assert not (await other.status()).is_enrolled
    await store.set("n2.record", await store.get("n1.record") or "")
    assert await other.unlock(PIN) == WrongPin(4)


@pytest.mark.parametrize(
    "record", ["", "null", "[]", "{}", "Привет", '{"v":1}', '{"v":2}', "[" * 100_000, '{"v":1,"device":"\\ud800"}']
)
@on_virtual_time
async def test_a_record_damaged_by_hand_is_empty_and_can_be_replaced(record: str) -> None:
    store = MemoryStore()
    store._values["n1.record"] = record
    vault = Vault(store, FixedClock(AT), "n1", cost=CHEAP)
    assert await vault.status() == VaultStatus(is_enrolled=False, is_damaged=True)
    assert await vault.unlock(PIN) == Erased(ErasedWhy.DAMAGED)
    await enrolled(vault)
    assert isinstance(await vault.unlock(PIN), Unlocked)


@on_virtual_time
async def test_a_new_enrolment_replaces_the_old_one_and_its_offline_key(vault: Vault) -> None:
    first = await enrolled(vault)
    await vault.unlock("000000")
    second = await vault.enrol("246802", display_name="Игорь", device_id=DEVICE, key=DeviceKey.generate())
    assert (await vault.status()).tries_left == 5
    assert await vault.unlock(PIN) == WrongPin(4)
    opened = await vault.unlock("246802")
    assert isinstance(opened, Unlocked)
    assert opened.offline_key.content == second.offline_key.content != first.offline_key.content


@on_virtual_time
async def test_another_pin_opens_the_same_keys_and_the_old_one_nothing(vault: Vault) -> None:
    key = DeviceKey.generate()
    before = await enrolled(vault, key)
    await vault.unlock("000000")
    await vault.change_pin(before, "246802")
    assert (await vault.status()).tries_left == 5
    assert await vault.unlock(PIN) == WrongPin(4)
    after = await vault.unlock("246802")
    assert isinstance(after, Unlocked)
    assert after.key.public_key == key.public_key
    assert after.offline_key.content == before.offline_key.content, "the offline copy stays readable"


@on_virtual_time
async def test_a_pin_is_changed_only_where_that_device_is_enrolled(vault: Vault) -> None:
    before = await enrolled(vault)
    with pytest.raises(ValueError, match="not a PIN"):
        await vault.change_pin(before, "1234")
    await vault.erase()
    with pytest.raises(VaultEmpty):
        await vault.change_pin(before, "246802")
    assert not (await vault.status()).is_enrolled


@pytest.mark.parametrize("pin", ["", "1234", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12 456"])
@on_virtual_time
async def test_what_is_no_pin_is_not_taken(vault: Vault, pin: str) -> None:
    with pytest.raises(ValueError):
        await vault.enrol(pin, display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())


class HardwareStore(MemoryStore):
    is_hardware = True


@on_virtual_time
async def test_four_digits_are_enough_only_where_hardware_guards_the_vault(vault: Vault) -> None:
    guarded = Vault(HardwareStore(), FixedClock(AT), "n1", cost=CHEAP)
    assert (vault.pin_lengths, guarded.pin_lengths) == ((6,), (6, 4))
    await guarded.enrol("1357", display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    assert (await guarded.status()).pin_length == 4
    assert isinstance(await guarded.unlock("1357"), Unlocked)


@on_virtual_time
async def test_erasing_leaves_nothing(vault: Vault, store: MemoryStore) -> None:
    await enrolled(vault)
    await vault.erase()
    await vault.erase()
    assert await vault.status() == VaultStatus(is_enrolled=False)
    assert repr(store) == "MemoryStore(0 values, ***)"


@on_virtual_time
async def test_nothing_secret_is_shown(vault: Vault, store: MemoryStore) -> None:
    key = DeviceKey(b"seed" * 8)
    unlocked = await enrolled(vault, key)
    shown = f"{unlocked!r} {vault!r} {store!r} {await vault.status()!r} {await vault.unlock(PIN)!r}"
    assert "seed" not in shown
    assert "Анна" not in shown
    assert PIN not in shown
    assert unlocked.offline_key.content.hex() not in shown


def test_a_store_that_forgets_says_so() -> None:
    store: SecretStore = MemoryStore()
    assert (store.is_persistent, store.is_hardware) == (False, False)
    assert "до закрытия" in store.describe().place
