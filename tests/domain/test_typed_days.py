"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.typed_days import is_typed_whole, read_day, written_day


@pytest.mark.parametrize(
    "typed",
    ["12.03.2018", "12.3.2018", "12 03 2018", "12/03/2018", "12-03-2018", "12032018", "2018-03-12", " 12.03.2018 г."],
)
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert read_day(typed) == date(2018, 3, 12)


@pytest.mark.parametrize("typed", ["", "12", "12.03", "12.03.18", "31.02.2018", "00.00.0000", "12.13.2018", "завтра"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed) is None


@given(st.dates())
def test_what_is_written_is_read_back(day: date) -> None:
    assert read_day(written_day(day)) == day
    assert is_typed_whole(written_day(day))
