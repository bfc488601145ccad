"""A child in time: how old, how tall, how fast the heart, and who treats whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

from emias_app.domain.ages import add_months, age_in, days_old
from emias_app.domain.growth import LAST_LYING_DAY
from emias_app.domain.names import full_name, initials
from emias_app.domain.reference import growth_lms
from emias_app.mock_server.seed.language import NBSP, number
from emias_app.mock_server.seed.people import ChildSpec
from emias_app.models.base import Sex
from emias_app.models.growth import BodyMeasures, GrowthPosition


@dataclass(frozen=True)
class Doctor:
    """A doctor of the polyclinic; ``genitive`` ends «Приём …», ``dative`` «Направление к …»."""

    key: str
    speciality: str
    genitive: str
    dative: str
    last_name: str
    first_name: str
    middle_name: str

    @property
    def short(self) -> str:
        return initials(self.last_name, self.first_name, self.middle_name)

    @property
    def full(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)


DOCTORS: dict[str, Doctor] = {
    row[0]: Doctor(*row)
    for row in (
        ("pediatrician", "Педиатр", "педиатра", "педиатру", "Крылова", "Елена", "Андреевна"),
        ("pediatrician2", "Педиатр", "педиатра", "педиатру", "Федосеева", "Татьяна", "Николаевна"),
        ("on_duty", "Дежурный врач", "дежурного врача", "дежурному врачу", "Ермаков", "Павел", "Игоревич"),
        ("ent", "Оториноларинголог", "лора", "лору", "Громова", "Ирина", "Валерьевна"),
        ("eye", "Офтальмолог", "офтальмолога", "офтальмологу", "Тихонова", "Светлана", "Юрьевна"),
        ("neurologist", "Невролог", "невролога", "неврологу", "Рыбаков", "Алексей", "Михайлович"),
        ("surgeon", "Хирург", "хирурга", "хирургу", "Назаров", "Виктор", "Петрович"),
        ("orthopedist", "Травматолог-ортопед", "ортопеда", "ортопеду", "Щукин", "Денис", "Олегович"),
        ("dentist", "Стоматолог детский", "стоматолога", "стоматологу", "Лапина", "Мария", "Евгеньевна"),
        ("allergist", "Аллерголог-иммунолог", "аллерголога", "аллергологу", "Власова", "Нина", "Борисовна"),
        ("gastroenterologist", "Гастроэнтеролог", "гастроэнтеролога", "гастроэнтерологу", "Панина", "Оксана",
         "Сергеевна"),
        ("cardiologist", "Кардиолог", "кардиолога", "кардиологу", "Юдин", "Константин", "Львович"),
        ("endocrinologist", "Эндокринолог", "эндокринолога", "эндокринологу", "Маркова", "Юлия", "Романовна"),
        ("dermatologist", "Дерматовенеролог", "дерматолога", "дерматологу", "Зуева", "Анна", "Игоревна"),
        ("nephrologist", "Нефролог", "нефролога", "нефрологу", "Сафонов", "Григорий", "Ильич"),
        ("gynecologist", "Гинеколог детский", "гинеколога", "гинекологу", "Ларина", "Вера", "Степановна"),
        ("urologist", "Уролог-андролог детский", "уролога", "урологу", "Котов", "Роман", "Дмитриевич"),
        ("speech", "Логопед", "логопеда", "логопеду", "Ершова", "Полина", "Максимовна"),
        ("exercise", "Врач ЛФК", "врача ЛФК", "врачу ЛФК", "Демидова", "Лариса", "Павловна"),
        ("office", "Кабинет «Здоровое детство»", "врача кабинета", "врачу кабинета", "Белкина", "Галина", "Фёдоровна"),
        ("nurse", "Кабинет вакцинопрофилактики", "медсестры", "медсестре", "Сомова", "Лидия", "Ивановна"),
        ("functional", "Функциональная диагностика", "врача", "врачу", "Быстров", "Олег", "Витальевич"),
        ("ultrasound", "Ультразвуковая диагностика", "врача", "врачу", "Мельник", "Инна", "Аркадьевна"),
        ("radiologist", "Рентгенология", "врача", "врачу", "Гаврилов", "Степан", "Андреевич"),
    )
}  # fmt: skip

_HOLIDAYS = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4), (12, 31)}


def is_workday(day: date) -> bool:
    """Monday to Friday but the fixed holidays; enough for when a doctor saw somebody."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def workday(day: date, step: int = 1) -> date:
    """The day itself or the nearest working one after it (before it, with ``step`` -1)."""
    while not is_workday(day):
        day += timedelta(days=step)
    return day


@cache
def _rows(indicator: str, sex: Sex) -> list[list[float]]:
    rows: list[list[float]] = growth_lms()["indicators"][indicator][sex.value.lower()]
    return rows


