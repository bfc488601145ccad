"""What stands beside a parent's entries: the clinic's own records of the same, and how people are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from emias_app.domain.child_data import KINDS
from emias_app.domain.clinic_facts import ALLERGY_CODES, PRESCRIPTIONS_FOR, clinic_facts, conflicts_of
from emias_app.domain.journal import Reader, ReaderKind, actor_words
from emias_app.domain.kinship import KIN_WORDS
from emias_app.domain.names import full_name
from emias_app.domain.people import is_same_person
from emias_app.mock_server.registries.records import person_of
from emias_app.mock_server.services import child_data
from emias_app.mock_server.services.clinic import kin_rows
from emias_app.mock_server.store.origin import is_first_hand
from emias_app.mock_server.store.records import parse_record
from emias_app.mock_server.store.schema import AccountRow, PatientRow, StoredRecord
from emias_app.models.base import Sex
from emias_app.models.child_data import (
    AnyEntry,
    ChildDataKind,
    ChildDataSummary,
    ClinicChildData,
    ClinicKind,
    KindPage,
    KindSummary,
)
from emias_app.models.clinic import KinRelation
from emias_app.models.records import AnyRecord
from emias_app.models.section import SectionSlug

S = SectionSlug
#: Entries of a kind that the home of child data names.
_NAMED = 3
_DOCTORS = (S.VISITS.value, S.DISCHARGES.value, S.DAY_HOSPITAL.value, S.AMBULANCE.value)


@dataclass(frozen=True)
class _Sought:
    """Which records may hold a fact: doctors' records by words or codes as they stand in the kept text, sections.

    The rules of :mod:`emias_app.domain.clinic_facts` look closer.
    """

    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    has_vaccinations: bool = False
    has_prescriptions: bool = False

    def clauses(self, today: date) -> Iterator[ColumnElement[bool]]:
        told = [StoredRecord.search_text.contains(word, autoescape=True) for word in self.words]
        coded = [StoredRecord.body_json.contains(f'"code":"{code}', autoescape=True) for code in self.codes]
        if told or coded:
            yield and_(StoredRecord.section.in_(_DOCTORS), or_(*told, *coded))
        if self.has_vaccinations:
            yield StoredRecord.section == S.VACCINATIONS.value
        if self.has_prescriptions:
            of_late = StoredRecord.date >= today - PRESCRIPTIONS_FOR
            yield and_(StoredRecord.section == S.PRESCRIPTIONS.value, of_late)


_SOUGHT: Mapping[ChildDataKind, _Sought] = {
    ChildDataKind.ALLERGIES: _Sought(("аллерги",), ALLERGY_CODES, has_prescriptions=True),
    ChildDataKind.MEDICATIONS: _Sought(has_prescriptions=True),
    ChildDataKind.INJURIES: _Sought(codes=("S", "T", "W")),
    ChildDataKind.SURGERIES: _Sought(("операци", "эктоми", "томия", "пластик", "резекци", "ушивани", "циркумцизи")),
    ChildDataKind.FAMILY_HISTORY: _Sought(
        ("наследственн", "матери", "мамы", "отца", "папы", "брата", "сестры", "бабушки", "дедушки")
    ),
    ChildDataKind.VACCINATIONS: _Sought(has_vaccinations=True),
    ChildDataKind.VISITS: _Sought(),
}


def relevant_records(session: Session, patient_id: UUID, today: date, *kinds: ChildDataKind) -> list[AnyRecord]:
    """The clinic's own records of a card that may hold a fact of the kinds; what an archive brought is not its own."""
    clauses = [clause for kind in kinds for clause in _SOUGHT[kind].clauses(today)]
    if not clauses:
        return []
    wanted = select(StoredRecord.body_json).where(
        StoredRecord.patient_id == patient_id, StoredRecord.is_visible.is_(True), is_first_hand(), or_(*clauses)
    )
    return [parse_record(body) for body in session.scalars(wanted)]


