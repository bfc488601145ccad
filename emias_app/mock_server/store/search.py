"""Search by words in the records of a card, alike on SQLite (FTS5) and PostgreSQL (tsvector).

What is kept and what is asked go through the same :func:`terms`, so both databases see nothing but letters and
digits: quotes, operators and emoji of a query never reach them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, literal, literal_column, select, table, text, true, union_all
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session
from sqlalchemy.sql import column

from emias_app.domain.text import terms
from emias_app.mock_server.store.schema import StoredRecord
from emias_app.mock_server.store.word_index import SEQ_BITS, scope
from emias_app.models.section import SectionSlug

_FTS = table("records_fts", column("rowid"), column("records_fts"))
_R = StoredRecord.__table__.c
_SEQ = (1 << SEQ_BITS) - 1
_NO_LIMIT = 1_000_000


def searchable(within: str, texts: Iterable[str]) -> str:
    """The ``search_text`` of a record: each of its words once, in order of appearance, in its scope."""
    return " ".join(dict.fromkeys(within + word for value in texts for word in terms(value, limit=_NO_LIMIT)))


def holds_words(session: Session, patient_id: UUID, section: SectionSlug, query: str) -> ColumnElement[bool]:
    """The condition "the section's record holds a word beginning with each word of ``query``".

    A blank query holds for every record; one with no letter or digit (an emoji) for none.
    """
    if not query.strip():
        return true()
    asked = terms(query)
    if not asked:
        return false()
    within = scope(patient_id, section)
    if _is_sqlite(session):
        return StoredRecord.seq.in_(
            select(_FTS.c.rowid.op("&")(literal_column(str(_SEQ)))).where(
                text("records_fts MATCH :match").bindparams(match=_match(within, asked))
            )
        )
    return _vector_holds(within, asked)


@dataclass(frozen=True, slots=True)
class FoundRows:
    """A section's newest records that were found, as JSON, newest first; ``count`` ends at the most that was asked."""

    rows: Sequence[str]
    count: int


def find_everywhere(
    session: Session, patient_id: UUID, sections: Sequence[SectionSlug], query: str, *, shown: int, most: int
) -> Mapping[SectionSlug, FoundRows]:
    """The newest ``shown`` records of each section that hold the words, and how many there are, up to ``most``."""
    asked = terms(query)
    if not asked:
        return {}
    find = _numbers_on_sqlite if _is_sqlite(session) else _numbers_on_postgresql
    numbers = find(session, patient_id, sections, asked, most)
    wanted = [seq for found in numbers.values() for seq in found[:shown]]
    if not wanted:
        return {}
    rows: dict[SectionSlug, list[str]] = defaultdict(list)
    # By their numbers alone: asked for the card too, SQLite would walk through the whole card's index.
    by_number = select(_R.patient_id, _R.is_visible, _R.section, _R.sort_key, _R.row_json).where(_R.seq.in_(wanted))
    found = [row for row in session.execute(by_number) if row.patient_id == patient_id and row.is_visible]
    for row in sorted(found, key=lambda row: row.sort_key, reverse=True):
        rows[SectionSlug(row.section)].append(row.row_json)
    return {section: FoundRows(rows[section], len(numbers[section])) for section in sections if rows.get(section)}


def _numbers_on_sqlite(
    session: Session, patient_id: UUID, sections: Sequence[SectionSlug], asked: Sequence[str], most: int
) -> Mapping[SectionSlug, list[int]]:
    parts, given = [], dict[str, Any]()
    for number, section in enumerate(sections):
        given[f"m{number}"] = _match(scope(patient_id, section), asked)
        parts.append(
            f"SELECT {number}, rowid FROM (SELECT rowid FROM records_fts WHERE records_fts MATCH :m{number} "  # noqa: S608
            f"ORDER BY rowid DESC LIMIT {most:d})"
        )
    found: dict[SectionSlug, list[int]] = defaultdict(list)
    for number, row in session.execute(text(" UNION ALL ".join(parts)), given):
        found[sections[number]].append(row & _SEQ)
    return found


def _numbers_on_postgresql(
    session: Session, patient_id: UUID, sections: Sequence[SectionSlug], asked: Sequence[str], most: int
) -> Mapping[SectionSlug, list[int]]:
    def part(number: int, section: SectionSlug) -> Select[Any]:
        newest = (
            select(_R.seq, _R.sort_key)
            .where(
                _R.patient_id == patient_id,
                _R.section == section.value,
                _R.is_visible.is_(True),
                _vector_holds(scope(patient_id, section), asked),
            )
            .order_by(_R.sort_key.desc())
            .limit(most)
            .subquery()
        )
        return select(literal(number).label("number"), newest.c.seq, newest.c.sort_key)

    whole = union_all(*(part(number, section) for number, section in enumerate(sections))).subquery()
    found: dict[SectionSlug, list[int]] = defaultdict(list)
    for row in session.execute(select(whole).order_by(whole.c.sort_key.desc())):
        found[sections[row.number]].append(row.seq)
    return found


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _match(within: str, asked: Sequence[str]) -> str:
    return " ".join(f'"{within}{word}"*' for word in asked)


def _vector_holds(within: str, asked: Sequence[str]) -> ColumnElement[bool]:
    match = " & ".join(f"'{within}{word}':*" for word in asked)
    vector = func.to_tsvector(literal_column("'simple'"), StoredRecord.search_text, type_=TSVECTOR)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), match))
