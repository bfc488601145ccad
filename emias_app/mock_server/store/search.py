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
from emias_app.mock_server.store.schema import EntryWordsRow, StoredRecord
from emias_app.mock_server.store.word_index import ENTRY_BIT, SEQ_BITS, match_of, scope
from emias_app.models.section import SectionSlug

_FTS = table("records_fts", column("rowid"), column("records_fts"))
_R, _E = StoredRecord.__table__.c, EntryWordsRow.__table__.c
#: The sections whose entries are parents' own, not records.
_OF_PARENTS = (SectionSlug.DIARY, SectionSlug.CHILD_DATA)
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
                text("records_fts MATCH :match").bindparams(match=match_of(within, asked))
            )
        )
    return _vector_holds(_R.search_text, within, asked)


@dataclass(frozen=True, slots=True)
class FoundRows:
    """A section's newest records or entries that were found, as JSON, newest first; ``count`` ends at the most that was
    asked."""

    rows: Sequence[str]
    count: int


def find_everywhere(
    session: Session,
    patient_id: UUID,
    sections: Mapping[SectionSlug, int],
    query: str,
    *,
    most: int,
) -> Mapping[SectionSlug, FoundRows]:
    """The newest of each section's records and entries that hold the words, as many as ``sections`` say, and how many
    there are, up to ``most``."""
    asked = terms(query)
    if not asked:
        return {}
    find = _numbers_on_sqlite if _is_sqlite(session) else _numbers_on_postgresql
    numbers = find(session, patient_id, list(sections), asked, most)
    wanted = {slug: found[: sections[slug]] for slug, found in numbers.items()}
    records = [seq for slug, found in wanted.items() if slug not in _OF_PARENTS for seq in found]
    entries = [seq for slug, found in wanted.items() if slug in _OF_PARENTS for seq in found]
    # By their numbers alone: asked for the card too, SQLite would walk through the whole card's index.
    of_records = select(_R.patient_id, _R.section, _R.sort_key, _R.row_json, _R.is_visible).where(_R.seq.in_(records))
    of_entries = select(_E.patient_id, _E.section, _E.sort_key, _E.row_json, true()).where(_E.seq.in_(entries))
    found: list[tuple[str, str, str]] = []
    for seqs, by_number in ((records, of_records), (entries, of_entries)):
        if seqs:
            rows = session.execute(by_number)
            found += [(row[2], row[1], row[3]) for row in rows if row.patient_id == patient_id and row[4]]
    shown: dict[SectionSlug, list[str]] = defaultdict(list)
    for _, section, row_json in sorted(found, reverse=True):
        shown[SectionSlug(section)].append(row_json)
    return {section: FoundRows(shown[section], len(numbers[section])) for section in sections if shown.get(section)}


def _numbers_on_sqlite(
    session: Session, patient_id: UUID, sections: Sequence[SectionSlug], asked: Sequence[str], most: int
) -> Mapping[SectionSlug, list[int]]:
    parts, given = [], dict[str, Any]()
    for number, section in enumerate(sections):
        given[f"m{number}"] = match_of(scope(patient_id, section), asked)
        parts.append(
            f"SELECT {number}, rowid FROM (SELECT rowid FROM records_fts WHERE records_fts MATCH :m{number} "  # noqa: S608
            f"ORDER BY rowid DESC LIMIT {most:d})"
        )
    found: dict[SectionSlug, list[int]] = defaultdict(list)
    for number, row in session.execute(text(" UNION ALL ".join(parts)), given):
        found[sections[number]].append(row & _SEQ & ~ENTRY_BIT)
    return found


def _numbers_on_postgresql(
    session: Session, patient_id: UUID, sections: Sequence[SectionSlug], asked: Sequence[str], most: int
) -> Mapping[SectionSlug, list[int]]:
    def part(number: int, section: SectionSlug) -> Select[Any]:
        kept = _E if section in _OF_PARENTS else _R
        newest = (
            select(kept.seq, kept.sort_key)
            .where(
                kept.patient_id == patient_id,
                kept.section == section.value,
                true() if section in _OF_PARENTS else _R.is_visible.is_(True),
                _vector_holds(kept.search_text, scope(patient_id, section), asked),
            )
            .order_by(kept.sort_key.desc())
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


def _vector_holds(kept: ColumnElement[str], within: str, asked: Sequence[str]) -> ColumnElement[bool]:
    match = " & ".join(f"'{within}{word}':*" for word in asked)
    vector = func.to_tsvector(literal_column("'simple'"), kept, type_=TSVECTOR)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), match))
