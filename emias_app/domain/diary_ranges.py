"""What may be written into the diary: units, what is usual, what is asked about, what cannot be.

Three bands around a value: *usual* (the green band of a chart), *plausible* (kept without a question), *possible* (kept
once the person said that it is right). Sources of the numbers; the widths of the bands are ours [model]:

* pulse: Fleming et al., Lancet 2011;377:1011, the 1st and 99th centile by age, rounded; 30 beats beyond are plausible;
* pressure: the lower limit of PALS (AHA 2020: 60, 70, 70 + 2 × years, 90 mm); the upper one is stage 2 of the AAP
  2017 guideline with a margin;
* temperature: fever from 38,0 under 3 months is an emergency (NICE NG143); «обычно до 37,2» in the armpit;
* oxygen: below 95 % is unusual, below 92 % an emergency (WHO, hospital care for children, 2013: 90 %);
* glucose: 3,3–5,5 mmol/l fasting (клинические рекомендации Минздрава РФ), plausible after a meal;
* height and weight: WHO standards 2006 and 2007, ± 4 SD of either sex, rounded outwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from emias_app.domain.ages import age_in
from emias_app.domain.growth_slips import Measured, SlipKind, slip_of
from emias_app.models.base import Sex
from emias_app.models.diary import Indicator
from emias_app.models.growth import GrowthIndicator

I = Indicator  # noqa: E741


@dataclass(frozen=True)
class Span:
    """From ``low`` to ``high``, both included; None = open."""

    low: float | None
    high: float | None

    def holds(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Measure:
    """How an indicator is written: unit, decimals, the step of «−» and «+», where an empty field starts."""

    unit: str
    decimals: int
    step: float
    start: float
    possible: Span


MEASURES: dict[Indicator, Measure] = {
    I.TEMPERATURE: Measure("°C", 1, 0.1, 36.6, Span(30, 44)),
    I.HEIGHT: Measure("см", 1, 0.5, 110, Span(20, 250)),
    I.WEIGHT: Measure("кг", 2, 0.1, 20, Span(0.3, 300)),
    I.BLOOD_PRESSURE: Measure("мм рт. ст.", 0, 1, 100, Span(30, 260)),
    I.PULSE: Measure("уд/мин", 0, 1, 90, Span(20, 300)),
    I.GLUCOSE: Measure("ммоль/л", 1, 0.1, 5, Span(0.3, 60)),
    I.OXYGEN: Measure("%", 0, 1, 98, Span(30, 100)),
    I.SEIZURES: Measure("раз", 0, 1, 1, Span(1, 200)),
}

#: The lower pressure of a pair.
_LOWER_POSSIBLE = Span(15, 200)
_ALIASES: dict[str, str] = {
    "c": "°C", "°c": "°C", "°с": "°C", "с": "°C", "cm": "см", "kg": "кг", "mmhg": "мм рт. ст.",
    "ммрт.ст.": "мм рт. ст.", "ммрт.ст": "мм рт. ст.", "ммртст": "мм рт. ст.", "bpm": "уд/мин", "уд./мин": "уд/мин",
    "уд/мин.": "уд/мин", "уд./мин.": "уд/мин", "mmol/l": "ммоль/л", "times": "раз",
}  # fmt: skip

#: Up to that many completed months: a pulse from…to is usual.
_PULSE: tuple[tuple[int, int, int], ...] = (
    (1, 90, 180), (6, 100, 175), (12, 95, 165), (24, 85, 155), (48, 75, 140), (96, 65, 130), (144, 55, 115),
    (216, 45, 105),
)  # fmt: skip
#: Up to that many completed months: an upper pressure of at most, a lower one of at most is plausible.
_PRESSURE: tuple[tuple[int, int, int], ...] = (
    (12, 110, 75), (36, 120, 80), (72, 130, 85), (120, 135, 90), (156, 140, 95), (1200, 160, 105),
)  # fmt: skip
#: From that many completed months on: height in cm and weight in kg from…to are plausible.
_BODY: tuple[tuple[int, Span, Span], ...] = (
    (0, Span(41, 63), Span(1.6, 7.5)), (1, Span(45, 70), Span(2.2, 10)), (3, Span(51, 77), Span(3.4, 12.5)),
    (6, Span(56, 86), Span(4.4, 15.2)), (12, Span(63, 100), Span(5.5, 20)), (24, Span(73, 111), Span(7, 25)),
    (36, Span(79, 129), Span(8.5, 36)), (60, Span(90, 143), Span(10.5, 48)), (84, Span(98, 165), Span(13, 78)),
    (120, Span(112, 194), Span(17, 110)), (168, Span(130, 206), Span(24, 150)),
)  # fmt: skip


@dataclass(frozen=True)
class Fine:
    """To be kept."""


@dataclass(frozen=True)
class Doubtful:
    """To be kept once the person has looked again; ``question`` and ``advice`` are fit to show.

    ``told`` asks the same without the value: an answer never sends input back (contract §2).
    """

    question: str
    advice: str
    told: str = "Всё верно?"


@dataclass(frozen=True)
class Impossible:
    """Not to be kept: ``field`` (value, value2, unit) and why; ``told`` is why without the value."""

    field: str
    reason: str
    told: str | None = None

    @property
    def without_value(self) -> str:
        return self.told or self.reason


Verdict = Fine | Doubtful | Impossible

_GROWN = {I.HEIGHT: GrowthIndicator.HEIGHT, I.WEIGHT: GrowthIndicator.WEIGHT}


def unit_as_kept(indicator: Indicator, typed: str | None) -> str | None:
    """Our spelling of a unit; None for one that this indicator is not measured in. Of a note it is empty."""
    measure = MEASURES.get(indicator)
    wanted = measure.unit if measure else ""
    given = (typed or "").strip()
    if not given or given == wanted:
        return wanted
    key = "".join(given.casefold().split())
    known = _ALIASES.get(key, key)
    return wanted if known.casefold() == wanted.casefold() or known == "".join(wanted.casefold().split()) else None


def written(value: float) -> str:
    """«36,6», «90»."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def value_words(indicator: Indicator, value: float, value2: float | None = None) -> str:
    """«36,6 °C», «110/70 мм рт. ст.»"""
    both = f"{written(value)}/{written(value2)}" if value2 is not None else written(value)
    return f"{both}\u00a0{MEASURES[indicator].unit}"


