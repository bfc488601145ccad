"""The outside world of a page that shows a card to a doctor: what is shown is read, everything else is refused.

The graph of such a page is built over these ports, so that no event of a control that is hidden, old or made up can
read another part or another child, write, or take a file away. What is not named here is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from emias_app.errors import Forbidden
from emias_app.models.account import Changes, Me, PatientSummary
from emias_app.models.auth import TokenLevel
from emias_app.models.child_data import AnyEntry, ChildDataKind, ChildDataSummary, KindPage
from emias_app.models.document import Document, LinkBlock
from emias_app.models.problem import Problem
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.models.shown import BesideSections, Shown
from emias_app.state.child_data_ports import ChildDataPort
from emias_app.state.diary_ports import StepMemory
from emias_app.state.file_ports import FilesPort
from emias_app.state.ports import BackendPort, PatientsPort, PhotosPort, Ports, Preferences, PreferencesPort
from emias_app.state.show_rules import Showing

NOT_SHOWN = "not_shown"
#: Where the clinic's facts beside the parents' entries come from.
_FACTS = frozenset(
    {
        SectionSlug.VISITS,
        SectionSlug.DISCHARGES,
        SectionSlug.DAY_HOSPITAL,
        SectionSlug.AMBULANCE,
        SectionSlug.VACCINATIONS,
        SectionSlug.PRESCRIPTIONS,
    }
)


def refusal() -> Forbidden:
    """What is not shown; told like any refusal of the backend."""
    return Forbidden(Problem(title="Not shown", status=403, code=NOT_SHOWN, detail="Во время показа это недоступно."))


class Refusing:
    """A port whose every call is refused."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        async def refused(*_args: object, **_named: object) -> Any:
            raise refusal()

        return refused


class ShownPart(Refusing):
    """The named reads of one part, of the shown child; the rest is refused."""

    def __init__(self, port: Any, showing: Showing, part: Shown, reads: Sequence[str]) -> None:
        self._port, self._showing, self._part, self._reads = port, showing, part, reads

    def __getattr__(self, name: str) -> Any:
        if name not in self._reads:
            return super().__getattr__(name)
        read = getattr(self._port, name)

        async def one(patient_id: UUID, *args: Any, **named: Any) -> Any:
            if patient_id != self._showing.patient_id or self._part not in self._showing.parts:
                raise refusal()
            return await read(patient_id, *args, **named)

        return one


