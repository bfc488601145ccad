"""How the facets of sections are kept with the records and how they come out (:class:`FacetRow`)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from emias_app.domain.sections import BY_SLUG, Section
from emias_app.mock_server.store.schema import FacetRow, StoredRecord
from emias_app.models.records import Facet, Facets, LabReport, Record, RecordRow
from emias_app.models.section import SectionSlug

_F = FacetRow.__table__.c
_OUTSIDE = func.sum(case((StoredRecord.is_outside, 1), else_=0))
#: The key of records that have none.
_NO_KEY = ""


def facet_column(section: Section) -> InstrumentedAttribute[str | None] | None:
    """What a section's records differ by; None where nothing is chosen among."""
    if section.by_kind:
        return StoredRecord.kind
    return StoredRecord.speciality if section.by_speciality else None


def count_facets(session: Session, records: Iterable[Record]) -> None:
    """Add freshly kept records that come out to the facets of their sections."""
    found: dict[tuple[UUID, str, str], tuple[str, int, int]] = {}
    for record in records:
        if facet_column(BY_SLUG[record.section]) is not None:
            key, title = _named(record)
            facet = (record.patient_id, record.section.value, key)
            _, count, outside = found.get(facet, (title, 0, 0))
            found[facet] = (title, count + 1, outside + is_outside(record))
    upsert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    for (patient_id, section, key), (title, count, outside) in found.items():
        statement = upsert(FacetRow).values(
            patient_id=patient_id, section=section, key=key, title=title, count=count, outside=outside
        )
        new = statement.excluded
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["patient_id", "section", "key"],
                set_={"count": _F.count + new.count, "outside": _F.outside + new.outside},
            )
        )


def recount_facet(session: Session, record: StoredRecord) -> None:
    """Tell the facet of a record that was hidden or shown again how many there are now."""
    column = facet_column(BY_SLUG[SectionSlug(record.section)])
    if column is None:
        return
    key = getattr(record, column.key)
    row = session.get_one(FacetRow, (record.patient_id, record.section, key or _NO_KEY))
    of_key = select(func.count(), _OUTSIDE).where(
        StoredRecord.patient_id == record.patient_id,
        StoredRecord.section == record.section,
        StoredRecord.is_visible.is_(True),
        column == key,
    )
    count, outside = session.execute(of_key).one()
    row.count, row.outside = count, outside or 0


def facets_of(
    session: Session,
    patient_id: UUID,
    section: Section,
    conditions: Iterable[ColumnElement[bool]] | None,
    *,
    chosen: str | None,
    only_outside: bool,
) -> tuple[Facets, int | None]:
    """All facets of a section, those with the most records first, so that they keep their places; and how many records
    the ``chosen`` one leaves, which spares the list its own counting (None where a section has no facets).

    ``conditions`` are those of the list besides its facet and its norm (None = the whole section): each count is of
    what a choice would leave, and may be 0.
    """
    column = facet_column(section)
    if column is None:
        return Facets(items=[]), None
    kept = session.execute(
        select(_F.key, _F.title, _F.count, _F.outside)
        .where(_F.patient_id == patient_id, _F.section == section.slug.value, _F.count > 0)
        .order_by(_F.count.desc(), _F.title)
    ).all()
    left: dict[str, tuple[int, int]] = {row.key: (row[2], row[3]) for row in kept}
    if conditions is not None:
        counted = select(column, func.count(), _OUTSIDE).where(*conditions).group_by(column)
        left = {key or _NO_KEY: (count, outside) for key, count, outside in session.execute(counted)}
    shown = {key: outside if only_outside else count for key, (count, outside) in left.items()}
    items = [Facet(key=row.key, title=row.title, count=shown.get(row.key, 0)) for row in kept if row.key != _NO_KEY]
    keys = [key for key in left if chosen in (None, key)]
    outside = sum(left[key][1] for key in keys) if section.tells_outside else None
    return Facets(items=items, outside=outside), sum(shown[key] for key in keys)


def is_outside(record: Record) -> bool:
    """Whether something in a record is outside its norm."""
    return isinstance(record, LabReport) and record.abnormal_count > 0


def _named(row: RecordRow) -> tuple[str, str]:
    """The key and the title of a record's facet."""
    if BY_SLUG[row.section].by_kind:
        return row.kind or _NO_KEY, row.kind_title or row.title
    return row.speciality or _NO_KEY, row.speciality or ""
