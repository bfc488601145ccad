"""The summary of a card on paper: what matters on the first page, then the details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import KeepTogether, PageBreak, Paragraph, Spacer, Table, TableStyle

from emias_app.domain.card_summary import CardSummary, Item
from emias_app.domain.wording import long_day
from emias_app.mock_server.pdf.blocks import flowables
from emias_app.mock_server.pdf.drawings import MarkLine
from emias_app.mock_server.pdf.fonts import markup
from emias_app.mock_server.pdf.letterhead import letterhead, patient_box, title_of
from emias_app.mock_server.pdf.printed import PrintedSummary
from emias_app.mock_server.pdf.printer import print_story
from emias_app.mock_server.pdf.style import LINE, TEXT_WIDTH, TONES, styles
from emias_app.mock_server.pdf.tables import paragraph
from emias_app.models.base import Mark, Tone
from emias_app.models.document import TableBlock
from emias_app.models.vaccination import DoseStatus

TITLE = "Сводка для врача, лагеря или школы"
_GAP = 12
_HALF = (TEXT_WIDTH - _GAP) / 2
_NO_ALLERGIES = "В карте сведений нет. Это не значит, что аллергии нет: спросите родителя."
_FROM_ARCHIVE = "Из архива, который загрузил родитель. Поликлиника не подтверждала"
_MORE_FROM_ARCHIVE = "Есть записи из архива, который загрузил родитель: они на следующих страницах."
_NOTHING_LASTING = "В карте нет ни «Д»-наблюдения, ни болезней, с которыми обращались повторно."
_NO_MEDICINES = "Действующих рецептов нет."
_ON_PAGE_ONE = 5
_DOSES = {
    DoseStatus.OVERDUE: Mark(tone=Tone.WARN, text="срок прошёл"),
    DoseStatus.DUE: Mark(tone=Tone.INFO, text="пора"),
    DoseStatus.COMING: Mark(tone=Tone.INFO, text="предстоит"),
    DoseStatus.CONTRAINDICATED: Mark(tone=Tone.NEUTRAL, text="медотвод"),
    DoseStatus.REFUSED: Mark(tone=Tone.NEUTRAL, text="отказ"),
    DoseStatus.DONE: Mark(tone=Tone.SUCCESS, text="сделана"),
}


def print_summary(printed: PrintedSummary) -> bytes:
    """The PDF; the first page holds what matters, whatever the card."""
    summary = printed.summary
    story: list[Any] = [
        letterhead(printed.organisation, (f"Составлена {long_day(printed.day)}", "по записям медкарты")),
        *title_of(TITLE),
        patient_box(printed.patient, printed.day),
        Spacer(0, 10),
        _allergies(summary.allergies),
        Spacer(0, 10),
        _columns(
            [
                *_items("Болезни и наблюдение", summary.lasting, _NOTHING_LASTING),
                *_items("Лекарства сейчас", summary.medicines, _NO_MEDICINES),
            ],
            [*_facts("О здоровье", summary.health), *_facts("Последние измерения", summary.measures)],
        ),
        Spacer(0, 4),
        *_vaccinations(printed),
        *([paragraph(_MORE_FROM_ARCHIVE, "label")] if summary.archived else []),
        PageBreak(),
        *_details(summary),
    ]
    return print_story(story, TITLE, printed.organisation, printed.patient)


def _allergies(items: Sequence[Item]) -> Any:
    """The first thing to see: in a warning's colour where there is something, with the word either way."""
    ground, ink = TONES[Tone.WARN if items else Tone.NEUTRAL]
    colour = ink.hexval().replace("0x", "#")

    def line(text: str, style: str) -> Any:
        return Paragraph(f'<font color="{colour}">{markup(text)}</font>', styles()[style])

    rows = [[line("Аллергия и непереносимость", "strong")]]
    rows += [[line(f"{one.text}. {one.note}", "value")] for one in items[:_ON_PAGE_ONE]]
    if not items:
        rows.append([line(_NO_ALLERGIES, "value")])
    return Table(rows, colWidths=[TEXT_WIDTH], style=_box(ground))


def _box(ground: Any) -> Any:
    return TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), ground),
            ("ROUNDEDCORNERS", [6, 6, 6, 6]),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, 0), 7),
            ("TOPPADDING", (0, 1), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -2), 1),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
        ]
    )


def _columns(left: list[Any], right: list[Any]) -> Any:
    return Table(
        [[left, "", right]],
        colWidths=[_HALF, _GAP, _HALF],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )


