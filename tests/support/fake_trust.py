"""A vault with a PIN and a sensor, in memory."""

from __future__ import annotations

import asyncio
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.state.demo_sensor import DemoSensorState, SensorChoice
from emias_app.state.ports import (
    Erased,
    KeyPlace,
    Opened,
    Register,
    ScanRefused,
    ScanResult,
    TrustStatus,
    UnlockResult,
    WrongPin,
)


class FakeTrust:
    """A vault in memory. ``scan_answers`` are what the sensor says, one after another; ``delay`` before it tells its
    state, in seconds; ``failure`` instead of it."""

    def __init__(self, place: KeyPlace = KeyPlace.MEMORY, *, can_scan: bool = False, short: bool = False) -> None:
        self.place, self.can_scan, self.short = place, can_scan, short
        self.pin: str | None = None
        self.tries = 5
        self.name = ""
        self.device_id: UUID | None = None
        self.has_scan = False
        self.scan_answers: list[bool] = []
        self.sensor: DemoSensorState | None = None
        self.scans = 3
        self.delay = 0.0
        self.failure: EmiasError | None = None

    async def status(self) -> TrustStatus:
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.failure is not None:
            raise self.failure
        return TrustStatus(
            place=self.place,
            is_enrolled=self.pin is not None,
            name=self.name,
            pin_length=len(self.pin or "123456"),
            tries_left=self.tries,
            has_biometrics=self.has_scan,
            can_scan=self.can_scan,
            allows_short_pin=self.short,
            device_id=self.device_id,
        )

    async def enrol(self, pin: str, name: str, register: Register) -> Opened:
        self.device_id = await register("public")
        self.pin, self.name, self.tries = pin, name, 5
        return self._opened()

    def _opened(self) -> Opened:
        assert self.device_id is not None
        return Opened(self.device_id, lambda challenge: f"signed {challenge}")

    async def unlock(self, pin: str) -> UnlockResult:
        if pin == self.pin:
            self.tries = 5
            return self._opened()
        self.tries -= 1
        if self.tries:
            return WrongPin(self.tries)
        await self.erase()
        return Erased()

    async def change_pin(self, opened: Opened, pin: str) -> None:
        assert opened.device_id == self.device_id
        self.pin, self.tries = pin, 5

    async def add_scan(self, opened: Opened) -> bool:
        self.has_scan = True
        return True

    async def scan(self) -> ScanResult:
        said_yes = await self.sensor.ask() is SensorChoice.YES if self.sensor else self.scan_answers.pop(0)
        if said_yes:
            return self._opened()
        self.scans -= 1
        return ScanRefused(self.scans)

    async def erase(self) -> None:
        self.pin, self.device_id, self.has_scan = None, None, False
