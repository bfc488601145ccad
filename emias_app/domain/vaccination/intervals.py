"""How far apart doses must be, who needs fewer of them, and until what age they are offered.

The order prints ages only. Sources of what stands here: hepatitis B 0–1–6 and 0–1–2–12: приложение 3 п. 11 of the order
(the least 4 months before the third dose: vaccines' instructions). АКДС and polio, 45 days: from the printed ages
3–4½–6 months and the instructions; 12 months before the first revaccination of АКДС, 6 and 2 months for polio: the
instructions. Hib and pneumococcal, catching up: a regional order after 1122н (docs.cntd.ru/document/727973245). MMR
3 months: the footnote of the earlier order 125н. АДС and АДС-М for those who begin from 4 years: a rule of the time of
the order 51н. Moscow's vaccines: press of the city's polyclinics and instructions. What no source gives is [model].
``is_certain`` tells the strong ones; whatever rests on another is «уточните у врача».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.ages import add_months, age_in
from emias_app.domain.vaccination.calendar import ADULT_MONTHS, CalendarDose
from emias_app.domain.wording import counted


@dataclass(frozen=True)
class Interval:
    """``dose`` not earlier than ``months`` or ``days`` after ``after`` of the same series.

    With both it is whichever ends first («a month» is never asked to be longer than 30 days). ``least_months``: what
    was given earlier than advised, but not earlier than that, counts.
    """

    series: str
    after: str
    dose: str
    months: int = 0
    days: int = 0
    is_certain: bool = False
    least_months: int | None = None

    def earliest(self, given: date) -> date:
        """The first day on which the dose is advised."""
        ends = [add_months(given, self.months)] if self.months else []
        return min(ends + ([given + timedelta(days=self.days)] if self.days else []))

    def counts_from(self, given: date) -> date:
        """The first day on which the dose counts."""
        return self.earliest(given) if self.least_months is None else add_months(given, self.least_months)

    @property
    def text(self) -> str:
        """«45 дней», «6 месяцев»: how long, in the genitive that «не меньше» asks for."""
        return span_genitive(months=self.months, days=self.days)

    @property
    def least_text(self) -> str:
        """The same for what still counts."""
        return self.text if self.least_months is None else span_genitive(months=self.least_months)


def span_genitive(*, months: int = 0, days: int = 0) -> str:
    """«1 месяца», «4 лет», «45 дней»."""
    if months and months % 12 == 0 and months > 12:
        count, one, many = months // 12, "года", "лет"
    elif months:
        count, one, many = months, "месяца", "месяцев"
    else:
        count, one, many = days, "дня", "дней"
    return counted(count, (one, many, many))


#: For those who began in time.
INTERVALS: tuple[Interval, ...] = (
    Interval("hepatitis_b", "V1", "V2", months=1, days=30, is_certain=True),
    Interval("hepatitis_b", "V1", "V3", months=6, is_certain=True, least_months=4),
    Interval("hepatitis_b", "V2", "V3", months=2),  # [model]
    Interval("tuberculosis", "V", "RV", months=60),  # [model]
    Interval("dtp", "V1", "V2", days=45),
    Interval("dtp", "V2", "V3", days=45),
    Interval("dtp", "V3", "RV1", months=12),
    Interval("dtp", "RV1", "RV2", months=48),  # [model]
    Interval("dtp", "RV2", "RV3", months=60),  # [model]
    Interval("polio", "V1", "V2", days=45),
    Interval("polio", "V2", "V3", days=45),
    Interval("polio", "V3", "RV1", months=6),
    Interval("polio", "RV1", "RV2", months=2),
    Interval("polio", "RV2", "RV3", months=6),  # [model]
    Interval("hib", "V1", "V2", days=30, is_certain=True),
    Interval("hib", "V2", "V3", days=30, is_certain=True),
    Interval("hib", "V3", "RV", months=6),  # [model]
    Interval("pneumococcal", "V1", "V2", days=56, is_certain=True),
    Interval("pneumococcal", "V2", "RV", months=4, is_certain=True),
    Interval("mmr", "V", "RV", months=3),
    Interval("rotavirus", "V1", "V2", days=28),
    Interval("rotavirus", "V2", "V3", days=28),
    Interval("meningococcal", "V1", "V2", months=3),
    Interval("varicella", "V1", "V2", days=42),
    Interval("hepatitis_a", "V1", "V2", months=6),
    Interval("hpv", "V1", "V2", months=6),
)
#: Hepatitis B of the risk groups: 0–1–2–12.
_FAST_HEPATITIS = (
    Interval("hepatitis_b", "V1", "V2", months=1, days=30, is_certain=True),
    Interval("hepatitis_b", "V1", "V3", months=2, is_certain=True),
    Interval("hepatitis_b", "V1", "V4", months=12, is_certain=True),
)
#: Two injections of different days, both live: приложение 3 п. 8 allows one day, the instructions 4 weeks.
LIVE_DAYS = 28
#: БЦЖ stands alone: a month after any other vaccination (the instructions).
BCG_ALONE_MONTHS = 1
#: Later than that БЦЖ needs a negative skin test first, months of age.
BCG_TEST_FROM = 2
#: From 4 years АДС takes the place of АКДС, months of age.
OTHER_VACCINE_FROM = 48
#: Only by the doctor: БЦЖ again after a negative skin test.
BY_DOCTOR = frozenset({"tuberculosis-RV"})
#: Whose second dose depends on the first one only, whatever the age.
BY_INTERVAL_ONLY = frozenset({"hepatitis_a", "hpv", "meningococcal", "rotavirus"})

#: From this age (months) a missed dose is no longer offered: БЦЖ up to 7 years (приложение 3 п. 10), again at 6–7 only
#: (row 13); Hib and pneumococcal from 5 years [model].
_TOO_OLD = {"tuberculosis-V": 84, "tuberculosis-RV": 96, "hib": 60, "pneumococcal": 60}
#: The same in days: the first rotavirus dose up to 12 weeks, the last up to 32.
_TOO_OLD_DAYS = {"rotavirus-V1": 85, "rotavirus-V2": 225, "rotavirus-V3": 225}
#: Before this age (months) a dose does not count: the ages at which the order begins a series [model].
COUNTS_FROM = {"pneumococcal-V1": 2, "dtp-V1": 3, "polio-V1": 3, "hib-V1": 3, "mmr-V": 12, "tuberculosis-RV": 72}


def too_old_from(dose: CalendarDose, birth: date) -> date:
    """The first day on which a missed dose is no longer offered; the 18th birthday at the latest."""
    if dose.code in _TOO_OLD_DAYS:
        return birth + timedelta(days=_TOO_OLD_DAYS[dose.code])
    return add_months(birth, _TOO_OLD.get(dose.code, _TOO_OLD.get(dose.series, ADULT_MONTHS)))


def intervals_of(series: str, start: int, *, is_fast: bool = False) -> tuple[Interval, ...]:
    """The intervals of a series that was begun at ``start`` completed months of age."""
    match series:
        case "hepatitis_b" if is_fast:
            return _FAST_HEPATITIS
        case "pneumococcal" if 7 <= start < 12:
            return (
                Interval(series, "V1", "V2", days=28, is_certain=True),
                Interval(series, "V2", "RV", months=4, is_certain=True),
            )
        case "dtp" if start >= OTHER_VACCINE_FROM:
            first = 9 if start < 72 else 6
            after = Interval(series, "V2", "RV1", months=first)
            usual = [rule for rule in INTERVALS if rule.series == series and rule.after != "V3"]
            return (*usual, after, Interval(series, "RV1", "RV3", months=60))  # RV1–RV3: [model]
        case "hib" if start >= 6:
            return (Interval(series, "V1", "V2", days=30, is_certain=True), Interval(series, "V2", "RV", months=6))
        case "hpv" if start >= 180:
            return (Interval(series, "V1", "V2", months=2), Interval(series, "V1", "V3", months=6))
    return tuple(rule for rule in INTERVALS if rule.series == series)


def needed_doses(series: str, days: Mapping[str, date], birth: date, start: int) -> frozenset[str] | None:
    """Which doses are asked for where the course was begun late, at ``start`` completed months; None = all of them."""
    match series:
        case "hib" if start >= 13:
            return frozenset({"V1"})
        case "hib" if start >= 6:
            second = days.get("V2")
            is_late = second is not None and age_in(birth, second).total_months >= 13
            return frozenset({"V1", "V2"} if is_late else {"V1", "V2", "RV"})
        case "pneumococcal" if start >= 24:
            return frozenset({"V1"})
        case "pneumococcal" if start >= 12:
            return frozenset({"V1", "V2"})
        case "dtp" if start >= 72:
            return frozenset({"V1", "V2", "RV1", "RV3"})
        case "dtp" if start >= OTHER_VACCINE_FROM:
            return frozenset({"V1", "V2", "RV1", "RV2", "RV3"})
        case "meningococcal" if start >= 24:
            return frozenset({"V1"})
        case "hpv" if start < 180:
            return frozenset({"V1", "V2"})
    return None
