"""What the clinic's own records say of a kind of «Данные о ребенке», and where a parent says otherwise.

Nothing is decided here: a conflict is two statements side by side (product.md §11). How records are read for it —
which codes, which words, how far back — is ours [model].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from emias_app.domain.partial_day import first_day, last_day
from emias_app.domain.suggestions import groups_of, is_medicine
from emias_app.domain.vaccination import DOSE_TITLES
from emias_app.domain.wording import long_day, lower_first, upper_first
from emias_app.models.child_data import (
    Allergy,
    ChildDataEntry,
    ChildDataKind,
    ClinicFact,
    Conflict,
    Medication,
    OutsideVaccination,
    Surgery,
)
from emias_app.models.records import (
    AmbulanceCall,
    DayHospitalCourse,
    Diagnosis,
    DischargeSummary,
    Immunization,
    Prescription,
    Record,
    Visit,
)

#: Prescriptions of so long are looked at.
PRESCRIPTIONS_FOR = timedelta(days=3 * 366)
#: What was written out in this time may still be taken.
_TAKEN_FOR = timedelta(days=92)
#: One injury is treated so long; the same code later is another one.
_ONE_INJURY = timedelta(days=120)
#: Days that two tellings of one vaccination may differ by without being two.
_SAME_DAY = timedelta(days=3)

#: What happened twice is two facts, however alike.
_EACH_ITS_OWN = (ChildDataKind.INJURIES, ChildDataKind.VACCINATIONS)
ALLERGY_CODES = ("Z88", "Z91.0", "T78", "L50.0", "J30.1", "J30.4")
_NOT_INJURIES = ("T78", "T80", "T81", "T88")
_ALLERGY = re.compile(r"\bаллергия\b|\bаллерги[июей]\b|\bаллерго(?:логический )?анамнез", re.IGNORECASE)
_DRUGS = re.compile(r"лекарств|медикамент|препарат|антибиотик", re.IGNORECASE)
_DENIAL = re.compile(r"не отмеча|\bнет\b|отрица|не отяго|не было|не выявл|без особенност", re.IGNORECASE)
_SURGERY = re.compile(r"\w*(?:эктоми|томи|пластик|резекци|ушивани|циркумцизи|операци)\w*", re.IGNORECASE)
_NO_SURGERY = re.compile(r"операци\w* (?:раньше |ранее )?(?:не было|нет|отриц)", re.IGNORECASE)
_FAMILY = re.compile(r"\bу (?:матери|мамы|отца|папы|брата|сестры|бабушки|дедушки)\b|наследственн", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"[^.!?;\n]+")


def clinic_facts(kind: ChildDataKind, records: Sequence[Record], *, today: date) -> list[ClinicFact]:
    """The clinic's facts of a kind, the newest first; a sentence or a diagnosis that is repeated stands once."""
    newest_first = sorted(records, key=lambda record: record.date, reverse=True)
    facts = _FACTS[kind](newest_first, today)
    if kind in _EACH_ITS_OWN:
        return sorted(facts, key=lambda fact: fact.date, reverse=True)
    return _once(facts)


def _once(facts: Iterable[ClinicFact]) -> list[ClinicFact]:
    seen: dict[tuple[str, str], ClinicFact] = {}
    for fact in facts:
        seen.setdefault((fact.title, fact.detail), fact)
    return sorted(seen.values(), key=lambda fact: fact.date, reverse=True)


def _fact(record: Record, title: str, detail: str = "", **more: Any) -> ClinicFact:
    return ClinicFact(
        title=upper_first(title.strip()), detail=detail, date=more.pop("on", record.date), section=record.section,
        record_id=record.id, organisation=record.organisation, doctor=record.doctor, **more,
    )  # fmt: skip


def _stories(records: Iterable[Record]) -> Iterator[tuple[Record, str]]:
    """Each sentence of what was asked and told, with the record that holds it."""
    for record in records:
        match record:
            case Visit() | DischargeSummary():
                texts: tuple[str, ...] = (record.anamnesis, record.complaints)
            case AmbulanceCall():
                texts = (record.complaints,)
            case _:
                continue
        for text in texts:
            for sentence in _SENTENCE.findall(text):
                yield record, sentence.strip()


def _diagnoses(records: Iterable[Record]) -> Iterator[tuple[Record, Diagnosis]]:
    for record in records:
        match record:
            case Visit() | DischargeSummary() | DayHospitalCourse():
                found: Sequence[Diagnosis] = record.diagnoses
            case AmbulanceCall():
                found = (record.diagnosis,)
            case _:
                continue
        for diagnosis in found:
            yield record, diagnosis


