"""The plan: every dose to 18 years with its state, the reason and the first possible day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from emias_app.domain.ages import ADULT, add_months, age_in, birthday_on
from emias_app.domain.vaccination import influenza, words
from emias_app.domain.vaccination.calendar import (
    TITLES,
    CalendarDose,
    calendar,
    moscow_calendar,
    risk_calendar,
    series_of,
)
from emias_app.domain.vaccination.exemptions import Exemption, ExemptionKind, standing
from emias_app.domain.vaccination.history import (
    Course,
    Given,
    course_of,
    is_fast_hepatitis,
    is_live_beside,
    spaced_from,
)
from emias_app.domain.vaccination.intervals import (
    BCG_ALONE_MONTHS,
    BCG_TEST_FROM,
    BY_DOCTOR,
    BY_INTERVAL_ONLY,
    LIVE_DAYS,
    OTHER_VACCINE_FROM,
    Interval,
    needed_doses,
    span_genitive,
    too_old_from,
)
from emias_app.domain.wording import long_day
from emias_app.models.base import Sex
from emias_app.models.overview import NextDose
from emias_app.models.vaccination import DoseStatus, Layer, PlannedDose

_ORDER = {
    DoseStatus.OVERDUE: 0,
    DoseStatus.DUE: 1,
    DoseStatus.COMING: 2,
    DoseStatus.CONTRAINDICATED: 3,
    DoseStatus.REFUSED: 4,
    DoseStatus.DONE: 5,
}
#: Past the first possible day a dose that waited for its interval is overdue only after a month [model].
_GRACE_MONTHS = 1


@dataclass(frozen=True)
class Child:
    """Whose plan it is: what was given, what stands against it. ``has_moscow`` adds Moscow's recommendations."""

    birth: date
    sex: Sex
    given: tuple[Given, ...] = field(default=(), repr=False)
    exemptions: tuple[Exemption, ...] = field(default=(), repr=False)
    has_moscow: bool = False


def plan(child: Child, today: date) -> tuple[PlannedDose, ...]:
    """Overdue, due, coming and not possible ones by their first day, then what is done, the newest first.

    What is done stands there whatever the layer. A dose that is too late to be made up for, or that a later one has
    passed over, is left out.
    """
    is_fast = is_fast_hepatitis(child.given)
    national = series_of(risk_calendar() if is_fast else calendar(), child.sex)
    found: list[PlannedDose] = []
    for series in (*national, *series_of(moscow_calendar(), child.sex)):
        course = course_of(series, child.given, child.birth, today, is_fast=is_fast)
        found += _done(course, child)
        if child.has_moscow or series.doses[0].layer is Layer.NATIONAL:
            found += _Forecast(course, child, today).doses()
    found += _influenza(child, today)
    adult = birthday_on(child.birth, ADULT)
    kept = [one for one in found if one.status is DoseStatus.DONE or max(one.earliest, today) < adult]
    return tuple(sorted(kept, key=_place))


def _place(dose: PlannedDose) -> tuple[int, int, int, bool, str]:
    """Of what is due, the calendar's ages come before the yearly influenza, and that before what Moscow recommends;
    what is ahead goes by its day."""
    day, is_moscow = (dose.date or dose.earliest).toordinal(), dose.layer is Layer.MOSCOW
    rank = 0
    if dose.status is DoseStatus.DUE:
        rank = 2 if is_moscow else int(dose.code.startswith("influenza"))
    order = -day if dose.status is DoseStatus.DONE else day
    return _ORDER[dose.status], rank, order, is_moscow, dose.code


def next_of(doses: Sequence[PlannedDose]) -> NextDose | None:
    """The vaccination to think of: the longest overdue, else the one that is due, else the nearest ahead; the first of
    the plan. None when nothing can be given any more."""
    first = next((one for one in doses if one.status in (DoseStatus.OVERDUE, DoseStatus.DUE, DoseStatus.COMING)), None)
    if first is None:
        return None
    return NextDose(
        code=first.code,
        title=first.title,
        dose=first.dose_title,
        date=first.earliest,
        mark=words.mark_of(first.status),
        reason=first.reason,
        uncertain=first.uncertain,
    )


def _done(course: Course, child: Child) -> Iterator[PlannedDose]:
    for dose in course.series.doses:
        given = course.counted.get(dose.dose)
        if given is not None:
            yield _given(
                dose.code, dose.title, dose.dose, dose.dose_title, dose.layer, given, dose.due(child.birth), child
            )


def _given(
    code: str, title: str, dose: str, dose_title: str, layer: Layer, given: Given, due: date, child: Child
) -> PlannedDose:
    told = f"Сделана {words.age_told(child.birth, given.day)}"
    return PlannedDose(
        code=code,
        title=title,
        dose=dose,
        dose_title=dose_title,
        layer=layer,
        status=DoseStatus.DONE,
        reason=f"{told}, {_source_of(given)}" if given.by_parent else told,
        earliest=min(due, given.day),
        date=given.day,
        product=given.product,
        series=given.series,
        organisation=given.organisation,
        record_id=given.record_id,
        by_parent=given.by_parent,
        entry_id=given.entry_id,
    )


