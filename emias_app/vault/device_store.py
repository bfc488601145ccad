"""Phones: the platform's secure storage, and the finger or face that guards one item of it.

Only phones come here (and, for the sensor alone, macOS and Windows): on Linux and in a page these Flet services cannot
be made, so they are imported when asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from emias_app.errors import NoVault, VaultError
from emias_app.vault.biometrics import BiometricSensor, NotReleased, Released, SensorAnswer, released
from emias_app.vault.keys import base64url
from emias_app.vault.store import LONGEST_VALUE, StoreDescription, StoreKind, Turns

__all__ = ["DeviceBiometrics", "DeviceStore", "LocalAuthSensor", "PhoneStorage", "guarded_options", "plain_options"]

T = TypeVar("T")

#: Seconds for the storage to answer; a system dialog for the finger may stay open longer.
PATIENCE = 15.0
PROMPT_PATIENCE = 60.0

#: What the platforms say when the key behind an item was made invalid by a new finger or face.
_INVALIDATED = ("invalidated", "aeadbadtag", "mac verification", "unrecoverablekey")


class PhoneStorage(Protocol):
    """What is used of ``flet_secure_storage.SecureStorage``."""

    async def set(self, key: str, value: Any, *, android: Any = None, ios: Any = None) -> None: ...

    async def get(self, key: str, *, android: Any = None, ios: Any = None) -> str | None: ...

    async def remove(self, key: str, *, android: Any = None, ios: Any = None) -> None: ...


def phone_storage() -> PhoneStorage:
    """Flet's secure storage; to be made inside a page's handler, on Android and iOS only."""
    from flet_secure_storage import SecureStorage  # type: ignore[import-untyped]

    storage: PhoneStorage = SecureStorage()
    return storage


def plain_options() -> dict[str, Any]:
    """How the record lies: hardware-backed, on this phone only, never wiped by an error."""
    from flet_secure_storage import AndroidOptions, IOSOptions, KeychainAccessibility

    return {
        "android": AndroidOptions(reset_on_error=False, shared_preferences_name="emias_vault"),
        "ios": IOSOptions(account_name="emias-vault", accessibility=KeychainAccessibility.UNLOCKED_THIS_DEVICE),
    }


def guarded_options() -> dict[str, Any]:
    """How the biometric key lies: a live finger or face releases it, a new enrolment makes it invalid."""
    from flet_secure_storage import (
        AccessControlFlag,
        AndroidOptions,
        IOSOptions,
        KeychainAccessibility,
        KeyCipherAlgorithm,
        StorageCipherAlgorithm,
    )

    return {
        "android": AndroidOptions(
            reset_on_error=False,
            enforce_biometrics=True,
            key_cipher_algorithm=KeyCipherAlgorithm.AES_GCM_NO_PADDING,
            storage_cipher_algorithm=StorageCipherAlgorithm.AES_GCM_NO_PADDING,
            shared_preferences_name="emias_biometric",
            biometric_prompt_title="Детская медкарта",
            biometric_prompt_subtitle="Подтвердите, что это вы",
        ),
        "ios": IOSOptions(
            account_name="emias-biometric",
            accessibility=KeychainAccessibility.PASSCODE,
            access_control_flags=[AccessControlFlag.BIOMETRY_CURRENT_SET],
        ),
    }


class DeviceStore:
    """Items of Android's Keystore-backed storage or the iOS Keychain."""

    kind = StoreKind.DEVICE
    is_persistent = True
    is_hardware = True

    def __init__(self, storage: PhoneStorage) -> None:
        self._storage = storage
        self._options = plain_options()
        self._turns = Turns()

    def __repr__(self) -> str:
        return "DeviceStore()"

    async def get(self, key: str) -> str | None:
        return await _answer(self._storage.get(key, **self._options), PATIENCE)

    async def set(self, key: str, value: str) -> None:
        if len(value) > LONGEST_VALUE:
            raise ValueError("too long for a vault")
        await _answer(self._storage.set(key, value, **self._options), PATIENCE)

    async def delete(self, key: str) -> None:
        await _answer(self._storage.remove(key, **self._options), PATIENCE)

    def exclusive(self, key: str) -> AbstractAsyncContextManager[None]:
        return self._turns.exclusive(key)

    def describe(self) -> StoreDescription:
        return StoreDescription(
            name="Защищённое хранилище телефона",
            place="Android Keystore или Связка ключей iOS",
            protects_from="от человека с телефоном в руках, который не знает код-пароль, и от других приложений",
            not_from="от взломанной системы (root, jailbreak)",
        )


