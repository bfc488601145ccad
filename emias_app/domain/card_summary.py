"""A card in one page for whoever sees the child for the first time: a doctor, a camp (product.md §13).

What counts as lasting, current and lately measured is ours [model]; nothing is concluded that no doctor wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.ages import age_in
from emias_app.domain.child_data import infection_words
from emias_app.domain.documents import TUBERCULIN, Patient
from emias_app.domain.names import NBSP
from emias_app.domain.vaccination import DOSE_TITLES, dose_code
from emias_app.domain.validity import is_over
from emias_app.domain.wording import counted, days_span, long_day, lower_first, printable, quantity, upper_first
from emias_app.models.child_data import (
    AllergyDetails,
    InjuryDetails,
    MedicationDetails,
    OutsideVaccinationDetails,
    Severity,
    SurgeryDetails,
)
from emias_app.models.records import (
    Certificate,
    DayHospitalCourse,
    Diagnosis,
    DischargeSummary,
    HealthInfo,
    Immunization,
    LabFlag,
    LabReport,
    LabResult,
    Prescription,
    Visit,
)

#: A diagnosis made on two days this far apart, the later within :data:`LASTING_MEMORY`, is a lasting one [model].
LASTING_GAP, LASTING_MEMORY = timedelta(days=60), timedelta(days=730)
#: What passes by itself or is no illness: check-ups, symptoms, injuries, infections, acute airways, ears and eyes.
_PASSING = re.compile(r"^(?:[ZRSTABU]|J0|J1|J2[0-2]|H10|H6[5-6]|L0|N39|N10|N30|K02|K59)")
_ALLERGIC = re.compile(r"^(?:J30|J45|L20|L23|L27|L50\.0|T78|Z88|H10\.1)")
_ICD = re.compile(r"\b[A-ZА]\d\d(?:\.\d)?\b")
#: What was dispensed is thought to be taken for this long [model].
_TAKEN = timedelta(days=60)
_MEASURES = (
    ("Рост", re.compile(r"(?:[Рр]ост|Длина тела)[ \u00a0](\d{2,3}(?:,\d)?)[ \u00a0]см"), "см"),
    ("Масса", re.compile(r"масса[ \u00a0](\d{1,3}(?:,\d{1,3})?)[ \u00a0]кг"), "кг"),
    ("Артериальное давление", re.compile(r"АД[ \u00a0](\d{2,3}/\d{2,3})"), "мм рт. ст."),
)
_HEALTH = ("HEALTH_GROUP", "PE_GROUP", "BLOOD_GROUP", "RHESUS", "DISABILITY")
_FOLLOW_UP = "FOLLOW_UP"
_BY_PARENT = "Внесено родителем"
_NOT_CONFIRMED = "Из архива, поликлиника не подтверждала"
_VISITS_SHOWN, _STAYS_SHOWN, _LABS_SHOWN = 6, 8, 20
_YEAR = timedelta(days=365)
_TIMES = ("доза", "дозы", "доз")


@dataclass(frozen=True)
class CardContent:
    """What a summary is made of: each kind newest first, as much of it as may matter.

    ``archived`` holds the records that a parent brought in from an archive: nothing of them stands among the clinic's.
    """

    health: Sequence[HealthInfo] = ()
    visits: Sequence[Visit] = ()
    immunizations: Sequence[Immunization] = ()
    prescriptions: Sequence[Prescription] = ()
    stays: Sequence[DischargeSummary | DayHospitalCourse] = ()
    labs: Sequence[LabReport] = ()
    certificates: Sequence[Certificate] = ()
    #: What parents entered themselves.
    allergies: Sequence[AllergyDetails] = ()
    medications: Sequence[MedicationDetails] = ()
    injuries: Sequence[InjuryDetails] = ()
    surgeries: Sequence[SurgeryDetails] = ()
    vaccinations: Sequence[OutsideVaccinationDetails] = ()
    archived: CardContent | None = None


@dataclass(frozen=True)
class Item:
    """One thing that matters, and a quieter line under it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Given:
    """Vaccinations against one infection: how many, the last one's name and day."""

    infection: str
    count: int
    last: str
    day: date
    by_parent: bool = False

    @property
    def text(self) -> str:
        """«5 доз, 18.03.2024», of what a parent entered «1 доза, 23.06.2026, внесено родителем»."""
        told = f", {lower_first(_BY_PARENT)}" if self.by_parent else ""
        return f"{counted(self.count, _TIMES)}, {self.day:%d.%m.%Y}{told}"


