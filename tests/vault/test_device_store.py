"""Phones: how the items are asked to lie, and what their storage's failures become."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from flet_local_auth import LocalAuthErrorCode, LocalAuthException
from flet_secure_storage import AccessControlFlag, KeychainAccessibility, KeyCipherAlgorithm

from emias_app.clock import FixedClock
from emias_app.errors import NoVault, VaultError
from emias_app.vault import DeviceKey, PinNeeded, PinNeededWhy, SensorAnswer, Unlocked, Vault
from emias_app.vault.biometrics import NotReleased
from emias_app.vault.device_store import DeviceBiometrics, DeviceStore, LocalAuthSensor, guarded_options, plain_options
from tests.support.virtual_time import on_virtual_time
from tests.vault.conftest import AT, CHEAP, DEVICE, PIN


class Phone:
    """A phone's storage with knobs; items with other options lie elsewhere, as on a phone."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None
        self.hangs = False

    async def _place(self, key: str, android: Any, ios: Any) -> tuple[str, str]:
        assert android.shared_preferences_name.replace("_", "-") == ios.account_name
        if self.hangs:
            await asyncio.Event().wait()
        if self.failure is not None:
            raise self.failure
        return ios.account_name, key

    async def set(self, key: str, value: Any, *, android: Any = None, ios: Any = None) -> None:
        self.items[await self._place(key, android, ios)] = value

    async def get(self, key: str, *, android: Any = None, ios: Any = None) -> str | None:
        return self.items.get(await self._place(key, android, ios))

    async def remove(self, key: str, *, android: Any = None, ios: Any = None) -> None:
        self.items.pop(await self._place(key, android, ios), None)


class Sensor:
    """flet-local-auth with knobs."""

    def __init__(self, answer: bool | Exception, is_there: bool | Exception = True) -> None:
        self.answer, self.is_there = answer, is_there
        self.asked: list[tuple[str, bool]] = []

    async def is_device_supported(self) -> bool:
        if isinstance(self.is_there, Exception):
            raise self.is_there
        return self.is_there

    async def can_check_biometrics(self) -> bool:
        return True

    async def authenticate(self, reason: str, *, biometric_only: bool) -> bool:
        self.asked.append((reason, biometric_only))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


SENSOR = LocalAuthSensor(Sensor(True))


def test_no_error_of_the_system_wipes_an_item() -> None:
    assert not plain_options()["android"].reset_on_error
    assert not guarded_options()["android"].reset_on_error


def test_the_record_stays_on_this_phone() -> None:
    ios = plain_options()["ios"]
    assert ios.accessibility is KeychainAccessibility.UNLOCKED_THIS_DEVICE
    assert not ios.synchronizable


def test_only_a_live_finger_of_today_releases_the_biometric_key() -> None:
    options = guarded_options()
    assert options["android"].enforce_biometrics
    assert options["android"].key_cipher_algorithm is KeyCipherAlgorithm.AES_GCM_NO_PADDING
    assert options["ios"].access_control_flags == [AccessControlFlag.BIOMETRY_CURRENT_SET]
    assert options["ios"].accessibility is KeychainAccessibility.PASSCODE