class DeviceBiometrics:
    """The key of the second wrap lies where only the platform's own finger or face check opens it.

    ``sensor`` is asked whether there is one at all, never for its word.
    """

    def __init__(self, storage: PhoneStorage, sensor: BiometricSensor) -> None:
        self._storage = storage
        self._sensor = sensor
        self._options = guarded_options()

    async def available(self) -> bool:
        return await self._sensor.available()

    async def keep(self, item: str, key: bytes) -> None:
        await _answer(self._storage.set(item, base64url(key), **self._options), PROMPT_PATIENCE)

    async def release(self, item: str, reason: str) -> Released | NotReleased:
        """``reason`` is not shown: the platform's dialog carries the title of the options."""
        try:
            async with asyncio.timeout(PROMPT_PATIENCE):
                return released(await self._storage.get(item, **self._options))
        except TimeoutError:
            return NotReleased.REFUSED
        except RuntimeError as error:
            said = str(error).lower()
        if any(word in said for word in _INVALIDATED):
            return NotReleased.GONE
        return NotReleased.LOCKED_OUT if "lockout" in said else NotReleased.REFUSED

    async def forget(self, item: str) -> None:
        await _answer(self._storage.remove(item, **self._options), PROMPT_PATIENCE)


class LocalAuthSensor:
    """Touch ID, Windows Hello or a phone's sensor by flet-local-auth.

    ``local_auth`` is a ``flet_local_auth.LocalAuthentication`` or its like. Windows has no biometrics-only question.
    """

    def __init__(self, local_auth: Any, *, is_windows: bool = False) -> None:
        self._local_auth = local_auth
        self._is_windows = is_windows

    @classmethod
    def of_this_machine(cls, *, is_windows: bool) -> LocalAuthSensor:
        """To be made inside a page's handler, never on Linux or in a page: there Flet raises."""
        from flet_local_auth import LocalAuthentication  # type: ignore[import-untyped]

        return cls(LocalAuthentication(), is_windows=is_windows)

    async def available(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                if not await self._local_auth.is_device_supported():
                    return False
                return bool(await self._local_auth.can_check_biometrics())
        except (RuntimeError, TimeoutError):
            return False

    async def ask(self, reason: str) -> SensorAnswer:
        from flet_local_auth import LocalAuthErrorCode, LocalAuthException

        try:
            async with asyncio.timeout(PROMPT_PATIENCE):
                said_yes = await self._local_auth.authenticate(reason, biometric_only=not self._is_windows)
        except LocalAuthException as error:
            if error.code in (LocalAuthErrorCode.TEMPORARY_LOCKOUT, LocalAuthErrorCode.BIOMETRIC_LOCKOUT):
                return SensorAnswer.LOCKED_OUT
            is_no = error.code in (LocalAuthErrorCode.USER_CANCELED, LocalAuthErrorCode.USER_REQUESTED_FALLBACK)
            return SensorAnswer.NO if is_no else SensorAnswer.UNAVAILABLE
        except TimeoutError:
            return SensorAnswer.NO
        except RuntimeError:
            return SensorAnswer.UNAVAILABLE
        return SensorAnswer.YES if said_yes else SensorAnswer.NO


async def _answer(work: Awaitable[T], patience: float) -> T:
    """The storage's answer. Flet's own error texts quote the arguments, so none of them goes on."""
    try:
        async with asyncio.timeout(patience):
            return await work
    except TimeoutError:
        reason: VaultError = NoVault("Хранилище телефона не отвечает.")
    except RuntimeError:
        reason = VaultError("Хранилище телефона отказало.")
    raise reason