@dataclass(frozen=True)
class CardSummary:
    """The summary, ready to be laid out; tables are lists of rows."""

    age: str
    health: list[tuple[str, str]]
    allergies: list[Item]
    lasting: list[Item]
    medicines: list[Item]
    measures: list[tuple[str, str]]
    given: list[Given]
    visits: list[tuple[str, str, str]]
    stays: list[tuple[str, str, str]]
    deviations: list[tuple[str, str, str, str]]
    papers: list[Item]
    advice: list[Item]
    archived: list[Item]


def summarise(patient: Patient, content: CardContent, today: date) -> CardSummary:
    """The summary of a card on a day."""
    lasting = _lasting(content, today)
    return CardSummary(
        age=_age(patient.birth_date, today),
        health=_health(content.health),
        allergies=[
            *_told_allergies(content.allergies),
            *_allergies(content.visits),
            *(_archived_allergies(content.archived) if content.archived else ()),
        ],
        lasting=lasting,
        medicines=[*_medicines(content.prescriptions, today), *_told_medicines(content.medications, today)],
        measures=_measures(content),
        given=sorted(
            [*vaccinations_given(content.immunizations), *told_vaccinations(content.vaccinations)],
            key=lambda one: one.infection,
        ),
        visits=[_visit(visit) for visit in content.visits[:_VISITS_SHOWN]],
        stays=[_stay(stay) for stay in content.stays[:_STAYS_SHOWN]],
        deviations=_deviations(content.labs, today),
        papers=_papers(content.certificates, today),
        advice=[
            Item(f"{long_day(visit.date)}, {visit.speciality or visit.title}", printable(visit.recommendations))
            for visit in content.visits[:2]
            if visit.recommendations.strip()
        ],
        archived=_archived(content.archived, today) if content.archived else [],
    )


def _archived_allergies(content: CardContent) -> list[Item]:
    """Marked, but on the first page: what may kill is not looked for."""
    return [Item(one.text, _NOT_CONFIRMED) for one in _allergies(content.visits)]


def _archived(content: CardContent, today: date) -> list[Item]:
    """What an archive says, each line by itself, so that nobody takes it for the clinic's."""
    return [
        *(Item(f"{title}: {value}") for title, value in _health(content.health)),
        *_lasting(content, today),
        *_medicines(content.prescriptions, today),
        *(
            Item(f"Прививки, {lower_first(one.infection)}", one.text)
            for one in vaccinations_given(content.immunizations)
        ),
        *(Item(f"{when}, {where}", told) for when, where, told in map(_stay, content.stays[:_STAYS_SHOWN])),
        *_papers(content.certificates, today),
    ]


def lasting_diagnoses(visits: Sequence[Visit], today: date) -> list[tuple[Diagnosis, date, date]]:
    """Diagnoses made again and again: (diagnosis, the first day, the last day), the latest first."""
    days: dict[str, list[date]] = {}
    named: dict[str, Diagnosis] = {}
    for visit in visits:
        for diagnosis in visit.diagnoses:
            if not _PASSING.match(diagnosis.code):
                days.setdefault(diagnosis.code, []).append(visit.date)
                named.setdefault(diagnosis.code, diagnosis)
    found = [
        (named[code], min(on), max(on))
        for code, on in days.items()
        if max(on) - min(on) >= LASTING_GAP and today - max(on) <= LASTING_MEMORY
    ]
    return sorted(found, key=lambda one: (one[2], one[0].code), reverse=True)


def allergic_diagnoses(visits: Sequence[Visit]) -> list[tuple[Diagnosis, date]]:
    """Allergic illnesses that a doctor wrote down, with the day of the last note."""
    found: dict[str, tuple[Diagnosis, date]] = {}
    for visit in visits:
        for diagnosis in visit.diagnoses:
            if _ALLERGIC.match(diagnosis.code) and diagnosis.code not in found:
                found[diagnosis.code] = (diagnosis, visit.date)
    return sorted(found.values(), key=lambda one: one[1], reverse=True)


