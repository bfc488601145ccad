"""What an entry of «Данные о ребенке» looks like in words: for the parents' screens and the doctor's."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.child_data import RELATIVE_WORDS, SEVERITY_WORDS, infection_words
from emias_app.domain.partial_day import since_words, until_words, when_words
from emias_app.domain.vaccination import DOSE_TITLES
from emias_app.domain.wording import lower_first, upper_first
from emias_app.models.base import Mark, Tone
from emias_app.models.child_data import (
    Allergy,
    AnyEntry,
    ChildDataKind,
    ClinicFact,
    FamilyIllness,
    Injury,
    Medication,
    OutsideVaccination,
    OutsideVisit,
    Severity,
    Surgery,
)
from emias_app.views.format import dotted, long_date
from emias_app.views.strings import child_data as words

K = ChildDataKind

ICONS: dict[ChildDataKind, ft.IconData] = {
    K.ALLERGIES: ft.Icons.WARNING_AMBER,
    K.MEDICATIONS: ft.Icons.MEDICATION_OUTLINED,
    K.INJURIES: ft.Icons.PERSONAL_INJURY_OUTLINED,
    K.SURGERIES: ft.Icons.CONTENT_CUT,
    K.FAMILY_HISTORY: ft.Icons.FAMILY_RESTROOM,
    K.VACCINATIONS: ft.Icons.VACCINES_OUTLINED,
    K.VISITS: ft.Icons.MEDICAL_SERVICES_OUTLINED,
}
_TONES = {Severity.MILD: Tone.NEUTRAL, Severity.MODERATE: Tone.WARN, Severity.SEVERE: Tone.ERROR}


@dataclass(frozen=True)
class EntryFace:
    """``line`` stands under the title, ``mark`` beside it; ``icon`` is the mark's."""

    title: str
    line: str
    mark: Mark | None = None
    icon: ft.IconData | None = None

    @property
    def brief(self) -> str:
        """The first of it, for a line on the home of child data."""
        first = self.line.split(" · ", 1)[0]
        return f"{self.title}, {lower_first(first)}" if first else self.title


def entry_face(entry: AnyEntry) -> EntryFace:
    """The words of an entry, by its kind."""
    match entry:
        case Allergy():
            severity = entry.severity
            mark = Mark(tone=_TONES[severity], text=SEVERITY_WORDS[severity]) if severity else None
            since = since_words(entry.since) if entry.since else None
            icon = ft.Icons.INFO if severity is Severity.MILD else ft.Icons.WARNING
            return EntryFace(entry.substance, dotted(entry.reaction, since), mark, icon)
        case Medication():
            since = since_words(entry.since) if entry.since else None
            until = until_words(entry.until) if entry.until else None
            span = " ".join(part for part in (since, until) if part)
            return EntryFace(entry.medicine, dotted(entry.dose, span, entry.purpose))
        case Injury():
            return EntryFace(entry.what, dotted(_when(entry.on), entry.treated_at))
        case Surgery():
            return EntryFace(entry.what, dotted(_when(entry.on), entry.hospital))
        case FamilyIllness():
            return EntryFace(entry.illness, upper_first(RELATIVE_WORDS[entry.relative]))
        case OutsideVaccination():
            title = ", ".join(infection_words(key) for key in entry.infections)
            dose = DOSE_TITLES.get(entry.dose) if entry.dose else None
            return EntryFace(title, dotted(long_date(entry.on), dose, entry.product, entry.clinic))
        case OutsideVisit():
            return EntryFace(entry.speciality, dotted(_when(entry.on), entry.clinic, entry.diagnosis))


def _when(partial: str | None) -> str | None:
    return when_words(partial) if partial else None


def authored(entry: AnyEntry) -> str:
    """«Внесли вы, 12 марта 2026 г.», and who changed it last."""
    entered = words.ENTERED_BY_YOU if _is_you(entry.author) else words.ENTERED_LINE
    said = entered.format(who=entry.author, when=long_date(moscow_day(entry.entered_at)))
    if entry.told_author is not None:
        when = f", {long_date(moscow_day(entry.told_at))}" if entry.told_at else ""
        said = f"{said}; {words.TOLD_BY_ARCHIVE.format(who=entry.told_author, when=when)}"
    if entry.changed_by is None or entry.changed_at is None:
        return said
    changed = words.CHANGED_BY_YOU if _is_you(entry.changed_by) else words.CHANGED_LINE
    return f"{said}; {changed.format(who=entry.changed_by, when=long_date(moscow_day(entry.changed_at)))}"


def _is_you(name: str) -> bool:
    return name.casefold() == words.YOU


def did(what: str, name: str) -> str:
    """«Внесли вы», «Изменено: Морозова Анна Сергеевна»."""
    return words.CHANGES_BY_YOU[what] if _is_you(name) else words.CHANGES[what].format(who=name)


def fact_line(fact: ClinicFact) -> str:
    """Under a fact of the clinic: what more, the day of the record and whose it is."""
    return dotted(fact.detail, long_date(fact.date), fact.doctor)