class ShownPatients(Refusing):
    """The shown child alone, and the parts that are shown."""

    def __init__(self, patients: PatientsPort, showing: Showing) -> None:
        self._patients, self._showing = patients, showing
        labs = ShownPart(patients, showing, SectionSlug.LABS, ["lab_trend"])
        plan = ShownPart(patients, showing, SectionSlug.VACCINATIONS, ["vaccination_plan"])
        self.lab_trend, self.vaccination_plan = labs.lab_trend, plan.vaccination_plan
        self.growth = ShownPart(patients, showing, BesideSections.GROWTH, ["growth"]).growth

    async def list(self) -> Sequence[PatientSummary]:
        return [child for child in await self._patients.list() if child.id == self._showing.patient_id]

    async def sections(self, patient_id: UUID) -> Sequence[SectionSummary]:
        self._check(patient_id, None)
        found = await self._patients.sections(patient_id)
        return [one.model_copy(update={"fresh": []}) for one in found if one.section in self._showing.parts]

    async def records(self, patient_id: UUID, section: SectionSlug, **how: Any) -> Any:
        self._check(patient_id, section)
        return await self._patients.records(patient_id, section, **how)

    async def document(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> Document:
        """The document; what it names of parts that are not shown is left out."""
        self._check(patient_id, section)
        document = await self._patients.document(patient_id, section, record_id)
        blocks = [self._within(block) if isinstance(block, LinkBlock) else block for block in document.blocks]
        kept = [block for block in blocks if not (isinstance(block, LinkBlock) and not block.items)]
        return document.model_copy(update={"blocks": kept, "mine": False})

    def _within(self, links: LinkBlock) -> LinkBlock:
        return links.model_copy(update={"items": [one for one in links.items if one.section in self._showing.parts]})

    def _check(self, patient_id: UUID, section: SectionSlug | None) -> None:
        if patient_id != self._showing.patient_id or (section is not None and section not in self._showing.parts):
            raise refusal()


class ShownChildData(ShownPart):
    """What the parents entered; of the clinic's own facts beside it those of the sections that are shown."""

    def __init__(self, port: ChildDataPort, showing: Showing) -> None:
        super().__init__(port, showing, SectionSlug.CHILD_DATA, [])
        self._all = ShownPart(port, showing, SectionSlug.CHILD_DATA, ["summary", "page"])

    async def summary(self, patient_id: UUID) -> ChildDataSummary:
        """Counts of disagreements cannot be told apart by section: all or none of them."""
        told: ChildDataSummary = await self._all.summary(patient_id)
        if self._showing.parts >= _FACTS:
            return told
        quiet = [one.model_copy(update={"conflicts": 0, "clinic_total": 0}) for one in told.items]
        return told.model_copy(update={"items": quiet})

    async def page(self, patient_id: UUID, kind: ChildDataKind, **how: Any) -> KindPage[AnyEntry]:
        page: KindPage[AnyEntry] = await self._all.page(patient_id, kind, **how)
        parts = self._showing.parts
        clinic = [fact for fact in page.clinic if fact.section in parts]
        conflicts = [one for one in page.conflicts if one.section in parts]
        return page.model_copy(update={"clinic": clinic, "conflicts": conflicts})


class ShownMe(Refusing):
    """Who is signed in, and the small poll that closes what ended."""

    def __init__(self, backend: BackendPort) -> None:
        self._backend = backend

    async def get(self) -> Me:
        return await self._backend.me.get()

    async def changes(self, since: datetime) -> Changes:
        return await self._backend.me.changes(since)


class ShownBackend:
    """The backend of a page that shows; the session stays the owner's."""

    def __init__(self, backend: BackendPort, showing: Showing) -> None:
        self._backend = backend
        self.patients = ShownPatients(backend.patients, showing)
        self.me = ShownMe(backend)
        self.diary = ShownPart(backend.diary, showing, SectionSlug.DIARY, ["entries", "entry", "photo"])
        self.child_data = ShownChildData(backend.child_data, showing)
        self.auth = self.devices = self.registration = self.family = self.access = self.exports = Refusing()
        self.on_session_lost: Callable[[], None] | None = None

    @property
    def signed_in(self) -> bool:
        return self._backend.signed_in

    @property
    def level(self) -> TokenLevel | None:
        return self._backend.level

    def server_now(self) -> datetime:
        return self._backend.server_now()


class NoFiles(Refusing):
    """Nothing leaves by a file, and nothing comes in."""

    can_share = False


class NoPhotos(Refusing):
    """No picture is taken or chosen; those of the diary are drawn."""

    has_camera = False

    def __init__(self, photos: PhotosPort) -> None:
        self._photos = photos

    def expect_large(self) -> None:
        return

    async def thumbnail(self, content: bytes) -> bytes | None:
        return await self._photos.thumbnail(content)


class KeptPreferences:
    """The owner's choices, which a doctor does not change."""

    def __init__(self, kept: PreferencesPort) -> None:
        self._kept = kept

    @property
    def is_lasting(self) -> bool:
        return self._kept.is_lasting

    def load(self) -> Preferences:
        return self._kept.load()

    def save(self, preferences: Preferences) -> None:
        return


def shown_ports(ports: Ports, showing: Showing) -> Ports:
    """The ports of a page that shows. What waits to be sent waits on: it is neither sent nor seen meanwhile."""
    return replace(
        ports,
        backend=cast(BackendPort, ShownBackend(ports.backend, showing)),
        files=cast(FilesPort, NoFiles()),
        photos=cast(PhotosPort, NoPhotos(ports.photos)),
        preferences=KeptPreferences(ports.preferences),
        steps=StepMemory(),
        demo=None,
        open_clinic=None,
        share_base=None,
        showing=showing,
    )
