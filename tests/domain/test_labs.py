"""Lab ranges by age and sex."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.ages import birthday_on
from emias_app.domain.labs import ANALYTES, PANELS, Range, flag, measured, position, reference
from emias_app.models.base import Sex
from emias_app.models.records import LabFlag

BIRTH = date(2018, 3, 14)
BOUNDS = st.floats(0.1, 500)


@pytest.mark.parametrize(
    ("code", "sex", "days", "norm"),
    [
        ("HGB", Sex.MALE, 0, Range(180, 240)),
        ("HGB", Sex.MALE, 364, Range(110, 135)),
        ("HGB", Sex.MALE, 365, Range(110, 140)),
        ("HGB", Sex.FEMALE, 3_000, Range(110, 145)),
        ("HCT", Sex.MALE, 5_000, Range(37, 49)),
        ("HCT", Sex.FEMALE, 5_000, Range(36, 46)),
        ("CRP", Sex.MALE, 3_000, Range(None, 5)),
        ("VITD", Sex.FEMALE, 3_000, Range(30, 100)),
        ("MCH", Sex.MALE, 100, None),
        ("U_KET", Sex.MALE, 3_000, None),
    ],
)
def test_a_norm_is_that_of_the_age_and_sex(code: str, sex: Sex, days: int, norm: Range | None) -> None:
    assert reference(ANALYTES[code], BIRTH, sex, BIRTH + timedelta(days=days)) == norm


def test_the_tables_hold_until_the_day_before_the_eighteenth_birthday() -> None:
    for birth in (BIRTH, date(2008, 3, 1), date(2007, 2, 28)):
        last = birthday_on(birth, 18) - timedelta(days=1)
        assert reference(ANALYTES["HGB"], birth, Sex.MALE, last) == Range(115, 150)


def test_the_panels_are_complete_and_no_code_stands_for_two_things() -> None:
    assert len(PANELS) == 10
    assert len(ANALYTES) == sum(len(panel.analytes) for panel in PANELS.values()) == 79
    for analyte in ANALYTES.values():
        assert analyte.is_numeric == bool(analyte.ranges), analyte.code
        assert set(analyte.normal) <= set(analyte.words), analyte.code


def test_no_age_has_two_norms() -> None:
    for analyte in ANALYTES.values():
        for sex in Sex:
            rows = sorted((row.from_days, row.to_days) for row in analyte.ranges if row.sex in (None, sex))
            for (_, end), (start, _) in itertools.pairwise(rows):
                assert end < start, analyte.code


@pytest.mark.parametrize(
    ("value", "expected"),
    [(114.9, LabFlag.LOW), (115, LabFlag.NORMAL), (145, LabFlag.NORMAL), (145.1, LabFlag.HIGH)],
)
def test_the_bounds_are_normal(value: float, expected: LabFlag) -> None:
    assert flag(value, Range(115, 145)) is expected


def test_a_low_bound_of_nothing_is_none() -> None:
    assert Range.of(0, 5) == Range(None, 5)
    assert Range.of(0, None) is None


@pytest.mark.parametrize(
    ("value", "norm", "place"),
    [
        (115, Range(115, 145), 0.25),
        (130, Range(115, 145), 0.5),
        (145, Range(115, 145), 0.75),
        (100, Range(115, 145), 0.0),
        (10, Range(115, 145), 0.0),
        (0, Range(None, 5), 0.0),
        (5, Range(None, 5), 0.75),
        (50, Range(None, 5), 1.0),
        (30, Range(30, None), 0.25),
        (900, Range(30, None), 1.0),
    ],
)
def test_a_value_has_its_place_on_the_bar(value: float, norm: Range, place: float) -> None:
    assert position(value, norm) == pytest.approx(place)


def test_a_range_without_bounds_has_no_bar() -> None:
    with pytest.raises(ValueError):
        position(1, Range())


@given(st.tuples(BOUNDS, BOUNDS).filter(lambda pair: pair[1] - pair[0] > 0.01), st.floats(0, 1_000))
def test_the_zone_of_the_bar_is_exactly_what_is_normal(bounds: tuple[float, float], value: float) -> None:
    for norm in (Range(*bounds), Range(None, bounds[1]), Range(bounds[0], None)):
        place = position(value, norm)
        assert 0 <= place <= 1
        low = 0.25 if norm.low is not None else 0.0
        high = 0.75 if norm.high is not None else 1.0
        if flag(value, norm) is LabFlag.NORMAL:
            assert low - 1e-9 <= place <= high + 1e-9
        else:
            assert place <= low + 1e-9 or place >= high - 1e-9


@given(BOUNDS, st.floats(0, 1_000), st.floats(0, 1_000))
def test_a_larger_value_never_stands_further_left(low: float, one: float, other: float) -> None:
    norm = Range(low, low + 10)
    assert position(min(one, other), norm) <= position(max(one, other), norm)


def test_a_measured_row_carries_its_norm() -> None:
    row = measured(ANALYTES["HGB"], 107.6, BIRTH, Sex.MALE, date(2026, 11, 18))
    assert (row.value, row.low, row.high, row.flag) == (108, 110, 145, LabFlag.LOW)


def test_a_worded_row_is_normal_by_its_words() -> None:
    fine = measured(ANALYTES["U_KET"], "не обнаружены", BIRTH, Sex.MALE, date(2026, 11, 18))
    odd = measured(ANALYTES["U_KET"], "++", BIRTH, Sex.MALE, date(2026, 11, 18))
    assert (fine.flag, fine.reference_text) == (LabFlag.NORMAL, "не обнаружены")
    assert (odd.flag, odd.value_text) == (LabFlag.ABNORMAL, "++")
