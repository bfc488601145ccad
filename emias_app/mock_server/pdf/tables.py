"""Tables of a document: facts, any table, the rows of a lab report; their heads stand on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, Table, TableStyle

from emias_app.mock_server.pdf.drawings import MarkLine, ReferenceBar
from emias_app.mock_server.pdf.fonts import drawable, markup
from emias_app.mock_server.pdf.style import ACCENT, LINE, SHADE, TEXT_WIDTH, styles
from emias_app.models.base import Mark, Tone
from emias_app.models.document import Fact, LabRow, TimelineEntry

#: The word of a flag, with its sign: an assessment is never told by colour alone.
_FLAGS = {
    "LOW": Mark(tone=Tone.WARN, text="ниже нормы"),
    "HIGH": Mark(tone=Tone.WARN, text="выше нормы"),
    "ABNORMAL": Mark(tone=Tone.WARN, text="вне нормы"),
    "NORMAL": Mark(tone=Tone.SUCCESS, text="норма"),
}
#: A result of so many letters needs the wide column.
_LONG_RESULT = 8
#: The room at the left and the right of a cell.
_SIDES = 4
#: So many facts of so few letters each stand in two columns.
_TWO_COLUMNS, _SHORT = 4, 24
#: A cell of more letters may not fit into what is left of a page, nor into a page.
_LONG = 900
_LINE = 60


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


def splits_rows(texts: Iterable[str], columns: int = 2) -> int:
    """1 where a row may be taller than a page and has to be cut; short rows move to the next page whole."""
    return int(any(len(text) + _LINE * text.count("\n") > _LONG // columns for text in texts))


def facts_table(items: Sequence[Fact]) -> Any:
    """«Label: value» lines, a mark with its sign; short ones stand two in a row."""
    shares = (0.36, 0.64)
    cells = [[paragraph(fact.label, "label"), _fact_value(fact)] for fact in items]
    if len(items) >= _TWO_COLUMNS and all(_is_short(fact) for fact in items):
        shares = (0.23, 0.27, 0.23, 0.27)  # type: ignore[assignment]
        half = (len(cells) + 1) // 2
        cells = [[*left, *right] for left, right in zip_longest(cells[:half], cells[half:], fillvalue=["", ""])]
    return Table(
        cells or [["", ""]],
        colWidths=[TEXT_WIDTH * share for share in shares],
        splitInRow=splits_rows(text for item in items for text in (item.label, item.value)),
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        ),
    )


def _fact_value(fact: Fact) -> Any:
    if fact.mark:
        return MarkLine(Mark(tone=fact.mark.tone, text=fact.value), 9.5)
    return paragraph(fact.value, "value")


def _is_short(fact: Fact) -> bool:
    return len(fact.label) <= _SHORT and len(fact.value) <= _SHORT


def form_table(items: Sequence[Fact]) -> Any:
    """The lines of a form: numbered, each value on its rule."""
    rows = [
        [paragraph(f"{place}.", "label"), paragraph(item.label, "label"), paragraph(item.value, "value")]
        for place, item in enumerate(items, start=1)
    ]
    return Table(
        rows or [["", "", ""]],
        colWidths=[20, TEXT_WIDTH * 0.42 - 20, TEXT_WIDTH * 0.58],
        splitInRow=splits_rows(text for item in items for text in (item.label, item.value)),
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 4.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ("LINEBELOW", (2, 0), (2, -1), 0.6, LINE),
            ]
        ),
    )


def timeline_table(items: Sequence[TimelineEntry]) -> Any:
    """A day and an hour at the left, what was found and by whom at the right."""
    rows: list[list[Any]] = []
    for item in items:
        when = [paragraph(f"{item.date:%d.%m.%Y}", "value")]
        if item.time:
            when.append(paragraph(item.time, "small"))
        who = [paragraph(item.author, "small")] if item.author else []
        rows.append([when, [paragraph(item.title, "strong"), paragraph(item.text, "value"), *who]])
    return Table(
        rows or [["", ""]],
        colWidths=[TEXT_WIDTH * 0.15, TEXT_WIDTH * 0.85],
        splitInRow=splits_rows(item.text for item in items),
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("LEFTPADDING", (1, 0), (1, -1), 10),
                ("LINEBEFORE", (1, 0), (1, -1), 1.2, ACCENT),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ]
        ),
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    """Any table of words."""
    widths = _widths(columns, rows)
    cells = [[_cell(text, "value", width) for text, width in zip(row, widths, strict=False)] for row in rows]
    is_split = splits_rows((text for row in rows for text in row), max(len(columns), 1))
    return _table(columns, cells, widths, ["value"] * len(columns), is_split)


def lab_table(rows: Sequence[LabRow]) -> Any:
    """Показатель, result, unit, norm in figures and as a bar, and the assessment in a word with its sign."""
    has_words = any(len(row.value) > _LONG_RESULT or len(row.reference) > 2 * _LONG_RESULT for row in rows)
    has_bars = any(_has_bar(row) for row in rows)
    shares = [0, 0.21, 0.10, 0.21, 0.08, 0.155] if has_words else [0, 0.12, 0.115, 0.14, 0.14, 0.155]
    if not has_bars:
        shares[4] = 0
    shares[0] = 1 - sum(shares)
    widths = [TEXT_WIDTH * share for share in shares]
    columns = ["Показатель", "Результат", "Ед.", "Норма", "", "Оценка"]
    looks = ["value", "number", "small", "value", "value", "label"]
    drawn = [_lab_cells(row, widths, looks) for row in rows]
    if not has_bars:
        for part in (widths, columns, looks, *drawn):
            del part[4]
    is_split = splits_rows((text for row in rows for text in (row.name, row.value, row.reference)), len(columns))
    return _table(columns, drawn, widths, looks, is_split)


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


def _table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], looks: Sequence[str], is_split: int
) -> Any:
    """``looks`` names the style of each column's bare words."""
    heads = [
        paragraph(column, "number column" if look == "number" else "column")
        for column, look in zip(columns, looks, strict=True)
    ]
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
        splitInRow=is_split,
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
    """Every column at least as wide as its longest word, the rest shared by how much each would like."""
    how, least, wanted = styles()["value"], [], []
    for place, column in enumerate(columns):
        texts = [column, *(row[place] for row in rows if place < len(row))]
        words = [word for text in texts for word in text.split(" ")]
        most = TEXT_WIDTH / len(columns)
        least.append(min(_width_of(words, how), most))
        wanted.append(max(min(_width_of(texts, how), TEXT_WIDTH), least[-1]))
    spare, longing = TEXT_WIDTH - sum(least), sum(wanted) - sum(least)
    if spare >= longing:
        return [width * TEXT_WIDTH / sum(wanted) for width in wanted]
    return [low + (high - low) * spare / longing for low, high in zip(least, wanted, strict=True)]


def _width_of(texts: Sequence[str], how: Any) -> float:
    return max((stringWidth(text, how.fontName, how.fontSize) for text in texts), default=0.0) + 2 * _SIDES + 1