def _lms(indicator: str, sex: Sex, months: float, z: float) -> float:
    """The value at a z-score; between two months by a straight line."""
    rows = _rows(indicator, sex)
    at = min(max(months, 0.0), rows[-1][0])
    left = int(at)
    right = min(left + 1, len(rows) - 1)

    def value(row: list[float]) -> float:
        _, power, median, spread = row
        return float(median * (1 + power * spread * z) ** (1 / power))

    return value(rows[left]) + (value(rows[right]) - value(rows[left])) * (at - left)


@dataclass
class Child:
    """A patient while the card is being written; everything by chance comes from ``rng``."""

    spec: ChildSpec
    birth: date
    today: date
    rng: Random = field(init=False)
    height_z: float = field(init=False)
    bmi_z: float = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(f"emias/{self.spec.key}")
        self.height_z = self.rng.uniform(-0.6, 0.9)
        self.bmi_z = self.rng.uniform(-0.7, 0.6)

    @property
    def sex(self) -> Sex:
        return self.spec.sex

    @property
    def last_day(self) -> date:
        """The last day that may hold a record."""
        return self.today - timedelta(days=1)

    def at(self, months: float) -> date:
        """The day of an age in months (4.5 = four months and a half)."""
        return add_months(self.birth, int(months)) + timedelta(days=round((months % 1) * 30))

    def years(self, on: date) -> int:
        return age_in(self.birth, on).years

    def months(self, on: date) -> float:
        return days_old(self.birth, on) / 30.4375

    def height(self, on: date) -> float:
        return round(_lms("lhfa", self.sex, self.months(on), self.height_z), 1 if self.years(on) < 3 else 0)

    def weight(self, on: date) -> float:
        tall = _lms("lhfa", self.sex, self.months(on), self.height_z)
        return round(_lms("bmifa", self.sex, self.months(on), self.bmi_z) * (tall / 100) ** 2, 1)

    def temperature(self, low: float = 36.4, high: float = 36.7) -> float:
        return round(self.rng.uniform(low, high), 1)

    def vitals(self, on: date, temperature: float, oxygen: tuple[int, int] = (97, 99)) -> str:
        """«Температура 37,2 °C, пульс 92 в минуту, ЧДД 20 в минуту, SpO2 98 %, АД 102/62 мм рт. ст.»."""
        rng, years = self.rng, self.years(on)
        pulse = round(_by_age(_PULSE, self.months(on)) + max(0.0, temperature - 37) * 10) + rng.randint(-4, 5)
        breath = (
            (99 - oxygen[1]) * 2
            + round(_by_age(_BREATH, self.months(on)) + max(0.0, temperature - 37.5) * 2)
            + rng.randint(-1, 1)
        )
        text = (
            f"Температура {number(temperature, 1)}{NBSP}°C, пульс {pulse} в минуту, ЧДД {breath} в минуту, "
            f"SpO2 {rng.randint(*oxygen)}{NBSP}%"
        )
        if years >= 3:
            top = min(90 + 2 * years, 118) + rng.randint(-4, 5)
            text += f", АД {top}/{min(56 + years, 70) + rng.randint(-3, 4)}{NBSP}мм{NBSP}рт.{NBSP}ст."
        else:
            text += "."
        return text

    def head(self, on: date) -> float | None:
        """The head is measured in the first three years, cm."""
        if self.months(on) >= 36:
            return None
        return round(_lms("hcfa", self.sex, self.months(on), (self.height_z + self.bmi_z) / 2), 1)

    def measures(self, on: date) -> BodyMeasures:
        """What :meth:`size` says, in numbers."""
        position = GrowthPosition.LYING if days_old(self.birth, on) <= LAST_LYING_DAY else GrowthPosition.STANDING
        return BodyMeasures(height=self.height(on), weight=self.weight(on), head=self.head(on), position=position)

    def size(self, on: date) -> str:
        """«Рост 128 см, масса 26,4 кг.»; in the first years with the head."""
        measured = self.measures(on)
        kind = "Длина тела" if measured.position is GrowthPosition.LYING else "Рост"
        head = f", окружность головы {number(measured.head)}{NBSP}см" if measured.head else ""
        return f"{kind} {number(self.height(on))}{NBSP}см, масса {number(self.weight(on))}{NBSP}кг{head}."

    def place(self, on: date) -> str | None:
        """Where the child goes: «детский сад» from 3, «школу» from the September after six and a half; None = home.

        In summer there is no school.
        """
        age = self.months(on)
        if age < 36:
            return None
        school = date(self.birth.year + (7 if self.birth.month <= 10 else 8), 9, 1)
        if on < school:
            return "детский сад"
        return None if on.month in (6, 7, 8) else "школу"


_PULSE = ((0, 140), (6, 128), (12, 118), (36, 104), (60, 98), (96, 86), (120, 82), (144, 80), (180, 76), (216, 72))
_BREATH = ((0, 44), (6, 36), (12, 30), (36, 26), (60, 24), (96, 20), (144, 18), (216, 16))


def _by_age(table: tuple[tuple[int, int], ...], months: float) -> float:
    for (left, low), (right, high) in pairwise(table):
        if months <= right:
            return low + (high - low) * (months - left) / (right - left)
    return table[-1][1]