@on_virtual_time
async def test_a_phone_opens_by_pin_of_four_and_by_finger() -> None:
    phone = Phone()
    vault = Vault(DeviceStore(phone), FixedClock(AT), "n1", cost=CHEAP)
    biometrics = DeviceBiometrics(phone, SENSOR)
    assert await biometrics.available()
    unlocked = await vault.enrol("1357", display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    await vault.add_biometrics(unlocked, biometrics)
    assert set(phone.items) == {("emias-vault", "n1.record"), ("emias-biometric", "n1.biometric")}
    assert isinstance(await vault.unlock("1357"), Unlocked)
    assert isinstance(await vault.unlock_by_biometrics(biometrics, reason="Открыть"), Unlocked)
    await vault.remove_biometrics(biometrics)
    assert set(phone.items) == {("emias-vault", "n1.record")}


@on_virtual_time
async def test_a_new_finger_takes_the_second_wrap_away() -> None:
    phone = Phone()
    vault = Vault(DeviceStore(phone), FixedClock(AT), "n1", cost=CHEAP)
    unlocked = await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=DeviceKey.generate())
    await vault.add_biometrics(unlocked, DeviceBiometrics(phone, SENSOR))
    del phone.items["emias-biometric", "n1.biometric"]
    result = await vault.unlock_by_biometrics(DeviceBiometrics(phone, SENSOR), reason="Открыть")
    assert result == PinNeeded(PinNeededWhy.CHANGED)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("PlatformException(KeyPermanentlyInvalidatedException: Key permanently invalidated)", NotReleased.GONE),
        ("javax.crypto.AEADBadTagException", NotReleased.GONE),
        ("BiometricPrompt error 7: ERROR_LOCKOUT", NotReleased.LOCKED_OUT),
        ("User canceled", NotReleased.REFUSED),
        ("errSecAuthFailed -25293", NotReleased.REFUSED),
    ],
)
@on_virtual_time
async def test_what_the_platform_says_is_sorted(said: str, expected: NotReleased) -> None:
    phone = Phone()
    phone.failure = RuntimeError(said)
    assert await DeviceBiometrics(phone, SENSOR).release("item", "Открыть") is expected


@on_virtual_time
async def test_a_prompt_that_hangs_is_a_refusal() -> None:
    phone = Phone()
    phone.hangs = True
    assert await DeviceBiometrics(phone, SENSOR).release("item", "Открыть") is NotReleased.REFUSED


@pytest.mark.parametrize(
    ("failure", "expected"),
    [(RuntimeError("set({'value': 'hunter2'})"), VaultError), (TimeoutError("invokeMethod set(hunter2)"), NoVault)],
)
@on_virtual_time
async def test_a_failure_quotes_no_secret(failure: Exception, expected: type[Exception]) -> None:
    phone = Phone()
    phone.failure = failure
    with pytest.raises(expected) as caught:
        await DeviceStore(phone).set("key", "hunter2")
    assert "hunter2" not in str(caught.value)
    assert caught.value.__context__ is None


@on_virtual_time
async def test_a_storage_that_never_answers_is_no_vault() -> None:
    phone = Phone()
    phone.hangs = True
    with pytest.raises(NoVault):
        await DeviceStore(phone).get("key")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (True, SensorAnswer.YES),
        (False, SensorAnswer.NO),
        (LocalAuthException(LocalAuthErrorCode.USER_CANCELED), SensorAnswer.NO),
        (LocalAuthException(LocalAuthErrorCode.USER_REQUESTED_FALLBACK), SensorAnswer.NO),
        (LocalAuthException(LocalAuthErrorCode.TEMPORARY_LOCKOUT), SensorAnswer.LOCKED_OUT),
        (LocalAuthException(LocalAuthErrorCode.BIOMETRIC_LOCKOUT), SensorAnswer.LOCKED_OUT),
        (LocalAuthException(LocalAuthErrorCode.NO_BIOMETRIC_HARDWARE), SensorAnswer.UNAVAILABLE),
        (RuntimeError("gone"), SensorAnswer.UNAVAILABLE),
        (TimeoutError(), SensorAnswer.NO),
    ],
)
@on_virtual_time
async def test_the_system_s_answer_becomes_ours(answer: bool | Exception, expected: SensorAnswer) -> None:
    assert await LocalAuthSensor(Sensor(answer)).ask("Открыть") is expected


@on_virtual_time
async def test_windows_is_asked_without_biometrics_only() -> None:
    mac, windows = Sensor(True), Sensor(True)
    await LocalAuthSensor(mac).ask("Открыть")
    await LocalAuthSensor(windows, is_windows=True).ask("Открыть")
    assert (mac.asked, windows.asked) == ([("Открыть", True)], [("Открыть", False)])


@pytest.mark.parametrize(("is_there", "expected"), [(True, True), (False, False), (RuntimeError("no"), False)])
@on_virtual_time
async def test_a_sensor_is_there_or_not(is_there: bool | Exception, expected: bool) -> None:
    assert await LocalAuthSensor(Sensor(True, is_there)).available() is expected
