"""The records of a card: one model a section, all built on :class:`Record`."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from emias_app.models.base import Mark, Model, Page
from emias_app.models.growth import BodyMeasures
from emias_app.models.section import SectionSlug


class RecordRow(Model):
    """A record in a list.

    ``date`` is the Moscow day (of a stay: discharge). ``kind`` and ``speciality`` are what the list can be
    filtered by; ``kind`` is a stable UPPER_SNAKE key, ``kind_title`` its Russian name. ``valid_until`` is the last day
    of a paper that ends; its ``mark`` is told as of the day of the answer. ``admitted`` is the first day of a stay,
    ``age_text`` how old the child was at a vaccination, «1 год 6 месяцев». ``imported_on`` is when it came in from an
    archive that a parent brought: the clinic does not vouch for it; None = the clinic's own.
    """

    id: UUID
    section: SectionSlug
    date: dt.date
    time: str | None = None
    title: str
    subtitle: str
    organisation: str
    kind: str | None = None
    kind_title: str | None = None
    speciality: str | None = None
    doctor: str | None = None
    mark: Mark | None = None
    valid_until: dt.date | None = None
    admitted: dt.date | None = None
    age_text: str | None = None
    imported_on: dt.date | None = None


class MatchPart(Model):
    """A piece of a passage; ``is_found`` = it is a word that was looked for."""

    text: str
    is_found: bool = False


class FoundRow(RecordRow):
    """A row of a list or of a search.

    ``match`` is a passage of the record around the first word that was looked for and that the row itself does not
    show; None where there is nothing to tell or nothing was looked for.
    """

    match: list[MatchPart] | None = None


class Facet(Model):
    """What a list can be narrowed to: a kind or a speciality, and how many records it would leave.

    ``key`` is what the list takes as its ``kind`` or ``speciality``, ``title`` its Russian name.
    """

    key: str
    title: str
    count: int


class Facets(Model):
    """All that a section's list can be narrowed to; ``outside``: how many records would be outside their norm."""

    items: list[Facet]
    outside: int | None = None


class RecordPage(Page[FoundRow]):
    """A page of a section; ``facets`` stand on the first one where they were asked for."""

    facets: Facets | None = None


class RecordRef(Model):
    """A pointer from one record to another of the same card."""

    section: SectionSlug
    id: UUID
    title: str
    date: dt.date


class Record(RecordRow):
    """What every record carries besides its own fields; ``doctor_name`` is full, ``doctor`` is «Крылова Е. А.».

    ``source`` is the visit or the stay that led to the record.
    """

    patient_id: UUID
    doctor_name: str | None = None
    source: RecordRef | None = None


class Diagnosis(Model):
    """МКБ-10 code and official name; ``note`` says «основной», «сопутствующий»."""

    code: str
    name: str
    note: str | None = None


class Visit(Record):
    """Приём, осмотр."""

    section: Literal[SectionSlug.VISITS] = SectionSlug.VISITS
    complaints: str
    anamnesis: str
    examination: str
    diagnoses: list[Diagnosis]
    recommendations: str
    related: list[RecordRef] = []
    measures: BodyMeasures | None = None


class LabFlag(StrEnum):
    LOW = "LOW"
    HIGH = "HIGH"
    NORMAL = "NORMAL"
    ABNORMAL = "ABNORMAL"


class LabResult(Model):
    """A row of a lab report; numeric or worded. Bounds are those of the child's age and sex on that day."""

    code: str
    name: str
    value: float | None = None
    value_text: str | None = None
    unit: str = ""
    decimals: int = 1
    low: float | None = None
    high: float | None = None
    reference_text: str | None = None
    flag: LabFlag | None = None


class LabReport(Record):
    """Анализ."""

    section: Literal[SectionSlug.LABS] = SectionSlug.LABS
    panel: str
    material: str
    results: list[LabResult]
    abnormal_count: int


class CovidTest(Record):
    section: Literal[SectionSlug.COVID_TESTS] = SectionSlug.COVID_TESTS
    method: str
    result: str
    material: str


class Immunization(Record):
    """Прививка; or, with ``kind`` TUBERCULIN, an immunodiagnostic test with its reaction."""

    section: Literal[SectionSlug.VACCINATIONS] = SectionSlug.VACCINATIONS
    infections: list[str]
    targets: list[str]
    dose: str
    age_text: str
    product: str
    series: str
    route: str
    reaction: str | None = None


class InstrumentalStudy(Record):
    section: Literal[SectionSlug.STUDIES] = SectionSlug.STUDIES
    protocol: str
    conclusion: str
    measurements: list[Measurement] = []
    cardiogram: Cardiogram | None = None


class Measurement(Model):
    """A measured line of a protocol, as text with its unit."""

    label: str
    value: str


class Cardiogram(Model):
    """What a synthetic electrocardiogram is drawn from.

    ``rate`` is beats a minute; intervals are milliseconds; ``axis`` is the electrical axis in degrees; ``sway`` is how
    much the pauses follow the breathing, as a share of them; ``has_second_r`` draws rSr' in V1.
    """

    rate: int = Field(ge=30, le=240)
    pq: int = Field(ge=60, le=300)
    qrs: int = Field(ge=40, le=200)
    qt: int = Field(ge=150, le=600)
    axis: int = Field(ge=-180, le=180)
    sway: float = Field(default=0.02, ge=0, le=0.4)
    has_second_r: bool = False


