"""The card while it is being written: ids, days that are free, links only to what can be opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from emias_app.domain.reference import icd10_name
from emias_app.domain.sections import BY_SLUG
from emias_app.mock_server.seed.child import DOCTORS, Child, Doctor, workday
from emias_app.mock_server.seed.language import say
from emias_app.mock_server.seed.people import ORGANISATION, an_id
from emias_app.models.records import Diagnosis, Hospitalization, Record, RecordRef, Visit
from emias_app.models.section import SectionSlug

AnyKind = TypeVar("AnyKind", bound=Record)


@dataclass(frozen=True)
class SeedFile:
    """The bytes of an uploaded document, and whose account put it in."""

    id: UUID
    record_id: UUID
    media_type: str
    content: bytes
    account_id: UUID | None = None


@dataclass(frozen=True)
class Coming:
    """A record and the moment when it enters the card."""

    record: Record
    at: datetime


@dataclass(frozen=True)
class Card:
    """A whole card: its records by date, the files of its uploads, and what is on its way."""

    patient_id: UUID
    records: list[Record]
    files: list[SeedFile]
    coming: list[Coming] = field(default_factory=list)


def diagnosis(code: str, note: str | None = None) -> Diagnosis:
    """A diagnosis with its official name."""
    return Diagnosis(code=code, name=icd10_name(code), note=note)


def is_visible(record: Record) -> bool:
    """Not older than its section's «since» date."""
    since = BY_SLUG[record.section].available_from(record.kind)
    return since is None or record.date >= since


def refs(*records: Record | None) -> list[RecordRef]:
    """Links to those of the records that come out."""
    return [
        RecordRef(section=record.section, id=record.id, title=record.title, date=record.date)
        for record in records
        if record is not None and is_visible(record)
    ]


@dataclass
class Chart:
    """Collects the records of one child."""

    child: Child
    records: list[Record] = field(default_factory=list)
    files: list[SeedFile] = field(default_factory=list)
    _taken: set[tuple[str, date]] = field(default_factory=set)
    _away: list[tuple[date, date]] = field(default_factory=list)
    _numbers: dict[SectionSlug, int] = field(default_factory=dict)

    @property
    def rng(self) -> Random:
        return self.child.rng

    def new_id(self, section: SectionSlug) -> UUID:
        """The next id of a section: the same in every seeding."""
        count = self._numbers[section] = self._numbers.get(section, 0) + 1
        return an_id("record", self.child.spec.key, section.value, str(count))

    def say(self, template: str, slots: dict[str, str] | None = None) -> str:
        return say(self.rng, template, self.child.sex, slots)

    def choose(self, *templates: str) -> str:
        """One of the templates, said."""
        return self.say(self.rng.choice(templates))

    def doctor(self, key: str) -> Doctor:
        """The doctor of this child: a child keeps to one paediatrician."""
        if key == "pediatrician" and self.child.spec.parents[:1] != ("anna",):
            key = "pediatrician2"
        return DOCTORS[key]

    def write(self, model: type[AnyKind], section: SectionSlug, day: date, /, **values: Any) -> AnyKind:
        """Make a record of the polyclinic (unless ``organisation`` says another) and put it into the card."""
        values.setdefault("organisation", ORGANISATION)
        doctor = values.pop("by", None)
        if isinstance(doctor, Doctor):
            values |= {"doctor": doctor.short, "doctor_name": doctor.full}
        record_id = values.pop("record_id", None) or self.new_id(section)
        record = model(id=record_id, patient_id=self.child.spec.id, date=day, **values)
        self.records.append(record)
        return record

    def is_free(self, doctor: Doctor, day: date) -> bool:
        return (doctor.key, day) not in self._taken and not any(start <= day <= end for start, end in self._away)

    def take(self, doctor: Doctor, day: date) -> None:
        self._taken.add((doctor.key, day))

    def away(self, start: date, end: date) -> None:
        """The child is in hospital: no doctor of the polyclinic sees it."""
        self._away.append((start, end))

    def outside(self, day: date) -> date:
        """The day, or the first working one after the stay that it falls into."""
        for start, end in self._away:
            if start <= day <= end:
                day = workday(end + timedelta(days=1))
        return day

    def find_day(self, doctor: Doctor, day: date) -> date | None:
        """The day itself or the nearest later working day that is free; None where the past ends."""
        day = workday(day)
        while not self.is_free(doctor, day):
            day = workday(day + timedelta(days=1))
        return day if day <= self.child.last_day else None

    def time(self, start: int = 8, end: int = 19) -> str:
        """«10:20», on a grid of ten minutes."""
        return f"{self.rng.randint(start, end - 1):02d}:{self.rng.randrange(0, 60, 10):02d}"

    def finish(self, coming: list[Coming]) -> Card:
        """The card by date, every record that a visit or a stay led to pointing back at it."""
        sources: dict[UUID, RecordRef] = {}
        for record in self.records:
            led_to = record.related if isinstance(record, Visit) else ()
            if isinstance(record, Hospitalization):
                led_to = [one for one in record.documents if one.section is not SectionSlug.DISCHARGES]
            for back in refs(record):
                sources.update(dict.fromkeys((one.id for one in led_to), back))
        linked = [
            record.model_copy(update={"source": sources[record.id]}) if record.id in sources else record
            for record in self.records
        ]
        return Card(self.child.spec.id, sorted(linked, key=lambda record: record.date), self.files, coming)
