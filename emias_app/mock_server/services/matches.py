"""Why the rows of one page were found: passages of their records beside what each row shows itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.passages import match_in, passages, unseen_words
from emias_app.domain.row_parts import row_words
from emias_app.domain.text import terms
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.hidden import without_hidden
from emias_app.mock_server.store.schema import EntryWordsRow, StoredRecord
from emias_app.models.records import MatchPart, RecordRow
from emias_app.models.section import SectionSlug

#: What parents wrote themselves: its row is told by its kind.
_OWN = (SectionSlug.DIARY, SectionSlug.CHILD_DATA)
_Key = tuple[SectionSlug, UUID]
_PARTS = TypeAdapter(list[MatchPart])


async def with_matches(viewer: Viewer, rows: Sequence[bytes], query: str) -> list[bytes]:
    """The rows' JSON, with ``match`` where a row does not show all the words that were looked for.

    Only records of these rows are read, and of them what this viewer may see.
    """
    words = terms(query)
    told = [RecordRow.model_validate_json(row) for row in rows]
    unexplained = [row for row in told if unseen_words(words, _shown(row))]
    if not unexplained:
        return list(rows)
    texts = await viewer.read(lambda session: _texts(session, viewer, unexplained))
    answer = []
    for row, body in zip(told, rows, strict=True):
        match = match_in(texts.get((row.section, row.id), ()), words, _shown(row))
        answer.append(body if match is None else _with(body, match))
    return answer


def _shown(row: RecordRow) -> Iterable[str]:
    return (row.title, row.kind_title or "", row.subtitle) if row.section in _OWN else row_words(row)


def _with(row: bytes, match: list[MatchPart]) -> bytes:
    # A row is an object that ends with its brace: what was made once is not made again.
    return b'%b,"match":%b}' % (row[:-1], _PARTS.dump_json(match, by_alias=True))


def _texts(session: Session, viewer: Viewer, rows: Iterable[RecordRow]) -> Mapping[_Key, Iterable[str]]:
    """The passages of records and of parents' entries, each to be gone through once, as far as it takes."""
    patient_id = viewer.patient.id
    records = [row.id for row in rows if row.section not in _OWN]
    entries = [row.id for row in rows if row.section in _OWN]
    found: dict[_Key, Iterable[str]] = {}
    if records:
        kept = StoredRecord
        of_records = select(kept.section, kept.id, kept.patient_id, kept.is_visible, kept.body_json)
        for section, record_id, owner, is_visible, body in session.execute(of_records.where(kept.id.in_(records))):
            if owner == patient_id and is_visible:
                found[SectionSlug(section), record_id] = passages(without_hidden(json.loads(body), viewer))
    if entries:
        own = EntryWordsRow
        of_entries = select(own.section, own.entry_id, own.told).where(own.patient_id == patient_id)
        for section, entry_id, told in session.execute(of_entries.where(own.entry_id.in_(entries))):
            found[SectionSlug(section), entry_id] = told.splitlines()
    return found