def passing_diagnoses(visits: Sequence[Visit], today: date) -> list[tuple[Diagnosis, date]]:
    """Illnesses that passed, each with its last day, the latest first; check-ups and symptoms are none."""
    lasting = {one.code for one, _, _ in lasting_diagnoses(visits, today)}
    found: dict[str, tuple[Diagnosis, date]] = {}
    for visit in visits:
        for diagnosis in visit.diagnoses:
            is_illness = diagnosis.code[:1] not in "ZR" and not _ALLERGIC.match(diagnosis.code)
            if is_illness and diagnosis.code not in lasting:
                found.setdefault(diagnosis.code, (diagnosis, visit.date))
    return list(found.values())


def is_taken(medicine: MedicationDetails, today: date) -> bool:
    """Whether a medicine of the parent's list is being taken: its last day, as far as known, has not passed."""
    return medicine.until is None or medicine.until >= today.isoformat()[: len(medicine.until)]


def current_medicines(prescriptions: Sequence[Prescription], today: date) -> list[Prescription]:
    """What may be taken now: prescriptions that can be used, and those dispensed lately; each medicine once."""
    found: dict[str, Prescription] = {}
    for one in prescriptions:
        is_lately_given = one.state == "DISPENSED" and today - one.date <= _TAKEN
        if (one.state == "ACTIVE" and not is_over(one.valid_until, today)) or is_lately_given:
            found.setdefault(one.medicine, one)
    return list(found.values())


def last_measures(content: CardContent) -> list[tuple[str, str, str, date]]:
    """(what, value, unit, day) as doctors last wrote them: height, weight, blood pressure."""
    found = []
    for label, pattern, unit in _MEASURES:
        for visit in content.visits:
            matched = pattern.search(visit.examination)
            if matched:
                found.append((label, matched[1], unit, visit.date))
                break
    return found


def vaccinations_given(immunizations: Sequence[Immunization]) -> list[Given]:
    """By infection, in the order of the alphabet; skin tests are none."""
    held: dict[str, list[Immunization]] = {}
    for one in immunizations:
        if one.kind != TUBERCULIN:
            for infection in one.infections:
                held.setdefault(infection, []).append(one)
    given = []
    for infection, doses in held.items():
        last = max(doses, key=lambda one: one.date)
        given.append(Given(infection, len(doses), DOSE_TITLES.get(dose_code(last.dose), last.dose), last.date))
    return sorted(given, key=lambda one: one.infection)


def told_vaccinations(told: Sequence[OutsideVaccinationDetails]) -> list[Given]:
    """What parents entered, by infection: lines of their own beside the clinic's."""
    held: dict[str, list[OutsideVaccinationDetails]] = {}
    for one in told:
        for key in one.infections:
            held.setdefault(key, []).append(one)
    given = []
    for key, doses in held.items():
        last = max(doses, key=lambda one: one.on)
        name = DOSE_TITLES.get(last.dose or "", last.dose or "")
        given.append(Given(upper_first(infection_words(key)), len(doses), name, last.on, by_parent=True))
    return given


def _age(birth: date, today: date) -> str:
    """«8 лет», «1 год 4 месяца»."""
    age = age_in(birth, today)
    months = counted(age.months, ("месяц", "месяца", "месяцев"))
    years = counted(age.years, ("год", "года", "лет"))
    if age.years >= 2 or (age.years and not age.months):
        return years
    if age.years:
        return f"{years} {months}"
    return months if age.months else counted(age.days, ("день", "дня", "дней"))


def _health(lines: Sequence[HealthInfo]) -> list[tuple[str, str]]:
    newest: dict[str | None, HealthInfo] = {}
    for line in lines:
        newest.setdefault(line.kind, line)
    return [(newest[kind].title, printable(newest[kind].value)) for kind in _HEALTH if kind in newest]


def _allergies(visits: Sequence[Visit]) -> list[Item]:
    return [
        Item(f"{printable(diagnosis.name)} ({diagnosis.code})", f"Отмечено врачом {long_day(day)}")
        for diagnosis, day in allergic_diagnoses(visits)
    ]


