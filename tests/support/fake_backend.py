"""A backend played in memory, with knobs.

``backend.failure = Offline()`` makes every call fail, ``backend.failures["overview"] = …`` only those;
``backend.calls`` lists what was asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

from emias_app.clock import FixedClock
from emias_app.errors import EmiasError
from emias_app.models.access import AccessView, GrantSource, GrantState
from emias_app.models.account import AccountLevel, Check, EndedAccess, Me, Notice
from emias_app.models.auth import Device, Session, TokenLevel
from emias_app.models.base import Sex
from emias_app.models.document import Block
from emias_app.models.family import Child
from emias_app.models.growth import Growth
from emias_app.models.journal import JournalEntry
from emias_app.models.lab_trend import LabTrend
from emias_app.models.records import RecordRow
from emias_app.models.requests import AccessRequest, Grant
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import PlannedDose
from tests.support.fake_access import FakeAccess, a_grant, a_read, opened_view
from tests.support.fake_account import FakeFamily, FakeRegistration
from tests.support.fake_card_views import a_trend
from tests.support.fake_child_data import FakeChildData
from tests.support.fake_diary import FakeDiary
from tests.support.fake_exports import FakeExports
from tests.support.fake_patients import FakePatients
from tests.support.fake_sign_in import FakeAuth, FakeDevices, FakeMe, Part
from tests.support.fake_values import NOW, PHONE, a_child, an_id, rows_of


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
        self.auth, self.devices = FakeAuth(self), FakeDevices(self)
        self.me, self.patients = FakeMe(self), FakePatients(self)

    @property
    def signed_in(self) -> bool:
        return self.level is not None

    def forget(self) -> None:
        self.level = None

    def server_now(self) -> datetime:
        return self._clock.now()

    async def call(self, name: str, *what: object) -> None:
        """Note a call; wait at its gate and fail as the knobs say."""
        await Part(self)._call(name, *what)

    def check_code(self, code: str) -> None:
        """Count a wrong code of an SMS."""
        FakeAuth(self)._check(code)

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
