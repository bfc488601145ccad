"""A document as an A4 PDF: the same bytes for the same document, whenever it is made."""

from __future__ import annotations

import io
import threading
from typing import Any

from PIL import Image as Picture
from PIL import ImageOps
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, Image, KeepTogether, PageTemplate, Paragraph, Spacer

from emias_app.mock_server.pdf.blocks import flowables
from emias_app.mock_server.pdf.fonts import MEDIUM, REGULAR, plain
from emias_app.mock_server.pdf.letterhead import (
    SYNTHETIC,
    day_of,
    doctors_line,
    form_of,
    letterhead,
    patient_box,
    summary_of,
    title_of,
)
from emias_app.mock_server.pdf.printed import PrintedPatient
from emias_app.mock_server.pdf.style import (
    ACCENT,
    BOTTOM,
    FIRST_TOP,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    SIDE,
    TEXT_WIDTH,
    TOP,
    styles,
)
from emias_app.mock_server.pdf.tables import splits_rows
from emias_app.models.document import ConclusionBlock, Document

__all__ = ["SYNTHETIC", "PrintedPatient", "print_document", "print_picture", "print_story"]

#: The longest side of a picture on paper, in pixels: 200 dots an inch over an A4 sheet.
_MOST_PIXELS = 2_300
#: A registered font serves one document at a time.
_ONE_AT_A_TIME = threading.Lock()


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Holds the pages back until their number is known, then writes «стр. 1 из 2» on each."""

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
            self.drawRightString(PAGE_WIDTH - SIDE, BOTTOM - 18, f"стр. {number} из {len(self._pages)}")
            super().showPage()
        super().save()


def print_document(document: Document, patient: PrintedPatient) -> bytes:
    """The PDF of a document; a page takes some 10 ms."""
    story: list[Any] = [
        letterhead(document.organisation, form_of(document.paper)),
        *title_of(document.title, day_of(document), document.paper),
        patient_box(patient, document.date),
        *summary_of(document.summary, document.summary_text),
    ]
    for block in document.blocks:
        story.extend(flowables(block))
    signed = doctors_line(document)
    # A signature never stands on a page of its own, where what it signs is short.
    last = [story.pop()] if signed and (isinstance(story[-1], Paragraph) or _ends_shortly(document)) else []
    story.append(KeepTogether([*last, *signed]))
    return print_story(story, document.title, document.organisation, patient)


def _ends_shortly(document: Document) -> bool:
    end = document.blocks[-1] if document.blocks else None
    return isinstance(end, ConclusionBlock) and not splits_rows([end.text])


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
    room = PAGE_HEIGHT - FIRST_TOP - BOTTOM - 190
    scale = min(TEXT_WIDTH / picture.width, room / picture.height)
    drawn = Image(jpeg, picture.width * scale, picture.height * scale)
    story = [letterhead(organisation), *title_of(title), patient_box(patient), Spacer(0, 10), drawn]
    return print_story(story, title, organisation, patient)


def print_story(story: list[Any], title: str, organisation: str, patient: PrintedPatient) -> bytes:
    """Whatever flows down A4 pages: the story brings its letterhead, every further page has a running head.

    Every page has a number and says at its foot that nothing on it is real.
    """
    styles()
    out = io.BytesIO()

    def foot(canvas: Any, template: Any) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(SIDE, BOTTOM - 18, SYNTHETIC)

    def furnish(canvas: Any, template: Any) -> None:
        _running_head(canvas, organisation, title, patient.short_line)
        foot(canvas, template)

    def sheet(name: str, top: float, on_page: Any) -> Any:
        frame = Frame(SIDE, BOTTOM, TEXT_WIDTH, PAGE_HEIGHT - top - BOTTOM, 0, 0, 0, 0)
        return PageTemplate(name, frames=[frame], onPage=on_page, autoNextPageTemplate="next")

    template = BaseDocTemplate(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageTemplates=[sheet("first", FIRST_TOP, foot), sheet("next", TOP, furnish)],
        title=plain(f"{title}. {patient.full_name}"),
        author=plain(organisation),
        subject=SYNTHETIC,
        lang="ru-RU",
        invariant=1,
    )
    with _ONE_AT_A_TIME:
        template.build(story, canvasmaker=_NumberedCanvas)
    return out.getvalue()


def _running_head(canvas: Any, organisation: str, title: str, right: str) -> None:
    """What the paper is and whose, on every page after the first; what does not fit gives way."""
    top = PAGE_HEIGHT - 15 * 2.8346
    right = plain(right)
    canvas.setFont(MEDIUM, 8.5)
    canvas.setFillColor(ACCENT)
    room = TEXT_WIDTH - pdfmetrics.stringWidth(right, MEDIUM, 8.5) - 12
    left = plain(f"{organisation} · {title}")
    if pdfmetrics.stringWidth(left, MEDIUM, 8.5) > room:
        left = plain(title)
    while left and pdfmetrics.stringWidth(left, MEDIUM, 8.5) > room:
        left = f"{left[:-2].rstrip('… ')}…" if len(left) > 2 else ""
    canvas.drawString(SIDE, top, left)
    canvas.setFillColor(QUIET)
    canvas.drawRightString(PAGE_WIDTH - SIDE, top, right)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.line(SIDE, top - 7, PAGE_WIDTH - SIDE, top - 7)
