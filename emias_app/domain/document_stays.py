"""Hospital, as documents: the discharge summary by sections, the stay with all that belongs to it, the ambulance."""

from __future__ import annotations

from emias_app.domain.document_blocks import (
    Content,
    conclusion,
    courses,
    diagnoses,
    fact,
    facts,
    links,
    measurements,
    table,
    text,
    timeline,
)
from emias_app.domain.wording import counted, days_span
from emias_app.models.document import Block, Fact
from emias_app.models.records import AmbulanceCall, DayHospitalCourse, DischargeSummary, Hospitalization, RecordRef
from emias_app.models.section import SectionSlug

_BED_DAYS = ("койко-день", "койко-дня", "койко-дней")
#: How the documents of a stay are gathered; what is of no other group comes last.
_GROUPS = {
    SectionSlug.DISCHARGES: "Выписка",
    SectionSlug.LABS: "Анализы",
    SectionSlug.COVID_TESTS: "Анализы",
    SectionSlug.STUDIES: "Исследования",
}
_OTHER = "Другие документы"


def discharge(summary: DischargeSummary) -> Content:
    """The sections of «Эпикриз в стационаре выписной»."""
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
            *conclusion("Рекомендации", summary.recommendations),
            *links("Госпитализация", [summary.hospitalization]),
        ]
    )


def hospitalization(stay: Hospitalization) -> Content:
    """The stay in one place: what was prescribed, who looked when, and every document of it."""
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
            *courses("Назначения", "Препарат", stay.treatment),
            *timeline("Осмотры", stay.notes),
            *_documents(stay.documents),
        ]
    )


def _documents(documents: list[RecordRef]) -> list[Block]:
    groups: dict[str, list[RecordRef | None]] = {heading: [] for heading in (*_GROUPS.values(), _OTHER)}
    for document in documents:
        groups[_GROUPS.get(document.section, _OTHER)].append(document)
    return [block for heading, items in groups.items() for block in links(heading, items)]


def day_hospital(course: DayHospitalCourse) -> Content:
    """A course without nights: why, what was done, how it ended."""
    return Content(
        [
            *facts("Дневной стационар", _stay(course), fact("Исход", course.outcome)),
            *diagnoses("Диагноз", course.diagnoses),
            *text("Жалобы при поступлении", course.complaints),
            *text("Осмотр", course.examination),
            *courses("Процедуры и лечение", "Процедура", course.procedures),
            *conclusion("Рекомендации", course.recommendations),
        ]
    )


def ambulance(call: AmbulanceCall) -> Content:
    """The card of a call: when, what was found, what was done, the signs before and after it."""
    signs = [[sign.label, sign.before, sign.after] for sign in call.vitals]
    return Content(
        [
            *facts(
                None,
                fact("Вызов", call.number),
                fact("Бригада", call.brigade),
                fact("Повод к вызову", call.reason),
                measurements(call.times),
            ),
            *text("Жалобы и анамнез", call.complaints),
            *text("Осмотр", call.examination),
            *diagnoses("Диагноз", [call.diagnosis]),
            *text("Оказанная помощь", call.help_given),
            *table("Показатели", ["Показатель", "До помощи", "После помощи"], signs),
            *conclusion("Результат вызова", call.outcome),
        ]
    )


def _stay(stay: DischargeSummary | Hospitalization | DayHospitalCourse) -> list[Fact]:
    return fact("Период", days_span(stay.admitted, stay.discharged))


def _bed_days(stay: DischargeSummary | Hospitalization) -> list[Fact]:
    """The days of admission and of discharge count as one."""
    return fact("Проведено", counted(max((stay.discharged - stay.admitted).days, 1), _BED_DAYS))