class ForParents:
    """How people are called for one of the parents: «Вы», «Анна Сергеевна М.»."""

    def __init__(self, account_id: UUID) -> None:
        self._me = account_id

    def __call__(self, session: Session, ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, bool]]:
        names: dict[UUID, tuple[str, bool]] = {}
        for row in session.scalars(select(AccountRow).where(AccountRow.id.in_(list(ids)))):
            reader = Reader(
                ReaderKind.PARENT, row.last_name, row.first_name, row.middle_name, Sex(row.sex),
                is_me=row.id == self._me,
            )  # fmt: skip
            names[row.id] = (actor_words(reader), reader.is_me)
        return names


class ForGuest:
    """How people are called for whom a one-time link was given to: as for the clinic's doctor."""

    def __init__(self, patient_id: UUID) -> None:
        self._patient_id = patient_id

    def __call__(self, session: Session, ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, bool]]:
        return ForDoctor(session.get_one(PatientRow, self._patient_id))(session, ids)


class ForDoctor:
    """How people are called for the doctor: the whole name and what they are to the patient."""

    def __init__(self, patient: PatientRow) -> None:
        self._patient = patient

    def __call__(self, session: Session, ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, bool]]:
        kin = kin_rows(session, self._patient.id)
        names: dict[UUID, tuple[str, bool]] = {}
        for row in session.scalars(select(AccountRow).where(AccountRow.id.in_(list(ids)))):
            name = full_name(row.last_name, row.first_name, row.middle_name)
            relation = next((one.relation for one in kin if is_same_person(person_of(one), person_of(row))), None)
            if row.id == self._patient.account_id:
                words = "пациент"
            else:
                words = KIN_WORDS[KinRelation(relation)] if relation else "законный представитель"
            names[row.id] = (f"{name}, {words}", False)
        return names


Sees = Callable[[SectionSlug], bool]


def _all(_section: SectionSlug) -> bool:
    return True


def kind_page(
    session: Session, patient_id: UUID, kind: ChildDataKind, naming: child_data.Naming, today: date, sees: Sees = _all
) -> KindPage[AnyEntry]:
    """All entries of a kind with the clinic's own facts and where the two disagree; facts of sections ``sees`` only."""
    items = child_data.entries(session, patient_id, naming, kind)[kind]
    records = [one for one in relevant_records(session, patient_id, today, kind) if sees(one.section)]
    return KindPage[AnyEntry](
        items=items, total=len(items), clinic=clinic_facts(kind, records, today=today),
        conflicts=conflicts_of(kind, items, records, today=today),
    )  # fmt: skip


def summary(
    session: Session, patient_id: UUID, naming: child_data.Naming, today: date, sees: Sees = _all
) -> ChildDataSummary:
    """Every kind in short; facts of sections ``sees`` only."""
    found = child_data.entries(session, patient_id, naming)
    records = [one for one in relevant_records(session, patient_id, today, *KINDS) if sees(one.section)]
    return ChildDataSummary(
        items=[
            KindSummary(
                kind=kind, total=len(found[kind]), newest=found[kind][:_NAMED],
                conflicts=len({one.entry_id for one in conflicts_of(kind, found[kind], records, today=today)}),
                clinic_total=len(clinic_facts(kind, records, today=today)),
            )
            for kind in KINDS
        ]
    )  # fmt: skip


def for_doctor(session: Session, patient: PatientRow, today: date) -> ClinicChildData:
    """Everything that parents entered, and the clinic's own beside it."""
    found = child_data.entries(session, patient.id, ForDoctor(patient))
    records = relevant_records(session, patient.id, today, *KINDS)
    return ClinicChildData(
        items=[
            ClinicKind(
                kind=kind, items=found[kind], clinic=clinic_facts(kind, records, today=today),
                conflicts=conflicts_of(kind, found[kind], records, today=today),
            )
            for kind in KINDS
        ]
    )  # fmt: skip
