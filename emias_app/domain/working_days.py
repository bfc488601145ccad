"""Working days of the Russian production calendar.

Holidays and the government's transfers come from the package ``holidays`` (РФ; transfers of 2025, 2026 and 2027 are in
it; a later year has its holidays but no transfers until the package knows the decree).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Protocol

_DAY = timedelta(days=1)


class _Calendar(Protocol):
    def is_working_day(self, key: date, /) -> bool: ...


@cache
def _calendar(year: int) -> _Calendar:
    # Imported late: it takes a third of a second, which the first start need not spend.
    from holidays.countries.russia import Russia

    calendar: _Calendar = Russia(years=year, expand=False)  # type: ignore[no-untyped-call]
    return calendar


def is_working_day(day: date) -> bool:
    """Work in a five-day week, with transfers: a working Saturday is one, a moved day off is none."""
    return _calendar(day.year).is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, counted from the day after; 0 gives ``day`` itself.

    «5 рабочих дней» from 22 November 2026 is 27 November. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def working_days_left(today: date, due: date) -> int:
    """Working days after ``today`` up to and with ``due``; 0 from the due day on."""
    left = 0
    while today < due:
        today += _DAY
        left += is_working_day(today)
    return left
