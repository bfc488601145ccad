"""The production calendar."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.working_days import add_working_days, is_working_day, working_days_left

CALENDAR = json.loads((Path(__file__).parents[1] / "data" / "working_days_ru.json").read_text(encoding="utf-8"))
DAYS = st.dates(date(2025, 1, 1), date(2027, 11, 30))


@pytest.mark.parametrize("vector", CALENDAR["test_vectors_add_working_days"], ids=lambda vector: str(vector["start"]))
def test_the_published_vectors_hold(vector: dict[str, object]) -> None:
    start, count = date.fromisoformat(str(vector["start"])), int(str(vector["n"]))
    assert add_working_days(start, count).isoformat() == vector["result"]


@pytest.mark.parametrize("year", CALENDAR["years"])
def test_every_day_of_a_year_is_as_the_decree_says(year: str) -> None:
    books = CALENDAR["years"][year]
    first = date(int(year), 1, 1)
    days = [first + timedelta(days=number) for number in range(365)]
    for day in days:
        is_free = day.isoformat() in books["holidays"] or (
            day.weekday() >= 5 and day.isoformat() not in books["working_weekends"]
        )
        assert is_working_day(day) != is_free, day
    assert sum(map(is_working_day, days)) == books["working_days"]


def test_the_days_left_are_those_after_today() -> None:
    due = date(2026, 11, 27)
    assert [working_days_left(date(2026, 11, day), due) for day in range(22, 29)] == [5, 4, 3, 2, 1, 0, 0]
    assert working_days_left(date(2026, 11, 22), date(2026, 11, 25)) == 3


def test_no_days_lead_nowhere_and_back_is_refused() -> None:
    sunday = date(2026, 11, 22)
    assert add_working_days(sunday, 0) == sunday
    with pytest.raises(ValueError):
        add_working_days(sunday, -1)


@given(DAYS, st.integers(1, 30))
def test_a_term_ends_on_a_working_day_with_as_many_left_at_its_start(start: date, count: int) -> None:
    due = add_working_days(start, count)
    assert is_working_day(due)
    assert working_days_left(start, due) == count
    assert add_working_days(start, count + 1) > due
