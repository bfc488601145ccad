"""What the gallery shows: invented children, sections and documents."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from emias_app.models.base import Mark, Tone
from emias_app.models.document import (
    DiagnosisBlock,
    Document,
    Fact,
    FactsBlock,
    LabRow,
    LabTableBlock,
    LinkBlock,
    QrBlock,
    RecordLink,
    TableBlock,
    TextBlock,
)
from emias_app.models.section import SectionSlug as S
from emias_app.views.components.child import ChildFace
from emias_app.views.components.section_card import SectionFace
from emias_app.views.theme import ChildKey

FACES = [
    ChildFace(UUID(int=1), "София", "2 года", "9 августа 2024 г.", ChildKey.VIOLET),
    ChildFace(UUID(int=2), "Артём", "8 лет", "14 марта 2018 г.", ChildKey.SKY),
    ChildFace(UUID(int=3), "Дарья", "14 лет", "30 октября 2012 г.", ChildKey.BERRY),
]
ARTYOM = FACES[1]
WARN2 = Mark(tone=Tone.WARN, text="2 отклонения")
NORMAL = Mark(tone=Tone.SUCCESS, text="норма")
NEW = Mark(tone=Tone.INFO, text="новое")
OVERDUE = Mark(tone=Tone.ERROR, text="просрочена")
DUE = Mark(tone=Tone.WARN, text="пора")
AHEAD = Mark(tone=Tone.INFO, text="предстоит")
BANNED = Mark(tone=Tone.NEUTRAL, text="медотвод")

SECTIONS = [
    SectionFace(S.VISITS, "Приёмы", "37", "16 ноября 2026 г.", "37 приёмов"),
    SectionFace(S.LABS, "Анализы", "24", "18 ноября 2026 г.", "24 анализа"),
    SectionFace(S.VACCINATIONS, "Прививки", "29", "6 октября 2026 г.", "29 прививок"),
    SectionFace(S.STUDIES, "Исследования", "8", "2 сентября 2026 г.", "8 исследований"),
    SectionFace(S.CERTIFICATES, "Справки и мед. заключения", "12", "13 ноября 2026 г."),
    SectionFace(S.PRESCRIPTIONS, "Рецепты", "5", "16 ноября 2026 г."),
    SectionFace(S.REFERRALS, "Направления", "4", "16 ноября 2026 г."),
]


def lab_row(
    name: str, value: str, unit: str, low: str | None, high: str | None, at: float, flag: str, trend: list[float]
) -> LabRow:
    norm = f"{low}–{high}" if low and high else (f"до {high}" if high else f"от {low}")
    return LabRow(
        code=name,
        name=name,
        value=value,
        unit=unit,
        reference=norm,
        low=low,
        high=high,
        position=at,
        flag=flag,
        trend=trend,
        trend_low=115 if low else None,
        trend_high=145,
    )  # type: ignore[arg-type]


LABS = LabTableBlock(
    norm_for="Норма для мальчика 8 лет",
    rows=[
        lab_row("Гемоглобин", "108", "г/л", "115", "145", 0.13, "LOW", [126, 118, 121, 119, 108]),
        lab_row("Средний объём эритроцита", "75,2", "фл", "76", "91", 0.22, "LOW", [124, 122, 118, 114, 110]),
        lab_row("Эритроциты", "4,31", "10^12/л", "4,0", "5,2", 0.38, "NORMAL", [130, 126, 127, 122, 121]),
        lab_row("СОЭ", "7", "мм/ч", None, "12", 0.45, "NORMAL", [120, 122, 140, 126, 130]),
        LabRow(code="colour", name="Цвет мочи", value="светло-жёлтый", unit="", reference="жёлтый", flag="NORMAL"),
        LabRow(code="note", name="Комментарий", value="без особенностей", unit="", reference=""),
    ],
)


def documents() -> tuple[Document, Document]:
    visit = Document(
        id=UUID(int=9),
        patient_id=UUID(int=2),
        section=S.VISITS,
        title="Приём педиатра",
        date=date(2026, 11, 16),
        time="10:20",
        organisation="Детская городская поликлиника № 0",
        author="Крылова Елена Андреевна",
        author_role="Врач-педиатр участковый",
        blocks=[
            TextBlock(heading="Жалобы", text="Заложенность носа, сухой кашель, температура до 37,8 °C второй день."),
            FactsBlock(
                heading="Осмотр",
                items=[
                    Fact(label="Температура", value="37,2 °C"),
                    Fact(label="Пульс", value="92"),
                    Fact(label="Группа здоровья", value="II", mark=NORMAL),
                ],
            ),
            DiagnosisBlock(
                heading="Диагноз",
                code="J06.9",
                note="основной",
                name="Острая инфекция верхних дыхательных путей неуточненная",
            ),
            TableBlock(
                heading="Назначения",
                columns=["Препарат", "Доза", "Срок"],
                rows=[["Сорбифер Дурулес", "1 таблетка", "30 дней"], ["Аквадетрим", "2 капли", "3 месяца"]],
            ),
            QrBlock(caption="Рецепт № 77-0042", data="https://example.org/r/770042"),
            LinkBlock(
                heading="К этому приёму",
                items=[RecordLink(section=S.LABS, id=UUID(int=4), title="Общий анализ крови", date=date(2026, 11, 18))],
            ),
        ],
    )
    labs = Document(
        id=UUID(int=8),
        patient_id=UUID(int=2),
        section=S.LABS,
        title="Общий анализ крови",
        date=date(2026, 11, 18),
        organisation="Детская городская поликлиника № 0",
        summary=Mark(tone=Tone.WARN, text="2 показателя вне нормы"),
        summary_text="Гемоглобин и средний объём эритроцита ниже нормы для 8 лет. Что это значит, скажет врач.",
        blocks=[LABS],
    )
    return visit, labs
