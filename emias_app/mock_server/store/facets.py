"""How the facets of sections are kept with the records and how they come out (:class:`FacetRow`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from emias_app.domain.sections import BY_SLUG, Section
from emias_app.mock_server.store.record_filter import RecordFilter
from emias_app.mock_server.store.record_words import is_outside
from emias_app.mock_server.store.schema import FacetRow, StoredRecord
from emias_app.mock_server.store.word_index import kind_sign, outside_sign, speciality_sign
from emias_app.mock_server.store.word_pages import Asked, count_asked
from emias_app.models.records import Facet, Facets, Record, RecordRow
from emias_app.models.section import SectionSlug

_F = FacetRow.__table__.c
_OUTSIDE = func.sum(case((StoredRecord.is_outside, 1), else_=0))
#: The key of records that have none.
_NO_KEY = ""
_KEPT = (
    select(_F.key, _F.title, _F.count, _F.outside)
    .where(_F.patient_id == bindparam("patient"), _F.section == bindparam("section"), _F.count > 0)
    .order_by(_F.count.desc(), _F.title)
)


@dataclass(frozen=True, slots=True)
class Others:
    """What a list is narrowed by besides its facet and its norm: as conditions on records, and as a question to the
    index of words where there is one; neither = the whole section."""

    conditions: Callable[[], Sequence[ColumnElement[bool]]] | None = None
    asked: Asked | None = None


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
    session: Session, patient_id: UUID, slug: SectionSlug, narrowed: RecordFilter, others: Others
) -> tuple[Facets, int | None]:
    """All facets of a section, those with the most records first, so that they keep their places; and how many records
    the chosen one leaves, which spares the list its own counting (None where a section has no facets).

    Each count is of what a choice would leave besides ``others``, and may be 0.
    """
    section = BY_SLUG[slug]
    column = facet_column(section)
    if column is None:
        return Facets(items=[]), None
    kept = session.execute(_KEPT, {"patient": patient_id, "section": slug.value}).all()
    chosen = narrowed.chosen(slug)
    keys = [row.key for row in kept]
    if others.asked is not None and not (others.asked.is_days_alone and _NO_KEY in keys):
        shown, outside = _left_in_index(session, section, keys, narrowed, others.asked)
    else:
        left: dict[str, tuple[int, int]] = {row.key: (row[2], row[3]) for row in kept}
        if others.conditions is not None:
            counted = select(column, func.count(), _OUTSIDE).where(*others.conditions()).group_by(column)
            left = {key or _NO_KEY: (count, outside) for key, count, outside in session.execute(counted)}
        shown = {key: outside if narrowed.only_outside else count for key, (count, outside) in left.items()}
        outside = sum(count for key, (_, count) in left.items() if chosen in (None, key))
    items = [Facet(key=row.key, title=row.title, count=shown.get(row.key, 0)) for row in kept if row.key != _NO_KEY]
    total = sum(count for key, count in shown.items() if chosen in (None, key))
    return Facets(items=items, outside=outside if section.tells_outside else None), total


def kept_count(session: Session, patient_id: UUID, slug: SectionSlug, narrowed: RecordFilter) -> int | None:
    """How many records a list has that is narrowed by its facet and its norm alone; None where it takes counting."""
    section, chosen = BY_SLUG[slug], narrowed.chosen(slug)
    if facet_column(section) is None or not narrowed.besides_facets(slug).is_empty:
        return None
    kept: dict[str, int] = {
        row.key: row[3] if narrowed.only_outside else row[2]
        for row in session.execute(_KEPT, {"patient": patient_id, "section": slug.value})
    }
    return sum(count for key, count in kept.items() if chosen in (None, key))


def _left_in_index(
    session: Session, section: Section, keys: Sequence[str], narrowed: RecordFilter, asked: Asked
) -> tuple[dict[str, int], int]:
    """What each key of a facet leaves, and how much would be outside its norm, counted in the index of words.

    What all others leave of the whole is of one key that is not counted: of those without a key, which have no sign, or
    of the first, which has the most records.
    """
    sign = kind_sign if section.by_kind else speciality_sign
    norm = outside_sign(asked.patient_id, section.slug)
    base = (norm,) if narrowed.only_outside else ()
    chosen = narrowed.chosen(section.slug)
    has_whole = bool(base) or not asked.is_days_alone
    rest = (_NO_KEY if _NO_KEY in keys else next(iter(keys), _NO_KEY)) if has_whole else None
    counted = [key for key in keys if key not in (rest, _NO_KEY)]
    sets = [(*base, sign(asked.patient_id, section.slug, key)) for key in counted]
    if rest is not None:
        sets.append(base)
    if section.tells_outside and not narrowed.only_outside:
        sets.append((norm, *([sign(asked.patient_id, section.slug, chosen)] if chosen else ())))
    counts = count_asked(session, asked, sets)
    shown = dict(zip(counted, counts, strict=False))
    if rest is not None:
        shown[rest] = counts[len(counted)] - sum(shown.values())
    if not section.tells_outside:
        return shown, 0
    left = sum(count for key, count in shown.items() if chosen in (None, key))
    return shown, left if narrowed.only_outside else counts[-1]


def _named(row: RecordRow) -> tuple[str, str]:
    """The key and the title of a record's facet."""
    if BY_SLUG[row.section].by_kind:
        return row.kind or _NO_KEY, row.kind_title or row.title
    return row.speciality or _NO_KEY, row.speciality or ""
