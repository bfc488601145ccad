"""Changes of the diary that wait to be sent, and what the diary looks like with them.

A change names the version that it was thought out over (``base``). Versions grow by one with each change, so those of
a chain of changes are known before the first is sent: a change whose answer got lost is told from somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from emias_app.domain.diary_ranges import MEASURES
from emias_app.models.base import Model
from emias_app.models.diary import DiaryEntry, DiaryRequest

#: The code of a refusal that is a question.
QUESTION_CODE = "confirmation_needed"


class Change(StrEnum):
    ADD = "ADD"
    CORRECT = "CORRECT"
    REMOVE = "REMOVE"
    RESTORE = "RESTORE"


class QueuedPhoto(Model):
    """A photo of a change; its id is the app's own."""

    id: UUID
    media_type: str
    is_sent: bool = False


class Step(Model):
    """One change on its way; ``id`` is its Idempotency-Key, ``number`` its place in the order of making.

    ``was_tried`` is set before it is sent for the first time. ``refusal`` says why the backend does not take it, and
    ``is_question`` that it will once the person says that the value is right;
    ``is_conflict``: the entry is another one there than this change was thought out over (``theirs``; None = deleted).
    """

    id: UUID
    number: int
    patient_id: UUID
    entry_id: UUID
    change: Change
    body: DiaryRequest
    base: int
    made_at: datetime
    photos: list[QueuedPhoto] = []
    was_tried: bool = False
    refusal: str | None = None
    is_question: bool = False
    is_conflict: bool = False
    theirs: DiaryEntry | None = None

    @property
    def is_stuck(self) -> bool:
        """It waits for the person, not for the network."""
        return self.is_conflict or self.refusal is not None

    @property
    def sent_body(self) -> DiaryRequest:
        """What goes out."""
        return self.body.model_copy(update={"id": self.entry_id if self.change is Change.ADD else None})


@dataclass(frozen=True)
class Line:
    """An entry as the screen shows it; ``steps`` are the changes of it that wait."""

    entry: DiaryEntry
    steps: tuple[Step, ...] = ()

    @property
    def conflict(self) -> Step | None:
        return next((step for step in self.steps if step.is_conflict), None)

    @property
    def is_removed(self) -> bool:
        """What was done here last was to delete it."""
        return bool(self.steps) and self.steps[-1].change is Change.REMOVE

    @property
    def refusal(self) -> str | None:
        return next((step.refusal for step in self.steps if step.refusal), None)

    @property
    def question(self) -> str | None:
        """What the backend wants to be asked before it takes the value."""
        return next((step.refusal for step in self.steps if step.refusal and step.is_question), None)

    @property
    def waits(self) -> bool:
        """Nobody but the network is waited for."""
        return bool(self.steps) and not any(step.is_stuck for step in self.steps)


def next_base(known: DiaryEntry | None, steps: Iterable[Step]) -> int:
    """The version that a new change of an entry is thought out over, given those of it that wait."""
    bases = [step.base + 1 for step in steps]
    return max([known.version if known else 0, *bases])


def ready_to_send(steps: Sequence[Step], *, skip: frozenset[UUID] = frozenset()) -> Step | None:
    """The next change in order; none of an entry or a card that is stuck before it."""
    blocked = {step.entry_id for step in steps if step.is_stuck}
    for step in sorted(steps, key=lambda one: one.number):
        if step.entry_id not in blocked and step.patient_id not in skip:
            return step
    return None


def body_of(entry: DiaryEntry) -> DiaryRequest:
    """An entry as a person would write it again."""
    return DiaryRequest(
        indicator=entry.indicator, value=entry.value, value2=entry.value2, unit=entry.unit or None,
        measured_at=entry.measured_at, note=entry.note, symptoms=entry.symptoms, medicines=entry.medicines,
        attachment_ids=entry.attachment_ids, confirmed=entry.confirmed,
    )  # fmt: skip


def entry_after(step: Step, before: DiaryEntry | None, author: str) -> DiaryEntry:
    """The entry as it will be once the change is there."""
    body = step.sent_body
    measure = MEASURES.get(body.indicator)
    return DiaryEntry(
        id=step.entry_id, indicator=body.indicator, value=body.value, value2=body.value2,
        unit=measure.unit if measure else "", measured_at=body.measured_at, note=body.note, symptoms=body.symptoms,
        medicines=body.medicines, attachment_ids=body.attachment_ids, confirmed=body.confirmed,
        author=before.author if before else author, version=step.base + 1,
        created_at=before.created_at if before else step.made_at, updated_at=step.made_at,
    )  # fmt: skip


def lines_of(entries: Iterable[DiaryEntry], steps: Sequence[Step], author: str) -> tuple[Line, ...]:
    """The diary with the changes that wait, the newest measurement first; ``entries`` are in that order.

    An entry that is deleted here shows only where the deletion is stuck.
    """
    if not steps:
        return tuple(Line(entry) for entry in entries)
    known = {entry.id: Line(entry) for entry in entries}
    for step in sorted(steps, key=lambda one: one.number):
        line = known.get(step.entry_id)
        before = line.entry if line else None
        waiting = (*(line.steps if line else ()), step)
        if step.change is Change.REMOVE and not any(one.is_stuck for one in waiting):
            known.pop(step.entry_id, None)
        elif step.change is Change.REMOVE:
            known[step.entry_id] = Line(before or entry_after(step, None, author), waiting)
        else:
            known[step.entry_id] = Line(entry_after(step, before, author), waiting)
    return tuple(sorted(known.values(), key=lambda line: (line.entry.measured_at, line.entry.id.int), reverse=True))


def is_as_wanted(step: Step, present: DiaryEntry | None) -> bool:
    """Whether the entry at the backend is what the change was to make of it: the answer got lost, not the change."""
    if step.change is Change.REMOVE:
        return present is None
    if present is None or present.version != step.base + 1:
        return False
    return _content(body_of(present)) == _content(step.sent_body)


def _content(body: DiaryRequest) -> Mapping[str, object]:
    told = body.model_dump(exclude={"id", "unit", "confirmed"})
    return {**told, "note": body.note.strip()}