_SEVERITY = {
    Severity.MILD: "лёгкая реакция",
    Severity.MODERATE: "реакция средней тяжести",
    Severity.SEVERE: "ТЯЖЁЛАЯ реакция",
}


def _told_allergies(told: Sequence[AllergyDetails]) -> list[Item]:
    """The parent's list, the gravest first."""
    order = [Severity.SEVERE, Severity.MODERATE, Severity.MILD, None]
    items = []
    for one in sorted(told, key=lambda one: order.index(one.severity)):
        more = [printable(one.reaction)] if one.reaction else []
        more += [_SEVERITY[one.severity]] if one.severity else []
        items.append(Item(f"{printable(one.substance)}{': ' if more else ''}{', '.join(more)}", _BY_PARENT))
    return items


def _told_medicines(told: Sequence[MedicationDetails], today: date) -> list[Item]:
    return [
        Item(printable(one.medicine), f"{upper_first(printable(one.dose))}. {_BY_PARENT}" if one.dose else _BY_PARENT)
        for one in told
        if is_taken(one, today)
    ]


def _lasting(content: CardContent, today: date) -> list[Item]:
    followed = [line for line in content.health if line.kind == _FOLLOW_UP and not (line.until and line.until < today)]
    items = [Item(f"{printable(line.value)}, «Д»-наблюдение", printable(line.note or "")) for line in followed]
    known = {code for line in followed for code in _ICD.findall(line.note or "")}
    for diagnosis, first, last in lasting_diagnoses(content.visits, today):
        if diagnosis.code not in known:
            when = f"С {first.year}{NBSP}г., последний осмотр {long_day(last)}"
            items.append(Item(f"{printable(diagnosis.name)} ({diagnosis.code})", when))
    return items


def _medicines(prescriptions: Sequence[Prescription], today: date) -> list[Item]:
    return [
        Item(printable(one.medicine), f"{upper_first(printable(one.dose))}. Выписано {long_day(one.issued)}")
        for one in current_medicines(prescriptions, today)
    ]


def _measures(content: CardContent) -> list[tuple[str, str]]:
    return [
        (label, f"{value}{NBSP}{unit.replace(' ', NBSP)}, {day:%d.%m.%Y}")
        for label, value, unit, day in last_measures(content)
    ]


def _visit(visit: Visit) -> tuple[str, str, str]:
    told = "; ".join(f"{printable(one.name)} ({one.code})" for one in visit.diagnoses)
    return f"{visit.date:%d.%m.%Y}", visit.speciality or visit.title, told


def _stay(stay: DischargeSummary | DayHospitalCourse) -> tuple[str, str, str]:
    told = "; ".join(f"{printable(one.name)} ({one.code})" for one in stay.diagnoses)
    return days_span(stay.admitted, stay.discharged), printable(stay.organisation), told


def _deviations(labs: Iterable[LabReport], today: date) -> list[tuple[str, str, str, str]]:
    """The newest value of each показатель of the last year, where it lies outside its range."""
    seen: set[str] = set()
    rows = []
    for report in labs:
        if today - report.date > _YEAR:
            break
        for result in report.results:
            if result.code in seen:
                continue
            seen.add(result.code)
            if result.flag in (LabFlag.LOW, LabFlag.HIGH, LabFlag.ABNORMAL):
                word = {LabFlag.LOW: "ниже нормы", LabFlag.HIGH: "выше нормы"}.get(result.flag, "вне нормы")
                rows.append((f"{report.date:%d.%m.%Y}", result.name, _value(result), word))
    return rows[:_LABS_SHOWN]


def _value(result: LabResult) -> str:
    if result.value is None:
        return printable(result.value_text or "")
    return quantity(result.value, result.unit, result.decimals)


def _papers(certificates: Sequence[Certificate], today: date) -> list[Item]:
    """Papers that are in force, each kind once."""
    found: dict[str, Item] = {}
    for paper in certificates:
        if paper.valid_until is not None and not is_over(paper.valid_until, today):
            found.setdefault(paper.title, Item(paper.title, f"Действует до {long_day(paper.valid_until)}"))
    return list(found.values())