def _items(heading: str, items: Sequence[Item], nothing: str) -> list[Any]:
    drawn = [paragraph(heading, "heading")]
    for one in items[:_ON_PAGE_ONE]:
        drawn.append(paragraph(one.text, "strong"))
        if one.note:
            drawn.append(paragraph(one.note, "label"))
        drawn.append(Spacer(0, 4))
    if len(items) > _ON_PAGE_ONE:
        drawn.append(paragraph(f"И ещё {len(items) - _ON_PAGE_ONE}, см. далее", "label"))
    return drawn if items else [*drawn, paragraph(nothing, "label")]


def _facts(heading: str, facts: Sequence[tuple[str, str]]) -> list[Any]:
    if not facts:
        return []
    rows = [[paragraph(label, "label"), paragraph(value, "value")] for label, value in facts]
    table = Table(
        rows,
        colWidths=[_HALF * 0.46, _HALF * 0.54],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ]
        ),
    )
    return [paragraph(heading, "heading"), table]


def _vaccinations(printed: PrintedSummary) -> list[Any]:
    given = printed.summary.given
    drawn = [paragraph("Прививки: сколько доз и дата последней" if given else "Прививки", "heading")]
    for dose in printed.ahead:
        told = paragraph(f"{dose.title}, {dose.dose_title}. {dose.reason}", "value")
        drawn.append(_columned(MarkLine(_DOSES[dose.status]), told))
    drawn.append(Spacer(0, 5))
    if not given:
        return [*drawn, paragraph("Сведений о сделанных прививках в карте нет.", "label")]
    cells = [[paragraph(one.infection, "value"), paragraph(one.text, "label")] for one in given]
    middle = (len(cells) + 1) // 2
    rows = [
        [*cells[place], "", *(cells[place + middle] if place + middle < len(cells) else ["", ""])]
        for place in range(middle)
    ]
    name, when = _HALF * 0.42, _HALF * 0.58
    table = Table(
        rows,
        colWidths=[name, when, _GAP, name, when],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (1, -1), 0.5, LINE),
                ("LINEBELOW", (3, 0), (4, -1), 0.5, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        ),
    )
    return [*drawn, table]


def _columned(mark: Any, told: Any) -> Any:
    """A state and what it is the state of, on one line."""
    return Table(
        [[mark, told]],
        colWidths=[_HALF * 0.32, TEXT_WIDTH - _HALF * 0.32],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        ),
    )


def _details(summary: CardSummary) -> list[Any]:
    drawn: list[Any] = [paragraph("Подробнее", "title")]
    drawn += _all_items("Аллергия и непереносимость", summary.allergies)
    drawn += _all_items("Болезни и наблюдение", summary.lasting)
    drawn += _all_items("Лекарства сейчас", summary.medicines)
    drawn += _table("Последние приёмы", ["Дата", "Специалист", "Диагноз"], summary.visits)
    if summary.advice:
        drawn.append(paragraph("Последние рекомендации", "heading"))
    for one in summary.advice:
        drawn.append(KeepTogether([paragraph(one.text, "strong"), paragraph(one.note, "body")]))
    drawn += _table("Вне нормы за последний год", ["Дата", "Показатель", "Значение", "Оценка"], summary.deviations)
    drawn += _table("Лечение в стационаре", ["Когда", "Где", "Диагноз"], summary.stays)
    drawn += _all_items("Действующие справки и заключения", summary.papers, shown=0)
    drawn += _all_items(_FROM_ARCHIVE, summary.archived, shown=0)
    drawn.append(Spacer(0, 10))
    drawn.append(
        paragraph(
            "Сводка собрана автоматически из записей карты и не заменяет осмотра врача. Полные записи есть в архиве "
            "медкарты и в приложении.",
            "small",
        )
    )
    return drawn


def _all_items(heading: str, items: Sequence[Item], *, shown: int = _ON_PAGE_ONE) -> list[Any]:
    """The whole list, where not all of it is on the first page already."""
    if len(items) <= shown:
        return []
    return [
        paragraph(heading, "heading"),
        *(paragraph(f"• {one.text}" + (f". {one.note}" if one.note else ""), "body") for one in items),
    ]


def _table(heading: str, columns: list[str], rows: Sequence[tuple[str, ...]]) -> list[Any]:
    if not rows:
        return []
    return list(flowables(TableBlock(heading=heading, columns=columns, rows=[list(row) for row in rows])))
