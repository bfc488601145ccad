"""The outside world of one page, played in memory: a backend with knobs, a vault, an address bar, a file tray.

``backend.failure = Offline()`` makes every call fail, ``backend.failures["overview"] = …`` only those;
``backend.calls`` lists what was asked.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from emias_app.clock import FixedClock
from emias_app.domain.sections import COUNTED_SECTIONS
from emias_app.errors import EmiasError, api_error
from emias_app.models.access import AccessView, GrantSource, GrantState
from emias_app.models.account import (
    AccountLevel,
    Changes,
    Check,
    EndedAccess,
    Me,
    Notice,
    PatientSummary,
    Relation,
)
from emias_app.models.auth import Challenge, Device, MedcardCode, Session, Ticket, TokenLevel
from emias_app.models.base import Page, Sex
from emias_app.models.document import Block, Document, TextBlock
from emias_app.models.family import Child
from emias_app.models.growth import Growth
from emias_app.models.journal import JournalEntry
from emias_app.models.lab_trend import LabTrend
from emias_app.models.overview import Overview
from emias_app.models.problem import Problem
from emias_app.models.records import RecordPage, RecordRow, Upload
from emias_app.models.requests import AccessRequest, Grant
from emias_app.models.search import Found
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.models.uploads import UploadForm
from emias_app.models.vaccination import Layer, PlannedDose, VaccinationPlan
from emias_app.state.demo_ports import DemoTime, DemoWait
from emias_app.state.demo_sensor import DemoSensorState, SensorChoice
from emias_app.state.file_ports import Taken
from emias_app.state.place import Place
from emias_app.state.ports import (
    DemoPerson,
    DemoSms,
    Erased,
    KeyPlace,
    NavigatorPort,
    Opened,
    Picked,
    Ports,
    Preferences,
    Register,
    ScanRefused,
    ScanResult,
    TrustStatus,
    UnlockResult,
    WrongPin,
)
from tests.support.fake_access import FakeAccess, FakePhotos, a_grant, a_page_of_reads, a_read, opened_view
from tests.support.fake_account import FakeFamily, FakeRegistration
from tests.support.fake_card_views import a_trend, as_found, facets_of, found_in, holds, is_outside
from tests.support.fake_child_data import FakeChildData
from tests.support.fake_clinic import FakeClinicBackend
from tests.support.fake_diary import FakeDiary
from tests.support.fake_exports import FakeExports
from tests.support.growing import a_growth

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CODE = "407135"
PASSWORD = "Demo-2026"
PHONE = "+79000000001"
_SPACE = UUID("00000000-0000-4000-8000-000000000000")


def an_id(name: str) -> UUID:
    return uuid5(_SPACE, name)


def a_problem(status: int, code: str, detail: str = "не вышло", **extra: Any) -> EmiasError:
    return api_error(Problem(title=code, status=status, code=code, detail=detail, **extra), "7f3a21ff")


def a_child(
    name: str = "Артём", birth: date = date(2018, 3, 14), sex: Sex = Sex.MALE, state: GrantState = GrantState.ACTIVE
) -> PatientSummary:
    return PatientSummary(
        id=an_id(name),
        last_name="Морозов",
        first_name=name,
        middle_name="Дмитриевич",
        birth_date=birth,
        sex=sex,
        relation=Relation.SON if sex is Sex.MALE else Relation.DAUGHTER,
        access=AccessView(
            state=state,
            source=GrantSource.AUTO,
            start=NOW,
            reason=None if state is GrantState.ACTIVE else "по заявлению матери",
        ),
    )


def a_row(
    title: str, day: date, section: SectionSlug = SectionSlug.LABS, *, kind: str | None = None, whose: str = "Артём"
) -> RecordRow:
    return RecordRow(
        id=an_id(f"{whose} {section} {title} {day}"),
        section=section,
        date=day,
        title=title,
        subtitle="Детская городская поликлиника № 0",
        organisation="Детская городская поликлиника № 0",
        kind=kind,
        kind_title=kind.title() if kind else None,
    )


def rows_of(whose: str, section: SectionSlug, count: int) -> list[RecordRow]:
    """So many rows, a week between two, newest first; their titles tell whose they are."""
    newest = date(2026, 11, 18)
    return [
        a_row(
            f"{whose}: запись {number}",
            newest - timedelta(weeks=number),
            section,
            kind="BLOOD" if number % 2 else "URINE",
            whose=whose,
        )
        for number in range(count)
    ]


Summaries = list[SectionSummary]


class _Part:
    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend

    async def _call(self, name: str, *what: object) -> None:
        self._b.calls.append((name, *what))
        gate = self._b.gates.get(name)
        if gate is not None:
            await gate
        failure = self._b.failures.get(name) or self._b.failure
        if failure is not None:
            raise failure


class _Auth(_Part):
    async def login(self, login: str, password: str) -> Ticket:
        await self._call("login", login)
        if password != PASSWORD:
            raise a_problem(401, "invalid_credentials", "Логин или пароль не подошли")
        return self._ticket()

    def _ticket(self) -> Ticket:
        return Ticket(
            ticket="t", masked_phone="+7 900 •••-••-01", expires_at=NOW + timedelta(minutes=5), resend_after=60
        )

    async def resend(self, ticket: Ticket) -> Ticket:
        await self._call("resend")
        return self._ticket()

    async def confirm(self, ticket: Ticket, code: str) -> TokenLevel:
        await self._call("confirm", code)
        self._check(code)
        self._b.level = TokenLevel.ACCOUNT
        return TokenLevel.ACCOUNT

    def _check(self, code: str) -> None:
        if code != CODE:
            self._b.code_tries -= 1
            raise a_problem(
                422,
                "wrong_code",
                f"Код не подошёл. Осталось {self._b.code_tries}",
                remaining_attempts=self._b.code_tries,
            )

    async def logout(self) -> None:
        self._b.calls.append(("logout",))
        self._b.forget()

    async def medcard_code(self) -> MedcardCode:
        await self._call("medcard_code")
        return MedcardCode(masked_phone="+7 900 •••-••-01", expires_at=NOW + timedelta(minutes=5), resend_after=60)

    async def confirm_medcard(self, code: str) -> TokenLevel:
        await self._call("confirm_medcard", code)
        self._check(code)
        self._b.level = TokenLevel.MEDCARD
        return TokenLevel.MEDCARD

    async def sessions(self) -> list[Session]:
        await self._call("sessions")
        return list(self._b.sessions)

    async def end_session(self, session_id: UUID) -> None:
        await self._call("end_session", session_id)
        self._b.sessions = [one for one in self._b.sessions if one.id != session_id]


class _Devices(_Part):
    async def list(self) -> list[Device]:
        await self._call("devices")
        return self._b.devices_kept

    async def register(self, name: str, public_key: str) -> Device:
        await self._call("register", name)
        device = Device(id=an_id("device"), name=name, created_at=NOW)
        self._b.devices_kept = [device]
        return device

    async def remove(self, device_id: UUID) -> None:
        await self._call("remove", device_id)
        self._b.devices_kept = [one for one in self._b.devices_kept if one.id != device_id]

    async def challenge(self, device_id: UUID) -> Challenge:
        await self._call("challenge")
        return Challenge(challenge="c", expires_at=NOW + timedelta(minutes=1))

    async def unlock(self, device_id: UUID, challenge: str, signature: str) -> TokenLevel:
        await self._call("unlock")
        self._b.level = TokenLevel.MEDCARD
        return TokenLevel.MEDCARD


class _Me(_Part):
    async def get(self) -> Me:
        await self._call("me")
        return self._b.account

    async def changes(self, since: datetime) -> Changes:
        await self._call("changes", since)
        ended, self._b.ended = self._b.ended, []
        moved, self._b.moved = self._b.moved, []
        unread = self._b.unread + sum(not one.read for one in self._b.notices)
        return Changes(now=self._b.server_now(), ended=ended, checks=moved, unread_notices=unread)

    async def notices(self) -> Sequence[Notice]:
        await self._call("notices")
        return tuple(self._b.notices)

    async def read_notice(self, notice_id: UUID) -> None:
        await self._call("read_notice", notice_id)
        self._b.notices = [
            one.model_copy(update={"read": True}) if one.id == notice_id else one for one in self._b.notices
        ]


def _as_upload(row: RecordRow, patient_id: UUID) -> Upload:
    return Upload(
        **row.model_dump(), patient_id=patient_id, file_name="a.pdf", media_type="application/pdf", size=1_000
    )


class _Patients(_Part):
    async def list(self) -> list[PatientSummary]:
        await self._call("patients")
        return self._b.children

    async def overview(self, patient_id: UUID, *, moscow: bool = False) -> Overview:
        await self._call("overview", patient_id, *(["moscow"] if moscow else []))
        rows = self._b.rows[patient_id, SectionSlug.LABS]
        return Overview(
            patient_id=patient_id,
            fresh=rows[:3],
            ahead=self._b.ahead[patient_id],
            next_dose=None,
            last_visit=None,
            generated_at=NOW,
        )

    async def vaccination_plan(self, patient_id: UUID, *, moscow: bool = False) -> VaccinationPlan:
        await self._call("vaccination_plan", patient_id, moscow)
        items = [dose for dose in self._b.doses[patient_id] if moscow or dose.layer is not Layer.MOSCOW]
        return VaccinationPlan(items=items, total=len(items), moscow=moscow)

    async def vaccination_calendar(self, patient_id: UUID, *, moscow: bool = False) -> bytes:
        await self._call("vaccination_calendar", patient_id, moscow)
        return b"BEGIN:VCALENDAR"

    async def vaccination_certificate(self, patient_id: UUID) -> bytes:
        await self._call("vaccination_certificate", patient_id)
        return b"%PDF-1.7"

    async def sections(self, patient_id: UUID) -> Summaries:
        await self._call("sections", patient_id)
        return [
            SectionSummary(
                section=section.slug,
                title=section.title,
                count=len(self._b.diary.kept.get(patient_id, {}))
                if section.slug is SectionSlug.DIARY
                else len(self._b.rows[patient_id, section.slug]) or self._b.child_data.count(patient_id, section.slug),
                available_from=section.since,
                newest=next((row.date for row in self._b.rows[patient_id, section.slug]), None),
                fresh=[row.id for row in self._b.rows[patient_id, section.slug] if row.id in self._b.fresh],
            )
            for section in COUNTED_SECTIONS
        ]

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
    ) -> RecordPage:
        await self._call("records", patient_id, section, q, kind, cursor)
        everything = self._b.rows[patient_id, section]
        left = [
            row
            for row in everything
            if (since is None or row.date >= since)
            and (not q or holds(row, q))
            and (not only_outside or is_outside(row))
        ]
        found = [
            row for row in left if (not kind or row.kind == kind) and (not speciality or row.speciality == speciality)
        ]
        start = int(cursor or 0)
        more = start + limit < len(found)
        return RecordPage(
            items=as_found(found[start : start + limit], q),
            next_cursor=str(start + limit) if more else None,
            total=len(found),
            facets=facets_of(section, everything, left) if facets and cursor is None else None,
        )

    async def lab_trend(
        self,
        patient_id: UUID,
        code: str,
        *,
        unit: str | None = None,
        since: date | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> LabTrend:
        await self._call("lab_trend", patient_id, code, unit, cursor)
        whole = self._b.trends[unit or next(iter(self._b.trends))]
        start = int(cursor or 0)
        more = start + limit < len(whole.items)
        return whole.model_copy(
            update={
                "items": whole.items[start : start + limit],
                "next_cursor": str(start + limit) if more else None,
            }
        )

    async def search(self, patient_id: UUID, q: str) -> Found:
        await self._call("search", patient_id, q)
        return found_in(self._b.rows, patient_id, q)

    async def document(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> Document:
        await self._call("document", record_id)
        row = next(row for row in self._b.rows[patient_id, section] if row.id == record_id)
        return Document(
            id=record_id,
            patient_id=patient_id,
            section=section,
            title=row.title,
            date=row.date,
            organisation=row.organisation,
            mine=record_id in self._b.mine,
            blocks=self._b.blocks or [TextBlock(heading="Заключение", text=f"Текст: {row.title}")],
        )

    async def document_pdf(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> bytes:
        await self._call("document_pdf", record_id)
        return b"%PDF-1.7"

    async def growth(self, patient_id: UUID) -> Growth:
        await self._call("growth", patient_id)
        return self._b.growths.get(patient_id) or a_growth(patient_id, count=0)

    async def upload(
        self, patient_id: UUID, form: UploadForm, file_name: str, media_type: str, content: bytes, *, key: str
    ) -> Upload:
        await self._call("upload", form, file_name, media_type, content, key)
        row = a_row(form.title, form.date, SectionSlug.UPLOADS)
        self._b.rows[patient_id, SectionSlug.UPLOADS].insert(0, row)
        self._b.mine.add(row.id)
        return _as_upload(row, patient_id)

    async def remove_upload(self, patient_id: UUID, record_id: UUID) -> None:
        await self._call("remove_upload", record_id)
        rows = self._b.rows[patient_id, SectionSlug.UPLOADS]
        self._b.removed |= {row.id: row for row in rows if row.id == record_id}
        self._b.rows[patient_id, SectionSlug.UPLOADS] = [row for row in rows if row.id != record_id]

    async def restore_upload(self, patient_id: UUID, record_id: UUID) -> Upload:
        await self._call("restore_upload", record_id)
        row = self._b.removed.pop(record_id)
        self._b.rows[patient_id, SectionSlug.UPLOADS].insert(0, row)
        return _as_upload(row, patient_id)

    async def access_log(self, patient_id: UUID, *, limit: int = 30, cursor: str | None = None) -> Page[JournalEntry]:
        await self._call("access_log", patient_id, cursor)
        return a_page_of_reads(self._b.reads, limit, cursor)

    async def question(self, patient_id: UUID, entry_id: UUID) -> JournalEntry:
        await self._call("question", entry_id)
        asked = next(read for read in self._b.reads if read.id == entry_id).model_copy(update={"questioned": True})
        self._b.reads = [asked if read.id == entry_id else read for read in self._b.reads]
        return asked


class FakeBackend:
    """Anna's account with two children, unless a test says otherwise."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.on_session_lost: Callable[[], None] | None = None
        self.level: TokenLevel | None = None
        self.failure: EmiasError | None = None
        self.failures: dict[str, EmiasError] = {}
        self.gates: dict[str, Awaitable[None]] = {}
        self.calls: list[tuple[object, ...]] = []
        self.code_tries = 3
        self.account = Me(
            id=an_id("Анна"),
            last_name="Морозова",
            first_name="Анна",
            middle_name="Сергеевна",
            birth_date=date(1990, 5, 1),
            sex=Sex.FEMALE,
            level=AccountLevel.FULL,
            phone=PHONE,
            email="anna@example.org",
        )
        self.children = [a_child(), a_child("Дарья", date(2012, 10, 30), Sex.FEMALE)]
        self.sessions = [Session(id=an_id("here"), created_at=NOW, last_seen_at=NOW, client="web", current=True)]
        self.devices_kept: list[Device] = []
        self.ended: list[EndedAccess] = []
        self.fresh: list[UUID] = []
        self.trends: dict[str, LabTrend] = {"г/л": a_trend()}
        #: What every document holds; none = one sentence.
        self.blocks: list[Block] = []
        self.ahead: dict[UUID, list[RecordRow]] = defaultdict(list)
        self.rows: dict[tuple[UUID, SectionSlug], list[RecordRow]] = defaultdict(list)
        for child in self.children:
            self.rows[child.id, SectionSlug.LABS] = rows_of(child.first_name, SectionSlug.LABS, 40)
        self.doses: dict[UUID, list[PlannedDose]] = defaultdict(list)
        self.grants: list[Grant] = [a_grant("Артём"), a_grant("Дарья", end=date(2030, 10, 30))]
        self.requests: list[AccessRequest] = []
        self.family_children: list[Child] = []
        self.reads: list[JournalEntry] = [a_read(number) for number in range(3)]
        self.redeem_tries = 5
        self.growths: dict[UUID, Growth] = {}
        self.mine: set[UUID] = set()
        self.removed: dict[UUID, RecordRow] = {}
        self.unread = 0
        self.access = FakeAccess(self)
        self.notices: list[Notice] = []
        self.moved: list[Check] = []
        self.registration, self.family = FakeRegistration(self), FakeFamily(self)
        self.diary = FakeDiary(self)
        self.child_data = FakeChildData(self)
        self.exports = FakeExports(self)
        self.auth, self.devices, self.me, self.patients = _Auth(self), _Devices(self), _Me(self), _Patients(self)

    @property
    def signed_in(self) -> bool:
        return self.level is not None

    def forget(self) -> None:
        self.level = None

    def server_now(self) -> datetime:
        return self._clock.now()

    async def call(self, name: str, *what: object) -> None:
        """Note a call; wait at its gate and fail as the knobs say."""
        await _Part(self)._call(name, *what)

    def check_code(self, code: str) -> None:
        """Count a wrong code of an SMS."""
        _Auth(self)._check(code)

    def close_card(self, patient_id: UUID, state: GrantState, reason: str) -> None:
        """An access ends: by a decision of whoever may, or by a birthday."""
        view = AccessView(state=state, source=GrantSource.AUTO, start=NOW, reason=reason)
        self.children = [
            child.model_copy(update={"access": view}) if child.id == patient_id else child for child in self.children
        ]
        self.ended.append(EndedAccess(patient_id=patient_id, state=state, reason=reason, at=self.server_now()))

    def open_card(self, name: str, birth: date, sex: Sex) -> None:
        """A card opens to this account."""
        self.children = [one for one in self.children if one.first_name != name]
        self.children.append(a_child(name, birth, sex).model_copy(update={"access": opened_view()}))

    def asked(self, name: str) -> int:
        """How often something was asked."""
        return sum(1 for call in self.calls if call[0] == name)


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


