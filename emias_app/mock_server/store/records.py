"""Records of a card: how they are kept and how lists come out.

A record's JSON is made once, when it is written; a list is those strings joined, never parsed again.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from emias_app.domain.sections import BY_SLUG
from emias_app.mock_server.store.as_bytes import as_bytes
from emias_app.mock_server.store.facets import Others, count_facets, facets_of, kept_count, recount_facet
from emias_app.mock_server.store.lab_values import insert_values
from emias_app.mock_server.store.record_filter import RecordFilter
from emias_app.mock_server.store.record_words import is_outside, record_words
from emias_app.mock_server.store.schema import MeasuredRow, SectionCountRow, StoredRecord
from emias_app.mock_server.store.search import holds_words
from emias_app.mock_server.store.word_pages import asked_of, count_asked, newest
from emias_app.models.records import AnyRecord, Facets, LabReport, Record, RecordRow, Visit
from emias_app.models.section import SectionSlug

__all__ = [
    "BrokenCursor",
    "Listed",
    "RecordFilter",
    "cursor_of",
    "find_record",
    "hide_record",
    "insert_records",
    "list_records",
    "page_of_rows",
    "parse_record",
    "position_of",
    "section_counts",
    "section_facets",
    "show_record",
    "whole_section",
]

_ROW = TypeAdapter(RecordRow)
_ANY: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
_SORT_KEY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d#[0-9a-f-]{36}")


class BrokenCursor(ValueError):
    """A cursor that no list of ours has given out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: the rows' JSON, the cursor of the next page and how many there are in all."""

    rows: Sequence[bytes]
    next_cursor: str | None
    total: int
    facets: Facets | None = None

    def to_json(self) -> bytes:
        """The page as it goes out: ``{items, nextCursor, total}``, and ``facets`` where they were asked for."""
        cursor = "null" if self.next_cursor is None else f'"{self.next_cursor}"'
        facets = "" if self.facets is None else f',"facets":{self.facets.model_dump_json(by_alias=True)}'
        return b'{"items":[%b],"nextCursor":%b,"total":%d%b}' % (
            b",".join(self.rows), cursor.encode(), self.total, facets.encode(),
        )  # fmt: skip


def insert_records(session: Session, records: Sequence[Record], *, created_at: datetime) -> None:
    """Keep records with all that lists and search need, in the transaction of ``session``.

    The ids must be new. A record before its section's "since" date is kept and never comes out.
    """
    if not records:
        return
    # By day: the index of words is numbered by it, and is laid out best when its numbers only grow.
    records = sorted(records, key=lambda record: record.date)
    rows = [_stored(record, created_at) for record in records]
    session.execute(insert(StoredRecord), rows)
    _count(session, rows)
    count_facets(session, (record for record, row in zip(records, rows, strict=True) if row["is_visible"]))
    insert_values(
        session,
        (
            (record, row["sort_key"])
            for record, row in zip(records, rows, strict=True)
            if isinstance(record, LabReport) and row["is_visible"]
        ),
    )
    measured = [
        _measured(record) for record in records if isinstance(record, Visit) and record.measures and _is_visible(record)
    ]
    if measured:
        session.execute(insert(MeasuredRow), measured)


def hide_record(session: Session, record_id: UUID) -> None:
    """A record that is no longer shown; it stays, so that it may be shown again."""
    _turn(session, record_id, is_visible=False)


def show_record(session: Session, record_id: UUID) -> None:
    """A hidden record is shown again."""
    _turn(session, record_id, is_visible=True)


def _turn(session: Session, record_id: UUID, *, is_visible: bool) -> None:
    """Show or hide a record, its section's count and newest day with it."""
    record = session.scalars(select(StoredRecord).where(StoredRecord.id == record_id)).one()
    if record.is_visible == is_visible:
        return
    record.is_visible = is_visible
    # What is hidden is not found either, nor counted among what is.
    record.search_text = record_words(parse_record(record.body_json)) if is_visible else ""
    session.flush()
    shown = (
        StoredRecord.patient_id == record.patient_id,
        StoredRecord.section == record.section,
        StoredRecord.is_visible.is_(True),
    )
    count, newest = session.execute(select(func.count(), func.max(StoredRecord.date)).where(*shown)).one()
    row = session.get_one(SectionCountRow, (record.patient_id, record.section))
    row.count, row.newest = count, newest
    recount_facet(session, record)