def usual(indicator: Indicator, birth: date, on: date) -> Span | None:
    """What is usual at that age; None where nothing sensible can be said."""
    months = age_in(birth, max(on, birth)).total_months
    match indicator:
        case I.TEMPERATURE:
            return Span(36.0, 37.2)
        case I.OXYGEN:
            return Span(95, 100)
        case I.GLUCOSE:
            return Span(3.3, 5.5)
        case I.PULSE:
            _, low, high = _of_age(_PULSE, months)
            return Span(low, high)
        case _:
            return None


def plausible(indicator: Indicator, birth: date, on: date) -> Span:
    """What is kept without a question at that age; of a pressure the upper one."""
    months = age_in(birth, max(on, birth)).total_months
    match indicator:
        case I.TEMPERATURE:
            return Span(35.5, 37.9) if months < 3 else Span(35.0, 40.0)
        case I.OXYGEN:
            return Span(92, 100)
        case I.GLUCOSE:
            return Span(2.8, 14.0)
        case I.PULSE:
            _, low, high = _of_age(_PULSE, months)
            return Span(low - 15, high + 30)
        case I.BLOOD_PRESSURE:
            return Span(_least_pressure(months), _of_age(_PRESSURE, months)[1])
        case I.SEIZURES:
            return Span(1, 10)
        case I.HEIGHT:
            return _body(months)[1]
        case I.WEIGHT:
            return _body(months)[2]
        case I.NOTE:
            return Span(None, None)