class FakeNavigator:
    """An address bar; ``arrive`` is the page's answer."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.arrive: Callable[[Place], Awaitable[None]] | None = None

    async def go(self, place: Place) -> None:
        self.places.append(place)
        if self.arrive is not None:
            await self.arrive(place)


class FakeFiles:
    """``is_wanted``: the person does not close the dialog; ``by_browser``, ``folder``: where files go here."""

    def __init__(self) -> None:
        self.by_browser = False
        self.folder: str | None = None
        self.taken: list[tuple[str, bytes]] = []
        self.shared: list[tuple[str, bytes]] = []
        self.is_wanted = True
        self.can_share = False
        self.archive: Picked | None = None

    async def hand_over(self, file_name: str, media_type: str, content: bytes) -> Taken | None:
        if not self.is_wanted:
            return None
        self.taken.append((file_name, content))
        return Taken(file_name, self.by_browser, self.folder)

    async def share(self, file_name: str, media_type: str, content: bytes) -> None:
        self.shared.append((file_name, content))

    async def hand_over_parts(
        self, file_name: str, media_type: str, size: int, part: Callable[[int], Awaitable[bytes]]
    ) -> Taken | None:
        if not self.is_wanted:
            return None
        content = b""
        while len(content) < size:
            content += await part(len(content))
        self.taken.append((file_name, content))
        return Taken(file_name, self.by_browser, self.folder)

    async def pick_archive(self, most: int) -> Picked | None:
        return self.archive


class FakePreferences:
    is_lasting = True

    def __init__(self, kept: Preferences | None = None) -> None:
        self.kept = kept or Preferences()

    def load(self) -> Preferences:
        return self.kept

    def save(self, preferences: Preferences) -> None:
        self.kept = preferences


class FakeDesk:
    """The other side of the demo; ``waits`` are what the offices have to decide."""

    def __init__(self) -> None:
        self.waits: list[DemoWait] = []
        self.answers: list[tuple[UUID, bool]] = []
        self.spans: list[DemoTime] = []
        self.old = False

    async def waiting(self) -> Sequence[DemoWait]:
        return tuple(self.waits)

    async def answer(self, wait_id: UUID, is_confirmed: bool) -> bool:
        self.answers.append((wait_id, is_confirmed))
        self.waits = [one for one in self.waits if one.id != wait_id]
        return True

    async def pass_time(self, span: DemoTime) -> None:
        self.spans.append(span)

    async def is_old(self) -> bool:
        return self.old


class FakeDemo:
    people = (DemoPerson(PHONE, "Анна", "трое детей, всё открыто"),)
    staff = (DemoPerson("registrar", "Зайцева О. В.", "регистратор"),)
    password = PASSWORD
    can_reset = True

    def __init__(self) -> None:
        self.asked_for: list[str] = []
        self.resets = 0
        self.desk = FakeDesk()
        self.code: str | None = CODE
        self.clinic_sms: DemoSms | None = None

    async def latest_sms(self, phone: str, *, from_clinic: bool = False) -> DemoSms | None:
        self.asked_for.append(phone)
        if from_clinic:
            return self.clinic_sms
        return DemoSms(f"Код {self.code}", self.code, NOW)

    async def reset(self) -> None:
        self.resets += 1


class World:
    """All of it together; ``world.ports`` is what a state gets."""

    def __init__(
        self, *, trust: FakeTrust | None = None, demo: FakeDemo | None = None, share_base: str | None = None
    ) -> None:
        self.clock = FixedClock(NOW)
        self.backend = FakeBackend(self.clock)
        self.trust = trust or FakeTrust()
        self.files = FakeFiles()
        self.photos = FakePhotos()
        self.navigator = FakeNavigator()
        self.preferences = FakePreferences()
        self.demo = demo
        #: The clients of the clinic's side, one for each visit.
        self.clinics: list[FakeClinicBackend] = []
        self.ports = Ports(
            backend=self.backend,
            trust=self.trust,
            files=self.files,
            navigator=self.navigator,
            preferences=self.preferences,
            clock=self.clock,
            device_name="Chrome, Linux",
            photos=self.photos,
            demo=demo,
            open_clinic=self.open_clinic,
            share_base=share_base,
        )

    @property
    def clinic(self) -> FakeClinicBackend:
        """The client of the visit that is under way."""
        return self.clinics[-1]

    def open_clinic(self) -> FakeClinicBackend:
        self.clinics.append(FakeClinicBackend(self.clock))
        return self.clinics[-1]

    def ports_with(self, navigator: NavigatorPort, sensor: DemoSensorState | None) -> Ports:
        """The same with a real address bar and, if given, the demo's sensor sheet."""
        if sensor is not None:
            self.trust.sensor = sensor
        return replace(self.ports, navigator=navigator)
