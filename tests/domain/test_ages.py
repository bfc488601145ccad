"""Ages and terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.ages import Age, add_months, age_in, birthday_on, days_old, is_adult, may_have_own_card

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2018, 3, 14), date(2026, 11, 22), Age(8, 8, 8)),
        (date(2018, 3, 14), date(2026, 3, 13), Age(7, 11, 27)),
        (date(2018, 3, 14), date(2026, 3, 14), Age(8, 0, 0)),
        (date(2024, 8, 9), date(2024, 8, 9), Age(0, 0, 0)),
        (date(2024, 1, 31), date(2024, 2, 29), Age(0, 1, 0)),
        (date(2024, 1, 31), date(2024, 3, 1), Age(0, 1, 1)),
        (date(2008, 2, 29), date(2026, 2, 27), Age(17, 11, 29)),
        (date(2008, 2, 29), date(2026, 2, 28), Age(18, 0, 0)),
    ],
)
def test_an_age_is_counted_in_completed_years_months_days(birth: date, on: date, age: Age) -> None:
    assert age_in(birth, on) == age


def test_there_is_no_age_before_birth() -> None:
    with pytest.raises(ValueError):
        age_in(date(2024, 1, 2), date(2024, 1, 1))


def test_a_child_of_29_february_has_the_birthday_on_the_28th_of_common_years() -> None:
    assert birthday_on(date(2008, 2, 29), 18) == date(2026, 2, 28)
    assert birthday_on(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_the_gates_of_15_and_18_open_on_the_birthday() -> None:
    birth = date(2010, 5, 3)
    assert not may_have_own_card(birth, date(2025, 5, 2))
    assert may_have_own_card(birth, date(2025, 5, 3))
    assert not is_adult(birth, date(2028, 5, 2))
    assert is_adult(birth, date(2028, 5, 3))


@given(DAYS, st.integers(0, 40_000))
def test_an_age_leads_back_to_its_day(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    age = age_in(birth, on)
    assert add_months(birth, age.total_months) + timedelta(days=age.days) == on
    assert add_months(birth, age.total_months + 1) > on
    assert days_old(birth, on) == days


@given(DAYS, st.integers(0, 20_000))
def test_nobody_gets_younger(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    assert age_in(birth, on) < age_in(birth, on + timedelta(days=1))


@given(DAYS, st.integers(1, 100))
def test_a_birthday_is_the_first_day_of_a_new_year_of_life(birth: date, years: int) -> None:
    day = birthday_on(birth, years)
    assert age_in(birth, day).years == years
    assert age_in(birth, day - timedelta(days=1)).years == years - 1
