"""The words that a record is found by: those a person would look for, and the signs of what lists are narrowed by."""

from __future__ import annotations

from collections.abc import Iterator

from emias_app.mock_server.store.search import searchable
from emias_app.mock_server.store.word_index import kind_sign, outside_sign, scope, speciality_sign
from emias_app.models.records import LabReport, Record

#: Fields that are keys rather than words a person would look for.
_NOT_TEXT = frozenset(
    {
        "id", "patient_id", "section", "kind", "flag", "state", "time",
        "media_type", "tone", "panel", "position", "source",
    }
)  # fmt: skip


def record_words(record: Record) -> str:
    """The ``search_text`` of a record that comes out."""
    told = searchable(scope(record.patient_id, record.section), _texts(record.model_dump()))
    return " ".join([told, *_signs(record)])


def is_outside(record: Record) -> bool:
    """Whether something in a record is outside its norm."""
    return isinstance(record, LabReport) and record.abnormal_count > 0


def _signs(record: Record) -> Iterator[str]:
    if record.kind:
        yield kind_sign(record.patient_id, record.section, record.kind)
    if record.speciality:
        yield speciality_sign(record.patient_id, record.section, record.speciality)
    if is_outside(record):
        yield outside_sign(record.patient_id, record.section)


def _texts(value: object) -> Iterator[str]:
    """Every text inside a dumped record, whatever its depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_TEXT:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
