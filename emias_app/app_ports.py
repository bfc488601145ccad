"""What stands behind the ports of the states on this machine: the address bar, files, the vault, the demo."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import flet as ft

from emias_app.app_offline import OfflineCopy
from emias_app.app_services import AppServices, Demo, DemoControls, VaultPlace
from emias_app.clock import Clock
from emias_app.device_trust import DeviceTrust
from emias_app.errors import StartupError
from emias_app.preferences import FilePreferences, MemoryPreferences
from emias_app.state.demo_ports import DemoTime, DemoWait
from emias_app.state.demo_sensor import DemoSensorState, SensorChoice
from emias_app.state.place import Place
from emias_app.state.ports import DemoPerson, DemoSms, KeyPlace, PreferencesPort
from emias_app.vault.biometrics import Biometrics, BiometricSensor, DemoSensor, SensorAnswer, SensorGate
from emias_app.vault.opening import Place as StorePlace
from emias_app.vault.opening import StoreNote, open_store
from emias_app.vault.store import SecretStore, StoreKind
from emias_app.vault.vault import Vault
from emias_app.views.routes import address_of

log = logging.getLogger(__name__)

_PLACES = {
    VaultPlace.KEYRING: StorePlace.KEYRING,
    VaultPlace.DEVICE: StorePlace.DEVICE,
    VaultPlace.MEMORY: StorePlace.MEMORY,
}
_ANSWERS = {
    SensorChoice.YES: SensorAnswer.YES,
    SensorChoice.NO: SensorAnswer.NO,
    SensorChoice.LOCKED_OUT: SensorAnswer.LOCKED_OUT,
}


class TurnedClock:
    """Test mode: time passes only when somebody turns the backend's clock, for the lock and the timers too."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.now().timestamp()


class PageNavigator:
    """The address of a page; it answers with a route change, which leads to ``RootState.arrive``."""

    def __init__(self, page: ft.Page) -> None:
        self._page = page

    async def go(self, place: Place) -> None:
        if self._page.session.connection is None:
            log.info("nobody is there to be led on")
            return
        await self._page.push_route(address_of(place))


class DemoDesk:
    """The demo's people and SMS, in the words of the states."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self.people = tuple(DemoPerson(one.login, one.short_name, one.line) for one in demo.people)
        self.staff = tuple(DemoPerson(one.login, one.short_name, one.line) for one in demo.staff)
        self.password = demo.password

        self.desk = DemoTurns(demo.controls) if demo.controls is not None else None

    @property
    def can_reset(self) -> bool:
        return self._demo.controls is not None

    async def latest_sms(self, phone: str, *, from_clinic: bool = False) -> DemoSms | None:
        sms = await self._demo.latest_sms(phone, from_clinic)
        return None if sms is None else DemoSms(sms.text, sms.code, sms.sent_at)

    async def sms_of(self, ticket: str) -> DemoSms | None:
        sms = await self._demo.sms_of(ticket)
        return None if sms is None else DemoSms(sms.text, sms.code, sms.sent_at)

    async def reset(self) -> None:
        if self._demo.controls is not None:
            await self._demo.controls.begin_anew()


class DemoTurns:
    """The demo's other side, in the words of the states."""

    def __init__(self, controls: DemoControls) -> None:
        self._controls = controls

    async def waiting(self) -> tuple[DemoWait, ...]:
        return tuple(DemoWait(one.id, one.who, one.what, one.office) for one in await self._controls.waiting())

    async def answer(self, wait_id: UUID, is_confirmed: bool) -> bool:
        return await self._controls.answer(wait_id, is_confirmed=is_confirmed)

    async def pass_time(self, span: DemoTime) -> None:
        match span:
            case DemoTime.DAY:
                await self._controls.pass_day()
            case DemoTime.FIVE_WORKING_DAYS:
                await self._controls.pass_working_days(5)

    async def is_old(self) -> bool:
        return await self._controls.is_old()