def _measured(visit: Visit) -> dict[str, Any]:
    measures = visit.measures
    assert measures is not None
    return {
        "record_id": visit.id,
        "patient_id": visit.patient_id,
        "section": visit.section.value,
        "date": visit.date,
        "title": visit.title,
        "height": measures.height,
        "weight": measures.weight,
        "head": measures.head,
        "position": measures.position.value if measures.position else None,
        "imported_on": visit.imported_on,
    }


def _stored(record: Record, created_at: datetime) -> dict[str, Any]:
    is_visible = _is_visible(record)
    return {
        "id": record.id,
        "patient_id": record.patient_id,
        "section": record.section.value,
        "date": record.date,
        "kind": record.kind,
        "speciality": record.speciality,
        "sort_key": f"{record.date.isoformat()}T{record.time or '00:00'}#{record.id}",
        "is_visible": is_visible,
        "is_outside": is_outside(record),
        "row_json": _ROW.dump_json(record, by_alias=True).decode(),
        "body_json": record.model_dump_json(by_alias=True),
        "search_text": record_words(record) if is_visible else "",
        "created_at": created_at,
    }


def _is_visible(record: Record) -> bool:
    since = BY_SLUG[record.section].available_from(record.kind)
    return since is None or record.date >= since


def _count(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Add the visible ones of freshly kept records to their sections' counts."""
    counts: dict[tuple[UUID, str], tuple[int, date]] = {}
    for row in rows:
        if row["is_visible"]:
            key = (row["patient_id"], row["section"])
            count, newest = counts.get(key, (0, row["date"]))
            counts[key] = (count + 1, max(newest, row["date"]))
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    for (patient_id, section), (count, newest) in counts.items():
        upsert = (sqlite_insert if is_sqlite else postgresql_insert)(SectionCountRow).values(
            patient_id=patient_id, section=section, count=count, newest=newest
        )
        table, new = SectionCountRow.__table__.c, upsert.excluded
        session.execute(
            upsert.on_conflict_do_update(
                index_elements=["patient_id", "section"],
                set_={
                    "count": table.count + new.count,
                    "newest": case((table.newest > new.newest, table.newest), else_=new.newest),
                },
            )
        )


_R, _C = StoredRecord.__table__.c, SectionCountRow.__table__.c
_ALL = (
    select(
        _R.sort_key,
        as_bytes(_R.row_json).label("row_json"),
        select(_C.count)
        .where(_C.patient_id == bindparam("patient"), _C.section == bindparam("section"))
        .scalar_subquery()
        .label("total"),
    )
    .where(
        _R.patient_id == bindparam("patient"),
        _R.section == bindparam("section"),
        _R.is_visible.is_(True),
    )
    .order_by(_R.sort_key.desc())
    .limit(bindparam("most"))
)
_ALL_FURTHER = _ALL.where(_R.sort_key < bindparam("position"))


def whole_section(
    patient_id: UUID, section: SectionSlug, *, limit: int, cursor: str | None = None
) -> tuple[Select[Any], dict[str, Any]]:
    """The one statement of a page with no filter, and its parameters; :func:`page_of_rows` reads its rows."""
    parameters: dict[str, Any] = {"patient": patient_id, "section": section.value, "most": limit + 1}
    if cursor is None:
        return _ALL, parameters
    return _ALL_FURTHER, {**parameters, "position": position_of(cursor)}


def page_of_rows(rows: Sequence[Row[Any]], limit: int) -> Listed:
    """A page of what :func:`whole_section` found."""
    total = rows[0].total if rows else 0
    return _page(rows, limit, total or 0)


def _page(found: Sequence[Any], limit: int, total: int) -> Listed:
    """A page of rows that begin with ``sort_key, row_json``, one more than ``limit`` where there is a next page."""
    shown = found[:limit]
    cursor = cursor_of(shown[-1][0]) if len(found) > limit else None
    return Listed([row[1] for row in shown], cursor, total)


def list_records(
    session: Session,
    patient_id: UUID,
    section: SectionSlug,
    narrowed: RecordFilter,
    *,
    limit: int,
    cursor: str | None = None,
    total: int | None = None,
) -> Listed:
    """One page of a section, newest first; raises :class:`BrokenCursor`. ``total`` where it is known already."""
    if narrowed.is_empty:
        statement, parameters = whole_section(patient_id, section, limit=limit, cursor=cursor)
        return page_of_rows(session.connection().execute(statement, parameters).all(), limit)
    position = position_of(cursor) if cursor else None
    asked = asked_of(session, patient_id, section, narrowed)
    conditions: list[ColumnElement[bool]] = []
    found: Sequence[Any]
    if asked is not None and asked.is_days_alone:
        asked = None
    if asked is not None:
        found = newest(session, asked, position=position, most=limit + 1)
    else:
        conditions += _conditions(session, patient_id, section, narrowed)
        page = select(_R.sort_key, as_bytes(_R.row_json)).where(*conditions)
        if position is not None:
            page = page.where(_R.sort_key < position)
        found = session.execute(page.order_by(_R.sort_key.desc()).limit(limit + 1)).all()
    if cursor is None and len(found) <= limit:
        return _page(found, limit, len(found))
    if total is None:
        total = kept_count(session, patient_id, section, narrowed)
    if total is None and asked is not None:
        (total,) = count_asked(session, asked)
    elif total is None:
        total = session.scalar(select(func.count()).select_from(StoredRecord.__table__).where(*conditions))
    return _page(found, limit, total or 0)


def _conditions(
    session: Session, patient_id: UUID, section: SectionSlug, narrowed: RecordFilter
) -> Iterator[ColumnElement[bool]]:
    yield _R.patient_id == patient_id
    yield _R.section == section.value
    yield _R.is_visible.is_(True)
    if narrowed.since:
        yield _R.sort_key >= narrowed.since.isoformat()
    if narrowed.until:
        # "U" follows the "T" that every key has after its day.
        yield _R.sort_key < f"{narrowed.until.isoformat()}U"
    if narrowed.speciality:
        yield StoredRecord.speciality == narrowed.speciality
    if narrowed.kind:
        yield StoredRecord.kind == narrowed.kind
    if narrowed.query:
        yield holds_words(session, patient_id, section, narrowed.query)
    if narrowed.only_outside:
        yield _R.is_outside


def section_facets(
    session: Session, patient_id: UUID, section: SectionSlug, narrowed: RecordFilter
) -> tuple[Facets, int | None]:
    """What a section's list can be narrowed to, each with what it would leave besides all else that was chosen; and
    the list's total where it comes out of that."""
    others = narrowed.besides_facets(section)
    if others.is_empty:
        return facets_of(session, patient_id, section, narrowed, Others())
    asked = asked_of(session, patient_id, section, others)
    left = Others(lambda: list(_conditions(session, patient_id, section, others)), asked)
    return facets_of(session, patient_id, section, narrowed, left)


def cursor_of(sort_key: str) -> str:
    return base64.urlsafe_b64encode(sort_key.encode()).decode().rstrip("=")


def position_of(cursor: str) -> str:
    try:
        sort_key = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, UnicodeError) as error:
        raise BrokenCursor("not a cursor") from error
    if not _SORT_KEY.fullmatch(sort_key):
        raise BrokenCursor("not a cursor")
    return sort_key


def find_record(session: Session, patient_id: UUID, section: SectionSlug, record_id: UUID) -> str | None:
    """The whole record's JSON; None where this card's section shows no such record."""
    return session.scalar(
        select(StoredRecord.body_json).where(
            StoredRecord.id == record_id,
            StoredRecord.patient_id == patient_id,
            StoredRecord.section == section.value,
            StoredRecord.is_visible.is_(True),
        )
    )


def parse_record(body_json: str) -> AnyRecord:
    """A kept record as its model."""
    return _ANY.validate_json(body_json)


def section_counts(session: Session, patient_id: UUID) -> dict[SectionSlug, tuple[int, date | None]]:
    """How many visible records each section holds, and the newest one's day."""
    rows = session.execute(
        select(SectionCountRow.section, SectionCountRow.count, SectionCountRow.newest).where(
            SectionCountRow.patient_id == patient_id
        )
    )
    return {SectionSlug(section): (count, newest) for section, count, newest in rows}
