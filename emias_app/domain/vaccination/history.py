"""What was given, judged: which dose of a series each vaccination is, and whether it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from emias_app.domain.ages import add_months, age_in
from emias_app.domain.vaccination.calendar import LIVE_TARGETS, CalendarDose, Series, dose_code
from emias_app.domain.vaccination.intervals import COUNTS_FROM, LIVE_DAYS, Interval, intervals_of


@dataclass(frozen=True)
class Given:
    """One vaccination: against what (``targets`` as in the calendar's file), which dose, on what day.

    ``dose`` is a code («RV2»), as it is written («2-я ревакцинация»), or whatever a parent typed; what is no dose of
    the calendar becomes the next one of its series. ``by_parent`` = entered by the parent, made elsewhere;
    ``entry_id`` is that entry of «Данные о ребенке»; ``is_archived`` = a record of an archive that a parent brought.
    """

    targets: tuple[str, ...]
    dose: str
    day: date
    product: str | None = None
    series: str | None = None
    organisation: str | None = None
    record_id: UUID | None = None
    by_parent: bool = False
    entry_id: UUID | None = None
    is_archived: bool = False


@dataclass(frozen=True)
class TooEarly:
    """A vaccination that does not count: it was possible from ``possible`` on.

    ``interval`` was not kept, or it was too close to another live vaccine (``is_live``), or, with neither, the child
    was younger than ``months``.
    """

    dose: str
    day: date
    possible: date
    interval: Interval | None = None
    is_live: bool = False
    months: int = 0


@dataclass(frozen=True)
class Course:
    """How far a series has come. ``partly`` = the diseases of a dose that was given only against some of them."""

    series: Series
    start: int
    is_fast: bool
    counted: Mapping[str, Given]
    void: tuple[TooEarly, ...] = ()
    partly: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def days(self) -> dict[str, date]:
        """The day of each dose that counts."""
        return {dose: given.day for dose, given in self.counted.items()}

    @property
    def intervals(self) -> tuple[Interval, ...]:
        return intervals_of(self.series.key, self.start, is_fast=self.is_fast)


@dataclass(frozen=True)
class _Event:
    day: date
    dose: str
    given: Given


def course_of(series: Series, given: Sequence[Given], birth: date, today: date, *, is_fast: bool = False) -> Course:
    """Judge all that was given of a series up to today, in the order of the days.

    In the primary course and among the revaccinations alike, a dose that was given too early moves those after it back
    by one: the third becomes the second. A dose whose record is lost is passed over by a later one.
    """
    events, partly = _events(series, [one for one in given if one.day <= today])
    live = sorted({one.day for one in given if one.day <= today and is_live_beside(series, one)})
    counted: dict[str, Given] = {}
    void: list[TooEarly] = []
    for event in events:
        place = _place(series, event, counted, void)
        if place is None:
            continue
        start = _start(counted, birth, event.day)
        rules = intervals_of(series.key, start, is_fast=is_fast)
        why = _too_early(series, place, event.day, counted, birth, rules, live if series.is_live else ())
        if why is None:
            counted[place.dose] = event.given
        else:
            void.append(why)
    partly = {dose: held for dose, held in partly.items() if dose not in counted}
    return Course(series, _start(counted, birth, today), is_fast, counted, tuple(void), partly)


def is_fast_hepatitis(given: Iterable[Given]) -> bool:
    """Whether hepatitis B was given by 0–1–2–12, as to risk groups: a fourth dose, or the third within 4 months of the
    first and not within 2 [model]."""
    days: dict[str, date] = {}
    for one in sorted(given, key=lambda one: one.day):
        if "hepatitis_b" in one.targets:
            days.setdefault(dose_code(one.dose), one.day)
    if "V4" in days:
        return True
    first, third = days.get("V1"), days.get("V3")
    return bool(first and third and add_months(first, 2) <= third < add_months(first, 4))


def is_live_beside(series: Series, given: Given) -> bool:
    """Whether a vaccination was a live injection against something that this series is not."""
    return not LIVE_TARGETS.isdisjoint(given.targets) and set(series.targets).isdisjoint(given.targets)


def _start(counted: Mapping[str, Given], birth: date, otherwise: date) -> int:
    """Completed months of age at the first dose that counts."""
    day = min((given.day for given in counted.values()), default=otherwise)
    return age_in(birth, max(day, birth)).total_months


def _events(series: Series, given: Sequence[Given]) -> tuple[list[_Event], dict[str, frozenset[str]]]:
    """The vaccinations of a series: a dose of several vaccines is complete with the last of them."""
    required = set(series.targets)
    by_dose: dict[str, list[Given]] = {}
    # The clinic's own record comes before what a parent entered of the same day or the same dose.
    for one in sorted(given, key=lambda one: (one.day, one.by_parent)):
        if not required.isdisjoint(one.targets):
            by_dose.setdefault(dose_code(one.dose), []).append(one)
    for dose, ones in by_dose.items():
        clinics = [one for one in ones if not one.by_parent]
        if series.position(dose) is not None and required <= {target for one in clinics for target in one.targets}:
            by_dose[dose] = clinics
    events: list[_Event] = []
    partly: dict[str, frozenset[str]] = {}
    for dose, ones in by_dose.items():
        held: set[str] = set()
        last: date | None = None
        for one in ones:
            if one.day == last:  # the same injection told twice
                continue
            held |= required & set(one.targets)
            if held == required:
                events.append(_Event(one.day, dose, one))
                held, last = set(), one.day
        if held:
            partly[dose] = frozenset(held)
    events.sort(key=lambda event: (event.day, event.given.by_parent, series.position(event.dose) or 0))
    return list(_once_a_day(events)), partly


def _once_a_day(events: Sequence[_Event]) -> Iterator[_Event]:
    """A parent's entry of a day on which the clinic gave the same is the same vaccination."""
    seen: set[date] = set()
    for event in events:
        if not (event.given.by_parent and event.day in seen):
            yield event
        seen.add(event.day)


def _place(
    series: Series, event: _Event, counted: Mapping[str, Given], void: Sequence[TooEarly]
) -> CalendarDose | None:
    """Which dose a vaccination stands for; None where all are there already."""
    filled = [index for index, dose in enumerate(series.doses) if dose.dose in counted]
    following = max(filled, default=-1) + 1
    position = series.position(event.dose)
    if position is not None:
        is_booster = event.dose.startswith("R")
        moved = sum(one.dose.startswith("R") is is_booster for one in void)
        first = next(index for index, dose in enumerate(series.doses) if dose.dose.startswith("R") is is_booster)
        position = max(first, position - moved)
        if position in filled and not moved:
            return None
    if position is None or position in filled:
        position = following
    return series.doses[position] if position < len(series.doses) else None


def spaced_from(series: Series, rule: Interval, given: date, birth: date, *, least: bool = False) -> date:
    """The first day that keeps an interval after a dose of the day ``given``; ``least`` = what still counts.

    Whoever keeps to the printed ages keeps the intervals: a dose given by its age does not push the next one past its
    own (from 3 to 4½ months there are 43 days over a February).
    """
    possible = rule.counts_from(given) if least else rule.earliest(given)
    ages = {dose.dose: dose.due(birth) for dose in series.doses}
    if rule.after in ages and given <= ages[rule.after]:
        possible = min(possible, max(ages[rule.dose], given))
    return possible


def _too_early(
    series: Series,
    dose: CalendarDose,
    day: date,
    counted: Mapping[str, Given],
    birth: date,
    rules: Sequence[Interval],
    live: Sequence[date],
) -> TooEarly | None:
    months = COUNTS_FROM.get(dose.code, 0)
    if day < (possible := add_months(birth, months)):
        return TooEarly(dose.dose, day, possible, months=months)
    for rule in rules:
        if rule.dose == dose.dose and rule.after in counted:
            possible = spaced_from(series, rule, counted[rule.after].day, birth, least=True)
            if counted[rule.after].day <= day < possible:
                return TooEarly(dose.dose, day, possible, rule)
    for other in live:
        if other < day < other + timedelta(days=LIVE_DAYS):
            return TooEarly(dose.dose, day, other + timedelta(days=LIVE_DAYS), is_live=True)
    return None
