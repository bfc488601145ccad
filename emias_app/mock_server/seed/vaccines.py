"""Vaccinations by the national calendar (приказ № 1122н) with what a child missed, and tuberculin tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.reference import vaccination_calendar
from emias_app.mock_server.seed.chart import Chart
from emias_app.mock_server.seed.child import DOCTORS, workday
from emias_app.mock_server.seed.language import NBSP, age_text
from emias_app.models.base import Mark, Tone
from emias_app.models.records import Immunization
from emias_app.models.section import SectionSlug

DOSES = {
    "V": "вакцинация", "V1": "1-я вакцинация", "V2": "2-я вакцинация", "V3": "3-я вакцинация", "RV": "ревакцинация",
    "RV1": "1-я ревакцинация", "RV2": "2-я ревакцинация", "RV3": "3-я ревакцинация",
}  # fmt: skip
#: Who gives vaccinations at the polyclinic and reads the tests.
NURSE = "Медсестра"
_IM, _SC, _ORAL = "внутримышечно", "подкожно", "внутрь"
_DTP = ("diphtheria", "pertussis", "tetanus")


@dataclass(frozen=True)
class Vaccine:
    """A product as it is given: against what, its short title and way."""

    title: str
    targets: tuple[str, ...]
    product: str
    route: str = _IM


VACCINES: dict[str, Vaccine] = {
    "hep_b": Vaccine("Гепатит B", ("hepatitis_b",), "Регевак В"),
    "bcg": Vaccine("Туберкулёз (БЦЖ-М)", ("tuberculosis",), "БЦЖ-М", "внутрикожно"),
    "pcv": Vaccine("Пневмококковая инфекция", ("pneumococcal",), "Превенар 13"),
    "penta": Vaccine("АКДС, полиомиелит, Hib", (*_DTP, "polio", "hib"), "Пентаксим"),
    "penta_base": Vaccine("АКДС, полиомиелит", (*_DTP, "polio"), "Пентаксим"),
    "penta_hib": Vaccine("Гемофильная инфекция типа b", ("hib",), "Пентаксим"),
    "dtp": Vaccine("Дифтерия, коклюш, столбняк (АКДС)", _DTP, "АКДС-вакцина"),
    "ipv": Vaccine("Полиомиелит (ИПВ)", ("polio",), "Полимилекс"),
    "hib": Vaccine("Гемофильная инфекция типа b", ("hib",), "Акт-ХИБ"),
    "opv": Vaccine("Полиомиелит (ОПВ)", ("polio",), "БиВак полио", _ORAL),
    "mmr": Vaccine("Корь, краснуха, паротит", ("measles", "rubella", "mumps"), "Вактривир", _SC),
    "dt": Vaccine("Дифтерия, столбняк (АДС-М)", ("diphtheria", "tetanus"), "АДС-М-анатоксин"),
    "flu": Vaccine("Грипп", ("influenza",), "Ультрикс Квадри"),
    "varicella": Vaccine("Ветряная оспа", ("varicella",), "Варилрикс", _SC),
    "hep_a": Vaccine("Гепатит A", ("hepatitis_a",), "Хаврикс 720"),
    "rota": Vaccine("Ротавирусная инфекция", ("rotavirus",), "РотаТек", _ORAL),
    "mening": Vaccine("Менингококковая инфекция", ("meningococcal",), "Менактра"),
    "hpv": Vaccine("Папилломавирусная инфекция (ВПЧ)", ("hpv",), "Гардасил"),
}

#: Months of age → what the calendar asks for: (vaccine, dose).
CALENDAR: dict[float, tuple[tuple[str, str], ...]] = {
    1: (("hep_b", "V2"),),
    2: (("pcv", "V1"),),
    3: (("penta", "V1"),),
    4.5: (("penta", "V2"), ("pcv", "V2")),
    6: (("penta", "V3"), ("hep_b", "V3")),
    12: (("mmr", "V"),),
    15: (("pcv", "RV"),),
    18: (("penta_base", "RV1"), ("penta_hib", "RV")),
    20: (("opv", "RV2"),),
    72: (("mmr", "RV"), ("opv", "RV3")),
    78: (("dt", "RV2"),),
    168: (("dt", "RV3"),),
}
#: The polyclinic's separate vaccines in place of the combined one.
_APART = {
    "penta": (("dtp", ""), ("ipv", ""), ("hib", "")),
    "penta_base": (("dtp", ""), ("ipv", "")),
    "penta_hib": (("hib", ""),),
}


def _infections(targets: tuple[str, ...]) -> list[str]:
    known = vaccination_calendar()["targets"]
    return [known[target]["ru"] for target in targets]


def vaccinate(chart: Chart, key: str, dose: str, day: date, *, place: str | None = None) -> Immunization:
    """Write one vaccination; ``place`` is another organisation (the maternity hospital)."""
    vaccine = VACCINES[key]
    title = vaccine.title if dose not in DOSES else f"{vaccine.title}, {DOSES[dose]}"
    age = age_text(chart.child.birth, day)
    rng = chart.rng
    series = f"{rng.choice('ABCEHKMPTX')}{rng.randrange(10)}{rng.choice('ABCEHKMPTX')}{rng.randrange(10, 100)}"
    reaction = "Реакции нет"
    if vaccine.route != _ORAL and rng.random() < 0.2:
        reaction = chart.say("[Местная реакция: покраснение до 2 см|Температура до 37,5 °C в первые сутки]")
    extra = {"organisation": place} if place else {"by": DOCTORS["nurse"], "speciality": NURSE}
    return chart.write(
        Immunization, SectionSlug.VACCINATIONS, day, title=title, subtitle=f"{vaccine.product}, серия {series}",
        kind="IMMUNIZATION", kind_title="Профилактические прививки", infections=_infections(vaccine.targets),
        targets=list(vaccine.targets), dose=dose, age_text=age, product=vaccine.product, series=series,
        route=vaccine.route, reaction=reaction,
        **extra,
    )  # fmt: skip


def tuberculin(chart: Chart, day: date) -> Immunization:
    """Манту under 8 years, Диаскинтест from 8."""
    is_mantoux = chart.child.years(day) < 8
    papule = chart.rng.choice((5, 6, 7, 8) if chart.child.years(day) < 4 else (3, 4, 5, 6))
    result = f"папула {papule}{NBSP}мм" if is_mantoux else "отрицательный"
    title = "Проба Манту" if is_mantoux else "Диаскинтест"
    product = "Туберкулин ППД-Л, 2 ТЕ" if is_mantoux else "Диаскинтест"
    series = f"{chart.rng.randrange(100, 999)}-{day:%m%y}"
    return chart.write(
        Immunization, SectionSlug.VACCINATIONS, day, by=DOCTORS["nurse"], speciality=NURSE, title=title,
        subtitle=f"{product}, серия {series}" if product != title else f"Серия {series}",
        kind="TUBERCULIN", kind_title="Иммунодиагностические тесты",
        mark=Mark(tone=Tone.NEUTRAL, text=result), infections=["Туберкулёз"], targets=["tuberculosis"], dose="проба",
        age_text=age_text(chart.child.birth, day), product=product, series=series, route="внутрикожно",
        reaction=f"Через 72 часа: {result}",
    )  # fmt: skip


def _given(chart: Chart, key: str, dose: str, day: date, *, combined: bool) -> list[Immunization]:
    if combined or key not in _APART:
        return [vaccinate(chart, key, dose, day)]
    return [vaccinate(chart, part, dose, day) for part, _ in _APART[key]]


@dataclass(frozen=True)
class Schedule:
    """How one child is vaccinated: ``missed`` are (vaccine, dose); ``extra`` months of age → doses beyond the "
    "calendar."""

    missed: frozenset[tuple[str, str]] = frozenset()
    extra: tuple[tuple[float, str, str], ...] = ()
    combined: bool = True
    flu_years: tuple[int, ...] = ()
    from_months: float = 0
    tests_from: float = 12


