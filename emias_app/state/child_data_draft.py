"""An entry of «Данные о ребенке» as it is typed: days as text, choices as words, until it is fit to be sent."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from emias_app.domain.child_data import KINDS, Shape, problems_of
from emias_app.domain.partial_day import read_partial, written_partial
from emias_app.domain.people import FieldProblems
from emias_app.domain.typed_days import read_day, written_day
from emias_app.models.child_data import REQUESTS, AnyEntry, ChildDataKind, Details
from emias_app.state._form import WRONG_DAY

WRONG_PARTIAL = "Год, месяц или день: 2021, 04.2021 или 12.04.2021"


@dataclass(frozen=True, repr=False)
class EntryDraft:
    """An entry of any kind as typed so far, days as text; kept out of reprs."""

    substance: str = ""
    reaction: str = ""
    severity: str = ""
    since: str = ""
    until: str = ""
    medicine: str = ""
    dose: str = ""
    purpose: str = ""
    what: str = ""
    on: str = ""
    treated_at: str = ""
    hospital: str = ""
    relative: str = ""
    illness: str = ""
    infections: tuple[str, ...] = ()
    product: str = ""
    series: str = ""
    clinic: str = ""
    speciality: str = ""
    doctor: str = ""
    diagnosis: str = ""
    conclusion: str = ""
    icd10: str = ""
    note: str = ""
    attachment_ids: tuple[UUID, ...] = ()
    #: The state of the entry that this was thought out over; 0 of one that is added.
    version: int = 0


_DAYS = (Shape.PARTIAL_DAY, Shape.WHOLE_DAY)


def draft_of(entry: AnyEntry) -> EntryDraft:
    """The form of an entry as it was entered."""
    shapes = {field.name: field.shape for field in KINDS[entry.kind].fields}
    values: dict[str, Any] = {}
    for name in (one.name for one in fields(EntryDraft)):
        value = getattr(entry, name, None)
        if value is None:
            continue
        if shapes.get(name) is Shape.PARTIAL_DAY:
            values[name] = written_partial(value)
        elif isinstance(value, date):
            values[name] = written_day(value)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return EntryDraft(**values)


def _day(shape: Shape, draft: EntryDraft, name: str) -> str | date | None:
    typed = getattr(draft, name)
    return read_partial(typed) if shape is Shape.PARTIAL_DAY else read_day(typed)


def details_of(kind: ChildDataKind, draft: EntryDraft, *, judged: bool = True) -> Details:
    """The body of a draft; ``judged=False``: of one that may still have problems."""
    model = REQUESTS[kind]
    shapes = {field.name: field.shape for field in KINDS[kind].fields}
    values: dict[str, Any] = {}
    for name in model.model_fields:
        shape, value = shapes.get(name), getattr(draft, name)
        if shape in _DAYS:
            values[name] = _day(shape, draft, name)
        elif shape in (Shape.SEVERITY, Shape.RELATIVE, Shape.DOSE) or name == "icd10":
            values[name] = value or None
        else:
            values[name] = list(value) if isinstance(value, tuple) else value
    details: Details = model.model_validate(values) if judged else model.model_construct(**values)
    return details


def spellings(kind: ChildDataKind) -> dict[str, Any]:
    """How a good day is spelt when it is left."""

    def partial(typed: str) -> str:
        read = read_partial(typed)
        return written_partial(read) if read else typed

    def whole(typed: str) -> str:
        read = read_day(typed)
        return written_day(read) if read else typed

    spelt = {Shape.PARTIAL_DAY: partial, Shape.WHOLE_DAY: whole}
    return {field.wire: spelt[field.shape] for field in KINDS[kind].fields if field.shape in spelt}


def draft_problems(kind: ChildDataKind, draft: EntryDraft, *, birth: date, today: date) -> FieldProblems:
    """What keeps a draft from being kept, by field, in the order of the form."""
    problems = problems_of(kind, details_of(kind, draft, judged=False), birth=birth, today=today)
    found: FieldProblems = {}
    for field in KINDS[kind].fields:
        is_typed = field.shape in _DAYS and getattr(draft, field.name).strip()
        if is_typed and _day(field.shape, draft, field.name) is None:
            found[field.wire] = WRONG_PARTIAL if field.shape is Shape.PARTIAL_DAY else WRONG_DAY
        elif field.wire in problems:
            found[field.wire] = problems[field.wire]
    return found
