"""What the states need from the outside world; given by ``app.py``, played by fakes in tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from emias_app.clock import Clock
from emias_app.models.account import Changes, Me, Notice, PatientSummary
from emias_app.models.auth import Challenge, Device, MedcardCode, Session, Ticket, TokenLevel
from emias_app.models.base import Page
from emias_app.models.document import Document
from emias_app.models.growth import Growth
from emias_app.models.journal import JournalEntry
from emias_app.models.lab_trend import LabTrend
from emias_app.models.overview import Overview
from emias_app.models.records import RecordPage
from emias_app.models.requests import AccessRequest, AccessRequestBody, Grant, Photo
from emias_app.models.search import Found
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.models.vaccination import VaccinationPlan
from emias_app.state.account_ports import FamilyPort, RegistrationPort
from emias_app.state.child_data_ports import ChildDataPort
from emias_app.state.clinic_ports import OpenClinic
from emias_app.state.demo_ports import DemoPerson as DemoPerson
from emias_app.state.demo_ports import DemoPort
from emias_app.state.demo_ports import DemoSms as DemoSms
from emias_app.state.diary_ports import DiaryPort, StepMemory, StepStore
from emias_app.state.export_ports import ExportsPort
from emias_app.state.file_ports import FilesPort as FilesPort
from emias_app.state.file_ports import Picked as Picked
from emias_app.state.offline_ports import NoCopy, OfflinePort
from emias_app.state.place import Place
from emias_app.state.show_rules import Showing
from emias_app.state.upload_ports import UploadsPort


class AuthPort(Protocol):
    """Signing in and out."""

    async def login(self, login: str, password: str) -> Ticket: ...

    async def resend(self, ticket: Ticket) -> Ticket: ...

    async def confirm(self, ticket: Ticket, code: str) -> TokenLevel: ...

    async def logout(self) -> None: ...

    async def medcard_code(self) -> MedcardCode: ...

    async def confirm_medcard(self, code: str) -> TokenLevel: ...

    async def sessions(self) -> list[Session]: ...

    async def end_session(self, session_id: UUID) -> None: ...


class DevicesPort(Protocol):
    """Trusted devices of the account."""

    async def list(self) -> Sequence[Device]: ...

    async def register(self, name: str, public_key: str) -> Device: ...

    async def remove(self, device_id: UUID) -> None: ...

    async def challenge(self, device_id: UUID) -> Challenge: ...

    async def unlock(self, device_id: UUID, challenge: str, signature: str) -> TokenLevel: ...


class MePort(Protocol):
    """The account itself."""

    async def get(self) -> Me: ...

    async def changes(self, since: datetime) -> Changes: ...

    async def notices(self) -> Sequence[Notice]: ...

    async def read_notice(self, notice_id: UUID) -> None: ...


class PatientsPort(UploadsPort, Protocol):
    """The cards."""

    async def list(self) -> Sequence[PatientSummary]: ...

    async def overview(self, patient_id: UUID, *, moscow: bool = False) -> Overview: ...

    async def vaccination_plan(self, patient_id: UUID, *, moscow: bool = False) -> VaccinationPlan: ...

    async def vaccination_calendar(self, patient_id: UUID, *, moscow: bool = False) -> bytes: ...

    async def vaccination_certificate(self, patient_id: UUID) -> bytes: ...

    async def sections(self, patient_id: UUID) -> Sequence[SectionSummary]: ...

    async def growth(self, patient_id: UUID) -> Growth: ...

    async def records(
        self,
        patient_id: UUID,
        section: SectionSlug,
        *,
        since: date | None = None,
        until: date | None = None,
        q: str | None = None,
        speciality: str | None = None,
        kind: str | None = None,
        only_outside: bool = False,
        facets: bool = False,
        limit: int = 20,
        cursor: str | None = None,
    ) -> RecordPage: ...

    async def lab_trend(
        self,
        patient_id: UUID,
        code: str,
        *,
        unit: str | None = None,
        since: date | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> LabTrend: ...

    async def search(self, patient_id: UUID, q: str) -> Found: ...

    async def document(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> Document: ...

    async def document_pdf(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> bytes: ...

    async def access_log(
        self, patient_id: UUID, *, limit: int = 30, cursor: str | None = None
    ) -> Page[JournalEntry]: ...

    async def question(self, patient_id: UUID, entry_id: UUID) -> JournalEntry: ...


class AccessPort(Protocol):
    """The roads to a card."""

    async def grants(self) -> Sequence[Grant]: ...

    async def cancel_grant(self, grant_id: UUID) -> None: ...

    async def requests(self) -> Sequence[AccessRequest]: ...

    async def request(self, request_id: UUID) -> AccessRequest: ...

    async def create_request(self, body: AccessRequestBody) -> AccessRequest: ...

    async def update_request(self, request_id: UUID, body: AccessRequestBody) -> AccessRequest: ...

    async def confirm_request(self, request_id: UUID, code: str, *, consent: bool) -> AccessRequest: ...

    async def cancel_request(self, request_id: UUID) -> AccessRequest: ...

    async def upload_photo(self, file_name: str, media_type: str, content: bytes) -> Photo: ...

    async def redeem(self, code: str) -> Grant: ...


class BackendPort(Protocol):
    """The typed client of the backend, as far as the screens need it."""

    on_session_lost: Callable[[], None] | None

    @property
    def auth(self) -> AuthPort: ...

    @property
    def devices(self) -> DevicesPort: ...

    @property
    def me(self) -> MePort: ...

    @property
    def patients(self) -> PatientsPort: ...

    @property
    def diary(self) -> DiaryPort: ...

    @property
    def child_data(self) -> ChildDataPort: ...

    @property
    def registration(self) -> RegistrationPort: ...

    @property
    def family(self) -> FamilyPort: ...

    @property
    def access(self) -> AccessPort: ...

    @property
    def exports(self) -> ExportsPort: ...

    @property
    def signed_in(self) -> bool: ...

    @property
    def level(self) -> TokenLevel | None: ...

    def forget(self) -> None: ...

    def server_now(self) -> datetime: ...


class KeyPlace(StrEnum):
    """Where this device would keep its key; MEMORY_NO_KEYRING and MEMORY_LOCKED say why it is only memory."""

    KEYRING = "KEYRING"
    DEVICE = "DEVICE"
    MEMORY = "MEMORY"
    MEMORY_NO_KEYRING = "MEMORY_NO_KEYRING"
    MEMORY_LOCKED = "MEMORY_LOCKED"

    @property
    def is_lasting(self) -> bool:
        """Whether a PIN set here outlives this run of the app."""
        return self in (KeyPlace.KEYRING, KeyPlace.DEVICE)


@dataclass(frozen=True)
class TrustStatus:
    """What this device remembers. ``name`` is how to greet; ``can_scan`` = there is a sensor to offer."""

    place: KeyPlace
    is_enrolled: bool = False
    name: str = ""
    pin_length: int = 6
    tries_left: int = 5
    has_biometrics: bool = False
    can_scan: bool = False
    is_demo_sensor: bool = False
    allows_short_pin: bool = False
    device_id: UUID | None = None


@dataclass(frozen=True)
class Opened:
    """The key is out of the vault: who it is registered as, how it signs, and what the vault knows it by."""

    device_id: UUID
    sign: Callable[[str], str] = field(repr=False)
    keys: object = field(default=None, repr=False)


@dataclass(frozen=True)
class WrongPin:
    tries_left: int


@dataclass(frozen=True)
class Erased:
    """Too many wrong PINs: nothing is kept here any more."""


@dataclass(frozen=True)
class ScanRefused:
    """The sensor said no; after the last try only the PIN remains. ``is_changed``: it knows another owner now."""

    tries_left: int
    is_changed: bool = False


UnlockResult = Opened | WrongPin | Erased
ScanResult = Opened | ScanRefused | Erased
Register = Callable[[str], Awaitable[UUID]]


class TrustPort(Protocol):
    """This device's vault: the PIN, the device key, the sensor."""

    async def status(self) -> TrustStatus: ...

    async def enrol(self, pin: str, name: str, register: Register) -> Opened:
        """Make a key, ``register`` its public half (answers the device's id), keep it behind the PIN."""
        ...

    async def unlock(self, pin: str) -> UnlockResult: ...

    async def change_pin(self, opened: Opened, pin: str) -> None:
        """Keep the same keys behind another PIN."""
        ...

    async def add_scan(self, opened: Opened) -> bool:
        """Let the sensor open what the PIN opens; False when the person or the sensor says no."""
        ...

    async def scan(self) -> ScanResult: ...

    async def erase(self) -> None: ...


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


