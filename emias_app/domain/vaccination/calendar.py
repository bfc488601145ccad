"""The vaccinations that are asked for, by age: the national calendar, and what Moscow recommends beside it.

National: приказ Минздрава РФ № 1122н, ред. 677н, приложение 1 (``vaccination_calendar.json``). Rows 1–14 are by age;
rows 16–18 (catching up from 1 to 17 years) and 19 (influenza every year) are rules of :mod:`.intervals` and
:mod:`.influenza`; row 15 begins with adults. Moscow: the ages are recommendations whose text was not found, so every
dose of this layer is ``uncertain``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from emias_app.domain.ages import add_months
from emias_app.domain.reference import vaccination_calendar
from emias_app.models.base import Sex
from emias_app.models.vaccination import Layer

#: What the doses of a disease are called. АКДС of infancy and АДС-М of school age are one series.
TITLES = {
    "hepatitis_b": "Гепатит B",
    "tuberculosis": "Туберкулёз (БЦЖ)",
    "pneumococcal": "Пневмококковая инфекция",
    "dtp": "Дифтерия, коклюш, столбняк (АКДС)",
    "dt": "Дифтерия, столбняк (АДС-М)",
    "polio": "Полиомиелит",
    "hib": "Гемофильная инфекция типа b",
    "mmr": "Корь, краснуха, паротит",
    "influenza": "Грипп",
    "rotavirus": "Ротавирусная инфекция",
    "meningococcal": "Менингококковая инфекция",
    "varicella": "Ветряная оспа",
    "hepatitis_a": "Гепатит A",
    "hpv": "Вирус папилломы человека (ВПЧ)",
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
#: Given by mouth or dead, a vaccine does not disturb the next one; these four are live and given by injection.
LIVE_TARGETS = frozenset({"tuberculosis", "measles", "rubella", "mumps", "varicella"})
ADULT_MONTHS = 216


@dataclass(frozen=True)
class CalendarDose:
    """One vaccination of the calendar, due from ``from_months`` (+ ``from_days``) of age.

    ``late_months`` is the age from which it counts as overdue: past the printed age, a month for infants, a year for
    ages given in years [model]; a recommendation of the Moscow layer is never overdue [model].
    """

    disease: str
    series: str
    dose: str
    targets: tuple[str, ...]
    from_months: int
    from_days: int
    late_months: int
    layer: Layer = Layer.NATIONAL

    @property
    def code(self) -> str:
        """«polio-RV2»."""
        return f"{self.disease}-{self.dose}"

    @property
    def title(self) -> str:
        """«Полиомиелит»."""
        return TITLES[self.disease]

    @property
    def dose_title(self) -> str:
        """«2-я ревакцинация»."""
        return DOSE_TITLES[self.dose]

    def due(self, birth: date) -> date:
        """The first day by the calendar."""
        return add_months(birth, self.from_months) + timedelta(days=self.from_days)

    def late(self, birth: date) -> date:
        """The first day on which it is overdue."""
        return add_months(birth, self.late_months) + timedelta(days=self.from_days)


@dataclass(frozen=True)
class Series:
    """Doses against the same diseases, in their order; ``targets`` are what a dose must hold to count.

    Pertussis is not among them: АДС in place of АКДС counts, since it differs by pertussis only.
    """

    key: str
    doses: tuple[CalendarDose, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(target for target in self.doses[0].targets if target != "pertussis")

    @property
    def is_live(self) -> bool:
        """Whether its vaccine is a live one given by injection."""
        return not LIVE_TARGETS.isdisjoint(self.targets)

    def position(self, dose: str) -> int | None:
        """Where a dose stands; None where the series has no such dose."""
        return next((index for index, one in enumerate(self.doses) if one.dose == dose), None)


def _national_doses(groups: Sequence[str]) -> tuple[CalendarDose, ...]:
    doses = []
    for row in vaccination_calendar()["national"]:
        age = row["age"]
        for item in row["items"]:
            if item["group"] not in groups or item["dose"] not in DOSE_TITLES:
                continue
            if age["unit"] == "day_of_life":
                months, days, late = 0, age["from"] - 1, 1
            else:
                months, days = _months_and_days(age["from"])
                late = int(age["to"]) + (12 if months >= 72 else 1)
            series = _IN_SERIES.get(item["disease"], item["disease"])
            doses.append(
                CalendarDose(item["disease"], series, item["dose"], tuple(item["targets"]), months, days, late)
            )
    return tuple(doses)


def _months_and_days(months: float) -> tuple[int, int]:
    """4.5 months as 4 months and 15 days."""
    return int(months), round(months % 1 * 30)


@cache
def calendar() -> tuple[CalendarDose, ...]:
    """Vaccinations by age for every child (rows 1–14), in the order of the order."""
    return _national_doses(("all", "not_risk"))


@cache
def risk_calendar() -> tuple[CalendarDose, ...]:
    """The same for those of a risk group: hepatitis B by 0–1–2–12 (rows 4 and 8)."""
    return _national_doses(("all", "risk"))


@cache
def moscow_calendar() -> tuple[CalendarDose, ...]:
    """What Moscow recommends beside the national calendar."""
    return tuple(dose for addition in vaccination_calendar()["moscow"]["additions"] for dose in _added(addition))


def _added(addition: dict[str, Any]) -> list[CalendarDose]:
    disease = addition["disease"]
    found = []
    for dose in addition["doses"]:
        months, days = _months_and_days(dose["age_months"])
        found.append(CalendarDose(disease, disease, dose["dose"], (disease,), months, days, ADULT_MONTHS, Layer.MOSCOW))
    if disease == "hpv":  # from 15 years three doses, 0–2–6 months
        found.append(CalendarDose(disease, disease, "V3", (disease,), 186, 0, ADULT_MONTHS, Layer.MOSCOW))
    return found


@cache
def _only_for() -> dict[str, Sex]:
    additions = vaccination_calendar()["moscow"]["additions"]
    return {one["disease"]: Sex(one["sex"].upper()) for one in additions if "sex" in one}


def series_of(doses: Sequence[CalendarDose], sex: Sex) -> tuple[Series, ...]:
    """The doses by series, for a child of that sex."""
    keys = dict.fromkeys(dose.series for dose in doses)
    return tuple(
        Series(key, tuple(dose for dose in doses if dose.series == key))
        for key in keys
        if _only_for().get(key, sex) is sex
    )


def dose_code(dose: str) -> str:
    """«2-я ревакцинация» as RV2; a code stays itself."""
    return _DOSE_CODES.get(dose, dose)