def judge(
    indicator: Indicator,
    value: float | None,
    value2: float | None,
    birth: date,
    on: date,
    others: Iterable[Measured] = (),
    sex: Sex = Sex.MALE,
) -> Verdict:
    """What is to be done with a value measured on a day; a note has none.

    A height or a weight that looks like a slip of the hand is asked about as such; ``others`` are values of the same
    child around that day, whoever measured them.
    """
    verdict = _judge(indicator, value, value2, birth, on)
    grown = _GROWN.get(indicator)
    if grown is None or value is None or not 0 < value < math.inf or on < birth:
        return verdict
    slip = slip_of(grown, value, sex=sex, birth=birth, on=on, others=others)
    if slip is None or slip.kind is SlipKind.AGE:
        return verdict
    match verdict:
        case Impossible("value") if slip.suggestion is not None:
            return Impossible("value", slip.text, slip.told)
        case Doubtful():
            return Doubtful(slip.text, verdict.advice, slip.told)
        case Fine() if slip.kind is SlipKind.CHANGE:
            return Doubtful(slip.text, "Сравните с прошлой записью и проверьте число.", slip.told)
        case _:
            return verdict


def _judge(indicator: Indicator, value: float | None, value2: float | None, birth: date, on: date) -> Verdict:
    measure = MEASURES.get(indicator)
    if measure is None:
        return Fine() if value is None and value2 is None else Impossible("value", "У заметки нет значения.")
    if value is None:
        return Impossible("value", "Введите значение.")
    wrong = _not_possible(indicator, measure, value, value2)
    if wrong is not None:
        return wrong
    doubt = _doubt(indicator, value, value2, birth, on)
    if doubt is None:
        return Fine()
    return Doubtful(f"{value_words(indicator, value, value2)}, всё верно?", doubt)


def _not_possible(indicator: Indicator, measure: Measure, value: float, value2: float | None) -> Impossible | None:
    for field, given, possible in (("value", value, measure.possible), ("value2", value2, _LOWER_POSSIBLE)):
        if given is None:
            continue
        if field == "value2" and indicator is not I.BLOOD_PRESSURE:
            return Impossible(field, "Второе значение бывает только у давления.")
        if round(given, measure.decimals) != given:
            wanted = "целое число" if not measure.decimals else f"не больше {measure.decimals} знаков после запятой"
            return Impossible(field, f"Здесь нужно {wanted}.")
        if not possible.holds(given):
            low, high = written(possible.low or 0), written(possible.high or 0)
            return Impossible(field, f"Такого не бывает: нужно от {low} до {high}\u00a0{measure.unit}.")
    if indicator is I.BLOOD_PRESSURE and value2 is None:
        return Impossible("value2", "Введите нижнее давление.")
    if value2 is not None and value2 >= value:
        return Impossible("value2", "Нижнее давление меньше верхнего.")
    return None


def _doubt(indicator: Indicator, value: float, value2: float | None, birth: date, on: date) -> str | None:
    """Why a possible value is asked about, and what to do where it is right."""
    months = age_in(birth, max(on, birth)).total_months
    span = plausible(indicator, birth, on)
    is_low, is_high = not Span(span.low, None).holds(value), not Span(None, span.high).holds(value)
    if indicator is I.BLOOD_PRESSURE and value2 is not None and not (is_low or is_high):
        is_high = value2 > _of_age(_PRESSURE, months)[2]
        is_low = value2 < 25 or value - value2 < 10
    if not (is_low or is_high):
        return None
    rare = "Так высоко бывает редко." if is_high else "Так низко бывает редко."
    match indicator:
        case I.TEMPERATURE | I.OXYGEN | I.GLUCOSE | I.BLOOD_PRESSURE | I.PULSE:
            return f"{rare} Проверьте число. Если оно верное, звоните 103."
        case I.SEIZURES:
            return "Так много приступов бывает редко. Проверьте число. Если оно верное, звоните 103."
        case _:
            return "В этом возрасте так бывает редко. Проверьте число и единицы."


def _least_pressure(months: int) -> int:
    """The lower limit of the upper pressure by PALS: 60 under a month, 70 under a year, 70 + 2 × years, 90 from 10."""
    if months < 1:
        return 60
    years = months // 12
    return 90 if years >= 10 else 70 + 2 * years


def _of_age(table: tuple[tuple[int, int, int], ...], months: int) -> tuple[int, int, int]:
    return next((row for row in table if months < row[0]), table[-1])


def _body(months: int) -> tuple[int, Span, Span]:
    return next(row for row in reversed(_BODY) if months >= row[0])
