"""A typed measurement that looks like a slip becomes a question: it is neither refused nor kept in silence [model].

Three doubts, in this order: the value is not of this age (then the slip that would explain it is looked for: grams for
kilograms, millimetres or metres for centimetres, a comma lost or gained); the value does not follow from those before
and after it; nothing else. What is possible for an age is WHO's band of biologically plausible values (z-scores of the
2006 standards: height and weight ±6, weight at most +5, BMI and head ±5); weight after ten years, for which there is no
standard, is bounded by the BMI at the height. How fast a child may change place among others is our model's rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from emias_app.domain.ages import days_old
from emias_app.domain.growth import LAST_DAY, UNIT, value_at, z_score
from emias_app.domain.wording import counted, quantity
from emias_app.models.base import Sex
from emias_app.models.growth import GrowthIndicator

H, W, B, C = GrowthIndicator.HEIGHT, GrowthIndicator.WEIGHT, GrowthIndicator.BMI, GrowthIndicator.HEAD


class SlipKind(StrEnum):
    """What it looks like."""

    GRAMS = "GRAMS"
    MILLIMETRES = "MILLIMETRES"
    METRES = "METRES"
    COMMA = "COMMA"
    CHANGE = "CHANGE"
    AGE = "AGE"


@dataclass(frozen=True)
class Slip:
    """A question to the person: ``text`` is Russian; ``suggestion`` is what was probably meant, in the usual unit.

    ``told`` asks the same without the value itself, for who must not send it back.
    """

    kind: SlipKind
    text: str
    told: str
    suggestion: float | None = None


@dataclass(frozen=True)
class Measured:
    """A value of the same indicator on another day, before or after."""

    day: date
    value: float


#: z-scores beyond which WHO takes a value for a mistake of measuring or writing.
_PLAUSIBLE = {H: (-6.0, 6.0), W: (-6.0, 5.0), B: (-5.0, 5.0), C: (-5.0, 5.0)}
#: BMI that bounds the weight where WHO has no standard of weight, kg/m².
_THINNEST, _HEAVIEST = 9.0, 50.0
#: The same child moves this far among others at once (an error of measuring), and per month between two measurements.
_AT_ONCE = {H: 1.0, W: 1.2, B: 2.0, C: 1.2}
_A_MONTH = {H: 0.25, W: 0.4, B: 0.5, C: 0.25}
#: Height and head do not shrink by more than an error of measuring, cm.
_SHRINKS = {H: 2.0, C: 1.0}
#: Weight where z says nothing: the share it may change by at once and in a month.
_SHARE_AT_ONCE, _SHARE_A_MONTH = 0.12, 0.03
#: In the first days every child loses weight and shape of the head changes: nothing is compared.
_NEWBORN_DAYS = 21
#: A measurement older than this says little of how fast a child changes, days.
_COMPARABLE_DAYS = 730
_MONTH = 30.4375

_NAMES = {H: "рост", W: "вес", B: "ИМТ", C: "окружность головы"}
_LIKE = {
    SlipKind.GRAMS: "похоже на граммы",
    SlipKind.MILLIMETRES: "похоже на миллиметры",
    SlipKind.METRES: "похоже на метры",
    SlipKind.COMMA: "похоже, запятая не на месте",
}
#: What would explain a value out of its age: the slip and what undoes it.
_UNDOES: dict[GrowthIndicator, tuple[tuple[SlipKind, float], ...]] = {
    W: ((SlipKind.GRAMS, 0.001), (SlipKind.COMMA, 0.1), (SlipKind.COMMA, 0.01), (SlipKind.COMMA, 10.0)),
    H: ((SlipKind.MILLIMETRES, 0.1), (SlipKind.METRES, 100.0), (SlipKind.COMMA, 10.0), (SlipKind.COMMA, 0.01)),
    C: ((SlipKind.MILLIMETRES, 0.1), (SlipKind.METRES, 100.0), (SlipKind.COMMA, 10.0), (SlipKind.COMMA, 0.01)),
    B: (),
}


def slip_of(
    indicator: GrowthIndicator, value: float, *, sex: Sex, birth: date, on: date, others: Iterable[Measured] = ()
) -> Slip | None:
    """The question that a value asks for, or None where nothing is odd.

    ``others`` are values of the same child on other days, in any order. Raises ValueError for a day before birth or a
    value that is no positive number.
    """
    days = days_old(birth, on)
    if days < 0:
        raise ValueError("the day is before birth")
    z_score(indicator, sex, days, value)  # refuses what is no measure
    near = _nearest(others, value, birth, on)
    if not is_plausible(indicator, value, sex, days):
        return _out_of_age(indicator, value, sex, birth, on, near)
    odd = next((other for other in near if not _follows(indicator, value, sex, birth, on, other)), None)
    if odd is None:
        return None
    said = f"{_capital(_NAMES[indicator])} {_measure(indicator, value)}, а {_when(odd.day, on)} — "
    told = f"{_capital(_when(odd.day, on))} — {_measure(indicator, odd.value)}. Всё верно?"
    return Slip(SlipKind.CHANGE, f"{said}{_measure(indicator, odd.value)}. Всё верно?", told)


def is_plausible(indicator: GrowthIndicator, value: float, sex: Sex, age_days: int) -> bool:
    """Whether a child of that age may have it at all. Past the age of a standard its last day counts."""
    low, high = plausible_range(indicator, sex, age_days)
    return low <= value <= high


def plausible_range(indicator: GrowthIndicator, sex: Sex, age_days: int) -> tuple[float, float]:
    """The lowest and highest value that a child of that age may have, in the usual unit."""
    if indicator is W and age_days > LAST_DAY[W]:
        shortest, tallest = plausible_range(H, sex, age_days)
        return _THINNEST * (shortest / 100) ** 2, _HEAVIEST * (tallest / 100) ** 2
    day = min(age_days, LAST_DAY[indicator])
    low, high = (value_at(indicator, sex, day, z) for z in _PLAUSIBLE[indicator])
    assert low is not None
    assert high is not None
    return max(low, 0.3), high


def _out_of_age(
    indicator: GrowthIndicator, value: float, sex: Sex, birth: date, on: date, near: tuple[Measured, ...]
) -> Slip:
    days = days_old(birth, on)
    for kind, factor in _UNDOES[indicator]:
        meant = round(value * factor, 3 if indicator is W else 2)
        if meant <= 0 or not is_plausible(indicator, meant, sex, days):
            continue
        if all(_follows(indicator, meant, sex, birth, on, other) for other in near):
            name = _capital(_NAMES[indicator])
            text = f"{name} {_measure(indicator, value)} — {_LIKE[kind]}. Может быть, {_measure(indicator, meant)}?"
            return Slip(kind, text, f"{_capital(_LIKE[kind])}. Всё верно?", meant)
    bounds = plausible_range(indicator, sex, days)
    rare = "Так много в этом возрасте не бывает" if value > bounds[1] else "Так мало в этом возрасте не бывает"
    text = f"{_capital(_NAMES[indicator])} {_measure(indicator, value)}, всё верно? {rare}."
    return Slip(SlipKind.AGE, text, f"{rare}. Всё верно?")


def _nearest(others: Iterable[Measured], value: float, birth: date, on: date) -> tuple[Measured, ...]:
    """The last value before the day, the first one after it and the one of the day that is least like this one, where
    they are near enough to be compared."""
    kept = [
        other
        for other in others
        if abs((other.day - on).days) <= _COMPARABLE_DAYS and other.value > 0
        and days_old(birth, other.day) >= _NEWBORN_DAYS
    ]  # fmt: skip
    if days_old(birth, on) < _NEWBORN_DAYS:
        return ()
    before = max((other for other in kept if other.day < on), key=lambda other: other.day, default=None)
    after = min((other for other in kept if other.day > on), key=lambda other: other.day, default=None)
    same = max((other for other in kept if other.day == on), key=lambda other: abs(other.value - value), default=None)
    return tuple(other for other in (before, after, same) if other is not None)


def _follows(indicator: GrowthIndicator, value: float, sex: Sex, birth: date, on: date, other: Measured) -> bool:
    """Whether both values can be of one child."""
    months = abs((other.day - on).days) / _MONTH
    first, last = (other.value, value) if other.day < on else (value, other.value)
    shrunk = abs(first - last) if other.day == on else first - last
    if indicator in _SHRINKS and shrunk > _SHRINKS[indicator]:
        return False
    if not is_plausible(indicator, other.value, sex, days_old(birth, other.day)):
        return True  # the other one is the slip
    mine = z_score(indicator, sex, days_old(birth, on), value)
    theirs = z_score(indicator, sex, days_old(birth, other.day), other.value)
    if mine is None or theirs is None:
        share = abs(value - other.value) / min(value, other.value)
        return share <= _SHARE_AT_ONCE + _SHARE_A_MONTH * months
    return abs(mine - theirs) <= _AT_ONCE[indicator] + _A_MONTH[indicator] * months


def _measure(indicator: GrowthIndicator, value: float) -> str:
    return quantity(value, UNIT[indicator])


def _when(day: date, on: date) -> str:
    """«3 недели назад», «через месяц», «в тот же день»: how far the other measurement is."""
    if day == on:
        return "в тот же день"
    span = _span(abs((day - on).days))
    return f"{span} назад" if day < on else f"через {span}"


_STEPS: tuple[tuple[int, float, tuple[str, str, str]], ...] = (
    (14, 1, ("день", "дня", "дней")),
    (60, 7, ("неделю", "недели", "недель")),
    (10_000, _MONTH, ("месяц", "месяца", "месяцев")),
)


def _span(days: int) -> str:
    unit, forms = next((unit, forms) for least, unit, forms in _STEPS if days < least)
    return counted(max(1, round(days / unit)), forms)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def doubts(
    indicator: GrowthIndicator, values: list[Measured], *, sex: Sex, birth: date
) -> Iterator[tuple[Measured, Slip]]:
    """The values of a child that look like slips beside those before them, oldest first; what is odd is not compared
    with any further."""
    kept: list[Measured] = []
    for one in sorted(values, key=lambda value: value.day):
        if days_old(birth, one.day) < 0:
            continue
        slip = slip_of(indicator, one.value, sex=sex, birth=birth, on=one.day, others=kept[-3:])
        if slip is None:
            kept.append(one)
        else:
            yield one, slip
