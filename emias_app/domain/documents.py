"""Every record as a readable document: one shape for the screen and the PDF.

The order of sections follows Минздрав's structured documents («Протокол консультации», «Протокол лабораторного
исследования», «Эпикриз в стационаре выписной»; names of sections: НСИ 1.2.643.5.1.13.13.99.2.197).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from emias_app.domain.document_blocks import (
    Content,
    Patient,
    courses,
    diagnoses,
    fact,
    facts,
    links,
    measurements,
    text,
)
from emias_app.domain.document_labs import lab_summary, lab_table
from emias_app.domain.text import normalise
from emias_app.domain.wording import NBSP, counted, days_span, long_day, number, printable
from emias_app.models.base import Mark, Tone
from emias_app.models.document import Block, Document, Fact, QrBlock
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

__all__ = ["TUBERCULIN", "Patient", "document_of"]

#: The ``kind`` of an immunodiagnostic test among vaccinations.
TUBERCULIN = "TUBERCULIN"
_BED_DAYS = ("койко-день", "койко-дня", "койко-дней")
_MEDIA = {"application/pdf": "PDF", "image/jpeg": "Фотография, JPEG", "image/png": "Изображение, PNG"}
_VALID, _OVER = Mark(tone=Tone.SUCCESS, text="действует"), Mark(tone=Tone.NEUTRAL, text="срок истёк")


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
    return Document(
        id=record.id,
        patient_id=record.patient_id,
        section=record.section,
        title=printable(record.title),
        date=record.date,
        time=record.time,
        organisation=printable(record.organisation),
        author=record.doctor_name or record.doctor,
        author_role=record.speciality,
        summary=content.summary,
        summary_text=content.summary_text,
        blocks=content.blocks,
    )


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
            return _discharge(record)
        case Hospitalization():
            return _hospitalization(record)
        case DayHospitalCourse():
            return _day_hospital(record)
        case Certificate():
            return _certificate(record, patient, today)
        case Prescription():
            return _prescription(record, patient, today)
        case Referral():
            return _referral(record, today)
        case AmbulanceCall():
            return _ambulance(record)
        case HealthInfo():
            return _health_info(record, today)
        case Upload():
            return _upload(record)
        case _:
            assert_never(record)


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


def _study(study: InstrumentalStudy) -> Content:
    return Content(
        [
            *facts("Измерения", measurements(study.measurements)),
            *text("Протокол", study.protocol),
            *text("Заключение", study.conclusion),
        ]
    )


def _stay(stay: DischargeSummary | Hospitalization | DayHospitalCourse) -> list[Fact]:
    return fact("Период", days_span(stay.admitted, stay.discharged))


def _bed_days(stay: DischargeSummary | Hospitalization) -> list[Fact]:
    """The days of admission and of discharge count as one."""
    return fact("Проведено", counted(max((stay.discharged - stay.admitted).days, 1), _BED_DAYS))


def _discharge(summary: DischargeSummary) -> Content:
    return Content(
        [
            *facts(
                "Пребывание в стационаре",
                _stay(summary),
                _bed_days(summary),
                fact("Отделение", summary.department),
                fact("Исход", summary.outcome),
            ),
            *diagnoses("Диагноз при поступлении", [summary.admission_diagnosis]),
            *diagnoses("Диагноз заключительный клинический", summary.diagnoses),
            *text("Жалобы при поступлении", summary.complaints),
            *text("Анамнез", summary.anamnesis),
            *text("Состояние при поступлении", summary.state_on_admission),
            *text("Исследования и консультации", summary.examinations),
            *courses("Лечение", "Препарат", summary.treatment),
            *text("Состояние при выписке", summary.state_on_discharge),
            *text("Рекомендации", summary.recommendations),
            *links("Госпитализация", [summary.hospitalization]),
        ]
    )


def _hospitalization(stay: Hospitalization) -> Content:
    return Content(
        [
            *facts(
                "Пребывание в стационаре",
                _stay(stay),
                _bed_days(stay),
                fact("Отделение", stay.department),
                fact("Канал госпитализации", stay.channel),
            ),
            *diagnoses("Диагноз", stay.diagnoses),
            *links("Документы госпитализации", stay.documents),
        ]
    )


def _day_hospital(course: DayHospitalCourse) -> Content:
    return Content(
        [
            *facts("Дневной стационар", _stay(course), fact("Исход", course.outcome)),
            *diagnoses("Диагноз", course.diagnoses),
            *courses("Процедуры и лечение", "Процедура", course.procedures),
            *text("Рекомендации", course.recommendations),
        ]
    )


def _until(day: date | None, today: date | None) -> Mark | None:
    """«действует» through the day itself, then «срок истёк»; None without a term or a today."""
    if day is None or today is None:
        return None
    return _VALID if today <= day else _OVER


def _certificate(paper: Certificate, patient: Patient, today: date | None) -> Content:
    mark = _until(paper.valid_until, today)
    return Content(
        [
            *facts(
                None,
                fact("Форма", paper.form),
                fact("Выдана", patient.full_name),
                fact("Дата рождения", long_day(patient.birth_date)),
                fact("Для предъявления", paper.addressee),
                fact("Действует с", long_day(paper.valid_from) if paper.valid_from else None),
                fact("Действует до", long_day(paper.valid_until) if paper.valid_until else None),
            ),
            *text(None, paper.text),
            *facts("Показатели", measurements(paper.facts)),
        ],
        mark or paper.mark,
        f"До {long_day(paper.valid_until)}" if paper.valid_until and mark is _VALID else None,
    )


def _prescription(paper: Prescription, patient: Patient, today: date | None) -> Content:
    is_over = paper.state == "EXPIRED" or (today is not None and today > paper.valid_until)
    mark = Mark(tone=Tone.NEUTRAL, text="получен") if paper.state == "DISPENSED" else _OVER if is_over else _VALID
    caption = {
        "действует": "Покажите этот код в аптеке",
        "получен": "Лекарство по этому рецепту уже получено",
    }.get(mark.text, "Срок рецепта истёк, попросите врача выписать новый")
    code = QrBlock(caption=caption, data=f"EMIAS-DEMO:RX:{paper.number}")
    return Content(
        [
            *facts(
                None,
                fact("Препарат", paper.medicine),
                fact("Действующее вещество", paper.inn_name),
                fact("Как принимать", paper.dose),
                fact("Количество", paper.quantity),
                fact("Пациент", patient.full_name),
                fact("Выписан", long_day(paper.issued)),
                fact("Получите до", long_day(paper.valid_until)),
                fact("Оплата", "Бесплатно, льготный рецепт" if paper.discount else "За полную стоимость"),
                fact("Номер рецепта", paper.number),
            ),
            code,
        ],
        mark,
        f"Получите до {long_day(paper.valid_until)}" if mark is _VALID else None,
    )


def _referral(paper: Referral, today: date | None) -> Content:
    is_over = paper.state == "EXPIRED" or (today is not None and today > paper.valid_until)
    mark = Mark(tone=Tone.NEUTRAL, text="использовано") if paper.state == "USED" else _OVER if is_over else _VALID
    return Content(
        [
            *facts(
                None,
                fact("Куда", paper.to),
                fact("Цель", paper.purpose),
                fact("Действует до", long_day(paper.valid_until)),
            ),
            *diagnoses("Диагноз", [paper.diagnosis]),
        ],
        mark,
        f"До {long_day(paper.valid_until)}" if mark is _VALID else None,
    )


def _ambulance(call: AmbulanceCall) -> Content:
    return Content(
        [
            *facts(None, fact("Повод к вызову", call.reason), fact("Результат вызова", call.outcome)),
            *text("Жалобы и анамнез", call.complaints),
            *text("Осмотр", call.examination),
            *diagnoses("Диагноз", [call.diagnosis]),
            *text("Оказанная помощь", call.help_given),
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
        _until(info.until, today),
    )


def _upload(upload: Upload) -> Content:
    return Content(
        [
            *facts(
                None,
                fact("Файл", upload.file_name),
                fact("Вид", _MEDIA.get(upload.media_type, upload.media_type)),
                fact("Размер", _size(upload.size)),
                fact("Загружен", long_day(upload.date)),
            ),
            *text("Примечание", upload.note),
        ]
    )


def _size(count: int) -> str:
    """«340 КБ», «1,2 МБ»."""
    if count < 1_000_000:
        return f"{number(max(count / 1_000, 1), 0)}{NBSP}КБ"
    return f"{number(count / 1_000_000, 1)}{NBSP}МБ"
