"""Slips of a typing parent become questions; what a child may have is never asked about."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.growth import value_at
from emias_app.domain.growth_slips import Measured, Slip, SlipKind, doubts, is_plausible, plausible_range, slip_of
from emias_app.models.base import Sex
from emias_app.models.growth import GrowthIndicator

HEIGHT, WEIGHT, BMI, HEAD = GrowthIndicator.HEIGHT, GrowthIndicator.WEIGHT, GrowthIndicator.BMI, GrowthIndicator.HEAD
BORN = date(2018, 3, 14)
TODAY = date(2026, 11, 22)


def slip(indicator: GrowthIndicator, value: float, *others: tuple[int, float], on: date = TODAY) -> object:
    """What is asked of a value; ``others`` are (days before, value)."""
    kept = [Measured(on - timedelta(days=days), number) for days, number in others]
    return slip_of(indicator, value, sex=Sex.MALE, birth=BORN, on=on, others=kept)


@pytest.mark.parametrize(
    ("indicator", "typed", "kind", "meant"),
    [
        (WEIGHT, 26_400, SlipKind.GRAMS, 26.4),
        (WEIGHT, 264, SlipKind.COMMA, 26.4),
        (WEIGHT, 2_640, SlipKind.COMMA, 26.4),
        (WEIGHT, 2.64, SlipKind.COMMA, 26.4),
        (HEIGHT, 1_285, SlipKind.MILLIMETRES, 128.5),
        (HEIGHT, 1.28, SlipKind.METRES, 128.0),
        (HEIGHT, 12.8, SlipKind.COMMA, 128.0),
        (HEIGHT, 12_850, SlipKind.COMMA, 128.5),
        (HEAD, 525, SlipKind.MILLIMETRES, 52.5),
        (HEAD, 0.52, SlipKind.METRES, 52.0),
    ],
)
def test_a_slip_is_named_and_what_was_meant_is_offered(
    indicator: GrowthIndicator, typed: float, kind: SlipKind, meant: float
) -> None:
    found = slip_of(indicator, typed, sex=Sex.MALE, birth=BORN, on=TODAY)
    assert found is not None
    assert (found.kind, found.suggestion) == (kind, pytest.approx(meant))
    assert found.text.endswith("?")


def test_the_question_is_said_in_plain_words() -> None:
    found = slip_of(WEIGHT, 26_400, sex=Sex.MALE, birth=BORN, on=TODAY)
    assert found is not None
    assert found.text == "Вес 26\u00a0400\u00a0кг — похоже на граммы. Может быть, 26,4\u00a0кг?"


def test_what_no_slip_explains_is_still_only_asked() -> None:
    found = slip_of(HEIGHT, 190, sex=Sex.MALE, birth=BORN, on=TODAY)
    assert found is not None
    assert (found.kind, found.suggestion) == (SlipKind.AGE, None)
    assert found.text == "Рост 190\u00a0см, всё верно? Так много в этом возрасте не бывает."


def test_a_child_that_shrinks_is_asked_about() -> None:
    found = slip_of(HEIGHT, 118, sex=Sex.MALE, birth=BORN, on=TODAY, others=[Measured(TODAY - timedelta(days=91), 128)])
    assert found is not None
    assert found.kind is SlipKind.CHANGE
    assert found.text == "Рост 118\u00a0см, а 3 месяца назад — 128\u00a0см. Всё верно?"


def test_a_value_before_one_that_is_there_is_compared_with_it_too() -> None:
    later = [Measured(TODAY, 128)]
    found = slip_of(HEIGHT, 140, sex=Sex.MALE, birth=BORN, on=TODAY - timedelta(days=30), others=later)
    assert found is not None
    assert "через 4 недели" in found.text


@pytest.mark.parametrize(
    ("indicator", "value", "before"),
    [
        (HEIGHT, 128.0, (30, 128.5)),
        (HEIGHT, 128.0, (365, 122.0)),
        (WEIGHT, 26.4, (7, 27.0)),
        (WEIGHT, 24.0, (60, 26.4)),
        (HEAD, 52.0, (30, 52.4)),
    ],
)
def test_what_happens_to_children_is_not_asked_about(
    indicator: GrowthIndicator, value: float, before: tuple[int, float]
) -> None:
    assert slip(indicator, value, before) is None


@pytest.mark.parametrize(
    ("indicator", "value", "before"),
    [(HEIGHT, 135.0, (30, 127.0)), (WEIGHT, 36.4, (14, 26.4)), (WEIGHT, 19.0, (14, 26.4)), (HEAD, 49.0, (30, 52.4))],
)
def test_an_impossible_change_is_asked_about(
    indicator: GrowthIndicator, value: float, before: tuple[int, float]
) -> None:
    found = slip_of(
        indicator, value, sex=Sex.MALE, birth=BORN, on=TODAY, others=[Measured(TODAY - timedelta(before[0]), before[1])]
    )
    assert found is not None
    assert found.kind is SlipKind.CHANGE


def test_two_measurements_of_one_day_are_compared_too() -> None:
    found = slip(WEIGHT, 45, (0, 27))
    assert isinstance(found, Slip)
    assert found.text == "Вес 45\u00a0кг, а в тот же день — 27\u00a0кг. Всё верно?"
    assert isinstance(slip(HEIGHT, 130, (0, 124)), Slip)
    assert slip(HEIGHT, 129, (0, 128)) is None


def test_a_slip_that_is_there_already_does_not_make_the_next_value_odd() -> None:
    assert slip(WEIGHT, 26.4, (7, 26_400)) is None


def test_newborns_lose_weight_in_peace() -> None:
    on = BORN + timedelta(days=4)
    assert slip(WEIGHT, 3.2, (4, 3.55), on=on) is None


def test_after_ten_years_weight_is_asked_about_by_the_height_of_that_age() -> None:
    on = date(2032, 3, 14)
    assert slip(WEIGHT, 52.0, on=on) is None
    found = slip_of(WEIGHT, 52_000, sex=Sex.MALE, birth=BORN, on=on)
    assert found is not None
    assert (found.kind, found.suggestion) == (SlipKind.GRAMS, 52.0)
    sudden = slip_of(WEIGHT, 70.0, sex=Sex.MALE, birth=BORN, on=on, others=[Measured(on - timedelta(days=10), 52.0)])
    assert sudden is not None
    assert sudden.kind is SlipKind.CHANGE


def test_a_day_before_birth_and_no_number_are_faults_of_the_caller() -> None:
    with pytest.raises(ValueError):
        slip_of(HEIGHT, 50, sex=Sex.MALE, birth=BORN, on=BORN - timedelta(days=1))
    with pytest.raises(ValueError):
        slip_of(HEIGHT, math.nan, sex=Sex.MALE, birth=BORN, on=TODAY)


def test_doubts_of_a_whole_life_name_the_odd_one_only() -> None:
    values = [Measured(TODAY - timedelta(days=30 * number), 128.0 - 0.4 * number) for number in range(6)]
    odd = Measured(TODAY - timedelta(days=45), 12.8)
    assert [one for one, _ in doubts(HEIGHT, [*values, odd], sex=Sex.MALE, birth=BORN)] == [odd]


indicators = st.sampled_from([HEIGHT, WEIGHT, HEAD])
days = st.integers(30, 1800)


@given(indicators, st.sampled_from(list(Sex)), days, st.integers(1, 400), st.floats(-3, 3), st.floats(-0.3, 0.3))
def test_a_child_that_keeps_its_place_is_never_asked_about(
    indicator: GrowthIndicator, sex: Sex, day: int, later: int, z: float, moved: float
) -> None:
    first, second = value_at(indicator, sex, day, z), value_at(indicator, sex, min(day + later, 1856), z + moved)
    assert first is not None
    assert second is not None
    born = TODAY - timedelta(days=min(day + later, 1856))
    others = [Measured(born + timedelta(days=day), first)]
    assert slip_of(indicator, second, sex=sex, birth=born, on=TODAY, others=others) is None


@given(st.sampled_from([WEIGHT]), st.sampled_from(list(Sex)), st.integers(0, 6900), st.floats(-2, 2))
def test_grams_typed_for_kilograms_are_always_noticed(indicator: GrowthIndicator, sex: Sex, day: int, z: float) -> None:
    low, high = plausible_range(indicator, sex, day)
    weight = round(low + (high - low) * (0.3 + 0.1 * z), 2)
    found = slip_of(indicator, weight * 1000, sex=sex, birth=TODAY - timedelta(days=day), on=TODAY)
    assert found is not None
    assert found.suggestion is not None
    assert is_plausible(indicator, found.suggestion, sex, day)


@given(st.sampled_from(list(GrowthIndicator)), st.sampled_from(list(Sex)), st.integers(0, 7000), st.floats(0.01, 1e6))
def test_any_number_is_answered(indicator: GrowthIndicator, sex: Sex, day: int, value: float) -> None:
    found = slip_of(indicator, value, sex=sex, birth=TODAY - timedelta(days=day), on=TODAY)
    assert (found is None) == is_plausible(indicator, value, sex, day)
