"""People as forms know them: names and birth dates checked, and two of them compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from emias_app.domain.ages import birthday_on
from emias_app.domain.text import normalise
from emias_app.models.base import Sex

#: field, as on the wire (camelCase, «document.number») → why it cannot stay so, in Russian; in the order of the form
FieldProblems = dict[str, str]

MAX_NAME = 80
_OLDEST = 120
_DASHES = re.compile(r"\s*[-‐‑‒–—−]\s*")
_APOSTROPHES = re.compile("[’ʼ‘`´]")
_NAME = re.compile(r"[А-ЯЁа-яё]+(?:[ '-][А-ЯЁа-яё]+)*")
_FEMALE = re.compile(r"(?:вна|чна|кызы|гызы)$")
_MALE = re.compile(r"(?:ич|оглы|улы)$")


class NamePart(StrEnum):
    """A part of a name; the value is the field on the wire."""

    LAST = "lastName"
    FIRST = "firstName"
    MIDDLE = "middleName"


_ASK = {NamePart.LAST: "Укажите фамилию", NamePart.FIRST: "Укажите имя"}


@dataclass(frozen=True, repr=False)
class Person:
    """Who somebody is: the name and the birth date; kept out of reprs."""

    last_name: str
    first_name: str
    middle_name: str
    birth_date: date


def tidy_name(text: str) -> str:
    """A name as it is kept: composed, single spaces, plain hyphens without spaces, plain apostrophes."""
    text = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", text))
    return " ".join(_DASHES.sub("-", text).split())


def name_problem(text: str, part: NamePart) -> str | None:
    """Why this cannot be that part of a name; only the patronymic may be absent."""
    name = tidy_name(text)
    if not name:
        return _ASK.get(part)
    if len(name) > MAX_NAME:
        return f"Слишком длинно, помещается {MAX_NAME} букв"
    if name.endswith("."):
        return "Напишите полностью, без сокращений"
    if not _NAME.fullmatch(name):
        return "Пишите русскими буквами, как в документе"
    return None


def name_problems(last_name: str, first_name: str, middle_name: str) -> FieldProblems:
    """What is wrong with the three parts of a name."""
    parts = {NamePart.LAST: last_name, NamePart.FIRST: first_name, NamePart.MIDDLE: middle_name}
    return {part.value: why for part, text in parts.items() if (why := name_problem(text, part))}


def birth_problem(birth: date | None, today: date) -> str | None:
    """Why nobody can be born on that day."""
    if birth is None:
        return "Укажите дату рождения"
    if birth > today:
        return "Этот день ещё не наступил"
    if birth.year + _OLDEST < today.year:
        return "Проверьте год рождения"
    return None


def is_of_age(birth: date, years: int, today: date) -> bool:
    """Are ``years`` completed?"""
    return today >= birthday_on(birth, years)


def same_name(one: str, other: str) -> bool:
    """The same name whatever the case, «ё» or «е», spaces and dashes."""
    return normalise(tidy_name(one)) == normalise(tidy_name(other))


def is_same_person(one: Person, other: Person) -> bool:
    """The whole name and the birth date are equal."""
    return _likeness(one) == _likeness(other)


def _likeness(person: Person) -> tuple[str, str, str, date]:
    """What two namings of one person have in common."""
    last, first, middle = (
        normalise(tidy_name(part)) for part in (person.last_name, person.first_name, person.middle_name)
    )
    return last, first, middle, person.birth_date


def sex_by_patronymic(middle_name: str) -> Sex | None:
    """What a patronymic tells of its bearer's sex; None where it tells nothing."""
    name = normalise(middle_name)
    if _FEMALE.search(name):
        return Sex.FEMALE
    return Sex.MALE if _MALE.search(name) else None
