"""What is offered while «Данные о ребенке» are typed: allergens, medicines, МКБ-10, specialities, vaccines.

A suggestion is never forced: a free text is always right. Case, «ё» and the order of words are forgiven; a trade name
finds its substance, a code of МКБ-10 finds its illness. Which substances are related is ours [model].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from emias_app.domain.child_data import Source
from emias_app.domain.reference import child_data_suggestions, clinical_reference, icd10, vaccination_calendar
from emias_app.domain.text import normalise, terms
from emias_app.domain.wording import lower_first

#: Shorter words find too much.
LEAST_LETTERS = 2
_SHOWN = 6
#: First words of trade names that are no name by themselves.
_COMMON_WORDS = frozenset({"витамин"})


@dataclass(frozen=True)
class Suggestion:
    """What may be put into the field; ``hint`` tells why it was found or its code, ``code`` is of МКБ-10."""

    text: str
    code: str | None = None
    hint: str = ""


@dataclass(frozen=True)
class _Known:
    text: str
    also: tuple[str, ...] = ()
    code: str | None = None
    group: str | None = None
    weight: float = 0
    is_medicine: bool = False

    def called(self, name: str) -> str:
        """What is put into the field when it was found by that name: a medicine by trade keeps the name it has."""
        return f"{name} ({lower_first(self.text)})" if name and self.is_medicine else self.text


def suggest(source: Source, typed: str, *, limit: int = _SHOWN) -> list[Suggestion]:
    """The best fitting first; nothing for less than two letters, nor for what is already typed whole."""
    words = terms(typed)
    if sum(map(len, words)) < LEAST_LETTERS:
        return []
    fitting = [(*fit, known) for known in _KNOWN[source]() if (fit := _fit(known, typed, words)) is not None]
    fitting.sort(key=lambda found: (found[0], -found[2].weight, normalise(found[2].text)))
    offered = [_offered(known, name) for _, name, known in fitting[:limit]]
    return [] if any(normalise(one.text) == normalise(typed) for one in offered[:1]) else offered


def _offered(known: _Known, name: str) -> Suggestion:
    text = known.called(name)
    return Suggestion(text, known.code, known.code or (name if text == known.text else ""))


def _fit(known: _Known, typed: str, words: Sequence[str]) -> tuple[int, str] | None:
    """How well it fits (0 is best) and by which other name; None where it does not."""
    whole = normalise(typed)
    if normalise(known.text).startswith(whole):
        return 0, ""
    if known.code and known.code.casefold().startswith(whole):
        return 1, ""
    for other in known.also:
        if normalise(other).startswith(whole):
            return 1, other
    for rank, name in ((2, known.text), *((3, other) for other in known.also)):
        in_name = terms(name)
        if all(any(one.startswith(word) for one in in_name) for word in words):
            return rank, "" if name == known.text else name
    return None


def groups_of(text: str) -> frozenset[str]:
    """The groups of related substances that a text names, by any of their names; empty for what we do not know."""
    spoken = f" {' '.join(terms(text, limit=60))} "
    return frozenset(group for name, group in _names_of_groups() if name.search(spoken))


def is_medicine(text: str) -> bool:
    """Whether a text names a medicine that we know."""
    spoken = f" {' '.join(terms(text, limit=60))} "
    return any(name.search(spoken) for name in _names_of_medicines())


@cache
def _names_of_medicines() -> tuple[re.Pattern[str], ...]:
    drugs = {one.group for one in _medicines() if one.group}
    kinds = [one for one in _table("allergens") if one.group in drugs]
    return tuple(name for one in (*_medicines(), *kinds) for name in _spoken(one))


@cache
def _names_of_groups() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every name of what belongs to a group; of what belongs to none the name itself is its group."""
    everything = (*_medicines(), *_table("allergens"))
    return tuple((name, one.group or normalise(one.text)) for one in everything for name in _spoken(one))


def _spoken(known: _Known) -> Iterator[re.Pattern[str]]:
    """How it may be said: in any case form; of a trade name the first word alone («Сорбифер»)."""
    for name in (known.text, *known.also):
        words = terms(name)
        yield _said(" ".join(words))
        if known.is_medicine and name != known.text and len(words) > 1 and words[0] not in _COMMON_WORDS:
            yield _said(words[0])


def _said(name: str) -> re.Pattern[str]:
    return re.compile(rf" {re.escape(name)}\w{{0,2}} ")


@cache
def _table(name: str) -> tuple[_Known, ...]:
    return tuple(
        _Known(
            item["name"], tuple(item["also"]), item.get("code"), item.get("group"), weight=100,
            is_medicine=name == "medicines",
        )
        for item in child_data_suggestions()[name]
    )  # fmt: skip


def _medicines() -> tuple[_Known, ...]:
    return _table("medicines")


@cache
def _allergens() -> tuple[_Known, ...]:
    return (*_table("allergens"), *_medicines())


@cache
def _icd(*letters: str) -> tuple[_Known, ...]:
    return tuple(
        _Known(item["name"], code=item["code"], weight=item["weight"])
        for item in icd10()["items"]
        if item["code"].startswith(letters)
    )


_ILL = tuple("ABCDEFGHIJKLMNOPQR")
#: Reactions and states that are no injury.
_NOT_INJURIES = ("T78",)


@cache
def _injuries() -> tuple[_Known, ...]:
    official = (one for one in _icd("S", "T", "W") if not (one.code or "").startswith(_NOT_INJURIES))
    return (*_table("injuries"), *official)


@cache
def _surgeries() -> tuple[_Known, ...]:
    treated = {one.code for one in _table("surgeries") if one.code}
    return (*_table("surgeries"), *(one for one in _icd(*_ILL) if one.code in treated))


@cache
def _family() -> tuple[_Known, ...]:
    return (*_table("family"), *_icd(*_ILL))


@cache
def _diagnoses() -> tuple[_Known, ...]:
    return _icd(*_ILL, "S", "T", "W", "U")


@cache
def _specialities() -> tuple[_Known, ...]:
    items = clinical_reference()["specialties"]["items"]
    names = (item.get("display_child") or item["name"] for item in items)
    return tuple(_Known(name) for name in names if not name.startswith(("Кабинет", "Дежурный")))


@cache
def _vaccines() -> tuple[_Known, ...]:
    return tuple(_Known(item["name"]) for item in vaccination_calendar()["products"]["items"])


_KNOWN: Mapping[Source, Callable[[], Sequence[_Known]]] = {
    Source.ALLERGENS: _allergens,
    Source.MEDICINES: _medicines,
    Source.INJURIES: _injuries,
    Source.SURGERIES: _surgeries,
    Source.FAMILY_ILLNESSES: _family,
    Source.DIAGNOSES: _diagnoses,
    Source.SPECIALITIES: _specialities,
    Source.VACCINES: _vaccines,
}
