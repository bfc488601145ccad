"""Blocks of a document as things that flow down a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import segno
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from emias_app.domain.wording import long_day
from emias_app.mock_server.pdf.fonts import markup
from emias_app.mock_server.pdf.style import INK, LINE, SHADE, TEXT_WIDTH, TONES, styles
from emias_app.models.base import Mark, Tone
from emias_app.models.document import (
    Block,
    DiagnosisBlock,
    FactsBlock,
    LabRow,
    LabTableBlock,
    LinkBlock,
    QrBlock,
    TableBlock,
    TextBlock,
)

#: The word of a flag, with its sign: an assessment is never told by colour alone.
_FLAGS = {
    "LOW": ("↓ ниже нормы", Tone.WARN),
    "HIGH": ("↑ выше нормы", Tone.WARN),
    "ABNORMAL": ("вне нормы", Tone.WARN),
    "NORMAL": ("норма", Tone.SUCCESS),
}
#: The head of the one column that stands to the right.
_NUMBERS = "Результат"


def paragraph(text: str, style: str) -> Any:
    """One paragraph of plain text in a named style."""
    return Paragraph(markup(text), styles()[style])


def pill(mark: Mark) -> Any:
    """A mark as its word on a tinted ground."""
    ground, ink = TONES[mark.tone]
    return Paragraph(
        f'<font backColor="{ground.hexval().replace("0x", "#")}" color="{ink.hexval().replace("0x", "#")}">'
        f"\u00a0{markup(mark.text)}\u00a0</font>",
        styles()["strong"],
    )


class QrCode(Flowable):  # type: ignore[misc]
    """A QR code drawn as squares, ``side`` points wide with its quiet zone."""

    def __init__(self, data: str, side: float = 120) -> None:
        super().__init__()
        self._modules = tuple(segno.make_qr(data, error="m").matrix_iter(border=2))
        self.width = self.height = side

    def draw(self) -> None:
        size = self.width / len(self._modules)
        self.canv.setFillColor(INK)
        for y, line in enumerate(self._modules):
            for x, is_dark in enumerate(line):
                if is_dark:
                    # A hair wider than the module, so that no white seam shows between neighbours.
                    self.canv.rect(x * size, self.height - (y + 1) * size, size * 1.02, size * 1.02, stroke=0, fill=1)


def flowables(block: Block) -> Iterator[Any]:
    """What one block puts on the page."""
    match block:
        case TextBlock():
            yield from _heading(block.heading)
            yield from (paragraph(line, "body") for line in block.text.splitlines() if line.strip())
        case FactsBlock():
            yield from _heading(block.heading)
            yield _facts(block)
        case DiagnosisBlock():
            note = f" ({block.note})" if block.note else ""
            yield KeepTogether([*_heading(block.heading), paragraph(f"{block.code} {block.name}{note}", "body")])
        case TableBlock():
            yield from _heading(block.heading)
            yield _table(
                block.columns,
                [[paragraph(cell, "value") for cell in row] for row in block.rows],
                _widths(block.columns, block.rows),
            )
        case LabTableBlock():
            yield Spacer(0, 10)
            yield paragraph(f"Норма для {block.norm_for}", "small")
            yield Spacer(0, 4)
            yield _labs(block.rows)
        case QrBlock():
            yield Spacer(0, 8)
            yield KeepTogether([QrCode(block.data), paragraph(block.caption, "small")])
        case LinkBlock():
            yield from _heading(block.heading)
            for link in block.items:
                yield paragraph(f"• {link.title}, {long_day(link.date)}", "body")


def _heading(text: str | None) -> list[Any]:
    """A block's heading; without one it keeps its distance."""
    return [paragraph(text, "heading")] if text else [Spacer(0, 7)]


def _facts(block: FactsBlock) -> Any:
    rows = [
        [
            paragraph(fact.label, "label"),
            pill(Mark(tone=fact.mark.tone, text=fact.value)) if fact.mark else paragraph(fact.value, "value"),
        ]
        for fact in block.items
    ]
    return Table(
        rows or [["", ""]],
        colWidths=[TEXT_WIDTH * 0.36, TEXT_WIDTH * 0.64],
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


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> Any:
    heads = [paragraph(column, "number column" if column == _NUMBERS else "column") for column in columns]
    return Table(
        [heads, *rows],
        colWidths=widths,
        repeatRows=1,
        splitInRow=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
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


def _labs(rows: Sequence[LabRow]) -> Any:
    drawn = []
    for row in rows:
        word, tone = _FLAGS.get(row.flag or "", ("—", Tone.NEUTRAL))
        drawn.append(
            [
                paragraph(row.name, "value"),
                paragraph(row.value, "number"),
                paragraph(row.unit, "label"),
                paragraph(row.reference or "—", "value"),
                pill(Mark(tone=tone, text=word)) if row.flag else paragraph(word, "label"),
            ]
        )
    shares = (0.35, 0.15, 0.13, 0.17, 0.20)
    columns = ("Показатель", _NUMBERS, "Ед.", "Норма", "Оценка")
    return _table(columns, drawn, [TEXT_WIDTH * share for share in shares])
