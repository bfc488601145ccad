"""The clinic's work place: its patients and their kin (product.md §7); nothing medical is read here."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.identifiers import check_phone
from emias_app.domain.kinship import KinshipForm, kinship_problems
from emias_app.domain.names import full_name
from emias_app.domain.people import is_same_person, tidy_name
from emias_app.domain.text import normalise, terms
from emias_app.mock_server.problems import Refusal, invalid_fields
from emias_app.mock_server.registries.records import person_of
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import KinshipRow, PatientRow, StaffRow
from emias_app.models.base import Sex
from emias_app.models.clinic import ClinicPatient, KinRelation, Kinship, KinshipRequest, Staff, StaffRole

_DAY = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMBER = re.compile(r"\d(?:[ \u00a0-]?\d)+")
#: A policy is looked for by at least so many of its first digits.
_LEAST_DIGITS = 4


def staff_view(session: Session, staff_id: UUID) -> Staff:
    """Who is at the work place."""
    row = session.get_one(StaffRow, staff_id)
    organisation = session.scalar(select(PatientRow.organisation).order_by(PatientRow.id).limit(1)) or ""
    name = full_name(row.last_name, row.first_name, row.middle_name)
    return Staff(id=row.id, name=name, role=StaffRole(row.role), organisation=organisation)


def search(session: Session, query: str) -> list[ClinicPatient]:
    """The patients that fit every word: names by their beginnings, a birth date, the first digits of a policy."""
    wanted = _Wanted(query)
    found = [row for row in session.scalars(select(PatientRow)) if wanted.fits(row)]
    found.sort(key=lambda row: (normalise(f"{row.last_name} {row.first_name} {row.middle_name}"), row.birth_date))
    return [patient_view(row) for row in found]


class _Wanted:
    """A query as it was meant."""

    def __init__(self, query: str) -> None:
        days = [*(_day(y, m, d) for d, m, y in _DAY.findall(query)), *(_day(*p) for p in _ISO_DAY.findall(query))]
        rest = _ISO_DAY.sub(" ", _DAY.sub(" ", query))
        self._days = days
        self._numbers = ["".join(filter(str.isdecimal, found)) for found in _NUMBER.findall(rest)]
        self._words = terms(_NUMBER.sub(" ", rest))

    def fits(self, row: PatientRow) -> bool:
        names = terms(f"{row.last_name} {row.first_name} {row.middle_name}")
        return (
            all(any(name.startswith(word) for name in names) for word in self._words)
            and all(row.birth_date == day for day in self._days)
            and all(self._is_policy(row, number) for number in self._numbers)
        )

    @staticmethod
    def _is_policy(row: PatientRow, number: str) -> bool:
        return len(number) >= _LEAST_DIGITS and row.oms is not None and row.oms.startswith(number)


def _day(year: str, month: str, day: str) -> date | None:
    """None for a day that no calendar has: nobody was born on it."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def patient_view(row: PatientRow) -> ClinicPatient:
    return ClinicPatient(
        id=row.id, last_name=row.last_name, first_name=row.first_name, middle_name=row.middle_name,
        birth_date=row.birth_date, sex=Sex(row.sex), oms=row.oms,
    )  # fmt: skip


def kin_rows(session: Session, patient_id: UUID) -> list[KinshipRow]:
    kin = select(KinshipRow).where(KinshipRow.patient_id == patient_id)
    return list(session.scalars(kin.order_by(KinshipRow.last_name, KinshipRow.first_name, KinshipRow.id)))


def list_kin(session: Session, patient_id: UUID) -> list[Kinship]:
    """The patient's relatives as the clinic holds them."""
    return [_view(row) for row in kin_rows(session, patient_id)]


def add_kin(session: Session, patient: PatientRow, body: KinshipRequest, now: datetime) -> Kinship | Refusal:
    """«Родственная связь: Добавление»."""
    problems = kinship_problems(KinshipForm.of(body), child_birth=patient.birth_date, today=moscow_day(now))
    if problems:
        return invalid_fields(problems)
    row = KinshipRow(
        id=uuid4(), patient_id=patient.id, last_name=tidy_name(body.last_name), first_name=tidy_name(body.first_name),
        middle_name=tidy_name(body.middle_name), birth_date=body.birth_date, relation=body.relation.value,
        phone=check_phone(body.phone),
    )  # fmt: skip
    if any(is_same_person(person_of(one), person_of(row)) for one in kin_rows(session, patient.id)):
        return Refusal(409, "kinship_exists", "Этот родственник уже есть в списке.")
    session.add(row)
    touch_demo(session)
    return _view(row)


def _view(row: KinshipRow) -> Kinship:
    return Kinship(
        id=row.id, last_name=row.last_name, first_name=row.first_name, middle_name=row.middle_name,
        birth_date=row.birth_date, relation=KinRelation(row.relation), phone=row.phone,
    )  # fmt: skip
