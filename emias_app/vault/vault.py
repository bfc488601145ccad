"""The PIN's vault: the device's keys, wrapped, and the count of wrong tries.

A try is written before it is tested, so neither a restart nor a killed process gives it back; the fifth wrong one
erases the record and with it the key of the offline copy.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, TypeVar
from uuid import UUID

from emias_app.clock import Clock
from emias_app.errors import VaultEmpty
from emias_app.vault.biometrics import Biometrics, NotReleased, Released
from emias_app.vault.keys import SEED_LENGTH, DeviceKey, OfflineKey
from emias_app.vault.record import DamagedRecord, VaultRecord, shortened
from emias_app.vault.store import SecretStore
from emias_app.vault.wrapping import (
    KEY_LENGTH,
    ScryptCost,
    unwrap_by_key,
    unwrap_by_pin,
    wrap_by_key,
    wrap_by_pin,
)

__all__ = [
    "MAX_REFUSALS",
    "MAX_TRIES",
    "BiometricRefused",
    "Erased",
    "ErasedWhy",
    "PinNeeded",
    "PinNeededWhy",
    "Unlocked",
    "Vault",
    "VaultStatus",
    "WrongPin",
]

#: So many wrong PINs erase the record.
MAX_TRIES = 5
#: After so many refusals of the finger or face only the PIN helps.
MAX_REFUSALS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """What may be told before the PIN. ``display_name`` and ``pin_length`` are None where nobody is enrolled;
    ``is_damaged`` = there was a record, but it cannot be read."""

    is_enrolled: bool
    display_name: str | None = field(default=None, repr=False)
    device_id: UUID | None = None
    enrolled_at: datetime | None = None
    pin_length: int | None = None
    tries_left: int = MAX_TRIES
    has_biometrics: bool = False
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The right PIN, finger or face: the keys."""

    device_id: UUID
    key: DeviceKey = field(repr=False)
    offline_key: OfflineKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class WrongPin:
    tries_left: int


class ErasedWhy(Enum):
    """Five wrong tries; a record that cannot be read; or there was none."""

    TOO_MANY_TRIES = auto()
    DAMAGED = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Erased:
    """There is nothing (any more) to unlock: sign in with the password."""

    why: ErasedWhy


@dataclass(frozen=True, slots=True)
class BiometricRefused:
    """Not the owner, or cancelled; may be asked ``left`` times more."""

    left: int


class PinNeededWhy(Enum):
    """NOT_SET: no finger was added; REFUSED: three times not the owner; LOCKED_OUT: the system says so;
    CHANGED: the fingers or the face of this device changed, the second wrap is gone; UNAVAILABLE: no sensor now."""

    NOT_SET = auto()
    REFUSED = auto()
    LOCKED_OUT = auto()
    CHANGED = auto()
    UNAVAILABLE = auto()


@dataclass(frozen=True, slots=True)
class PinNeeded:
    """Finger and face do not help now."""

    why: PinNeededWhy


