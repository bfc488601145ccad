"""A mark does not outlive its paper."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.domain.validity import OVER, mark_on
from emias_app.models.base import Mark, Tone

VALID = Mark(tone=Tone.INFO, text="действует")
TAKEN = Mark(tone=Tone.SUCCESS, text="отпущен")
LAST_DAY = date(2026, 12, 16)


@pytest.mark.parametrize(
    ("mark", "valid_until", "today", "expected"),
    [
        (VALID, LAST_DAY, date(2026, 12, 15), VALID),
        (VALID, LAST_DAY, LAST_DAY, VALID),
        (VALID, LAST_DAY, date(2026, 12, 17), OVER),
        (TAKEN, LAST_DAY, date(2026, 12, 17), TAKEN),
        (VALID, None, date(2026, 12, 17), VALID),
        (None, LAST_DAY, date(2026, 12, 17), None),
    ],
)
def test_a_mark_is_judged_by_the_day(
    mark: Mark | None, valid_until: date | None, today: date, expected: Mark | None
) -> None:
    assert mark_on(mark, valid_until, today) == expected