def _source_of(given: Given) -> str:
    return "из архива, поликлиника не подтверждала" if given.is_archived else "внесено родителем"


@dataclass(frozen=True)
class _When:
    """The first day, and what set it: an interval after a dose, another live vaccine, БЦЖ's month alone."""

    day: date
    interval: Interval | None = None
    is_live: bool = False
    is_bcg: bool = False


class _Forecast:
    """What is still to be given of one series."""

    def __init__(self, course: Course, child: Child, today: date) -> None:
        self._course, self._child, self._today = course, child, today
        self._age = age_in(child.birth, max(today, child.birth)).total_months
        self._days = course.days

    def doses(self) -> Iterator[PlannedDose]:
        """The open doses in their order, as far as they can still be given in time."""
        for number, dose in enumerate(self._needed()):
            when = self._when(dose, is_first=not number)
            if max(when.day, self._today) >= too_old_from(dose, self._child.birth):
                return
            told = self._tell(dose, when, is_first=not number)
            self._days[dose.dose] = max(told.earliest, self._today)
            yield told

    def _needed(self) -> list[CalendarDose]:
        """Those asked for after the last one that counts."""
        series, days = self._course.series, self._course.days
        last = max((index for index, dose in enumerate(series.doses) if dose.dose in days), default=-1)
        wanted = needed_doses(series.key, days, self._child.birth, self._course.start)
        return [dose for dose in series.doses[last + 1 :] if wanted is None or dose.dose in wanted]

    def _when(self, dose: CalendarDose, *, is_first: bool) -> _When:
        by_age = dose.due(self._child.birth)
        found = _When(by_age)
        for rule in self._course.intervals:
            if rule.dose == dose.dose and rule.after in self._days:
                possible = spaced_from(self._course.series, rule, self._days[rule.after], self._child.birth)
                by_interval_only = self._course.series.key in BY_INTERVAL_ONLY and self._course.counted
                if possible > found.day or (by_interval_only and found.interval is None):
                    found = _When(possible, rule)
        if is_first:
            found = self._apart(dose, found)
        return found

    def _apart(self, dose: CalendarDose, found: _When) -> _When:
        """Not too close to another live vaccine; БЦЖ alone."""
        series, given = self._course.series, [one for one in self._child.given if one.day <= self._today]
        if series.is_live:
            live = [one.day for one in given if is_live_beside(series, one)]
            apart = max(live, default=date.min) + timedelta(days=LIVE_DAYS) if live else date.min
            if apart > found.day:
                found = _When(apart, is_live=True)
        if series.key == "tuberculosis" and self._age >= BCG_TEST_FROM:
            others = [one.day for one in given if "tuberculosis" not in one.targets]
            alone = add_months(max(others), BCG_ALONE_MONTHS) if others else date.min
            if alone > max(found.day, self._today):
                found = _When(alone, is_bcg=True)
        return found

    def _tell(self, dose: CalendarDose, when: _When, *, is_first: bool) -> PlannedDose:
        status, reason = self._status(dose, when, is_first=is_first)
        if is_first:
            reason = words.sentences(*self._void(dose), *self._partly(dose), reason, *self._other(dose))
        told = PlannedDose(
            code=dose.code,
            title=dose.title,
            dose=dose.dose,
            dose_title=dose.dose_title,
            layer=dose.layer,
            status=status,
            reason=reason,
            earliest=when.day,
            uncertain=self._is_uncertain(dose, when),
        )
        return _unless_exempted(told, dose.targets, self._child.exemptions, self._today)

    def _status(self, dose: CalendarDose, when: _When, *, is_first: bool) -> tuple[DoseStatus, str]:
        birth, today = self._child.birth, self._today
        if today < when.day or not is_first:
            return DoseStatus.COMING, self._why_later(dose, when, is_first=is_first)
        since = max(when.day, dose.due(birth))
        late = max(dose.late(birth), add_months(when.day, _GRACE_MONTHS))
        if dose.layer is Layer.MOSCOW:
            return DoseStatus.DUE, f"Москва рекомендует {words.age_of_calendar(dose)}"
        if today >= late:
            return DoseStatus.OVERDUE, words.overdue(since, today)
        if when.interval or when.is_live or when.is_bcg:
            return DoseStatus.DUE, f"Интервал выдержан, можно с {long_day(when.day)}"
        return DoseStatus.DUE, f"По календарю с {long_day(when.day)}"

    def _why_later(self, dose: CalendarDose, when: _When, *, is_first: bool) -> str:
        left = (when.day - self._today).days
        if when.is_live:
            return words.live_too_early_by(left)
        if when.is_bcg:
            return words.too_early_by(left, f"{span_genitive(months=BCG_ALONE_MONTHS)} после другой прививки")
        if when.interval and is_first:
            return words.too_early_by(left, when.interval.text)
        if when.interval and when.interval.after not in self._course.counted:
            return words.after_another(when.interval)
        if when.interval:
            return f"Интервал не меньше {when.interval.text}"
        who = "Москва рекомендует" if dose.layer is Layer.MOSCOW else "По календарю"
        return f"{who} {words.age_of_calendar(dose)}"

    def _void(self, dose: CalendarDose) -> list[str]:
        return [words.not_counted(one) for one in self._course.void if one.dose == dose.dose][-1:]

    def _partly(self, dose: CalendarDose) -> list[str]:
        held = self._course.partly.get(dose.dose)
        return [words.still_missing(frozenset(self._course.series.targets) - held)] if held else []

    def _other(self, dose: CalendarDose) -> list[str]:
        """What the doctor will do otherwise than the title says."""
        if dose.disease == "dtp" and self._age >= OTHER_VACCINE_FROM:
            return ["С 4 лет вместо АКДС вводят АДС"]
        if dose.disease == "dtp" and any(
            one.targets == {"pertussis"} and one.is_in_force(self._today) for one in self._child.exemptions
        ):
            return ["Из-за медотвода от коклюша вводят АДС"]
        if dose.code == "tuberculosis-V" and self._age >= BCG_TEST_FROM:
            return ["До 7 лет, после отрицательной пробы Манту"]
        return ["После отрицательной пробы"] if dose.code == "tuberculosis-RV" else []

    def _is_uncertain(self, dose: CalendarDose, when: _When) -> bool:
        """Whether a rule of a weak source decides; an interval that has passed decides nothing any more."""
        rests_on_weak = when.is_live or when.is_bcg or (when.interval and not when.interval.is_certain)
        return (
            dose.layer is Layer.MOSCOW
            or bool(rests_on_weak and self._today < when.day)
            or dose.code in BY_DOCTOR
            or (dose.code == "tuberculosis-V" and self._age >= BCG_TEST_FROM)
            or (dose.disease == "dtp" and self._age >= OTHER_VACCINE_FROM)
            or any(one.dose == dose.dose and one.interval is None for one in self._course.void)
        )