#: How large the text of a document may be drawn, in percent of the system's size.
READING_SIZES = (100, 125, 150, 175, 200)


@dataclass(frozen=True)
class Preferences:
    """What a person chose for this device; nothing secret. ``colours`` pairs patient ids with colour keys;
    ``has_moscow`` adds what Moscow recommends to the plan of vaccinations; ``reading`` is the size of a document's text
    in percent, one of :data:`READING_SIZES`."""

    theme: Theme = Theme.SYSTEM
    lock_minutes: int = 5
    colours: tuple[tuple[str, str], ...] = ()
    has_moscow: bool = False
    reading: int = 100


class PreferencesPort(Protocol):
    """Where the choices live; ``is_lasting`` = longer than the page."""

    @property
    def is_lasting(self) -> bool: ...

    def load(self) -> Preferences: ...

    def save(self, preferences: Preferences) -> None: ...


class PhotosPort(Protocol):
    """Where a photo comes from: a file, or the camera where the platform has one."""

    @property
    def has_camera(self) -> bool: ...

    async def pick(self, most: int) -> Picked | None:
        """Let the person choose one picture of at most ``most`` bytes; None when they think better of it."""
        ...

    async def pick_document(self, most: int) -> Picked | None:
        """The same for a document: PDF, JPEG or PNG."""
        ...

    def expect_large(self) -> None:
        """The camera's picture is about to come over the page's own socket."""
        ...

    async def unmirrored(self, content: bytes) -> bytes:
        """The picture with left and right exchanged; as it was where it does not open."""
        ...

    async def thumbnail(self, content: bytes) -> bytes | None:
        """A small JPEG for the screen; None when this is no picture that opens."""
        ...


class NavigatorPort(Protocol):
    """Changes the address; the page answers by telling the state where it is now."""

    async def go(self, place: Place) -> None: ...


@dataclass(frozen=True)
class Ports:
    """The outside world of one page."""

    backend: BackendPort
    trust: TrustPort
    files: FilesPort
    navigator: NavigatorPort
    preferences: PreferencesPort
    clock: Clock
    device_name: str
    photos: PhotosPort
    demo: DemoPort | None = None
    #: A new client for the clinic's side; it never shares a token with ``backend``.
    open_clinic: OpenClinic | None = None
    #: Where others reach the backend; None where it has no address, and so no link can be given.
    share_base: str | None = None
    #: Where changes of the diary wait for the network.
    steps: StepStore = field(default_factory=StepMemory)
    #: What is shown when the network is away.
    offline: OfflinePort = field(default_factory=NoCopy)
    #: What is shown to a doctor by a page that shows and does nothing else; None = the owner's own page.
    showing: Showing | None = None

    @property
    def is_reading(self) -> bool:
        """Whether this page is for reading alone."""
        return self.showing is not None

    def shows(self, place: Place) -> bool:
        """Whether ``place`` may be gone to from here."""
        return self.showing is None or self.showing.shows(place)