def preferences_of(services: AppServices) -> PreferencesPort:
    """A file where the machine is its user's own; memory where the page is for others' browsers, and for tests, so that
    none begins in the colours of the last."""
    if services.vault_place is VaultPlace.MEMORY or services.is_test_mode:
        return MemoryPreferences()
    return FilePreferences(services.data_dir)


@dataclass(frozen=True)
class OpenedTrust:
    """This device's vault with its sensor, and what it seals; ``is_played``: the sensor is the demo's stand-in."""

    trust: DeviceTrust
    copy: OfflineCopy
    is_played: bool


async def open_trust(services: AppServices, page: ft.Page, played: DemoSensorState | None) -> OpenedTrust:
    """This device's vault, its sensor and its offline copy; only a lasting vault keeps one."""
    lock_file = services.data_dir / "vault.lock"
    choice = await open_store(_PLACES[services.vault_place], lock_file=lock_file)
    if choice.store is None:
        raise StartupError("Здесь нельзя хранить ключ устройства.")
    biometrics, is_played = _biometrics(choice.store, page, played)
    vault = Vault(choice.store, services.clock, services.vault_namespace)
    place = _key_place(choice.store.kind, choice.note)
    root = services.data_dir / "offline" / services.vault_namespace
    copy = OfflineCopy(root, services.clock, is_lasting=place.is_lasting)
    follower = copy if place.is_lasting else None
    trust = DeviceTrust(vault, place, biometrics=biometrics, is_demo_sensor=is_played, follower=follower)
    return OpenedTrust(trust, copy, is_played)


def _key_place(kind: StoreKind, note: StoreNote | None) -> KeyPlace:
    match note:
        case StoreNote.NO_KEYRING:
            return KeyPlace.MEMORY_NO_KEYRING
        case StoreNote.LOCKED:
            return KeyPlace.MEMORY_LOCKED
        case None:
            return KeyPlace[kind.name]


def _biometrics(store: SecretStore, page: ft.Page, played: DemoSensorState | None) -> tuple[Biometrics | None, bool]:
    """The platform's own sensor; the demo's stand-in where there is none."""
    from emias_app.vault.device_store import DeviceBiometrics, LocalAuthSensor, phone_storage

    platform = page.platform
    if not page.web and platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS):
        return DeviceBiometrics(phone_storage(), LocalAuthSensor.of_this_machine(is_windows=False)), False
    if not page.web and platform in (ft.PagePlatform.MACOS, ft.PagePlatform.WINDOWS):
        is_windows = platform is ft.PagePlatform.WINDOWS
        return SensorGate(store, LocalAuthSensor.of_this_machine(is_windows=is_windows)), False
    if played is None:
        return None, False

    async def answer(_reason: str) -> SensorAnswer:
        return _ANSWERS[await played.ask()]

    sensor: BiometricSensor = DemoSensor(answer)
    return SensorGate(store, sensor), True


def client_kind(page: ft.Page) -> str:
    """What kind of app the backend is told of: web, desktop, android or ios."""
    if page.web:
        return "web"
    if page.platform is ft.PagePlatform.ANDROID:
        return "android"
    return "ios" if page.platform is ft.PagePlatform.IOS else "desktop"


_BROWSERS = (
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("YaBrowser", "Яндекс Браузер"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = {
    ft.PagePlatform.ANDROID: "Android",
    ft.PagePlatform.IOS: "iPhone",
    ft.PagePlatform.MACOS: "Mac",
    ft.PagePlatform.WINDOWS: "Windows",
    ft.PagePlatform.LINUX: "Linux",
}


def device_name(page: ft.Page, kind: str) -> str:
    """How the account's list shows this device: «Chrome, Linux»."""
    system = _SYSTEMS.get(page.platform) if page.platform else None
    if kind != "web":
        return system or "Компьютер"
    agent = page.client_user_agent or ""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Браузер")
    return f"{browser}, {system}" if system else browser
