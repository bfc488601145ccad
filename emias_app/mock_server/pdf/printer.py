"""A document as an A4 PDF: the same bytes for the same document, whenever it is made."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from datetime import date
from typing import Any

from PIL import Image as Picture
from PIL import ImageOps
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, Image, PageTemplate, Paragraph, Spacer, Table, TableStyle

from emias_app.domain.wording import long_day
from emias_app.mock_server.pdf.blocks import flowables, paragraph, pill
from emias_app.mock_server.pdf.fonts import MEDIUM, REGULAR, markup, plain
from emias_app.mock_server.pdf.style import (
    ACCENT,
    BOTTOM,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    SHADE,
    SIDE,
    TEXT_WIDTH,
    TONES,
    TOP,
    styles,
)
from emias_app.models.base import Sex
from emias_app.models.document import Document

#: Stands at the foot of every page.
SYNTHETIC = "Синтетические данные. Не является медицинским документом"
#: The longest side of a picture on paper, in pixels: 200 dots an inch over an A4 sheet.
_MOST_PIXELS = 2_300
#: A registered font serves one document at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class PrintedPatient:
    """Whose document it is, as its header says."""

    full_name: str
    birth_date: date
    sex: Sex

    @property
    def line(self) -> str:
        """«Морозов Артём Дмитриевич, 14 марта 2018 г. рождения, мужской пол»."""
        sex = "мужской пол" if self.sex is Sex.MALE else "женский пол"
        return f"{self.full_name}, {long_day(self.birth_date)} рождения, {sex}"


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Holds the pages back until their number is known, then writes «Страница 1 из 2» on each."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "invariant": 1})
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.setFont(REGULAR, 8)
            self.setFillColor(QUIET)
            self.drawRightString(PAGE_WIDTH - SIDE, BOTTOM - 18, f"Страница {number} из {len(self._pages)}")
            super().showPage()
        super().save()


def print_document(document: Document, patient: PrintedPatient) -> bytes:
    """The PDF of a document; a page takes some 10 ms."""
    story: list[Any] = [
        paragraph(document.title, "title"),
        paragraph(_when_and_who(document), "label"),
        Spacer(0, 6),
        _patient_box(patient),
        *_summary(document),
    ]
    for block in document.blocks:
        story.extend(flowables(block))
    if document.author:
        role = f", {document.author_role}" if document.author_role else ""
        story += [Spacer(0, 14), paragraph(f"Врач: {document.author}{role}", "strong")]
    return print_story(story, document.title, document.organisation, patient)


def print_picture(content: bytes, *, title: str, organisation: str, patient: PrintedPatient) -> bytes:
    """An uploaded picture as one page; raises :class:`ValueError` where it cannot be read."""
    try:
        with Picture.open(io.BytesIO(content)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, Picture.DecompressionBombError) as error:
        raise ValueError("not a picture") from error
    picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=88)
    jpeg.seek(0)
    room = PAGE_HEIGHT - TOP - BOTTOM - 90
    scale = min(TEXT_WIDTH / picture.width, room / picture.height)
    drawn = Image(jpeg, picture.width * scale, picture.height * scale)
    story = [paragraph(title, "title"), Spacer(0, 6), _patient_box(patient), Spacer(0, 10), drawn]
    return print_story(story, title, organisation, patient)


def print_story(story: list[Any], title: str, organisation: str, patient: PrintedPatient) -> bytes:
    """Whatever flows down A4 pages, between the head and the foot that all our papers have."""
    styles()
    out = io.BytesIO()

    def furnish(canvas: Any, template: Any) -> None:
        _header(canvas, title if canvas.getPageNumber() > 1 else None, organisation)
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(SIDE, BOTTOM - 18, SYNTHETIC)

    frame = Frame(SIDE, BOTTOM, TEXT_WIDTH, PAGE_HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    template = BaseDocTemplate(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageTemplates=[PageTemplate(frames=[frame], onPage=furnish)],
        title=plain(f"{title}. {patient.full_name}"),
        author=plain(organisation),
        subject=SYNTHETIC,
        lang="ru-RU",
        invariant=1,
    )
    with _ONE_AT_A_TIME:
        template.build(story, canvasmaker=_NumberedCanvas)
    return out.getvalue()


def _header(canvas: Any, title: str | None, organisation: str) -> None:
    top = PAGE_HEIGHT - 15 * 2.8346
    right = "Медкарта ребёнка"
    canvas.setFont(MEDIUM, 9.5)
    canvas.setFillColor(ACCENT)
    left = plain(organisation if title is None else f"{organisation} · {title}")
    room = TEXT_WIDTH - pdfmetrics.stringWidth(right, MEDIUM, 9.5) - 12
    while left and pdfmetrics.stringWidth(left, MEDIUM, 9.5) > room:
        left = f"{left[:-2].rstrip('… ')}…" if len(left) > 2 else ""
    canvas.drawString(SIDE, top, left)
    canvas.setFillColor(QUIET)
    canvas.drawRightString(PAGE_WIDTH - SIDE, top, right)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.line(SIDE, top - 7, PAGE_WIDTH - SIDE, top - 7)


def _when_and_who(document: Document) -> str:
    when = long_day(document.date) + (f", {document.time}" if document.time else "")
    return f"{when} · {document.organisation}"


def _patient_box(patient: PrintedPatient) -> Any:
    return Table(
        [[paragraph("Пациент", "small")], [paragraph(patient.line, "strong")]],
        colWidths=[TEXT_WIDTH],
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("ROUNDEDCORNERS", [6, 6, 6, 6]),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, 0), 7),
                ("BOTTOMPADDING", (0, 0), (-1, 0), 0),
                ("TOPPADDING", (0, 1), (-1, 1), 0),
                ("BOTTOMPADDING", (0, 1), (-1, 1), 8),
            ]
        ),
    )


def _summary(document: Document) -> list[Any]:
    if document.summary is None:
        return [paragraph(document.summary_text, "body")] if document.summary_text else []
    if not document.summary_text:
        return [Spacer(0, 8), pill(document.summary)]
    ground, ink = TONES[document.summary.tone]
    colour = ink.hexval().replace("0x", "#")
    box = Table(
        [
            [Paragraph(f'<font color="{colour}">{markup(document.summary.text)}</font>', styles()["strong"])],
            [Paragraph(f'<font color="{colour}">{markup(document.summary_text)}</font>', styles()["value"])],
        ],
        colWidths=[TEXT_WIDTH],
        splitInRow=1,
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), ground),
                ("ROUNDEDCORNERS", [6, 6, 6, 6]),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, 0), 8),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
            ]
        ),
    )
    return [Spacer(0, 8), box]
