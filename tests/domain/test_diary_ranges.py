"""What the diary keeps, asks about and refuses, by age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.diary_ranges import (
    MEASURES,
    Doubtful,
    Fine,
    Impossible,
    judge,
    plausible,
    unit_as_kept,
    usual,
    value_words,
)
from emias_app.domain.growth_slips import Measured
from emias_app.models.diary import Indicator

I = Indicator  # noqa: E741
TODAY = date(2026, 11, 22)


def born(months: int) -> date:
    return TODAY - timedelta(days=round(months * 30.4375) + 5)


@pytest.mark.parametrize(
    ("indicator", "months", "value", "value2", "expected"),
    [
        (I.TEMPERATURE, 96, 36.6, None, Fine), (I.TEMPERATURE, 96, 40.0, None, Fine),
        (I.TEMPERATURE, 96, 40.1, None, Doubtful), (I.TEMPERATURE, 96, 34.9, None, Doubtful),
        (I.TEMPERATURE, 2, 38.0, None, Doubtful), (I.TEMPERATURE, 3, 38.0, None, Fine),
        (I.TEMPERATURE, 96, 44.1, None, Impossible), (I.TEMPERATURE, 96, 36.65, None, Impossible),
        (I.OXYGEN, 96, 92, None, Fine), (I.OXYGEN, 96, 91, None, Doubtful), (I.OXYGEN, 96, 101, None, Impossible),
        (I.PULSE, 0, 160, None, Fine), (I.PULSE, 96, 160, None, Doubtful), (I.PULSE, 0, 70, None, Doubtful),
        (I.BLOOD_PRESSURE, 96, 105, 65, Fine), (I.BLOOD_PRESSURE, 96, 150, 65, Doubtful),
        (I.BLOOD_PRESSURE, 96, 105, 95, Doubtful), (I.BLOOD_PRESSURE, 96, 105, None, Impossible),
        (I.BLOOD_PRESSURE, 96, 80, 90, Impossible), (I.BLOOD_PRESSURE, 180, 150, 90, Fine),
        (I.HEIGHT, 96, 128, None, Fine), (I.HEIGHT, 96, 1.28, None, Impossible), (I.HEIGHT, 12, 128, None, Doubtful),
        (I.WEIGHT, 96, 26.4, None, Fine), (I.WEIGHT, 96, 264, None, Doubtful), (I.WEIGHT, 1, 4.25, None, Fine),
        (I.GLUCOSE, 96, 5.1, None, Fine), (I.GLUCOSE, 96, 15, None, Doubtful), (I.SEIZURES, 96, 1, None, Fine),
        (I.SEIZURES, 96, 0, None, Impossible), (I.SEIZURES, 96, 11, None, Doubtful),
        (I.NOTE, 96, None, None, Fine), (I.NOTE, 96, 1, None, Impossible), (I.PULSE, 96, None, None, Impossible),
        (I.PULSE, 96, 80, 40, Impossible),
    ],
)  # fmt: skip
def test_a_value_is_judged_by_age(
    indicator: Indicator, months: int, value: float | None, value2: float | None, expected: type
) -> None:
    assert isinstance(judge(indicator, value, value2, born(months), TODAY), expected)


def test_a_question_names_the_value_and_says_what_to_do() -> None:
    said = judge(I.TEMPERATURE, 40.6, None, born(96), TODAY)
    assert said == Doubtful(
        "40,6\u00a0°C, всё верно?", "Так высоко бывает редко. Проверьте число. Если оно верное, звоните 103."
    )
    assert value_words(I.BLOOD_PRESSURE, 110, 70) == "110/70\u00a0мм рт. ст."


@pytest.mark.parametrize(
    ("indicator", "typed", "kept"),
    [
        (I.TEMPERATURE, None, "°C"), (I.TEMPERATURE, "°С", "°C"), (I.WEIGHT, "kg", "кг"), (I.WEIGHT, "г", None),
        (I.BLOOD_PRESSURE, "мм рт.ст.", "мм рт. ст."), (I.PULSE, "уд./мин", "уд/мин"), (I.NOTE, "", ""),
        (I.NOTE, "кг", None), (I.GLUCOSE, "mmol/L", "ммоль/л"), (I.OXYGEN, "%", "%"),
    ],
)  # fmt: skip
def test_a_unit_is_spelt_our_way_or_refused(indicator: Indicator, typed: str | None, kept: str | None) -> None:
    assert unit_as_kept(indicator, typed) == kept


@given(st.sampled_from(sorted(MEASURES)), st.integers(0, 215))
def test_what_is_usual_is_plausible_and_what_is_plausible_is_possible_at_every_age(
    indicator: Indicator, months: int
) -> None:
    birth, possible = born(months), MEASURES[indicator].possible
    span = plausible(indicator, birth, TODAY)
    assert span.low is not None
    assert span.high is not None
    assert possible.low is not None
    assert possible.high is not None
    assert possible.low <= span.low < span.high <= possible.high
    band = usual(indicator, birth, TODAY)
    if band is not None:
        assert band.low is not None
        assert span.low <= band.low
        assert band.high is not None
        assert band.high <= span.high


@given(
    st.sampled_from(list(Indicator)),
    st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    st.integers(-10, 400),
)
def test_every_number_gets_a_verdict(
    indicator: Indicator, value: float | None, value2: float | None, months: int
) -> None:
    assert isinstance(judge(indicator, value, value2, born(months), TODAY), Fine | Doubtful | Impossible)


@pytest.mark.parametrize(
    ("indicator", "typed", "said"),
    [
        (I.WEIGHT, 26_400, "похоже на граммы. Может быть, 26,4\u00a0кг?"),
        (I.HEIGHT, 1.3, "похоже на метры. Может быть, 130\u00a0см?"),
        (I.HEIGHT, 1_280, "похоже на миллиметры. Может быть, 128\u00a0см?"),
    ],
)
def test_a_slip_that_cannot_be_kept_says_what_was_probably_meant(indicator: Indicator, typed: float, said: str) -> None:
    verdict = judge(indicator, typed, None, born(96), TODAY)
    assert isinstance(verdict, Impossible)
    assert said in verdict.reason


def test_a_slip_that_may_be_true_is_asked_about() -> None:
    verdict = judge(I.WEIGHT, 264, None, born(96), TODAY)
    assert isinstance(verdict, Doubtful)
    assert verdict.question == "Вес 264\u00a0кг — похоже, запятая не на месте. Может быть, 26,4\u00a0кг?"


def test_an_impossible_change_is_asked_about_and_a_usual_one_is_not() -> None:
    before = Measured(TODAY - timedelta(days=14), 26.4)
    verdict = judge(I.WEIGHT, 36.4, None, born(96), TODAY, [before])
    assert isinstance(verdict, Doubtful)
    assert verdict.question == "Вес 36,4\u00a0кг, а 2 недели назад — 26,4\u00a0кг. Всё верно?"
    assert judge(I.WEIGHT, 26.9, None, born(96), TODAY, [before]) == Fine()
    assert judge(I.PULSE, 90, None, born(96), TODAY, [before]) == Fine()


def test_the_same_is_asked_without_the_value() -> None:
    born, day = date(2018, 3, 14), date(2026, 11, 22)
    warm = judge(I.TEMPERATURE, 40.6, None, born, day)
    assert isinstance(warm, Doubtful)
    assert warm.told == "Всё верно?"
    grams = judge(I.WEIGHT, 26_400, None, born, day)
    assert isinstance(grams, Impossible)
    assert grams.without_value == "Похоже на граммы. Всё верно?"
    beside = judge(I.WEIGHT, 36.4, None, born, day, [Measured(date(2026, 11, 8), 26.4)])
    assert isinstance(beside, Doubtful)
    assert beside.told == "2 недели назад — 26,4\u00a0кг. Всё верно?"
