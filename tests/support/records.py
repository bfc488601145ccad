"""Factories of records: ``a_lab(abnormal=True)``, ``a_visit(date=…)``, one of each section by :func:`a_record`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from emias_app.models.base import Mark, Tone
from emias_app.models.records import (
    AmbulanceCall,
    Certificate,
    Course,
    CovidTest,
    DayHospitalCourse,
    Diagnosis,
    DischargeSummary,
    HealthInfo,
    Hospitalization,
    Immunization,
    InstrumentalStudy,
    LabFlag,
    LabReport,
    LabResult,
    Measurement,
    Prescription,
    Record,
    RecordRef,
    Referral,
    Upload,
    Visit,
)
from emias_app.models.section import SectionSlug

DAY = date(2026, 11, 18)
#: A day of the same year, long before.
OTHER_DAY = date(2026, 6, 1)
CHILD = UUID("00000000-0000-4000-8000-000000000001")
COLD = Diagnosis(code="J06.9", name="Острая инфекция верхних дыхательных путей неуточненная", note="основной")


def _common(values: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    plain = {
        "id": uuid4(),
        "patient_id": CHILD,
        "date": DAY,
        "time": "09:10",
        "organisation": "Детская городская поликлиника № 0",
        "doctor": "Крылова Е. А.",
        "doctor_name": "Крылова Елена Андреевна",
        "subtitle": "Детская городская поликлиника № 0",
    }
    return {**plain, **defaults, **values}


def a_visit(**values: Any) -> Visit:
    return Visit(
        **_common(
            values,
            title="Педиатр",
            speciality="Педиатр",
            complaints="На кашель и насморк третий день.",
            anamnesis="Заболел остро, температура 37,8.",
            examination="Состояние удовлетворительное. Зев гиперемирован. Дыхание жёсткое.",
            diagnoses=[COLD],
            recommendations="Обильное тёплое питьё.\nКонтроль через три дня.",
        )
    )


def a_lab(*, abnormal: bool = False, haemoglobin: float = 125, **values: Any) -> LabReport:
    level = 104.0 if abnormal else haemoglobin
    mark = Mark(tone=Tone.WARN, text="1 отклонение") if abnormal else Mark(tone=Tone.SUCCESS, text="норма")
    result = LabResult(
        code="HGB", name="Гемоглобин", value=level, unit="г/л", decimals=0, low=115, high=145,
        flag=LabFlag.LOW if abnormal else LabFlag.NORMAL,
    )  # fmt: skip
    colour = LabResult(code="COL", name="Цвет", value_text="соломенно-жёлтый", reference_text="жёлтый")
    return LabReport(
        **_common(
            values,
            title="Общий анализ крови",
            kind="CBC",
            kind_title="Анализы крови",
            mark=mark,
            panel="CBC",
            material="кровь",
            results=[result, colour],
            abnormal_count=int(abnormal),
        )
    )


def a_covid_test(**values: Any) -> CovidTest:
    return CovidTest(
        **_common(values, title="Тест на COVID-19", method="ПЦР", result="Не обнаружено", material="мазок из зева")
    )


def an_immunization(**values: Any) -> Immunization:
    return Immunization(
        **_common(
            values,
            title="Корь, краснуха, паротит",
            kind="PREVENTIVE",
            infections=["корь", "краснуха", "паротит"],
            targets=["MEASLES", "RUBELLA", "MUMPS"],
            dose="V",
            age_text="1 год",
            product="Вактривир",
            series="А123",
            route="подкожно",
        )
    )


def a_study(**values: Any) -> InstrumentalStudy:
    return InstrumentalStudy(
        **_common(
            values,
            title="УЗИ органов брюшной полости",
            kind="ULTRASOUND",
            kind_title="УЗИ",
            protocol="Печень не увеличена.",
            conclusion="Без патологии.",
            measurements=[Measurement(label="Правая доля печени", value="92 мм")],
        )
    )


def a_discharge(**values: Any) -> DischargeSummary:
    return DischargeSummary(
        **_common(
            values,
            title="Выписной эпикриз",
            admitted=DAY - timedelta(days=6),
            discharged=DAY,
            department="Педиатрическое отделение",
            admission_diagnosis=COLD,
            diagnoses=[COLD],
            complaints="Кашель.",
            anamnesis="Болен неделю.",
            state_on_admission="Средней тяжести.",
            examinations="Рентген: без очаговых теней.",
            treatment=[Course(name="Амоксициллин", dose="250 мг 3 раза в день", days="7 дней")],
            state_on_discharge="Удовлетворительное.",
            outcome="Выздоровление",
            recommendations="Наблюдение педиатра.",
        )
    )


def a_hospitalization(**values: Any) -> Hospitalization:
    return Hospitalization(
        **_common(
            values,
            title="Стационар № 0",
            admitted=DAY - timedelta(days=6),
            discharged=DAY,
            department="Педиатрическое отделение",
            channel="скорая помощь",
            diagnoses=[COLD],
            documents=[RecordRef(section=SectionSlug.LABS, id=uuid4(), title="Общий анализ крови", date=DAY)],
        )
    )


def a_day_hospital(**values: Any) -> DayHospitalCourse:
    return DayHospitalCourse(
        **_common(
            values,
            title="Курс физиотерапии",
            admitted=DAY - timedelta(days=9),
            discharged=DAY,
            diagnoses=[COLD],
            procedures=[Course(name="Ингаляции", dose="1 раз в день", days="10 дней")],
            outcome="Улучшение",
            recommendations="Закаливание.",
        )
    )


def a_certificate(**values: Any) -> Certificate:
    return Certificate(
        **_common(
            values,
            title="Справка для бассейна",
            kind="CERTIFICATE",
            kind_title="Справки",
            form="083/у",
            addressee="Бассейн",
            text="Противопоказаний нет.",
        )
    )


def a_prescription(*, days: int = 30, state: str = "ACTIVE", **values: Any) -> Prescription:
    issued = values.get("date", DAY)
    return Prescription(
        **_common(
            values,
            title="Амоксициллин",
            number="45 № 123456789",
            medicine="Амоксициллин, суспензия 250 мг/5 мл",
            inn_name="Амоксициллин",
            dose="5 мл 3 раза в день",
            quantity="1 флакон",
            issued=issued,
            valid_until=issued + timedelta(days=days),
            state=state,
            discount=False,
        )
    )


def a_referral(*, days: int = 60, state: str = "ACTIVE", **values: Any) -> Referral:
    return Referral(
        **_common(
            values,
            title="Невролог",
            to="Невролог",
            purpose="консультация",
            diagnosis=COLD,
            valid_until=values.get("date", DAY) + timedelta(days=days),
            state=state,
        )
    )


def an_ambulance_call(**values: Any) -> AmbulanceCall:
    return AmbulanceCall(
        **_common(
            values,
            title="Высокая температура",
            reason="Температура 39,5",
            complaints="Озноб.",
            examination="Хрипов нет.",
            diagnosis=COLD,
            help_given="Парацетамол.",
            outcome="Оставлен дома",
        )
    )


def a_health_info(**values: Any) -> HealthInfo:
    return HealthInfo(**_common(values, title="Группа крови", value="A (II) Rh+"))


def an_upload(**values: Any) -> Upload:
    return Upload(
        **_common(values, title="Справка из сада", file_name="spravka.pdf", media_type="application/pdf", size=1000)
    )


FACTORIES: dict[SectionSlug, Callable[..., Record]] = {
    SectionSlug.VISITS: a_visit,
    SectionSlug.LABS: a_lab,
    SectionSlug.COVID_TESTS: a_covid_test,
    SectionSlug.VACCINATIONS: an_immunization,
    SectionSlug.STUDIES: a_study,
    SectionSlug.DISCHARGES: a_discharge,
    SectionSlug.HOSPITALIZATIONS: a_hospitalization,
    SectionSlug.DAY_HOSPITAL: a_day_hospital,
    SectionSlug.CERTIFICATES: a_certificate,
    SectionSlug.PRESCRIPTIONS: a_prescription,
    SectionSlug.REFERRALS: a_referral,
    SectionSlug.AMBULANCE: an_ambulance_call,
    SectionSlug.HEALTH_INFO: a_health_info,
    SectionSlug.UPLOADS: an_upload,
}


def a_record(section: SectionSlug, **values: Any) -> Record:
    """One record of any section that holds records."""
    return FACTORIES[section](**values)
