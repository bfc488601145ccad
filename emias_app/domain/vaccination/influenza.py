"""Influenza, every year from 6 months (row 19 of the order).

The order names no months. [model]: a season is autumn and winter, from September to March; the best time ends on 30
November. Children of 6–35 months who are vaccinated for the first time get two doses 4 weeks apart (instructions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.ages import add_months, age_in
from emias_app.domain.vaccination.history import Given

FROM_MONTHS = 6
_FIRST_TIME_UNTIL = 36
SECOND_DOSE_DAYS = 28


@dataclass(frozen=True)
class Season:
    """«2026/27»: begins in the autumn of ``year``. A vaccine of August is already that of the autumn."""

    year: int

    @property
    def name(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def first(self) -> date:
        return date(self.year, 9, 1)

    @property
    def best_until(self) -> date:
        return date(self.year, 11, 30)

    @property
    def last(self) -> date:
        return date(self.year + 1, 3, 31)


def season_of(day: date) -> Season:
    """The season to which a day's vaccination belongs."""
    return Season(day.year if day.month >= 8 else day.year - 1)


def season_ahead(today: date) -> Season:
    """The season that is, or, from April on, the next one."""
    return Season(today.year if today.month >= 4 else today.year - 1)


@dataclass(frozen=True)
class FluDose:
    """One dose of a season: given, or possible from ``earliest`` on.

    ``too_early`` = the day of one that did not count; ``is_after_open``: the first dose is not given yet.
    """

    season: Season
    number: int
    needed: int
    earliest: date
    given: Given | None = None
    too_early: date | None = None
    is_after_open: bool = False

    @property
    def code(self) -> str:
        """«influenza-2026», of a second dose «influenza-2026-2»."""
        return f"influenza-{self.season.year}" + ("-2" if self.number == 2 else "")

    @property
    def dose(self) -> str:
        return self.season.name if self.number == 1 else f"{self.season.name}-2"

    @property
    def dose_title(self) -> str:
        name = f"сезон {self.season.name}"
        return name if self.needed == 1 else f"{name}, {self.number}-я доза"


def doses(given: Iterable[Given], birth: date, today: date) -> Iterator[FluDose]:
    """Those of every season that were given, and those of the season that is or comes next."""
    days: dict[Season, list[Given]] = {}
    for one in sorted(given, key=lambda one: (one.day, one.by_parent)):
        if "influenza" in one.targets and one.day <= today:
            days.setdefault(season_of(one.day), []).append(one)
    ahead = season_ahead(today)
    for season in sorted({*days, ahead}, key=lambda season: season.year):
        earlier = any(other.year < season.year for other in days)
        open_on = today if season == ahead else None
        yield from _of_season(season, days.get(season, []), birth, is_first_time=not earlier, open_on=open_on)


def _of_season(
    season: Season, given: list[Given], birth: date, *, is_first_time: bool, open_on: date | None
) -> Iterator[FluDose]:
    old_enough = add_months(birth, FROM_MONTHS)
    given = [one for one in given if one.day >= old_enough]
    earliest = max(season.first, old_enough)
    first = given[0] if given else None
    age = age_in(birth, first.day if first else earliest).total_months
    needed = 2 if is_first_time and age < _FIRST_TIME_UNTIL else 1
    if first is not None:
        yield FluDose(season, 1, needed, min(earliest, first.day), first)
        possible = first.day + timedelta(days=SECOND_DOSE_DAYS)
        second = next((one for one in given if one.day >= possible), None)
        early = next((one.day for one in given[1:] if one.day < possible and one.day != first.day), None)
        if needed == 2 and (second is not None or open_on):
            yield FluDose(season, 2, needed, possible, second, None if second else early)
    elif open_on and earliest <= season.last:
        yield FluDose(season, 1, needed, earliest)
        if needed == 2:
            possible = max(earliest, open_on) + timedelta(days=SECOND_DOSE_DAYS)
            yield FluDose(season, 2, needed, possible, is_after_open=True)
