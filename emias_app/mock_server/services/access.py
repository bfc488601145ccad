"""Who may see whose card: :func:`viewer_of` decides for every route, and what it hands out keeps the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Path, Request
from sqlalchemy import Row, and_, bindparam, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access import Decision, Ended, Grant, Never, Open, access_decision
from emias_app.domain.documents import Patient
from emias_app.domain.shown import shown_of
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.deps import Caller, CardCallerDep, account_id_of, backend_of, now_of
from emias_app.mock_server.problems import Refusal, not_found, unauthorized, wrong_audience
from emias_app.mock_server.services.journal import Use, What
from emias_app.mock_server.store.schema import ChildRow, GrantRow, PatientRow, ShareRow, ShareSessionRow
from emias_app.models.access import AccessView, GrantSource, GrantState
from emias_app.models.account import PatientSummary, Relation
from emias_app.models.base import Sex
from emias_app.models.section import SectionSlug
from emias_app.models.shown import BesideSections, Shown

T = TypeVar("T")
#: So many cards' rows are known by what they mean.
_DECISIONS = 1024


@dataclass(frozen=True, repr=False)
class CardPatient(Patient):
    """Whose card it is."""

    id: UUID
    organisation: str


class CardReader(Protocol):
    """Whoever may read a card: a person before it, or an export that was asked for."""

    @property
    def patient(self) -> CardPatient: ...

    @property
    def now(self) -> datetime: ...

    @property
    def today(self) -> date: ...

    async def read(self, work: Callable[[Session], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person before a card that is open to them."""

    backend: Backend
    caller: Caller
    account_id: UUID
    patient: CardPatient
    grant: Grant
    now: datetime
    #: The parts that a one-time link shows; None = a parent, who sees all.
    shared: frozenset[Shown] | None = None

    def sees(self, part: Shown) -> bool:
        """Whether a part of the card is open to whoever looks."""
        return self.shared is None or part in self.shared

    @property
    def today(self) -> date:
        """Moscow's day of the request."""
        return moscow_day(self.now)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Read from the store."""
        return await self.backend.store.read(work)

    async def saw(self, what: What, section: SectionSlug | None = None, record_id: UUID | None = None) -> None:
        """Journal one read, on disk before this returns; called once, right before a 200 goes out."""
        await self._used(what, section, record_id)

    async def used(self) -> None:
        """Note that the card is in use, by an answer that is no read of it (counts, a list's next page)."""
        await self._used(None, None, None)

    async def _used(self, what: What | None, section: SectionSlug | None, record_id: UUID | None) -> None:
        await self.backend.journal.add(
            Use(
                session_id=self.caller.session_id,
                patient_id=self.patient.id,
                actor_kind="PARENT" if self.shared is None else "SHARE",
                actor_id=self.account_id,
                client=self.caller.client,
                at=self.now,
                what=what,
                section=section,
                record_id=record_id,
            )
        )


_P, _G = PatientRow.__table__.c, GrantRow.__table__.c
_LOOK_UP = (
    select(
        _P.id, _P.last_name, _P.first_name, _P.middle_name, _P.birth_date, _P.sex, _P.organisation,
        _P.emancipated_on, _P.account_id, _G.id.label("grant_id"), _G.source, _G.state, _G.start, _G.ends_on,
        _G.ended_at, _G.reason, _G.revoked_by_clinic,
    )
    .join_from(
        PatientRow.__table__,
        GrantRow.__table__,
        and_(_G.patient_id == _P.id, _G.account_id == bindparam("account")),
        isouter=True,
    )
    .where(_P.id == bindparam("patient"))
)  # fmt: skip


_SH, _SS = ShareRow.__table__.c, ShareSessionRow.__table__.c
_SHARE = (
    select(_SH.patient_id, _SH.account_id, _SH.grant_id, _SH.sections, _SH.expires_at, _SH.ended_at)
    .join_from(ShareSessionRow.__table__, ShareRow.__table__, _SS.share_id == _SH.id)
    .where(_SS.session_id == bindparam("session"))
)


#: The first step of an address under a card, and the part that it reads.
_OWN_READS: Mapping[str, Shown] = {
    "diary": SectionSlug.DIARY,
    "child-data": SectionSlug.CHILD_DATA,
    "growth": BesideSections.GROWTH,
    "vaccination-plan": SectionSlug.VACCINATIONS,
}


def grant_of(row: Any) -> Grant:
    """A row of the table of grants as the rules know it."""
    return Grant(
        id=row.grant_id,
        source=GrantSource(row.source),
        state=GrantState(row.state),
        start=row.start,
        ends_on=row.ends_on,
        ended_at=row.ended_at,
        reason=row.reason,
        revoked_by_clinic=row.revoked_by_clinic,
    )


@lru_cache(_DECISIONS)
def _decide(
    rows: tuple[Row[Any], ...], account_id: UUID, today: date, only: UUID | None = None
) -> tuple[CardPatient, Decision]:
    """What the rows of a card and its grants mean: they are read for every request, and mean the same every time.

    ``only``: by this one access, whatever others the account holds.
    """
    first = rows[0]
    patient = CardPatient(
        id=first.id,
        last_name=first.last_name,
        first_name=first.first_name,
        middle_name=first.middle_name,
        birth_date=first.birth_date,
        sex=Sex(first.sex),
        organisation=first.organisation,
    )
    decision = access_decision(
        [grant_of(row) for row in rows if row.grant_id is not None and (only is None or row.grant_id == only)],
        birth=first.birth_date,
        emancipated_on=first.emancipated_on,
        today=today,
        is_own=first.account_id == account_id,
    )
    return patient, decision


async def viewer_of(
    request: Request,
    caller: CardCallerDep,
    pid: Annotated[str, Path(description="The patient's id.", json_schema_extra={"format": "uuid"})],
) -> Viewer:
    """The one place that decides who may see a card; refuses in the order of the contract (§2)."""
    backend, now = backend_of(request), now_of(request)
    shared: frozenset[Shown] | None = None
    grant_id: UUID | None = None
    if caller.audience == "share":
        link = await _by_link(request, backend, caller, pid, now)
        account_id, patient_id, grant_id, shared = link.account_id, link.patient_id, link.grant_id, link.parts
    else:
        account_id, patient_id = account_id_of(caller), parse_id(pid)
    rows = await backend.store.fetch(_LOOK_UP, {"patient": patient_id, "account": account_id})
    if not rows:
        raise not_found()
    patient, decision = _decide(tuple(rows), account_id, moscow_day(now), grant_id)
    match decision:
        case Never() | Ended() if shared is not None:
            raise unauthorized()  # the link went with the access; why is nothing for a guest
        case Never():
            raise not_found()
        case Ended():
            said = f"Доступ к медкарте закрыт: {decision.reason.rstrip('.')}."
            raise Refusal(403, decision.code, said, reason=decision.reason)
        case _:
            await backend.card_ready(patient_id)
            return Viewer(backend, caller, account_id, patient, decision.grant, now, shared)


@dataclass(frozen=True, slots=True)
class _Link:
    """Whose one-time link it is, by which of their accesses, and the parts that it shows."""

    account_id: UUID
    patient_id: UUID
    grant_id: UUID
    parts: frozenset[Shown]


async def _by_link(request: Request, backend: Backend, caller: Caller, pid: str, now: datetime) -> _Link:
    """Whose link a guest came by, to which card and sections: reading alone, and nothing else of the card."""
    if request.method not in ("GET", "HEAD"):
        raise wrong_audience()
    found = await backend.store.fetch(_SHARE, {"session": caller.session_id})
    if not found or found[0].ended_at is not None or found[0].expires_at <= now:
        raise unauthorized()
    share = found[0]
    parts = frozenset(shown_of(slug) for slug in share.sections.split(","))
    if share.patient_id != parse_id(pid) or not _is_within(request, pid, parts):
        raise not_found()
    return _Link(share.account_id, share.patient_id, share.grant_id, parts)


def _is_within(request: Request, pid: str, parts: frozenset[Shown]) -> bool:
    """Whether an address reads what the link shows: the list of sections, a section that holds records, or one of the
    reads that have addresses of their own."""
    section = request.path_params.get("section")
    if section is not None:
        return section in {part.value for part in parts}
    under = request.url.path.partition(f"/{pid}/")[2]
    return under == "sections" or _OWN_READS.get(under.partition("/")[0]) in parts


def parse_id(value: str) -> UUID:
    """An id of an address; what is no id names nothing, so it is not found."""
    try:
        return UUID(value)
    except ValueError as error:
        raise not_found() from error


ViewerDep = Annotated[Viewer, Depends(viewer_of)]


def patients_of(session: Session, account_id: UUID, today: date) -> list[PatientSummary]:
    """The patients whose card is or was open to an account, in the order of «Моя семья»; nothing medical."""
    rows = session.execute(
        select(*_P, _G.id.label("grant_id"), _G.source, _G.state, _G.start, _G.ends_on, _G.ended_at, _G.reason,
               _G.revoked_by_clinic)
        .join_from(GrantRow.__table__, PatientRow.__table__, _G.patient_id == _P.id)
        .where(_G.account_id == account_id)
    ).all()  # fmt: skip
    family = {
        child.patient_id: child
        for child in session.execute(
            select(ChildRow.patient_id, ChildRow.relation, ChildRow.position).where(
                ChildRow.account_id == account_id, ChildRow.removed_at.is_(None)
            )
        )
        if child.patient_id is not None
    }
    held: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        held[row.id].append(row)
    found = []
    for patient_id, of_patient in held.items():
        child = family.get(patient_id)
        summary = _summary(of_patient, account_id, child.relation if child else None, today)
        found.append((child.position if child else len(family), summary))
    found.sort(key=lambda pair: (pair[0], pair[1].birth_date, pair[1].id))
    return [summary for _, summary in found]


def _summary(rows: Sequence[Any], account_id: UUID, relation: str | None, today: date) -> PatientSummary:
    first = rows[0]
    is_own = first.account_id == account_id
    if is_own:
        relation = Relation.SELF
    elif relation is None:  # a card opened by the clinic's code needs no child in «Моя семья»
        relation = Relation.SON if first.sex == Sex.MALE else Relation.DAUGHTER
    decision = access_decision(
        [grant_of(row) for row in rows],
        birth=first.birth_date,
        emancipated_on=first.emancipated_on,
        today=today,
        is_own=is_own,
    )
    match decision:
        case Open():
            state, end, reason = GrantState.ACTIVE, decision.ends_on, None
        case Ended():
            ended_at = decision.grant.ended_at
            end = moscow_day(ended_at) if ended_at else decision.grant.ends_on
            state, reason = decision.state, decision.reason
        case Never():
            raise AssertionError("a patient without a grant was listed")
    return PatientSummary(
        id=first.id,
        last_name=first.last_name,
        first_name=first.first_name,
        middle_name=first.middle_name,
        birth_date=first.birth_date,
        sex=Sex(first.sex),
        relation=Relation(relation),
        access=AccessView(
            state=state, source=decision.grant.source, start=decision.grant.start, end=end, reason=reason
        ),
    )
