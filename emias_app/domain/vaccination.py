"""The national vaccination calendar, and what is next.

Ages and doses: приказ Минздрава РФ № 1122н, ред. 677н, приложение 1, rows 1–14 (``vaccination_calendar.json``). The
order prints no intervals; those below name their source, and what rests on a weak one is ``uncertain`` («уточните у
врача»). Yearly influenza and the risk groups have no place in the road of ages and are left to the doctor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from emias_app.domain.ages import add_months, age_in
from emias_app.domain.reference import vaccination_calendar
from emias_app.domain.wording import counted, long_day
from emias_app.models.base import Mark, Sex, Tone
from emias_app.models.overview import NextDose

DAYS, MONTHS, YEARS = ("день", "дня", "дней"), ("месяц", "месяца", "месяцев"), ("год", "года", "лет")

#: What a series is called. АКДС of infancy and АДС-М of school age are one series.
_TITLES = {
    "hepatitis_b": "Гепатит B",
    "tuberculosis": "Туберкулёз (БЦЖ)",
    "pneumococcal": "Пневмококковая инфекция",
    "dtp": "Дифтерия, коклюш, столбняк (АКДС)",
    "dt": "Дифтерия, столбняк (АДС-М)",
    "polio": "Полиомиелит",
    "hib": "Гемофильная инфекция типа b",
    "mmr": "Корь, краснуха, паротит",
}
DOSE_TITLES = {
    "V": "вакцинация",
    "V1": "1-я вакцинация",
    "V2": "2-я вакцинация",
    "V3": "3-я вакцинация",
    "V4": "4-я вакцинация",
    "RV": "ревакцинация",
    "RV1": "1-я ревакцинация",
    "RV2": "2-я ревакцинация",
    "RV3": "3-я ревакцинация",
}
_DOSE_CODES = {title: code for code, title in DOSE_TITLES.items()}
_IN_SERIES = {"dt": "dtp"}


@dataclass(frozen=True)
class CalendarDose:
    """One vaccination of the calendar, due from ``from_months`` (+ ``from_days``) of age.

    ``late_months`` is the age from which it counts as overdue: past the printed age, a month for infants, a year for
    ages given in years [model].
    """

    disease: str
    series: str
    dose: str
    targets: tuple[str, ...]
    from_months: int
    from_days: int
    late_months: int

    @property
    def code(self) -> str:
        """«polio-RV2»."""
        return f"{self.disease}-{self.dose}"

    def due(self, birth: date) -> date:
        """The first day by the calendar."""
        return add_months(birth, self.from_months) + timedelta(days=self.from_days)

    def late(self, birth: date) -> date:
        """The first day on which it is overdue."""
        return add_months(birth, self.late_months) + timedelta(days=self.from_days)


@dataclass(frozen=True)
class Interval:
    """``dose`` not earlier than ``months``/``days`` after ``after`` of the same series."""

    series: str
    after: str
    dose: str
    months: int = 0
    days: int = 0
    is_certain: bool = False

    def earliest(self, given: date) -> date:
        return add_months(given, self.months) + timedelta(days=self.days)

    @property
    def text(self) -> str:
        """«45 дней», «6 месяцев»: how long, in the genitive that «не меньше» asks for."""
        count, one, many = (self.months, "месяца", "месяцев") if self.months else (self.days, "дня", "дней")
        return counted(count, (one, many, many))


#: Hepatitis B 0–1–6: приложение 3 п. 11. 45 days: from the printed ages 3–4½–6 months and the vaccines' instructions.
#: Polio RV1, RV2: the instructions. Pneumococcal 8 weeks: regional order after 1122н (docs.cntd.ru/document/727973245).
#: MMR 3 months: the footnote of the earlier order 125н.
INTERVALS: tuple[Interval, ...] = (
    Interval("hepatitis_b", "V1", "V2", months=1, is_certain=True),
    Interval("hepatitis_b", "V1", "V3", months=6, is_certain=True),
    Interval("dtp", "V1", "V2", days=45),
    Interval("dtp", "V2", "V3", days=45),
    Interval("dtp", "V3", "RV1", months=12),
    Interval("polio", "V1", "V2", days=45),
    Interval("polio", "V2", "V3", days=45),
    Interval("polio", "V3", "RV1", months=6),
    Interval("polio", "RV1", "RV2", months=2),
    Interval("hib", "V1", "V2", days=30, is_certain=True),
    Interval("hib", "V2", "V3", days=30, is_certain=True),
    Interval("pneumococcal", "V1", "V2", days=56, is_certain=True),
    Interval("pneumococcal", "V2", "RV", months=4, is_certain=True),
    Interval("mmr", "V", "RV", months=3),
)

#: From this age (months) a missed dose is no longer offered: БЦЖ up to 7 years (приложение 3 п. 10), again at 6–7 only
#: (row 13); Hib and pneumococcal from 5 years [model]. From 4 years АДС takes the place of АКДС [model].
_TOO_OLD = {"tuberculosis-V": 84, "tuberculosis-RV": 96, "hib": 60, "pneumococcal": 60}
_ADULT_MONTHS = 216
_OTHER_VACCINE_FROM = 48
#: БЦЖ again only after a negative skin test: the doctor decides.
_BY_DOCTOR = {"tuberculosis-RV"}


@cache
def calendar() -> tuple[CalendarDose, ...]:
    """Vaccinations by age for every child, in the order of the order."""
    doses = []
    for row in vaccination_calendar()["national"]:
        age = row["age"]
        for item in row["items"]:
            if item["group"] not in ("all", "not_risk") or item["dose"] not in DOSE_TITLES:
                continue
            if age["unit"] == "day_of_life":
                months, days, late = 0, age["from"] - 1, 1
            else:
                months, days = int(age["from"]), round(age["from"] % 1 * 30)
                late = int(age["to"]) + (12 if months >= 72 else 1)
            series = _IN_SERIES.get(item["disease"], item["disease"])
            doses.append(
                CalendarDose(item["disease"], series, item["dose"], tuple(item["targets"]), months, days, late)
            )
    return tuple(doses)


def dose_code(dose: str) -> str:
    """«2-я ревакцинация» as RV2; a code stays itself."""
    return _DOSE_CODES.get(dose, dose)


def next_dose(birth: date, sex: Sex, done: Iterable[tuple[str, str, date]], today: date) -> NextDose | None:
    """The vaccination to think of: the longest overdue, else the one that is due, else the nearest ahead.

    ``done`` holds (target, dose, day) of what was given: targets as in the calendar's file («polio»), doses as codes or
    as they are written («2-я ревакцинация»). The national calendar is the same for both sexes. None when all is done,
    or too late to be made up for.
    """
    given: dict[tuple[str, str], date] = {}
    for target, name, day in done:
        key = (target, dose_code(name))
        given[key] = max(day, given.get(key, day))
    candidates = []
    for series in dict.fromkeys(dose.series for dose in calendar()):
        doses = [dose for dose in calendar() if dose.series == series]
        days = {dose.dose: complete for dose in doses if (complete := _given_on(dose, given))}
        upcoming = _first_open(doses, days, birth, today)
        if upcoming:
            candidates.append(_tell(upcoming, days, birth, today))
    return min(candidates, key=lambda found: (_URGENCY[found.mark.text], found.date or date.max), default=None)


_OVERDUE, _DUE, _COMING = "просрочена", "пора", "предстоит"
_URGENCY = {_OVERDUE: 0, _DUE: 1, _COMING: 2}


def _given_on(dose: CalendarDose, given: Mapping[tuple[str, str], date]) -> date | None:
    """The day a dose was complete. АДС in place of АКДС counts: it differs by pertussis only."""
    days = [given.get((target, dose.dose)) for target in dose.targets if target != "pertussis"]
    known = [day for day in days if day]
    return max(known) if len(known) == len(days) else None


def _first_open(
    doses: Sequence[CalendarDose], days: Mapping[str, date], birth: date, today: date
) -> CalendarDose | None:
    """The first dose of a series that is neither given, nor passed over by a later one, nor out of age."""
    last = max((index for index, dose in enumerate(doses) if dose.dose in days), default=-1)
    needed = doses[last + 1 :]
    if doses[0].series in ("hib", "pneumococcal"):
        needed = [dose for dose in needed if dose.dose in _needed_by_start(doses[0].series, days, birth, today)]
    months = age_in(birth, today).total_months
    return next(
        (dose for dose in needed if months < _TOO_OLD.get(dose.code, _TOO_OLD.get(dose.series, _ADULT_MONTHS))), None
    )


def _needed_by_start(series: str, days: Mapping[str, date], birth: date, today: date) -> tuple[str, ...]:
    """Fewer doses for those who began late (docs.cntd.ru/document/727973245, a regional order after 1122н)."""
    start = age_in(birth, min(days.values(), default=today)).total_months
    if start < (7 if series == "pneumococcal" else 6):
        return ("V1", "V2", "V3", "RV")
    if series == "hib":
        second = days.get("V2")
        if start >= 13:
            return ("V1",)
        return ("V1", "V2") if second and age_in(birth, second).total_months >= 13 else ("V1", "V2", "RV")
    if start >= 24:
        return ("V1",)
    return ("V1", "V2", "RV") if start < 12 else ("V1", "V2")


def _tell(dose: CalendarDose, days: Mapping[str, date], birth: date, today: date) -> NextDose:
    due, earliest, interval = dose.due(birth), dose.due(birth), None
    for rule in INTERVALS:
        if (rule.series, rule.dose) == (dose.series, dose.dose) and rule.after in days:
            possible = rule.earliest(days[rule.after])
            if possible > earliest:
                earliest, interval = possible, rule
    is_late = today >= dose.late(birth)
    if today < earliest:
        word, tone, reason = _COMING, Tone.INFO, _why_later(dose, today, earliest, interval)
    elif is_late:
        word, tone, reason = _OVERDUE, Tone.ERROR, f"Срок прошёл {_ago(due, today)}. Сделать можно сейчас"
    else:
        word, tone, reason = _DUE, Tone.WARN, f"По календарю с {long_day(earliest)}"
    months = age_in(birth, today).total_months
    return NextDose(
        code=dose.code,
        title=_TITLES[dose.disease],
        dose=DOSE_TITLES[dose.dose],
        date=earliest,
        mark=Mark(tone=tone, text=word),
        reason=reason,
        uncertain=bool(interval and not interval.is_certain)
        or dose.code in _BY_DOCTOR
        or (dose.disease == "dtp" and months >= _OTHER_VACCINE_FROM),
    )


def _why_later(dose: CalendarDose, today: date, earliest: date, interval: Interval | None) -> str:
    if interval:
        return f"Рано на {counted((earliest - today).days, DAYS)}: интервал не меньше {interval.text}"
    months = dose.from_months
    if months >= 24:
        return f"По календарю в {counted(months // 12, YEARS)}"
    if dose.from_days and months:
        return "По календарю в 4,5 месяца"
    return f"По календарю в {counted(months, MONTHS)}" if months else "По календарю в первые дни жизни"


def _ago(due: date, today: date) -> str:
    """«7 месяцев назад»."""
    age = age_in(due, today)
    if age.years:
        return f"{counted(age.years, YEARS)} назад"
    return f"{counted(age.months, MONTHS) if age.months else counted(age.days, DAYS)} назад"
