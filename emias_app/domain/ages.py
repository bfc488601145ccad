"""Ages, counted as Russian law counts terms.

A term in years or months ends on the same day of its last month, or on that month's last day where there is no such
day (ГК РФ, ст. 192): a child of 29 February has the birthday on 28 February of a common year [model, by analogy].
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

#: A representative's access ends on this birthday; a representative is at least this old [model].
ADULT = 18
#: From this birthday a person may have access to the own card (the service's rule).
OWN_CARD = 15


@dataclass(frozen=True, order=True)
class Age:
    """Completed years, then months, then days."""

    years: int
    months: int
    days: int

    @property
    def total_months(self) -> int:
        """Completed months since birth."""
        return self.years * 12 + self.months


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier if negative), or the last day of that month."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def birthday_on(birth: date, years: int) -> date:
    """The day on which ``years`` are completed; born on 29 February: 28 February in common years."""
    return add_months(birth, years * 12)


def age_in(birth: date, on: date) -> Age:
    """The completed age on a day. Raises ValueError for a day before birth."""
    if on < birth:
        raise ValueError("the day is before birth")
    months = (on.year - birth.year) * 12 + on.month - birth.month
    if add_months(birth, months) > on:
        months -= 1
    return Age(months // 12, months % 12, (on - add_months(birth, months)).days)


def days_old(birth: date, on: date) -> int:
    """Days since birth; 0 on the day of birth."""
    return (on - birth).days


def is_adult(birth: date, on: date) -> bool:
    """18 completed on that day."""
    return on >= birthday_on(birth, ADULT)


def may_have_own_card(birth: date, on: date) -> bool:
    """15 completed on that day."""
    return on >= birthday_on(birth, OWN_CARD)
