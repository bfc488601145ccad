"""Tables of a document: facts, any table, the rows of a lab report; their heads stand on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, Table, TableStyle

from emias_app.mock_server.pdf.drawings import MarkLine, ReferenceBar
from emias_app.mock_server.pdf.fonts import drawable, markup
from emias_app.mock_server.pdf.style import LINE, SHADE, TEXT_WIDTH, styles
from emias_app.models.base import Mark, Tone
from emias_app.models.document import Fact, LabRow

#: The word of a flag, with its sign: an assessment is never told by colour alone.
_FLAGS = {
    "LOW": Mark(tone=Tone.WARN, text="ниже нормы"),
    "HIGH": Mark(tone=Tone.WARN, text="выше нормы"),
    "ABNORMAL": Mark(tone=Tone.WARN, text="вне нормы"),
    "NORMAL": Mark(tone=Tone.SUCCESS, text="норма"),
}
#: The head of the one column that stands to the right.
_NUMBERS = "Результат"
#: A result of so many letters needs the wide column.
_LONG_RESULT = 8
#: The room at the left and the right of a cell.
_SIDES = 4


def paragraph(text: str, style: str) -> Any:
    """One paragraph of plain text in a named style."""
    return Paragraph(markup(text), styles()[style])


def _cell(text: str, style: str, width: float) -> Any:
    """A cell of a table: bare words where they fit into one line (several times cheaper), else a paragraph."""
    how = styles()[style]
    words = drawable(text)
    is_bare = words == text and "^" not in text and "\n" not in text
    room = width - 2 * _SIDES
    return words if is_bare and stringWidth(words, how.fontName, how.fontSize) <= room else paragraph(text, style)


def facts_table(items: Sequence[Fact], width: float = TEXT_WIDTH) -> Any:
    """«Label: value» lines, a mark with its sign."""
    rows = [
        [
            paragraph(fact.label, "label"),
            MarkLine(Mark(tone=fact.mark.tone, text=fact.value), 9.5) if fact.mark else paragraph(fact.value, "value"),
        ]
        for fact in items
    ]
    return Table(
        rows or [["", ""]],
        colWidths=[width * 0.36, width * 0.64],
        splitInRow=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        ),
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    """Any table of words."""
    widths = _widths(columns, rows)
    cells = [[_cell(text, "value", width) for text, width in zip(row, widths, strict=False)] for row in rows]
    return _table(columns, cells, widths, ["value"] * len(columns))


def lab_table(rows: Sequence[LabRow]) -> Any:
    """Показатель, result, unit, norm in figures and as a bar, and the assessment in a word with its sign."""
    has_words = any(len(row.value) > _LONG_RESULT or len(row.reference) > 2 * _LONG_RESULT for row in rows)
    has_bars = any(_has_bar(row) for row in rows)
    shares = [0, 0.21, 0.10, 0.21, 0.08, 0.155] if has_words else [0, 0.12, 0.115, 0.14, 0.14, 0.155]
    if not has_bars:
        shares[4] = 0
    shares[0] = 1 - sum(shares)
    widths = [TEXT_WIDTH * share for share in shares]
    columns = ["Показатель", _NUMBERS, "Ед.", "Норма", "", "Оценка"]
    looks = ["value", "number", "small", "value", "value", "label"]
    drawn = [_lab_cells(row, widths, looks) for row in rows]
    if not has_bars:
        for part in (widths, columns, looks, *drawn):
            del part[4]
    return _table(columns, drawn, widths, looks)


def _lab_cells(row: LabRow, widths: Sequence[float], looks: Sequence[str]) -> list[Any]:
    mark = _FLAGS.get(row.flag or "")
    bar: Any = ""
    if _has_bar(row) and row.position is not None:
        bar = ReferenceBar(
            row.position,
            has_low=row.low is not None,
            has_high=row.high is not None,
            is_normal=row.flag == "NORMAL",
        )
    words = (row.name, row.value, row.unit, row.reference or "—")
    cells = [_cell(text, look, width) for text, look, width in zip(words, looks, widths, strict=False)]
    return [*cells, bar, MarkLine(mark) if mark else "—"]


def _has_bar(row: LabRow) -> bool:
    return row.position is not None and row.flag is not None and (row.low is not None or row.high is not None)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], looks: Sequence[str]) -> Any:
    """``looks`` names the style of each column's bare words."""
    heads = [paragraph(column, "number column" if column == _NUMBERS else "column") for column in columns]
    words: list[Any] = []
    for place, name in enumerate(looks):
        how, column = styles()[name], ((place, 1), (place, -1))
        words += [
            ("FONT", *column, how.fontName, how.fontSize, how.leading),
            ("TEXTCOLOR", *column, how.textColor),
            ("ALIGN", *column, "RIGHT" if how.alignment == TA_RIGHT else "LEFT"),
        ]
    return Table(
        [heads, *rows],
        colWidths=widths,
        repeatRows=1,
        splitInRow=1,
        style=TableStyle(
            [
                *words,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.5, LINE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), _SIDES),
                ("RIGHTPADDING", (0, 0), (-1, -1), _SIDES),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        ),
    )


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths by the longest text of each column, none starved and none greedy."""
    longest = [
        max(len(column), *(len(row[index]) for row in rows if index < len(row)), 0)
        for index, column in enumerate(columns)
    ]
    weights = [min(max(length, 8), 40) for length in longest]
    return [TEXT_WIDTH * weight / sum(weights) for weight in weights]
