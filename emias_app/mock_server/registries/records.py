"""What ЗАГС and ДТСЗН hold of a child: made of the patients, their papers and their kin; nothing of it is real.

A child is looked for by the paper first, then by name and birth date, so that whichever of them is wrong can be
named. ЗАГС knows parents and adopters, ДТСЗН guardians and trustees.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.family import ChildForm
from emias_app.domain.people import Person, is_same_person, same_name
from emias_app.domain.registry_checks import RegistryRecord
from emias_app.mock_server.store.schema import AccountRow, ChildRow, KinshipRow, PatientRow, RegistryPaperRow
from emias_app.models.account import Registry, Relation
from emias_app.models.base import Sex
from emias_app.models.clinic import KinRelation
from emias_app.models.family import DocumentKind

_KIN: Mapping[Registry, frozenset[str]] = {
    Registry.ZAGS: frozenset({KinRelation.MOTHER, KinRelation.FATHER, KinRelation.ADOPTER}),
    Registry.DTSZN: frozenset({KinRelation.GUARDIAN, KinRelation.TRUSTEE}),
    Registry.MFC: frozenset(KinRelation),
}


def person_of(row: AccountRow | PatientRow | ChildRow | KinshipRow) -> Person:
    """The name and birth date of a row."""
    return Person(row.last_name, row.first_name, row.middle_name, row.birth_date)


def form_of(child: ChildRow) -> ChildForm:
    """A child of «Моя семья» as it was entered."""
    return ChildForm(
        child.last_name, child.first_name, child.middle_name, child.birth_date, Sex(child.sex),
        Relation(child.relation), DocumentKind(child.document_kind), child.document_series, child.document_number,
        child.document_issued_on, child.document_issued_by, child.oms,
    )  # fmt: skip


def record_of(session: Session, registry: Registry, child: ChildRow, holder: AccountRow) -> RegistryRecord | None:
    """The registry's record of the child that was entered; None where it has none."""
    found = _by_paper(session, child) or _by_name(session, child)
    if found is None:
        return None
    patient, paper = found
    kin = session.scalars(
        select(KinshipRow).where(KinshipRow.patient_id == patient.id, KinshipRow.relation.in_(_KIN[registry]))
    )
    return RegistryRecord(
        person=person_of(patient),
        sex=Sex(patient.sex),
        series=paper.series,
        number=paper.number,
        names_applicant=any(is_same_person(person_of(one), person_of(holder)) for one in kin),
    )


def patient_like(session: Session, person: Person, sex: Sex) -> PatientRow | None:
    """The patient of that name, birth date and sex."""
    alike = (one for one in _born_on(session, person.birth_date, sex) if is_same_person(person_of(one), person))
    return next(alike, None)


def _by_paper(session: Session, child: ChildRow) -> tuple[PatientRow, RegistryPaperRow] | None:
    found = select(PatientRow, RegistryPaperRow).join(RegistryPaperRow, RegistryPaperRow.patient_id == PatientRow.id)
    row = session.execute(
        found.where(
            RegistryPaperRow.kind == child.document_kind,
            RegistryPaperRow.series == child.document_series,
            RegistryPaperRow.number == child.document_number,
        ).limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def _by_name(session: Session, child: ChildRow) -> tuple[PatientRow, RegistryPaperRow] | None:
    patient = patient_like(session, person_of(child), Sex(child.sex))
    if patient is None:
        return None
    papers = select(RegistryPaperRow).where(RegistryPaperRow.patient_id == patient.id)
    paper = session.scalar(papers.where(RegistryPaperRow.kind == child.document_kind).limit(1))
    return None if paper is None else (patient, paper)


def _born_on(session: Session, birth: date, sex: Sex) -> list[PatientRow]:
    born = select(PatientRow).where(PatientRow.birth_date == birth, PatientRow.sex == sex.value)
    return list(session.scalars(born.order_by(PatientRow.id)))


def has_policy(session: Session, number: str, person: Person) -> PatientRow | None:
    """The patient who has that policy, if it is this person."""
    row = session.scalar(select(PatientRow).where(PatientRow.oms == number).limit(1))
    if row is None or row.birth_date != person.birth_date:
        return None
    is_same = same_name(row.last_name, person.last_name) and same_name(row.first_name, person.first_name)
    return row if is_same else None