class Vault:
    """One person's keys on this device; ``namespace`` is bound to the data folder and the backend.

    Raises NoVault and VaultLocked as the store does. ``cost`` is lowered in tests.
    """

    def __init__(self, store: SecretStore, clock: Clock, namespace: str, *, cost: ScryptCost | None = None) -> None:
        self._store = store
        self._clock = clock
        self._namespace = namespace
        self._cost = cost or ScryptCost()
        self._record_item = f"{namespace}.record"
        self._biometric_item = f"{namespace}.biometric"
        self._under_way: set[asyncio.Task[Any]] = set()

    def __repr__(self) -> str:
        return f"Vault({self._namespace!r}, {self._store.kind.value})"

    @property
    def pin_lengths(self) -> tuple[int, ...]:
        """The lengths that a PIN may have here: 6, and by choice 4 where hardware guards the vault."""
        return (6, 4) if self._store.is_hardware else (6,)

    async def status(self) -> VaultStatus:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
        if not isinstance(record, VaultRecord):
            return VaultStatus(is_enrolled=False, is_damaged=record.why is ErasedWhy.DAMAGED)
        return VaultStatus(
            is_enrolled=True,
            display_name=record.display_name,
            device_id=record.device_id,
            enrolled_at=record.enrolled_at,
            pin_length=record.pin_length,
            tries_left=MAX_TRIES - record.tries,
            has_biometrics=record.by_biometrics is not None and record.refusals < MAX_REFUSALS,
        )

    async def enrol(self, pin: str, *, display_name: str, device_id: UUID, key: DeviceKey) -> Unlocked:
        """Wrap the device's key by a new PIN, with a new key for the offline copy; an earlier record is replaced.

        Raises ValueError for a PIN that is not of :attr:`pin_lengths` digits.
        """
        self._check_pin(pin)
        return await self._to_the_end(self._enrol(pin, display_name, Unlocked(device_id, key, OfflineKey.generate())))

    async def change_pin(self, unlocked: Unlocked, pin: str) -> None:
        """Wrap the same keys by another PIN: the device, the offline copy and the second wrap stay as they are.

        Raises ValueError for a PIN that is not of :attr:`pin_lengths` digits, VaultEmpty when the record is not there
        or of another device.
        """
        self._check_pin(pin)
        await self._to_the_end(self._change_pin(unlocked, pin))

    async def unlock(self, pin: str) -> Unlocked | WrongPin | Erased:
        """Try a PIN; the try counts even when the caller goes away or the process dies before the answer."""
        return await self._to_the_end(self._unlock(pin))

    async def add_biometrics(self, unlocked: Unlocked, biometrics: Biometrics) -> None:
        """Wrap the keys a second time, by a random key that ``biometrics`` guards.

        Raises VaultEmpty when the record is not there or of another device.
        """
        await self._to_the_end(self._add_biometrics(unlocked, biometrics))

    async def unlock_by_biometrics(
        self, biometrics: Biometrics, *, reason: str
    ) -> Unlocked | BiometricRefused | PinNeeded | Erased:
        """Ask for the finger or face; ``reason`` is Russian, shown by the system. A refusal is counted before the
        question is asked, and only a right PIN forgives three."""
        asked = await self._to_the_end(self._count_refusal())
        if not isinstance(asked, VaultRecord):
            return asked
        answer = await biometrics.release(self._biometric_item, reason)
        return await self._to_the_end(self._settle_biometrics(asked, answer))

    async def remove_biometrics(self, biometrics: Biometrics | None = None) -> None:
        """Forget the second wrap and its key."""
        await self._to_the_end(self._remove_biometrics(biometrics))

    async def erase(self) -> None:
        """Forget everything; the offline copy can never be opened again."""
        async with self._store.exclusive(self._record_item):
            await self._erase()

    async def _enrol(self, pin: str, display_name: str, unlocked: Unlocked) -> Unlocked:
        async with self._store.exclusive(self._record_item):
            context = self._context(unlocked.device_id, f"pin{len(pin)}")
            by_pin = await asyncio.to_thread(wrap_by_pin, _joined(unlocked), pin, cost=self._cost, context=context)
            record = VaultRecord(
                device_id=unlocked.device_id,
                display_name=shortened(display_name),
                pin_length=len(pin),
                enrolled_at=self._clock.now(),
                by_pin=by_pin,
            )
            await self._save(record)
            await self._store.delete(self._biometric_item)
            return unlocked

    async def _change_pin(self, unlocked: Unlocked, pin: str) -> None:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
            if not isinstance(record, VaultRecord) or record.device_id != unlocked.device_id:
                raise VaultEmpty("no record of this device")
            context = self._context(record.device_id, f"pin{len(pin)}")
            by_pin = await asyncio.to_thread(wrap_by_pin, _joined(unlocked), pin, cost=self._cost, context=context)
            await self._save(replace(record, by_pin=by_pin, pin_length=len(pin), tries=0, refusals=0))

    async def _unlock(self, pin: str) -> Unlocked | WrongPin | Erased:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
            if not isinstance(record, VaultRecord):
                return record
            counted = replace(record, tries=record.tries + 1)
            await self._save(counted)
            context = self._context(record.device_id, f"pin{record.pin_length}")
            secret = await asyncio.to_thread(unwrap_by_pin, record.by_pin, pin, context=context)
            unlocked = _split(record.device_id, secret)
            if unlocked is not None:
                await self._save(replace(record, tries=0, refusals=0))
                return unlocked
            if counted.tries < MAX_TRIES:
                return WrongPin(MAX_TRIES - counted.tries)
            await self._erase()
            return Erased(ErasedWhy.TOO_MANY_TRIES)

    async def _add_biometrics(self, unlocked: Unlocked, biometrics: Biometrics) -> None:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
            if not isinstance(record, VaultRecord) or record.device_id != unlocked.device_id:
                raise VaultEmpty("no record of this device")
            key = os.urandom(KEY_LENGTH)
            await biometrics.keep(self._biometric_item, key)
            wrap = wrap_by_key(_joined(unlocked), key, context=self._context(record.device_id, "bio"))
            await self._save(replace(record, by_biometrics=wrap, refusals=0))

    async def _remove_biometrics(self, biometrics: Biometrics | None) -> None:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
            if isinstance(record, VaultRecord):
                await self._save(replace(record, by_biometrics=None, refusals=0))
            if biometrics is not None:
                await biometrics.forget(self._biometric_item)
            await self._store.delete(self._biometric_item)

    async def _count_refusal(self) -> VaultRecord | PinNeeded | Erased:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
            if not isinstance(record, VaultRecord):
                return record
            if record.by_biometrics is None:
                return PinNeeded(PinNeededWhy.NOT_SET)
            if record.refusals >= MAX_REFUSALS:
                return PinNeeded(PinNeededWhy.REFUSED)
            counted = replace(record, refusals=record.refusals + 1)
            await self._save(counted)
            return counted

    async def _settle_biometrics(
        self, asked: VaultRecord, answer: Released | NotReleased
    ) -> Unlocked | BiometricRefused | PinNeeded | Erased:
        async with self._store.exclusive(self._record_item):
            record = await self._load()
            if not isinstance(record, VaultRecord):
                return record
            if record.by_biometrics is None or record.by_biometrics != asked.by_biometrics:
                return PinNeeded(PinNeededWhy.NOT_SET)
            match answer:
                case Released(key):
                    context = self._context(record.device_id, "bio")
                    unlocked = _split(record.device_id, unwrap_by_key(record.by_biometrics, key, context=context))
                    if unlocked is not None:
                        await self._save(replace(record, refusals=0))
                        return unlocked
                    return await self._drop_second_wrap(record)
                case NotReleased.GONE:
                    return await self._drop_second_wrap(record)
                case NotReleased.UNAVAILABLE:
                    await self._save(replace(record, refusals=max(0, record.refusals - 1)))
                    return PinNeeded(PinNeededWhy.UNAVAILABLE)
                case NotReleased.LOCKED_OUT:
                    await self._save(replace(record, refusals=MAX_REFUSALS))
                    return PinNeeded(PinNeededWhy.LOCKED_OUT)
                case NotReleased.REFUSED:
                    left = MAX_REFUSALS - record.refusals
                    return BiometricRefused(left) if left > 0 else PinNeeded(PinNeededWhy.REFUSED)

    async def _drop_second_wrap(self, record: VaultRecord) -> PinNeeded:
        await self._save(replace(record, by_biometrics=None, refusals=0))
        return PinNeeded(PinNeededWhy.CHANGED)

    async def _load(self) -> VaultRecord | Erased:
        """The record, if it may still be tried; one whose tries are used up is erased here."""
        text = await self._store.get(self._record_item)
        if text is None:
            return Erased(ErasedWhy.EMPTY)
        try:
            record = VaultRecord.from_text(text)
        except DamagedRecord:
            return Erased(ErasedWhy.DAMAGED)
        if record.tries < MAX_TRIES:
            return record
        await self._erase()
        return Erased(ErasedWhy.TOO_MANY_TRIES)

    async def _save(self, record: VaultRecord) -> None:
        await self._store.set(self._record_item, record.to_text())

    async def _erase(self) -> None:
        await self._store.delete(self._record_item)
        await self._store.delete(self._biometric_item)

    async def _to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for ``work``, which goes on to its end even when the waiting page goes away: a half-written count
        would give a try back."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    def _check_pin(self, pin: str) -> None:
        if len(pin) not in self.pin_lengths or not (pin.isascii() and pin.isdigit()):
            raise ValueError("not a PIN that this vault takes")

    def _context(self, device_id: UUID, wrap: str) -> bytes:
        return f"emias-vault-v1|{self._namespace}|{device_id}|{wrap}".encode()


def _joined(unlocked: Unlocked) -> bytes:
    return unlocked.key.seed + unlocked.offline_key.content


def _split(device_id: UUID, secret: bytes | None) -> Unlocked | None:
    if secret is None or len(secret) != 2 * SEED_LENGTH:
        return None
    return Unlocked(device_id, DeviceKey(secret[:SEED_LENGTH]), OfflineKey(secret[SEED_LENGTH:]))
