"""A page of a section's records that hold words, read off SQLite's index of words.

A row of the index is numbered by its day first, so the newest hits, those of a period and their count come out without
a look at the records that are not shown: a word that ten thousand of them hold costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from emias_app.domain.text import terms
from emias_app.mock_server.store.as_bytes import as_bytes
from emias_app.mock_server.store.schema import StoredRecord
from emias_app.mock_server.store.word_index import SEQ_BITS, match_of, scope
from emias_app.models.section import SectionSlug

_R = StoredRecord.__table__.c
_SEQ: Final = (1 << SEQ_BITS) - 1
#: Rows read beyond a page: its last day has to be whole, and so has the day that its cursor stands in.
_SPARE: Final = 30
_WITHIN = "FROM records_fts WHERE records_fts MATCH :words AND rowid >= :first AND rowid <"
_NEWEST = text(
    f"SELECT rowid AS number, (SELECT count(*) {_WITHIN} :end) AS total {_WITHIN} :below "
    "ORDER BY rowid DESC LIMIT :most"
)
_DAY: Final = date(1970, 1, 1).toordinal()
#: The Julian day of 1970-01-01, as SQLite's ``CAST(julianday(…) AS INTEGER)`` tells it of a day without a time.
_JULIAN: Final = 2_440_587
#: Above every number.
_END: Final = (1 << 63) - 1

Key = tuple[str, bytes]


def words_page(
    session: Session,
    patient_id: UUID,
    section: SectionSlug,
    query: str,
    period: tuple[date | None, date | None],
    *,
    position: str | None,
    most: int,
) -> tuple[Sequence[Key], int] | None:
    """The newest ``most`` of the records before ``position`` as ``(sort_key, row_json)``, and how many there are in
    all; None on PostgreSQL, and where nothing is asked that the index knows.
    """
    asked = terms(query)
    if session.get_bind().dialect.name != "sqlite" or not asked:
        return None
    since, until = period
    whole: dict[str, Any] = {
        "words": match_of(scope(patient_id, section), asked),
        "first": _number(since) if since else 0,
        "end": _number(until) + (1 << SEQ_BITS) if until else _END,
    }
    below = whole["end"] if position is None else min(whole["end"], _number_after(position))
    read = most + _SPARE
    while True:
        found = session.execute(_NEWEST, {**whole, "below": below, "most": read}).all()
        numbers = [row.number for row in found]
        is_all = len(numbers) < read
        if not is_all:
            last_day = numbers[-1] >> SEQ_BITS
            numbers = [number for number in numbers if number >> SEQ_BITS != last_day]
        rows = _rows(session, patient_id, _enough(numbers, most, position), position)
        if is_all or len(rows) >= most:
            # No row at all past a position that an earlier page gave out is rare: then the total is not told.
            return rows[:most], found[0].total if found else 0
        read *= 4


def _enough(numbers: Sequence[int], most: int, position: str | None) -> Sequence[int]:
    """As many of the newest as the page can need: the day that its position stands in, and its own last day whole."""
    passed = 0
    if position is not None:
        end = _number_after(position) - 1 >> SEQ_BITS
        passed = sum(number >> SEQ_BITS >= end for number in numbers)
    cut = passed + most
    while 0 < cut < len(numbers) and numbers[cut] >> SEQ_BITS == numbers[cut - 1] >> SEQ_BITS:
        cut += 1
    return numbers[:cut]


def _rows(session: Session, patient_id: UUID, numbers: Sequence[int], position: str | None) -> list[Key]:
    seqs = [number & _SEQ for number in numbers]
    # By their numbers alone: asked for the card too, SQLite would walk through the whole card's index.
    wanted = select(_R.patient_id, _R.is_visible, _R.sort_key, as_bytes(_R.row_json).label("row_json"))
    found = session.execute(wanted.where(_R.seq.in_(seqs))) if seqs else ()
    rows = [(row.sort_key, row.row_json) for row in found if row.patient_id == patient_id and row.is_visible]
    return sorted((row for row in rows if position is None or row[0] < position), reverse=True)


def _number(day: date) -> int:
    """The least number that a row of the index of this day can have."""
    return (_JULIAN + day.toordinal() - _DAY) << SEQ_BITS


def _number_after(position: str) -> int:
    """Above every number of the day that a list's position stands in; a made-up position may name no day."""
    try:
        return _number(date.fromisoformat(position[:10])) + (1 << SEQ_BITS)
    except ValueError:
        return _END