def _allergies(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    for record, sentence in _stories(records):
        if _ALLERGY.search(sentence):
            yield _fact(record, sentence, is_denial=bool(_DENIAL.search(sentence)))
    for record, diagnosis in _diagnoses(records):
        if diagnosis.code.startswith(ALLERGY_CODES):
            yield _fact(record, diagnosis.name, f"МКБ-10 {diagnosis.code}")


def _injuries(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    begun: dict[str, ClinicFact] = {}
    for record, diagnosis in reversed(list(_diagnoses(records))):
        code = diagnosis.code
        if not code.startswith(("S", "T", "W")) or code.startswith(_NOT_INJURIES):
            continue
        last = begun.get(code)
        if last is None or record.date - last.date > _ONE_INJURY:
            begun[code] = _fact(record, diagnosis.name, f"МКБ-10 {code}")
            yield begun[code]


def _surgeries(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    for record in records:
        if isinstance(record, DischargeSummary):
            for course in record.treatment:
                if _SURGERY.search(course.name):
                    yield _fact(record, course.name, course.dose)
    for record, sentence in _stories(records):
        if _NO_SURGERY.search(sentence):
            yield _fact(record, sentence, is_denial=True)


def _medications(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    for record in records:
        if isinstance(record, Prescription) and record.date >= today - _TAKEN_FOR:
            yield _fact(record, record.medicine, record.dose)


def _family_history(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    for record, sentence in _stories(records):
        if _FAMILY.search(sentence):
            yield _fact(record, sentence)


def _vaccinations(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    for record in records:
        if isinstance(record, Immunization) and record.kind != "TUBERCULIN":
            yield _fact(record, record.title, record.product)


def _visits(records: Sequence[Record], today: date) -> Iterator[ClinicFact]:
    """The clinic's own visits are a section of their own; it holds nothing of visits made elsewhere."""
    return iter(())


_FACTS: Mapping[ChildDataKind, Callable[[Sequence[Record], date], Iterator[ClinicFact]]] = {
    ChildDataKind.ALLERGIES: _allergies,
    ChildDataKind.MEDICATIONS: _medications,
    ChildDataKind.INJURIES: _injuries,
    ChildDataKind.SURGERIES: _surgeries,
    ChildDataKind.FAMILY_HISTORY: _family_history,
    ChildDataKind.VACCINATIONS: _vaccinations,
    ChildDataKind.VISITS: _visits,
}


def conflicts_of(
    kind: ChildDataKind, entries: Iterable[ChildDataEntry], records: Sequence[Record], *, today: date
) -> list[Conflict]:
    """Where an entry and a record of the clinic cannot both be right, or must not meet; the newest record of each."""
    newest_first = sorted(records, key=lambda record: record.date, reverse=True)
    facts = clinic_facts(kind, records, today=today)
    found: list[Conflict] = []
    for entry in entries:
        match entry:
            case Allergy():
                found += _of_allergy(entry, facts, newest_first)
            case Surgery():
                found += _of_surgery(entry, facts)
            case OutsideVaccination():
                found += _of_vaccination(entry, newest_first)
            case Medication():
                found += _of_medication(entry, newest_first)
            case _:
                pass
    return found


def _of_allergy(entry: Allergy, facts: Sequence[ClinicFact], records: Sequence[Record]) -> Iterator[Conflict]:
    begin = first_day(entry.since) if entry.since else date.min
    for fact in facts:
        if fact.is_denial and fact.date >= begin and _is_denied(entry.substance, fact.title):
            said = f"В записи поликлиники от {long_day(fact.date)}: «{lower_first(fact.title)}»"
            yield Conflict(entry_id=entry.id, section=fact.section, record_id=fact.record_id, text=said)
            break
    groups = groups_of(entry.substance)
    for record in records:
        if isinstance(record, Prescription) and record.date >= begin and groups & groups_of(record.inn_name):
            said = f"{long_day(record.date)} выписан рецепт: {lower_first(record.inn_name)}. Покажите эту запись врачу"
            yield Conflict(entry_id=entry.id, section=record.section, record_id=record.id, text=said)
            break


def _is_denied(substance: str, sentence: str) -> bool:
    """A denial of allergies to medicines says nothing of food or pollen."""
    return is_medicine(substance) if _DRUGS.search(sentence) else True


def _of_surgery(entry: Surgery, facts: Sequence[ClinicFact]) -> Iterator[Conflict]:
    for fact in facts:
        if fact.is_denial and entry.on and last_day(entry.on) < fact.date:
            said = f"В записи поликлиники от {long_day(fact.date)}: «{lower_first(fact.title)}»"
            yield Conflict(entry_id=entry.id, section=fact.section, record_id=fact.record_id, text=said)
            return


def _of_vaccination(entry: OutsideVaccination, records: Sequence[Record]) -> Iterator[Conflict]:
    for record in records:
        if (
            isinstance(record, Immunization)
            and entry.dose is not None
            and record.dose == entry.dose
            and set(record.targets) & set(entry.infections)
            and abs(record.date - entry.on) > _SAME_DAY
        ):
            said = f"В карте поликлиники {DOSE_TITLES[entry.dose]} сделана {long_day(record.date)}: {record.product}"
            yield Conflict(entry_id=entry.id, section=record.section, record_id=record.id, text=said)
            return


def _numbers(dose: str) -> frozenset[str]:
    """The numbers of a dose, which is written in many ways: «5 капель 2 раза» goes with «по 5 капель 2 раза в день»."""
    return frozenset(_NUMBER.findall(dose.replace(",", ".")))


def _of_medication(entry: Medication, records: Sequence[Record]) -> Iterator[Conflict]:
    """The same substance written out in another dose while it is said to be taken."""
    groups = groups_of(entry.medicine)
    begin = first_day(entry.since) if entry.since else date.min
    end = last_day(entry.until) if entry.until else date.max
    for record in records:
        if (
            isinstance(record, Prescription)
            and begin <= record.date <= end
            and groups & groups_of(record.inn_name)
            and not _numbers(entry.dose) <= _numbers(record.dose)
        ):
            said = f"По рецепту от {long_day(record.date)}: {lower_first(record.inn_name)}, {record.dose}"
            yield Conflict(entry_id=entry.id, section=record.section, record_id=record.id, text=said)
            return
