"""Small makers of blocks; what is empty leaves no block behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from emias_app.domain.names import full_name
from emias_app.domain.wording import printable
from emias_app.models.base import Mark, Sex
from emias_app.models.document import (
    Block,
    ConclusionBlock,
    DiagnosisBlock,
    Fact,
    FactsBlock,
    FormBlock,
    LinkBlock,
    RecordLink,
    TableBlock,
    TextBlock,
    TimelineBlock,
    TimelineEntry,
)
from emias_app.models.records import Course, Diagnosis, Measurement, RecordRef, StayNote

_DIAGNOSIS_HEADINGS = {
    "сопутствующий": "Сопутствующий диагноз",
    "фоновый": "Фоновый диагноз",
    "осложнение": "Осложнение основного диагноза",
}


@dataclass(frozen=True, repr=False)
class Patient:
    """Whose document it is; personal, so its repr says nothing."""

    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    sex: Sex

    @property
    def full_name(self) -> str:
        """«Морозов Артём Дмитриевич»."""
        return full_name(self.last_name, self.first_name, self.middle_name)


@dataclass(frozen=True)
class Content:
    """What a kind of record puts into its document."""

    blocks: list[Block]
    summary: Mark | None = None
    summary_text: str | None = None


def text(heading: str | None, words: str | None) -> list[Block]:
    """A headed piece of prose."""
    return [TextBlock(heading=heading, text=printable(words))] if words and words.strip() else []


def conclusion(heading: str, words: str | None) -> list[Block]:
    """What the reader looks for first."""
    return [ConclusionBlock(heading=heading, text=printable(words))] if words and words.strip() else []


def fact(label: str, value: str | None, mark: Mark | None = None) -> list[Fact]:
    """One «label: value» line."""
    return [Fact(label=label, value=printable(value), mark=mark)] if value and value.strip() else []


def measurements(items: Sequence[Measurement]) -> list[Fact]:
    """Measured lines as facts."""
    return [line for item in items for line in fact(printable(item.label), item.value)]


def facts(heading: str | None, *lines: list[Fact]) -> list[Block]:
    """The lines that are there, under one heading."""
    items = [line for some in lines for line in some]
    return [FactsBlock(heading=heading, items=items)] if items else []


def form(heading: str | None, *lines: list[Fact]) -> list[Block]:
    """The lines of a form that are filled."""
    items = [line for some in lines for line in some]
    return [FormBlock(heading=heading, items=items)] if items else []


def diagnoses(heading: str, items: Sequence[Diagnosis]) -> list[Block]:
    """Diagnoses with their codes; what follows the first is headed by what it is."""
    blocks: list[Block] = []
    for place, item in enumerate(items):
        own = _DIAGNOSIS_HEADINGS.get((item.note or "").casefold()) if place else None
        note = None if own else item.note
        blocks.append(DiagnosisBlock(heading=own or heading, code=item.code, name=printable(item.name), note=note))
    return blocks


def courses(heading: str, first: str, items: Sequence[Course]) -> list[Block]:
    """Medicines or procedures as a table; ``first`` names its first column."""
    rows = [[printable(item.name), printable(item.dose), printable(item.days)] for item in items]
    return table(heading, [first, "Доза и кратность", "Срок"], rows)


def table(heading: str | None, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    """Any table of words that has rows."""
    cells = [[printable(cell) for cell in row] for row in rows]
    return [TableBlock(heading=heading, columns=list(columns), rows=cells)] if cells else []


def timeline(heading: str, notes: Sequence[StayNote]) -> list[Block]:
    """Examinations by day, the oldest first."""
    items = [
        TimelineEntry(
            date=note.date,
            time=note.time,
            title=printable(note.title),
            text=printable(note.text),
            author=note.doctor,
        )
        for note in sorted(notes, key=lambda note: (note.date, note.time or ""))
    ]
    return [TimelineBlock(heading=heading, items=items)] if items else []


def links(heading: str, items: Sequence[RecordRef | None]) -> list[Block]:
    """Records that belong together."""
    known = [
        RecordLink(section=item.section, id=item.id, title=printable(item.title), date=item.date)
        for item in items
        if item
    ]
    return [LinkBlock(heading=heading, items=known)] if known else []
