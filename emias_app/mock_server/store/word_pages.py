"""Pages and counts of a section's records, read off SQLite's index of words.

A row of the index is numbered by its day first, so the newest hits, those of a period and their count come out without
a look at the records that are not shown: a word or a kind of ten thousand of them costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from emias_app.domain.text import terms
from emias_app.mock_server.store.as_bytes import as_bytes
from emias_app.mock_server.store.record_filter import RecordFilter
from emias_app.mock_server.store.schema import StoredRecord
from emias_app.mock_server.store.word_index import (
    SEQ_BITS,
    kind_sign,
    match_of,
    outside_sign,
    scope,
    speciality_sign,
)
from emias_app.models.section import SectionSlug

_R = StoredRecord.__table__.c
_SEQ: Final = (1 << SEQ_BITS) - 1
#: Rows read beyond a page: its last day has to be whole, and so has the day that its cursor stands in.
_SPARE: Final = 30
#: Questions of one statement; SQLite takes no more than 500.
_AT_ONCE: Final = 100
_WITHIN = "FROM records_fts WHERE records_fts MATCH :words AND rowid >= :first AND rowid <"
_NEWEST = text(f"SELECT rowid {_WITHIN} :below ORDER BY rowid DESC LIMIT :most")
_DAY: Final = date(1970, 1, 1).toordinal()
#: The Julian day of 1970-01-01, as SQLite's ``CAST(julianday(…) AS INTEGER)`` tells it of a day without a time.
_JULIAN: Final = 2_440_587
#: Above every number.
_END: Final = (1 << 63) - 1

Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """Records of a section by words, signs and days; ``first`` and ``end`` bound their numbers in the index."""

    patient_id: UUID
    within: str
    words: Sequence[str]
    signs: tuple[str, ...]
    first: int
    end: int

    @property
    def is_days_alone(self) -> bool:
        """Whether it can only be asked with further signs: the index knows no record without a word."""
        return not self.words and not self.signs

    def match(self, *signs: str) -> str:
        """What the index is asked, with more signs."""
        return match_of(self.within, self.words, (*self.signs, *signs))


def asked_of(session: Session, patient_id: UUID, section: SectionSlug, narrowed: RecordFilter) -> Asked | None:
    """A filter as a question to the index; None on PostgreSQL, and where its words have no letter or digit."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    words = terms(narrowed.query or "")
    if narrowed.query and not words:
        return None
    signs = (
        *([kind_sign(patient_id, section, narrowed.kind)] if narrowed.kind else ()),
        *([speciality_sign(patient_id, section, narrowed.speciality)] if narrowed.speciality else ()),
        *([outside_sign(patient_id, section)] if narrowed.only_outside else ()),
    )
    first = _number(narrowed.since) if narrowed.since else 0
    end = _number(narrowed.until) + (1 << SEQ_BITS) if narrowed.until else _END
    return Asked(patient_id, scope(patient_id, section), words, signs, first, end)


def newest(session: Session, asked: Asked, *, position: str | None, most: int) -> Sequence[Key]:
    """The newest ``most`` of the records before ``position`` as ``(sort_key, row_json)``."""
    below = asked.end if position is None else min(asked.end, _number_after(position))
    read = most + _SPARE
    while True:
        given = {"words": asked.match(), "first": asked.first, "below": below, "most": read}
        numbers = session.execute(_NEWEST, given).scalars().all()
        is_all = len(numbers) < read
        if not is_all:
            last_day = numbers[-1] >> SEQ_BITS
            numbers = [number for number in numbers if number >> SEQ_BITS != last_day]
        rows = _rows(session, asked.patient_id, _enough(numbers, most, position), position)
        if is_all or len(rows) >= most:
            return rows[:most]
        read *= 4


def count_asked(session: Session, asked: Asked, signs: Sequence[Sequence[str]] = ((),)) -> Sequence[int]:
    """How many records there are with each of the sets of further signs."""
    counts: list[int] = []
    for start in range(0, len(signs), _AT_ONCE):
        some = signs[start : start + _AT_ONCE]
        given: dict[str, Any] = {f"w{number}": asked.match(*more) for number, more in enumerate(some)}
        found = session.execute(_counting(len(some)), {**given, "first": asked.first, "end": asked.end}).all()
        counts += [held for _, held in sorted((row.number, row.held) for row in found)]
    return counts


@lru_cache(_AT_ONCE)
def _counting(questions: int) -> TextClause:
    within = "FROM records_fts WHERE records_fts MATCH :w{} AND rowid >= :first AND rowid < :end"
    parts = (f"SELECT {number} AS number, count(*) AS held {within.format(number)}" for number in range(questions))
    return text(" UNION ALL ".join(parts))


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
