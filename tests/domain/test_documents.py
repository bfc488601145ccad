"""Records as documents."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from emias_app.domain.document_labs import lab_summary
from emias_app.domain.documents import TUBERCULIN, Patient, document_of
from emias_app.domain.labs import ANALYTES, measured
from emias_app.domain.sections import RECORD_SECTIONS
from emias_app.models.base import Mark, Sex, Tone
from emias_app.models.document import (
    Block,
    CardiogramBlock,
    ConclusionBlock,
    Document,
    FactsBlock,
    FormBlock,
    LabTableBlock,
    LinkBlock,
    QrBlock,
    TableBlock,
    TimelineBlock,
)
from emias_app.models.records import (
    AmbulanceCall,
    AnyRecord,
    Cardiogram,
    Certificate,
    Course,
    CovidTest,
    DayHospitalCourse,
    Diagnosis,
    DischargeSummary,
    FormPart,
    HealthInfo,
    Hospitalization,
    Immunization,
    InstrumentalStudy,
    LabReport,
    LabResult,
    Measurement,
    Prescription,
    RecordRef,
    Referral,
    StayNote,
    Upload,
    Visit,
    VitalSign,
)
from emias_app.models.section import SectionSlug

DAY, TODAY, BIRTH = date(2026, 11, 18), date(2026, 11, 22), date(2018, 3, 14)
ARTEM = Patient("Морозов", "Артём", "Дмитриевич", BIRTH, Sex.MALE)
FLU = Diagnosis(code="J06.9", name="Острая инфекция верхних дыхательных путей неуточненная", note="основной")
ANAEMIA = Diagnosis(code="D50.9", name="Железодефицитная анемия неуточненная", note="сопутствующий")
STAY = RecordRef(section=SectionSlug.HOSPITALIZATIONS, id=UUID(int=7), title="Госпитализация", date=DAY)


def base(title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": UUID(int=1), "patient_id": UUID(int=2), "date": DAY, "title": title, "subtitle": "",
        "organisation": "Детская городская поликлиника № 0", "doctor": "Крылова Е. А.",
        "doctor_name": "Крылова Елена Андреевна", "speciality": "Педиатр", **more,
    }  # fmt: skip


def a_report(**values: float | str) -> LabReport:
    results = [measured(ANALYTES[code], value, BIRTH, Sex.MALE, DAY) for code, value in values.items()]
    return LabReport(
        **base("Общий анализ крови"), panel="oak", material="Кровь венозная", results=results, abnormal_count=0
    )


def a_prescription(**more: Any) -> Prescription:
    return Prescription(
        **base("Амоксициллин"), number="45 0123 4567", medicine="Амоксициллин, суспензия 250 мг/5 мл",
        inn_name="Амоксициллин", dose="5 мл 3 раза в день, 7 дней", quantity="1 флакон", issued=DAY,
        valid_until=date(2027, 1, 17), discount=False, **{"state": "ACTIVE", **more},
    )  # fmt: skip


STAY_DAYS = {"admitted": date(2026, 11, 11), "discharged": DAY}
EACH: list[AnyRecord] = [
    Visit(
        **base("Приём педиатра", time="10:20"), complaints="Кашель, t до 37,8 °C", anamnesis="Болен 2 день",
        examination="SpO₂ 98 %. Зев гиперемирован.\nДыхание везикулярное.", diagnoses=[FLU, ANAEMIA],
        recommendations="Питьё ≥ 1 л в день", related=[STAY],
    ),
    a_report(HGB=108, RBC=4.1),
    CovidTest(**base("Тест на COVID-19"), method="ПЦР", result="Не обнаружено", material="Мазок"),
    Immunization(
        **base("Полиомиелит"), infections=["Полиомиелит"], targets=["polio"], dose="2-я ревакцинация",
        age_text="8 лет", product="БиВак полио", series="123", route="Внутрь",
    ),
    InstrumentalStudy(
        **base("ЭКГ"), protocol="Ритм синусовый.", conclusion="Вариант нормы.",
        measurements=[Measurement(label="ЧСС", value="82 уд/мин")],
    ),
    DischargeSummary(
        **base("Выписной эпикриз"), **STAY_DAYS, department="Пульмонология", admission_diagnosis=FLU,
        diagnoses=[FLU, ANAEMIA], complaints="Кашель", anamnesis="Болен 5 дней", state_on_admission="Средней тяжести",
        examinations="Лейкоциты 12,4·10⁹/л", treatment=[Course(name="Цефтриаксон", dose="500 мг", days="7 дней")],
        state_on_discharge="Удовлетворительное", outcome="Выздоровление", recommendations="Наблюдение педиатра",
        hospitalization=STAY,
    ),
    Hospitalization(
        **base("Госпитализация"), **STAY_DAYS, department="Пульмонология", channel="Скорая помощь", diagnoses=[FLU],
        documents=[STAY],
    ),
    DayHospitalCourse(
        **base("Курс"), **STAY_DAYS, diagnoses=[FLU], outcome="Улучшение", recommendations="Режим",
        procedures=[Course(name="Ингаляции", dose="1 раз в день", days="5 дней")],
    ),
    Certificate(
        **base("Справка о болезни"), form="095/у", addressee="Школа", text="Был болен.", valid_until=TODAY,
        facts=[Measurement(label="Рост", value="130 см")],
    ),
    a_prescription(),
    Referral(
        **base("Направление к лору"), to="Оториноларинголог", purpose="Консультация", diagnosis=FLU,
        valid_until=date(2026, 12, 18), state="ACTIVE",
    ),
    AmbulanceCall(
        **base("Вызов"), reason="Температура", complaints="t 39,5 °C", examination="Хрипов нет", diagnosis=FLU,
        help_given="Ибупрофен 200 мг", outcome="Оставлен дома",
    ),
    HealthInfo(**base("Группа крови"), value="A(II) Rh+", until=TODAY),
    Upload(**base("Осмотр"), file_name="osmotr.pdf", media_type="application/pdf", size=1_240_000),
]  # fmt: skip


def plain(text: str | None) -> str:
    return (text or "").replace("\u00a0", " ")


def headings(document: Document) -> list[str]:
    return [block.heading for block in document.blocks if getattr(block, "heading", None)]  # type: ignore[union-attr]


def fact_values(document: Document) -> dict[str, str]:
    return {
        fact.label: plain(fact.value)
        for block in document.blocks
        if isinstance(block, FactsBlock)
        for fact in block.items
    }


def only(document: Document, kind: type[Block]) -> Any:  # type: ignore[valid-type]
    return next(block for block in document.blocks if isinstance(block, kind))  # type: ignore[arg-type]


def test_every_section_with_records_has_a_document_here() -> None:
    assert {record.section for record in EACH} == {section.slug for section in RECORD_SECTIONS}


@pytest.mark.parametrize("record", EACH, ids=lambda record: str(record.section))
def test_a_document_says_who_where_when_and_something(record: AnyRecord) -> None:
    document = document_of(record, ARTEM, today=TODAY)
    assert (document.id, document.patient_id, document.section) == (record.id, record.patient_id, record.section)
    assert document.author == "Крылова Елена Андреевна"
    assert document.organisation == "Детская городская поликлиника №\u00a00"
    assert document.blocks
    wire = TypeAdapter(Document).dump_json(document, by_alias=True)
    assert TypeAdapter(Document).validate_json(wire) == document
    assert not set(wire.decode()) & set("\u202f⁹₂≥≤→μ‰")


def test_a_visit_reads_like_a_protocol() -> None:
    document = document_of(EACH[0], ARTEM)
    assert headings(document) == [
        "Жалобы", "Анамнез", "Осмотр", "Диагноз", "Сопутствующий диагноз", "Рекомендации", "Связанные документы",
    ]  # fmt: skip
    assert "37,8\u00a0°C" in document.blocks[0].text  # type: ignore[union-attr]
    assert document.time == "10:20"
    assert only(document, LinkBlock).items[0].section is SectionSlug.HOSPITALIZATIONS


def test_an_empty_part_of_a_visit_leaves_no_heading() -> None:
    visit = Visit(**base("Приём"), complaints=" ", anamnesis="", examination="Здоров", diagnoses=[], recommendations="")
    assert headings(document_of(visit, ARTEM)) == ["Осмотр"]


def test_rows_outside_their_norm_come_first() -> None:
    document = document_of(a_report(RBC=4.1, HGB=108, WBC=6.8, ESR=20), ARTEM, {"HGB": [120, 115, 108]})
    table = only(document, LabTableBlock)
    assert plain(table.norm_for) == "мальчика 8 лет"
    assert [row.code for row in table.rows] == ["HGB", "ESR", "RBC", "WBC"]
    haemoglobin = table.rows[0]
    assert (haemoglobin.value, haemoglobin.unit, haemoglobin.reference) == ("108", "г/л", "110–145")
    assert (haemoglobin.flag, haemoglobin.trend) == ("LOW", [120, 115, 108])
    assert (haemoglobin.trend_low, haemoglobin.trend_high) == (110, 145)
    assert haemoglobin.position is not None
    assert haemoglobin.position < 0.25
    assert [row.unit for row in table.rows[2:]] == ["10^12/л", "10^9/л"]


def test_bounds_have_as_many_decimals_as_they_need() -> None:
    rows = only(document_of(a_report(RBC=4.1, HGB=120, CRP=1.2, VITD=35), ARTEM), LabTableBlock).rows
    assert [row.reference for row in rows] == ["3,5–4,7", "110–145", "до 5", "30–100"]
    assert [row.value for row in rows] == ["4,10", "120", "1,2", "35,0"]


@pytest.mark.parametrize(
    ("values", "mark", "sentence"),
    [
        (
            {"HGB": 108, "MCV": 75.2, "RBC": 4.1},
            "2 показателя вне нормы",
            "Гемоглобин и средний объём эритроцита (MCV) ниже нормы для 8 лет. Что это значит, скажет врач.",
        ),
        (
            {"HGB": 108, "ESR": 20, "LYM%": 60},
            "3 показателя вне нормы",
            "Гемоглобин ниже нормы, СОЭ и лимфоциты (%) выше нормы для 8 лет. Что это значит, скажет врач.",
        ),
        ({"U_KET": "++"}, "1 показатель вне нормы", "Вне нормы: кетоновые тела. Что это значит, скажет врач."),
        ({"HGB": 120, "U_KET": "не обнаружены"}, "Все показатели в норме", "Норма для 8 лет."),
    ],
)
def test_a_report_says_in_one_sentence_what_is_outside(
    values: dict[str, float | str], mark: str, sentence: str
) -> None:
    document = document_of(a_report(**values), ARTEM)
    assert document.summary is not None
    assert document.summary.text == mark
    assert document.summary.tone is (Tone.SUCCESS if "норме" in mark else Tone.WARN)
    assert plain(document.summary_text) == sentence


def test_a_report_without_norms_says_nothing() -> None:
    bare = a_report().model_copy(update={"results": [LabResult(code="X", name="Цвет", value_text="жёлтый")]})
    assert lab_summary(bare, BIRTH) == (None, None)
    row = only(document_of(bare, ARTEM), LabTableBlock).rows[0]
    assert (row.value, row.reference, row.flag, row.position) == ("жёлтый", "", None, None)


def test_bounds_without_a_flag_are_judged() -> None:
    bare = a_report().model_copy(update={"results": [LabResult(code="X", name="Икс", value=9, low=1, high=5)]})
    assert only(document_of(bare, ARTEM), LabTableBlock).rows[0].flag == "HIGH"


@pytest.mark.parametrize(
    ("result", "tone"),
    [("Не обнаружено", Tone.SUCCESS), ("Обнаружено", Tone.WARN), ("Сомнительный результат", Tone.NEUTRAL)],
)
def test_a_covid_test_shows_its_result_as_a_mark(result: str, tone: Tone) -> None:
    test = CovidTest(**base("Тест"), method="ПЦР", result=result, material="Мазок")
    assert document_of(test, ARTEM).summary == Mark(tone=tone, text=result)


def test_a_vaccination_is_a_certificate_and_a_skin_test_is_not() -> None:
    given = EACH[3]
    values = fact_values(document_of(given, ARTEM))
    assert values["Пациент"] == "Морозов Артём Дмитриевич"
    assert values["Сделана"] == "18 ноября 2026 г., 8 лет"
    assert headings(document_of(given, ARTEM))[0] == "Сертификат о профилактической прививке"
    skin = given.model_copy(update={"kind": TUBERCULIN, "reaction": "Отрицательная"})
    document = document_of(skin, ARTEM)
    assert document.summary is None
    assert fact_values(document)["Результат"] == "Отрицательная"


def test_a_discharge_summary_goes_by_sections() -> None:
    document = document_of(EACH[5], ARTEM)
    assert headings(document) == [
        "Пребывание в стационаре", "Диагноз при поступлении", "Диагноз заключительный клинический",
        "Сопутствующий диагноз", "Жалобы при поступлении", "Анамнез", "Состояние при поступлении",
        "Исследования и консультации", "Лечение", "Состояние при выписке", "Рекомендации", "Госпитализация",
    ]  # fmt: skip
    assert fact_values(document)["Период"] == "11–18 ноября 2026 г."
    assert fact_values(document)["Проведено"] == "7 койко-дней"
    assert only(document, TableBlock).rows == [["Цефтриаксон", "500\u00a0мг", "7\u00a0дней"]]


@pytest.mark.parametrize(
    ("state", "today", "word", "caption"),
    [
        ("ACTIVE", TODAY, "действует", "Покажите этот код в аптеке"),
        ("ACTIVE", date(2027, 1, 17), "действует", "Покажите этот код в аптеке"),
        ("ACTIVE", date(2027, 1, 18), "срок истёк", "Срок рецепта истёк, попросите врача выписать новый"),
        ("DISPENSED", TODAY, "получен", "Лекарство по этому рецепту уже получено"),
        ("EXPIRED", None, "срок истёк", "Срок рецепта истёк, попросите врача выписать новый"),
    ],
)
def test_a_prescription_has_a_code_and_a_true_state(state: str, today: date | None, word: str, caption: str) -> None:
    document = document_of(a_prescription(state=state), ARTEM, today=today)
    code = only(document, QrBlock)
    assert document.summary is not None
    assert (document.summary.text, code.caption) == (word, caption)
    assert "45 0123 4567" in code.data
    assert "Морозов" not in code.data


def test_a_paper_past_its_term_says_so() -> None:
    certificate = EACH[8]
    assert document_of(certificate, ARTEM, today=TODAY).summary == Mark(tone=Tone.SUCCESS, text="действует")
    assert document_of(certificate, ARTEM, today=date(2026, 11, 23)).summary == Mark(
        tone=Tone.NEUTRAL, text="срок истёк"
    )
    assert document_of(certificate, ARTEM).summary is None


def test_an_upload_tells_its_kind_and_size() -> None:
    values = fact_values(document_of(EACH[-1], ARTEM))
    assert (values["Вид"], values["Размер"]) == ("PDF", "1,2 МБ")
    small = EACH[-1].model_copy(update={"size": 340_000})
    assert fact_values(document_of(small, ARTEM))["Размер"] == "340 КБ"


def test_a_patient_stays_out_of_logs() -> None:
    assert "Морозов" not in repr(ARTEM)


@pytest.mark.parametrize(
    ("section", "name", "number"),
    [
        (SectionSlug.VISITS, "Протокол осмотра", None),
        (SectionSlug.LABS, "Протокол лабораторного исследования", None),
        (SectionSlug.CERTIFICATES, "Справка о болезни ребенка", "095/у"),
        (SectionSlug.PRESCRIPTIONS, "Рецепт", "107-1/у"),
        (SectionSlug.REFERRALS, "Направление", "057/у-04"),
        (SectionSlug.AMBULANCE, "Карта вызова скорой помощи", "110/у"),
    ],
)
def test_a_paper_says_what_kind_it_is(section: SectionSlug, name: str, number: str | None) -> None:
    paper = document_of(next(record for record in EACH if record.section is section), ARTEM).paper
    assert paper is not None
    assert (paper.name, paper.number, paper.act is not None) == (name, number, number is not None)


def test_a_free_prescription_has_a_form_of_its_own() -> None:
    paper = document_of(a_prescription().model_copy(update={"discount": True}), ARTEM).paper
    assert paper is not None
    assert paper.number == "148-1/у-04 (л)"


def test_a_certificate_is_a_form_with_its_ruling_apart() -> None:
    document = document_of(EACH[8], ARTEM, today=TODAY)
    lines = [item.label for item in only(document, FormBlock).items]
    assert lines == ["Фамилия, имя, отчество", "Дата рождения", "Для предъявления", "Рост", "Действует до"]
    assert only(document, ConclusionBlock).text == "Был болен."


def test_the_parts_of_a_long_form_stand_under_their_headings() -> None:
    part = FormPart(heading="Прививки", columns=["Дата", "Прививка"], rows=[["01.02.2020", "Корь"]])
    other = FormPart(heading="Анамнез", facts=[Measurement(label="При рождении", value="3,6 кг")])
    document = document_of(EACH[8].model_copy(update={"parts": [other, part]}), ARTEM)
    assert headings(document) == ["Анамнез", "Прививки", "Заключение"]
    assert only(document, TableBlock).rows == [["01.02.2020", "Корь"]]


def test_a_study_shows_its_curve_under_the_conclusion() -> None:
    shape = Cardiogram(rate=82, pq=130, qrs=70, qt=340, axis=58)
    document = document_of(EACH[4].model_copy(update={"cardiogram": shape}), ARTEM)
    assert [type(block) for block in document.blocks[-2:]] == [ConclusionBlock, CardiogramBlock]
    assert not any(isinstance(block, CardiogramBlock) for block in document_of(EACH[4], ARTEM).blocks)


@pytest.mark.parametrize(("kind", "has_images"), [("XRAY", True), ("ULTRASOUND", True), ("ECG", False), (None, False)])
def test_a_study_says_where_its_images_are_given_on_request(kind: str | None, has_images: bool) -> None:
    study = EACH[4].model_copy(update={"kind": kind})
    blocks = [block for block in document_of(study, ARTEM).blocks if isinstance(block, FactsBlock)]
    told = [(fact.label, fact.value.replace("\u00a0", " ")) for block in blocks for fact in block.items]
    assert (("Выдают по запросу", study.organisation) in told) is has_images


def test_a_stay_gathers_its_documents_by_kind() -> None:
    def ref(section: SectionSlug, number: int) -> RecordRef:
        return RecordRef(section=section, id=UUID(int=number), title="Документ", date=DAY)

    documents = [ref(SectionSlug.LABS, 1), ref(SectionSlug.DISCHARGES, 2), ref(SectionSlug.STUDIES, 3),
                 ref(SectionSlug.UPLOADS, 4), ref(SectionSlug.LABS, 5)]  # fmt: skip
    notes = [StayNote(date=DAY, title="Осмотр перед выпиской", text="Здоров."),
             StayNote(date=date(2026, 11, 11), time="03:40", title="Осмотр", text="Хрипы.")]  # fmt: skip
    stay = EACH[6].model_copy(update={"documents": documents, "notes": notes})
    document = document_of(stay, ARTEM)
    assert headings(document)[2:] == ["Осмотры", "Выписка", "Анализы", "Исследования", "Другие документы"]
    assert [entry.title for entry in only(document, TimelineBlock).items] == ["Осмотр", "Осмотр перед выпиской"]


def test_a_record_leads_back_to_the_visit_that_led_to_it() -> None:
    visit = RecordRef(section=SectionSlug.VISITS, id=UUID(int=5), title="Приём педиатра", date=DAY)
    block = document_of(a_prescription().model_copy(update={"source": visit}), ARTEM).blocks[-1]
    assert isinstance(block, LinkBlock)
    assert (block.heading, block.items[0].id) == ("Назначено на приёме", visit.id)


def test_an_ambulance_card_tells_the_hours_and_what_changed() -> None:
    call = EACH[11].model_copy(
        update={
            "times": [Measurement(label="Вызов принят", value="02:14")],
            "vitals": [VitalSign(label="Пульс", before="117", after="108")],
        }
    )
    document = document_of(call, ARTEM)
    assert fact_values(document)["Вызов принят"] == "02:14"
    assert only(document, TableBlock).rows == [["Пульс", "117", "108"]]
    assert only(document, ConclusionBlock).text == "Оставлен дома"
