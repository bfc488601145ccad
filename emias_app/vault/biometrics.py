"""Finger and face: the port of a sensor, and what releases the key of the second wrap.

On phones the platform itself keeps the key and gives it out only to a live finger or face (``device_store``). On
desktops the key lies in the keyring and is fetched after the sensor said yes. The demo's stand-in sensor goes
the desktop's way.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from emias_app.vault.keys import base64url
from emias_app.vault.store import SecretStore

__all__ = [
    "BiometricSensor",
    "Biometrics",
    "DemoSensor",
    "NotReleased",
    "Released",
    "SensorAnswer",
    "SensorGate",
]


class SensorAnswer(Enum):
    """What a sensor says: the owner, not the owner (or not now), too often not the owner, no sensor after all."""

    YES = auto()
    NO = auto()
    LOCKED_OUT = auto()
    UNAVAILABLE = auto()


class BiometricSensor(Protocol):
    """A finger or face sensor; ``reason`` is Russian and shown by the system."""

    async def available(self) -> bool: ...

    async def ask(self, reason: str) -> SensorAnswer: ...


class DemoSensor:
    """A marked stand-in for machines without a sensor; ``answer`` shows the sheet «Демо-датчик»."""

    def __init__(self, answer: Callable[[str], Awaitable[SensorAnswer]]) -> None:
        self._answer = answer

    async def available(self) -> bool:
        return True

    async def ask(self, reason: str) -> SensorAnswer:
        return await self._answer(reason)


class NotReleased(Enum):
    """Why the key stayed where it is; GONE = a new finger was enrolled, or someone removed it."""

    REFUSED = auto()
    LOCKED_OUT = auto()
    UNAVAILABLE = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Released:
    key: bytes = field(repr=False)


class Biometrics(Protocol):
    """Keeps one random key and gives it out to the owner's finger or face only."""

    async def available(self) -> bool: ...

    async def keep(self, item: str, key: bytes) -> None: ...

    async def release(self, item: str, reason: str) -> Released | NotReleased: ...

    async def forget(self, item: str) -> None: ...


class SensorGate:
    """The key lies in a store and is fetched after the sensor said yes.

    It keeps out a person at the screen, not a program of the same user.
    """

    def __init__(self, store: SecretStore, sensor: BiometricSensor) -> None:
        self._store = store
        self._sensor = sensor

    async def available(self) -> bool:
        return await self._sensor.available()

    async def keep(self, item: str, key: bytes) -> None:
        await self._store.set(item, base64url(key))

    async def release(self, item: str, reason: str) -> Released | NotReleased:
        answer = await self._sensor.ask(reason)
        if answer is not SensorAnswer.YES:
            return _REFUSALS[answer]
        return released(await self._store.get(item))

    async def forget(self, item: str) -> None:
        await self._store.delete(item)


_REFUSALS = {
    SensorAnswer.NO: NotReleased.REFUSED,
    SensorAnswer.LOCKED_OUT: NotReleased.LOCKED_OUT,
    SensorAnswer.UNAVAILABLE: NotReleased.UNAVAILABLE,
}


def released(text: str | None) -> Released | NotReleased:
    """The key as it was kept; GONE when it is not there or not ours."""
    try:
        key = base64.urlsafe_b64decode((text or "") + "=")
    except (ValueError, binascii.Error):
        return NotReleased.GONE
    return Released(key) if len(key) == 32 else NotReleased.GONE