def by_calendar(chart: Chart, schedule: Schedule, dates: dict[float, date]) -> dict[float, list[Immunization]]:
    """The calendar's doses; the check-up of an age has the same day. ``dates`` are the days of the check-ups."""
    child = chart.child
    given: dict[float, list[Immunization]] = {}
    maternity = f"Родильный дом №{NBSP}0"
    if not schedule.from_months:
        vaccinate(chart, "hep_b", "V1", child.birth, place=maternity)
        vaccinate(chart, "bcg", "V", child.birth + timedelta(days=3), place=maternity)
    for months, doses in CALENDAR.items():
        day = dates.get(months) or workday(child.at(months) + timedelta(days=chart.rng.randint(0, 5)))
        if day > child.last_day or months < schedule.from_months:
            continue
        for key, dose in doses:
            if (key, dose) not in schedule.missed:
                given.setdefault(months, []).extend(_given(chart, key, dose, day, combined=schedule.combined))
    return given


def beyond_calendar(chart: Chart, schedule: Schedule) -> None:
    """Doses of the Moscow layer, yearly influenza, yearly tuberculin tests."""
    child = chart.child
    for months, key, dose in schedule.extra:
        day = chart.outside(workday(child.at(months) + timedelta(days=12)))
        if day <= child.last_day:
            vaccinate(chart, key, dose, day)
    for day in _autumns(chart, schedule):
        vaccinate(chart, "flu", "ежегодно", day)
    taken = {record.date for record in chart.records if isinstance(record, Immunization)}
    for year in range(1, 18):
        months = 12.0 if year == 1 else year * 12 + 4.5
        day = chart.outside(workday(child.at(months) + timedelta(days=1 if year == 1 else chart.rng.randint(1, 60))))
        while any(abs((day - other).days) < 3 for other in taken):
            day = workday(day + timedelta(days=1))
        if schedule.tests_from <= months and day <= child.last_day:
            tuberculin(chart, day)


def _autumns(chart: Chart, schedule: Schedule) -> Iterator[date]:
    child = chart.child
    for year in range(child.birth.year, child.today.year + 1):
        day = chart.outside(workday(date(year, 9, 15) + timedelta(days=chart.rng.randint(0, 45))))
        if child.at(8) <= day <= child.last_day and child.years(day) in schedule.flu_years:
            yield day
