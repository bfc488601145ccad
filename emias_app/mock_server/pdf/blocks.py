"""Blocks of a document as things that flow down a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, Spacer, Table, TableStyle

from emias_app.domain.wording import long_day
from emias_app.mock_server.pdf.cardiogram import CardiogramSheet
from emias_app.mock_server.pdf.drawings import QrCode
from emias_app.mock_server.pdf.fonts import markup
from emias_app.mock_server.pdf.style import ACCENT, LINE, SHADE, TEXT_WIDTH, styles
from emias_app.mock_server.pdf.tables import (
    facts_table,
    form_table,
    lab_table,
    paragraph,
    splits_rows,
    table,
    timeline_table,
)
from emias_app.models.document import (
    Block,
    CardiogramBlock,
    ConclusionBlock,
    DiagnosisBlock,
    FactsBlock,
    FormBlock,
    LabTableBlock,
    LinkBlock,
    QrBlock,
    TableBlock,
    TextBlock,
    TimelineBlock,
)

_QR = 108
#: The heading of a table and its first rows.
_FEW_ROWS = 96


def flowables(block: Block) -> Iterator[Any]:
    """What one block puts on the page."""
    match block:
        case TextBlock():
            yield from _heading(block.heading)
            yield from (paragraph(line, "body") for line in block.text.splitlines() if line.strip())
        case FactsBlock():
            yield from _table_heading(block.heading)
            yield facts_table(block.items)
        case DiagnosisBlock():
            yield KeepTogether([*_heading(block.heading), _diagnosis(block)])
        case TableBlock():
            yield from _table_heading(block.heading)
            yield table(block.columns, block.rows)
        case LabTableBlock():
            yield Spacer(0, 10)
            yield paragraph(f"Норма для {block.norm_for}", "small")
            yield Spacer(0, 4)
            yield lab_table(block.rows)
        case ConclusionBlock():
            yield Spacer(0, 12)
            yield _conclusion(block)
        case FormBlock():
            yield from _table_heading(block.heading)
            yield form_table(block.items)
        case TimelineBlock():
            yield from _table_heading(block.heading)
            yield timeline_table(block.items)
        case CardiogramBlock():
            yield KeepTogether(
                [*_heading(block.heading), CardiogramSheet(block), paragraph(block.note, "small")],
            )
        case QrBlock():
            yield Spacer(0, 10)
            yield _qr(block)
        case LinkBlock():
            yield from _heading(block.heading)
            for link in block.items:
                yield paragraph(f"• {link.title}, {long_day(link.date)}", "body")


def _heading(text: str | None) -> list[Any]:
    """A block's heading; without one it keeps its distance."""
    return [paragraph(text, "heading")] if text else [Spacer(0, 7)]


def _table_heading(text: str | None) -> list[Any]:
    """A table's heading: room for a few rows under it, while the table itself may go on on the next page."""
    return [CondPageBreak(_FEW_ROWS), paragraph(text, "table heading")] if text else [Spacer(0, 7)]


def _diagnosis(block: DiagnosisBlock) -> Any:
    """«**J06.9** Острая инфекция верхних дыхательных путей (основной)»."""
    note = f" ({markup(block.note)})" if block.note else ""
    code = f'<font name="GolosText-SemiBold">{markup(block.code)}</font>'
    return Paragraph(f"{code} {markup(block.name)}{note}", styles()["body"])


def _conclusion(block: ConclusionBlock) -> Any:
    """The heading and the words on a ground of their own, a thick rule at their left."""
    is_long = splits_rows([block.text])
    lines = [paragraph(line, "conclusion") for line in block.text.splitlines() if line.strip()]
    return Table(
        [[paragraph(block.heading, "conclusion heading")], *([line] for line in lines)],
        colWidths=[TEXT_WIDTH],
        splitInRow=is_long,
        style=TableStyle(
            [
                *([] if is_long else [("NOSPLIT", (0, 0), (0, -1))]),
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("TOPPADDING", (0, 0), (-1, 0), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
            ]
        ),
    )


def _qr(block: QrBlock) -> Any:
    """The code in a frame, what it is for beside it."""
    return Table(
        [[QrCode(block.data, _QR), paragraph(block.caption, "strong")]],
        colWidths=[_QR + 16, TEXT_WIDTH - _QR - 16],
        splitByRow=0,
        style=TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.6, LINE),
                ("ROUNDEDCORNERS", [6, 6, 6, 6]),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ]
        ),
    )
