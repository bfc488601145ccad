"""Every record as a readable document: one shape for the screen and the PDF.

The order of sections follows Минздрав's structured documents («Протокол консультации», «Протокол лабораторного
исследования», «Эпикриз в стационаре выписной»; names of sections: НСИ 1.2.643.5.1.13.13.99.2.197).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import assert_never

from emias_app.domain import document_papers as papers
from emias_app.domain import document_stays as stays
from emias_app.domain.cardiogram import cardiogram_block
from emias_app.domain.document_blocks import (
    Content,
    Patient,
    conclusion,
    diagnoses,
    fact,
    facts,
    links,
    measurements,
    text,
)
from emias_app.domain.document_forms import paper_of
from emias_app.domain.document_labs import lab_summary, lab_table
from emias_app.domain.text import normalise
from emias_app.domain.wording import NBSP, long_day, number, printable
from emias_app.models.base import Mark, Tone
from emias_app.models.document import Block, Document
from emias_app.models.records import (
    AmbulanceCall,
    AnyRecord,
    Certificate,
    CovidTest,
    DayHospitalCourse,
    DischargeSummary,
    HealthInfo,
    Hospitalization,
    Immunization,
    InstrumentalStudy,
    LabReport,
    Prescription,
    Referral,
    Upload,
    Visit,
)
from emias_app.models.section import SectionSlug

__all__ = ["TUBERCULIN", "Patient", "document_of"]

#: The ``kind`` of an immunodiagnostic test among vaccinations.
TUBERCULIN = "TUBERCULIN"
_MEDIA = {"application/pdf": "PDF", "image/jpeg": "Фотография, JPEG", "image/png": "Изображение, PNG"}
#: How a record points back to the visit or the stay that led to it.
_SOURCES = {SectionSlug.VISITS: "Назначено на приёме", SectionSlug.HOSPITALIZATIONS: "Во время госпитализации"}


def document_of(
    record: AnyRecord,
    patient: Patient,
    trends: Mapping[str, Sequence[float]] | None = None,
    *,
    today: date | None = None,
) -> Document:
    """The document of a record.

    ``trends`` (labs only) holds the values of a показатель up to this report, oldest first. With ``today`` a paper past
    its term says so, whatever state it was stored with.
    """
    content = _content(record, patient, trends, today)
    is_clinics = record.imported_on is None  # nothing else goes out on the clinic's form, under its doctor's name
    return Document(
        id=record.id,
        patient_id=record.patient_id,
        section=record.section,
        title=printable(record.title),
        date=record.date,
        time=record.time,
        organisation=printable(record.organisation) if is_clinics else FROM_ARCHIVE,
        author=(record.doctor_name or record.doctor) if is_clinics else None,
        author_role=record.speciality if is_clinics else None,
        summary=content.summary,
        summary_text=content.summary_text,
        paper=paper_of(record) if is_clinics else None,
        blocks=[*_origin(record), *content.blocks, *_source(record)],
    )


#: In place of the organisation of a record that nobody here vouches for.
FROM_ARCHIVE = "Из архива медкарты"


def _origin(record: AnyRecord) -> list[Block]:
    """Where it came from, where that is not the clinic: on the screen and on paper, before anything else."""
    if record.imported_on is None:
        return []
    told = f"Запись загрузил родитель из архива медкарты {long_day(record.imported_on)} Поликлиника её не подтверждала."
    named = [printable(one) for one in (record.doctor_name or record.doctor, record.organisation) if one]
    return text("Из архива", f"{told} По словам архива: {', '.join(named)}." if named else told)


def _content(
    record: AnyRecord, patient: Patient, trends: Mapping[str, Sequence[float]] | None, today: date | None
) -> Content:
    match record:
        case Visit():
            return _visit(record)
        case LabReport():
            return _labs(record, patient, trends)
        case CovidTest():
            return _covid_test(record)
        case Immunization():
            return _immunization(record, patient)
        case InstrumentalStudy():
            return _study(record)
        case DischargeSummary():
            return stays.discharge(record)
        case Hospitalization():
            return stays.hospitalization(record)
        case DayHospitalCourse():
            return stays.day_hospital(record)
        case Certificate():
            return papers.certificate(record, patient, today)
        case Prescription():
            return papers.prescription(record, patient, today)
        case Referral():
            return papers.referral(record, patient, today)
        case AmbulanceCall():
            return stays.ambulance(record)
        case HealthInfo():
            return _health_info(record, today)
        case Upload():
            return _upload(record)
        case _:
            assert_never(record)


def _source(record: AnyRecord) -> list[Block]:
    """The way back to what led to the record."""
    return links(_SOURCES.get(record.source.section, "Связанные документы"), [record.source]) if record.source else []


def _visit(visit: Visit) -> Content:
    return Content(
        [
            *text("Жалобы", visit.complaints),
            *text("Анамнез", visit.anamnesis),
            *text("Осмотр", visit.examination),
            *diagnoses("Диагноз", visit.diagnoses),
            *text("Рекомендации", visit.recommendations),
            *links("Связанные документы", visit.related),
        ]
    )


def _labs(report: LabReport, patient: Patient, trends: Mapping[str, Sequence[float]] | None) -> Content:
    mark, sentence = lab_summary(report, patient.birth_date)
    blocks: list[Block] = [lab_table(report, patient.birth_date, patient.sex, trends)]
    return Content([*blocks, *facts(None, fact("Материал", report.material))], mark, sentence)


def _covid_test(test: CovidTest) -> Content:
    result = normalise(test.result)
    tone = Tone.SUCCESS if result.startswith(("не обнаруж", "отрицат")) else Tone.NEUTRAL
    if result.startswith(("обнаруж", "положит")):
        tone = Tone.WARN
    mark = Mark(tone=tone, text=printable(test.result))
    return Content(
        facts(
            None,
            fact("Результат", test.result, mark),
            fact("Метод", test.method),
            fact("Материал", test.material),
        ),
        mark,
    )


def _immunization(given: Immunization, patient: Patient) -> Content:
    is_test = given.kind == TUBERCULIN
    whom = facts(
        "Сведения о пробе" if is_test else "Сертификат о профилактической прививке",
        fact("Пациент", patient.full_name),
        fact("Дата рождения", long_day(patient.birth_date)),
    )
    what = facts(
        "Проба" if is_test else "Прививка",
        fact("На что" if is_test else "От чего", ", ".join(given.infections)),
        fact("Доза", given.dose),
        fact("Сделана", f"{long_day(given.date)}, {given.age_text}" if given.age_text else long_day(given.date)),
        fact("Препарат", given.product),
        fact("Серия", given.series),
        fact("Способ введения", given.route),
        fact("Результат" if is_test else "Реакция", given.reaction),
    )
    return Content([*whom, *what], None if is_test else Mark(tone=Tone.SUCCESS, text="Сделана"))


#: Studies that leave pictures behind; a cardiogram is drawn in the document itself.
_WITH_IMAGES = frozenset({"XRAY", "CT", "MRI", "ULTRASOUND", "ECHO", "ENDOSCOPY"})


def _study(study: InstrumentalStudy) -> Content:
    return Content(
        [
            *facts("Измерения", measurements(study.measurements)),
            *text("Протокол", study.protocol),
            *conclusion("Заключение", study.conclusion),
            *([cardiogram_block(study.cardiogram)] if study.cardiogram else []),
            *(facts("Снимки", fact("Выдают по запросу", study.organisation)) if study.kind in _WITH_IMAGES else []),
        ]
    )


def _health_info(info: HealthInfo, today: date | None) -> Content:
    return Content(
        [
            *facts(
                None,
                fact(info.title, info.value),
                fact("Действует до", long_day(info.until) if info.until else None),
            ),
            *text("Примечание", info.note),
        ],
        papers.until(info.until, today),
    )


def _upload(upload: Upload) -> Content:
    return Content(
        [
            *facts(
                None,
                fact("Что это", upload.kind_title),
                fact("Дата документа", long_day(upload.date)),
                fact("Файл", upload.file_name),
                fact("Вид", _MEDIA.get(upload.media_type, upload.media_type)),
                fact("Страниц", str(upload.pages) if upload.pages > 1 else None),
                fact("Размер", _size(upload.size)),
                fact("Внёс родитель", upload.author or None),
                fact("Внесено", _moment(upload.uploaded_at) if upload.uploaded_at else None),
                fact("По словам архива, раньше внёс", _told(upload)),
            ),
            *text("Примечание", upload.note),
        ]
    )


def _told(upload: Upload) -> str | None:
    """«Тестова Анна Петровна, 22 ноября 2026 г.»"""
    if upload.told_author is None:
        return None
    return ", ".join([printable(upload.told_author), *([long_day(upload.told_at.date())] if upload.told_at else [])])


def _moment(at: datetime) -> str:
    """«22 ноября 2026 г., 9:05», on the clock that wrote it down: Moscow's."""
    return f"{long_day(at.date())}, {at.hour}:{at.minute:02d}"


def _size(count: int) -> str:
    """«340 КБ», «1,2 МБ»."""
    if count < 1_000_000:
        return f"{number(max(count / 1_000, 1), 0)}{NBSP}КБ"
    return f"{number(count / 1_000_000, 1)}{NBSP}МБ"
