"""This device's vault as the screens use it: the PIN, the device key and the sensor behind one port."""

from __future__ import annotations

from typing import Protocol

from emias_app.state import ports
from emias_app.state.ports import KeyPlace, Opened, Register, ScanRefused, ScanResult, TrustStatus, UnlockResult
from emias_app.vault.biometrics import Biometrics
from emias_app.vault.keys import DeviceKey
from emias_app.vault.vault import BiometricRefused, Erased, PinNeeded, PinNeededWhy, Unlocked, Vault, WrongPin

SCAN_REASON = "Открыть медкарты детей"


class Followers(Protocol):
    """Who lives by the vault's key: the offline copy."""

    async def unlocked(self, opened: Opened, *, is_new: bool) -> None: ...

    async def erased(self) -> None: ...


class Nobody:
    """Nothing lives by the key here."""

    async def unlocked(self, opened: Opened, *, is_new: bool) -> None:
        return

    async def erased(self) -> None:
        return


class DeviceTrust:
    """A :class:`~emias_app.state.ports.TrustPort` over a vault and, where there is one, a sensor."""

    def __init__(
        self,
        vault: Vault,
        place: KeyPlace,
        *,
        biometrics: Biometrics | None = None,
        is_demo_sensor: bool = False,
        follower: Followers | None = None,
    ) -> None:
        self._follower: Followers = follower or Nobody()
        self._vault, self._place = vault, place
        self._biometrics, self._is_demo_sensor = biometrics, is_demo_sensor

    async def status(self) -> TrustStatus:
        known = await self._vault.status()
        if not known.is_enrolled:
            await self._follower.erased()
        can_scan = self._biometrics is not None and await self._biometrics.available()
        return TrustStatus(
            place=self._place,
            is_enrolled=known.is_enrolled,
            name=known.display_name or "",
            pin_length=known.pin_length or 6,
            tries_left=known.tries_left,
            has_biometrics=known.has_biometrics and can_scan,
            can_scan=can_scan,
            is_demo_sensor=self._is_demo_sensor,
            allows_short_pin=4 in self._vault.pin_lengths,
            device_id=known.device_id,
        )

    async def enrol(self, pin: str, name: str, register: Register) -> Opened:
        key = DeviceKey.generate()
        device_id = await register(key.public_key)
        opened = _opened(await self._vault.enrol(pin, display_name=name, device_id=device_id, key=key))
        await self._follower.unlocked(opened, is_new=True)
        return opened

    async def change_pin(self, opened: Opened, pin: str) -> None:
        assert isinstance(opened.keys, Unlocked)
        await self._vault.change_pin(opened.keys, pin)

    async def unlock(self, pin: str) -> UnlockResult:
        match await self._vault.unlock(pin):
            case Unlocked() as unlocked:
                return await self._handed_out(unlocked)
            case WrongPin(tries_left):
                return ports.WrongPin(tries_left)
            case Erased():
                await self._follower.erased()
                return ports.Erased()

    async def _handed_out(self, unlocked: Unlocked) -> Opened:
        opened = _opened(unlocked)
        await self._follower.unlocked(opened, is_new=False)
        return opened

    async def add_scan(self, opened: Opened) -> bool:
        """Add the second wrap and try it at once, so that a sensor that does not know the person is not kept."""
        if self._biometrics is None or not isinstance(opened.keys, Unlocked):
            return False
        await self._vault.add_biometrics(opened.keys, self._biometrics)
        answer = await self._vault.unlock_by_biometrics(self._biometrics, reason=SCAN_REASON)
        if isinstance(answer, Unlocked):
            return True
        await self._vault.remove_biometrics(self._biometrics)
        return False

    async def scan(self) -> ScanResult:
        if self._biometrics is None:
            return ScanRefused(0)
        match await self._vault.unlock_by_biometrics(self._biometrics, reason=SCAN_REASON):
            case Unlocked() as unlocked:
                return await self._handed_out(unlocked)
            case BiometricRefused(left):
                return ScanRefused(left)
            case PinNeeded(why):
                return ScanRefused(0, is_changed=why is PinNeededWhy.CHANGED)
            case Erased():
                await self._follower.erased()
                return ports.Erased()

    async def erase(self) -> None:
        await self._vault.erase()
        await self._follower.erased()


def _opened(unlocked: Unlocked) -> Opened:
    device_id, key = unlocked.device_id, unlocked.key
    return Opened(device_id, lambda challenge: key.sign(device_id, challenge), unlocked)