def _unless_exempted(
    dose: PlannedDose, targets: tuple[str, ...], exemptions: Sequence[Exemption], today: date
) -> PlannedDose:
    """The dose, or what keeps it from being given on the first day that it could be."""
    exemption = standing(exemptions, targets, max(dose.earliest, today))
    if exemption is None:
        return dose
    changed: dict[str, object] = {"reason": words.exempted(exemption), "uncertain": False, "until": exemption.until}
    if exemption.kind is ExemptionKind.REFUSAL:
        changed["status"] = DoseStatus.REFUSED
    else:
        changed["status"] = DoseStatus.CONTRAINDICATED
        if exemption.until is not None:
            changed["earliest"] = max(dose.earliest, exemption.until + timedelta(days=1))
    return dose.model_copy(update=changed)


def _influenza(child: Child, today: date) -> Iterator[PlannedDose]:
    for dose in influenza.doses(child.given, child.birth, today):
        title = TITLES["influenza"]
        if dose.given is not None:
            yield _given(dose.code, title, dose.dose, dose.dose_title, Layer.NATIONAL, dose.given, dose.earliest, child)
            continue
        status, reason, is_weak = _flu_state(dose, today)
        best = dose.season.best_until
        told = PlannedDose(
            code=dose.code,
            title=title,
            dose=dose.dose,
            dose_title=dose.dose_title,
            layer=Layer.NATIONAL,
            status=status,
            reason=reason,
            earliest=dose.earliest,
            until=best if best >= max(dose.earliest, today) else None,
            uncertain=is_weak,
        )
        yield _unless_exempted(told, ("influenza",), child.exemptions, today)


def _flu_state(dose: influenza.FluDose, today: date) -> tuple[DoseStatus, str, bool]:
    """How an open dose of influenza stands, why, and whether that is weak."""
    gap = span_genitive(days=influenza.SECOND_DOSE_DAYS)
    if dose.number == 2:
        if dose.is_after_open:
            return DoseStatus.COMING, f"Первый раз до 3 лет делают две дозы, вторую не раньше чем через {gap}", True
        told = [f"Сделанная {long_day(dose.too_early)} не засчитана"] if dose.too_early else []
        if today < dose.earliest:
            why = words.too_early_by((dose.earliest - today).days, gap)
            return DoseStatus.COMING, words.sentences(*told, why), True
        return DoseStatus.DUE, words.sentences(*told, "Первый раз до 3 лет делают две дозы"), True
    if today < dose.earliest:
        return DoseStatus.COMING, "Каждый год с 6 месяцев, осенью", False
    if today <= dose.season.best_until:
        return DoseStatus.DUE, "Каждый год с 6 месяцев, лучше до начала зимы", False
    return DoseStatus.DUE, "Каждый год с 6 месяцев. Лучшее время прошло, нужна ли ещё, скажет врач", True