class Course(Model):
    """What was given during a stay: «Амоксициллин», «250 мг 3 раза в день», «7 дней»."""

    name: str
    dose: str
    days: str


class DischargeSummary(Record):
    """Выписной эпикриз by sections."""

    section: Literal[SectionSlug.DISCHARGES] = SectionSlug.DISCHARGES
    admitted: dt.date
    discharged: dt.date
    department: str
    admission_diagnosis: Diagnosis
    diagnoses: list[Diagnosis]
    complaints: str
    anamnesis: str
    state_on_admission: str
    examinations: str
    treatment: list[Course]
    state_on_discharge: str
    outcome: str
    recommendations: str
    hospitalization: RecordRef | None = None


class StayNote(Model):
    """An examination during a stay: «Осмотр в приёмном отделении», «Обход заведующего отделением»."""

    date: dt.date
    time: str | None = None
    title: str
    text: str
    doctor: str | None = None


class Hospitalization(Record):
    """A stay with its documents; ``date`` is the discharge.

    ``notes`` are the examinations by day, ``treatment`` what was prescribed, ``documents`` the results and the summary.
    """

    section: Literal[SectionSlug.HOSPITALIZATIONS] = SectionSlug.HOSPITALIZATIONS
    admitted: dt.date
    discharged: dt.date
    department: str
    channel: str
    diagnoses: list[Diagnosis]
    documents: list[RecordRef]
    notes: list[StayNote] = []
    treatment: list[Course] = []


class DayHospitalCourse(Record):
    section: Literal[SectionSlug.DAY_HOSPITAL] = SectionSlug.DAY_HOSPITAL
    admitted: dt.date
    discharged: dt.date
    diagnoses: list[Diagnosis]
    procedures: list[Course]
    outcome: str
    recommendations: str
    complaints: str = ""
    examination: str = ""


class FormPart(Model):
    """A headed part of a form: lines, a table, or both."""

    heading: str
    facts: list[Measurement] = []
    columns: list[str] = []
    rows: list[list[str]] = []


class Certificate(Record):
    """Справка, заключение, освобождение, форма 026/у; ``kind`` is the chapter.

    ``facts`` are the lines of the form, ``parts`` what a long form holds besides, ``text`` its conclusion.
    """

    section: Literal[SectionSlug.CERTIFICATES] = SectionSlug.CERTIFICATES
    form: str
    addressee: str
    text: str
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    facts: list[Measurement] = []
    parts: list[FormPart] = []


class Prescription(Record):
    section: Literal[SectionSlug.PRESCRIPTIONS] = SectionSlug.PRESCRIPTIONS
    number: str
    medicine: str
    inn_name: str
    dose: str
    quantity: str
    issued: dt.date
    valid_until: dt.date
    state: Literal["ACTIVE", "DISPENSED", "EXPIRED"]
    discount: bool


class Referral(Record):
    section: Literal[SectionSlug.REFERRALS] = SectionSlug.REFERRALS
    to: str
    purpose: str
    diagnosis: Diagnosis
    valid_until: dt.date
    state: Literal["ACTIVE", "USED", "EXPIRED"]


class VitalSign(Model):
    """One sign before and after the help, as text with its unit."""

    label: str
    before: str
    after: str


class AmbulanceCall(Record):
    """Вызов скорой; ``times`` are «принят», «прибытие», «окончание» with their hours."""

    section: Literal[SectionSlug.AMBULANCE] = SectionSlug.AMBULANCE
    reason: str
    complaints: str
    examination: str
    diagnosis: Diagnosis
    help_given: str
    outcome: str
    number: str | None = None
    brigade: str | None = None
    times: list[Measurement] = []
    vitals: list[VitalSign] = []


class HealthInfo(Record):
    """One line of «Информация о здоровье»: blood group, health group, «Д»-наблюдение."""

    section: Literal[SectionSlug.HEALTH_INFO] = SectionSlug.HEALTH_INFO
    value: str
    note: str | None = None
    until: dt.date | None = None


class Upload(Record):
    """A file that the parent put into the card; ``author`` did, at ``uploaded_at``. ``date`` is the document's own.

    ``told_author`` and ``told_at`` are what an archive said of who had put it in before; nobody vouches for that.
    """

    section: Literal[SectionSlug.UPLOADS] = SectionSlug.UPLOADS
    file_name: str
    media_type: str
    size: int
    pages: int = 1
    note: str | None = None
    author: str = ""
    uploaded_at: dt.datetime | None = None
    told_author: str | None = None
    told_at: dt.datetime | None = None


InstrumentalStudy.model_rebuild()

#: Any record of any section that holds records, told apart by ``section``.
AnyRecord = Annotated[
    Visit
    | LabReport
    | CovidTest
    | Immunization
    | InstrumentalStudy
    | DischargeSummary
    | Hospitalization
    | DayHospitalCourse
    | Certificate
    | Prescription
    | Referral
    | AmbulanceCall
    | HealthInfo
    | Upload,
    Field(discriminator="section"),
]
