"""«Данные о ребенке»: which kinds there are, what each asks for, and what may be kept (product.md §11).

A kind is data: its fields in the order of the form. The form, the list and the doctor's screen are made of them.
What may be kept is our rule [model]: days not ahead nor before the birth, an end not before its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from emias_app.domain.partial_day import first_day, last_day
from emias_app.domain.people import FieldProblems
from emias_app.domain.reference import vaccination_calendar
from emias_app.domain.vaccination import DOSE_TITLES
from emias_app.models.child_data import ChildDataKind, Details, Relative, Severity

K = ChildDataKind

#: More than anybody enters by hand of one kind.
MOST_ENTRIES = 200
#: A course that is to end later than in so many years is a slip of the finger.
_FAR = 20


class Shape(StrEnum):
    """How a field is filled in."""

    LINE = "LINE"
    TEXT = "TEXT"
    PARTIAL_DAY = "PARTIAL_DAY"
    WHOLE_DAY = "WHOLE_DAY"
    SEVERITY = "SEVERITY"
    RELATIVE = "RELATIVE"
    INFECTIONS = "INFECTIONS"
    DOSE = "DOSE"


class Source(StrEnum):
    """Where the suggestions of a field come from; see :mod:`emias_app.domain.suggestions`."""

    ALLERGENS = "ALLERGENS"
    MEDICINES = "MEDICINES"
    INJURIES = "INJURIES"
    SURGERIES = "SURGERIES"
    FAMILY_ILLNESSES = "FAMILY_ILLNESSES"
    DIAGNOSES = "DIAGNOSES"
    SPECIALITIES = "SPECIALITIES"
    VACCINES = "VACCINES"


@dataclass(frozen=True)
class Field:
    """One field of a kind; ``name`` as in the model, ``wire`` as on the wire. ``ask`` is said where it is empty."""

    name: str
    shape: Shape = Shape.LINE
    source: Source | None = None
    ask: str | None = None
    may_be_ahead: bool = False

    @property
    def wire(self) -> str:
        first, *rest = self.name.split("_")
        return first + "".join(part.title() for part in rest)

    @property
    def is_required(self) -> bool:
        return self.ask is not None


@dataclass(frozen=True)
class Kind:
    """A kind of «Данные о ребенке»; ``plural`` are the forms for 1, 2 and 5 of its entries."""

    kind: ChildDataKind
    plural: tuple[str, str, str]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


_DAY, _NOTE = Shape.PARTIAL_DAY, Field("note", Shape.TEXT)

KINDS: Mapping[ChildDataKind, Kind] = {
    kind.kind: kind
    for kind in (
        Kind(
            K.ALLERGIES, ("аллергия", "аллергии", "аллергий"),
            (
                Field("substance", source=Source.ALLERGENS, ask="Укажите, на что аллергия"),
                Field("reaction"),
                Field("severity", Shape.SEVERITY),
                Field("since", _DAY),
                _NOTE,
            ),
        ),
        Kind(
            K.MEDICATIONS, ("лекарство", "лекарства", "лекарств"),
            (
                Field("medicine", source=Source.MEDICINES, ask="Укажите лекарство"),
                Field("dose"),
                Field("since", _DAY),
                Field("until", _DAY, may_be_ahead=True),
                Field("purpose"),
                _NOTE,
            ),
        ),
        Kind(
            K.INJURIES, ("травма", "травмы", "травм"),
            (
                Field("what", source=Source.INJURIES, ask="Укажите, какая была травма"),
                Field("on", _DAY),
                Field("treated_at"),
                _NOTE,
            ),
        ),
        Kind(
            K.SURGERIES, ("операция", "операции", "операций"),
            (
                Field("what", source=Source.SURGERIES, ask="Укажите, какая была операция"),
                Field("on", _DAY),
                Field("hospital"),
                _NOTE,
            ),
        ),
        Kind(
            K.FAMILY_HISTORY, ("болезнь", "болезни", "болезней"),
            (
                Field("relative", Shape.RELATIVE, ask="Выберите, кто болеет"),
                Field("illness", source=Source.FAMILY_ILLNESSES, ask="Укажите болезнь"),
                _NOTE,
            ),
        ),
        Kind(
            K.VACCINATIONS, ("прививка", "прививки", "прививок"),
            (
                Field("infections", Shape.INFECTIONS, ask="Выберите, от чего прививка"),
                Field("on", Shape.WHOLE_DAY, ask="Укажите день прививки"),
                Field("dose", Shape.DOSE),
                Field("product", source=Source.VACCINES),
                Field("series"),
                Field("clinic"),
                _NOTE,
            ),
        ),
        Kind(
            K.VISITS, ("приём", "приёма", "приёмов"),
            (
                Field("speciality", source=Source.SPECIALITIES, ask="Укажите врача или специальность"),
                Field("on", _DAY),
                Field("clinic"),
                Field("doctor"),
                Field("diagnosis", source=Source.DIAGNOSES),
                Field("conclusion", Shape.TEXT),
                _NOTE,
            ),
        ),
    )
}  # fmt: skip

SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.MILD: "лёгкая",
    Severity.MODERATE: "средняя",
    Severity.SEVERE: "тяжёлая",
}
RELATIVE_WORDS: Mapping[Relative, str] = {
    Relative.MOTHER: "мама",
    Relative.FATHER: "папа",
    Relative.BROTHER: "брат",
    Relative.SISTER: "сестра",
    Relative.MATERNAL_GRANDMOTHER: "бабушка по маме",
    Relative.MATERNAL_GRANDFATHER: "дедушка по маме",
    Relative.PATERNAL_GRANDMOTHER: "бабушка по папе",
    Relative.PATERNAL_GRANDFATHER: "дедушка по папе",
    Relative.OTHER: "другой родственник",
}


def infection_words(key: str) -> str:
    """«Корь»; a key that the calendar lacks stands for itself."""
    return str(vaccination_calendar()["targets"].get(key, {}).get("ru", key))


def problems_of(kind: ChildDataKind, details: Details, *, birth: date, today: date) -> FieldProblems:
    """What keeps an entry from being kept, by field; empty where all is well."""
    problems: FieldProblems = {}
    values = dict(details)
    for field in KINDS[kind].fields:
        value = values[field.name]
        if _is_empty(value):
            if field.ask:
                problems[field.wire] = field.ask
        elif why := _problem(field, value, birth, today):
            problems[field.wire] = why
    begin, end = values.get("since"), values.get("until")
    if begin and end and not {"since", "until"} & set(problems) and last_day(end) < first_day(begin):
        problems["until"] = "Конец раньше начала"
    return problems


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _problem(field: Field, value: Any, birth: date, today: date) -> str | None:
    match field.shape:
        case Shape.PARTIAL_DAY:
            return _day_problem(first_day(value), last_day(value), birth, today, field.may_be_ahead)
        case Shape.WHOLE_DAY:
            return _day_problem(value, value, birth, today, field.may_be_ahead)
        case Shape.INFECTIONS:
            known = vaccination_calendar()["targets"]
            return None if all(key in known for key in value) else "Выберите инфекцию из списка"
        case Shape.DOSE:
            return None if value in DOSE_TITLES else "Выберите дозу из списка"
        case _:
            return None


def _day_problem(first: date, last: date, birth: date, today: date, may_be_ahead: bool) -> str | None:
    if last < birth:
        return "Это раньше дня рождения ребенка"
    if may_be_ahead:
        return "Проверьте год" if first.year > today.year + _FAR else None
    if first <= today:
        return None
    what = "день" if first == last else "месяц" if first.month == last.month else "год"
    return f"Этот {what} ещё не наступил"


def tidied(details: Details) -> dict[str, Any]:
    """The fields as they are kept: trimmed, lines with single spaces, each file and infection once."""
    return dict(_tidied(dict(details)))


def _tidied(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, list):
            yield name, list(dict.fromkeys(value))
        elif isinstance(value, str) and not isinstance(value, StrEnum):
            is_text = name in ("note", "conclusion")
            yield name, value.strip() if is_text else " ".join(value.split())
        else:
            yield name, value
