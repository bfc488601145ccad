"""The first page's head, the patient's box and the doctor's line: what makes a sheet a paper of a polyclinic."""

from __future__ import annotations

from datetime import date
from typing import Any

from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from emias_app.domain.ages import age_in
from emias_app.domain.wording import age_nominative, long_day
from emias_app.mock_server.pdf.drawings import Blank, Emblem, MarkLine
from emias_app.mock_server.pdf.fonts import markup
from emias_app.mock_server.pdf.printed import PrintedPatient
from emias_app.mock_server.pdf.style import ACCENT, LINE, SHADE, TEXT_WIDTH, TONES, styles
from emias_app.mock_server.pdf.tables import paragraph
from emias_app.models.base import Mark
from emias_app.models.document import Document, Paper

#: Stands at the foot of every page.
SYNTHETIC = "Синтетические данные. Не является медицинским документом"
_CARD = "Электронная медицинская карта ребенка"
#: How the names of those begin who are no doctors and give care themselves.
_NO_DOCTORS = ("медсестра", "медицинская сестра", "медбрат", "фельдшер", "акушерка", "лаборант")
_UNSIGNED = "Составлено в демонстрации. Электронной подписи нет"


def letterhead(organisation: str, lines: tuple[str, ...] = ()) -> Any:
    """Our mark and the organisation at the left, the form's lines at the right, a rule under both."""
    words = [paragraph(organisation, "organisation"), paragraph(_CARD, "small")]
    right = [paragraph(line, "paper") for line in lines]
    return Table(
        [[Emblem(), words, right]],
        colWidths=[36, TEXT_WIDTH * 0.6 - 36, TEXT_WIDTH * 0.4],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
                ("LINEBELOW", (0, 0), (-1, -1), 1.2, ACCENT),
            ]
        ),
    )


def form_of(paper: Paper | None) -> tuple[str, ...]:
    """The number of a form and the act that set it."""
    if paper is None or paper.number is None:
        return ()
    return (f"Форма №\u00a0{paper.number}", *([paper.act] if paper.act else []))


def title_of(title: str, when: str | None = None, paper: Paper | None = None) -> list[Any]:
    """What kind of paper it is, its title and its day."""
    over = [paragraph(paper.name, "over")] if paper and paper.name != title else []
    under = [paragraph(when, "label")] if when else []
    return [Spacer(0, 11), *over, paragraph(title, "title"), *under, Spacer(0, 8)]


def patient_box(patient: PrintedPatient, on: date | None = None) -> Any:
    """Name, birth date with the age on a day, sex: in one frame, each under its label."""
    born = long_day(patient.birth_date)
    if on is not None and on >= patient.birth_date:
        born += f" ({age_nominative(age_in(patient.birth_date, on))})"
    cells = [("Пациент", patient.full_name), ("Дата рождения", born), ("Пол", patient.sex_word)]
    return Table(
        [[[paragraph(label, "small"), paragraph(value, "strong")] for label, value in cells]],
        colWidths=[TEXT_WIDTH * share for share in (0.45, 0.39, 0.16)],
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("BOX", (0, 0), (-1, -1), 0.6, LINE),
                ("LINEBEFORE", (1, 0), (-1, -1), 0.6, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        ),
    )


def summary_of(mark: Mark | None, text: str | None) -> list[Any]:
    """What the document says in a word, with its sign, and in a sentence."""
    if mark is None:
        return [paragraph(text, "body")] if text else []
    if not text:
        return [Spacer(0, 8), MarkLine(mark, 10)]
    ground, ink = TONES[mark.tone]
    colour = ink.hexval().replace("0x", "#")
    sentence = Paragraph(f'<font color="{colour}">{markup(text)}</font>', styles()["value"])
    box = Table(
        [[MarkLine(mark, 9.5)], [sentence]],
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


def day_of(document: Document) -> str:
    """«18 ноября 2026 г., 09:10»."""
    return long_day(document.date) + (f", {document.time}" if document.time else "")


def doctors_line(document: Document) -> list[Any]:
    """«Врач · педиатр» or «Медсестра», a line, the name; beside it that nothing was signed."""
    if not document.author:
        return []
    head, role = signed_as(document.author_role)
    who = [paragraph(head, "strong"), *([paragraph(role, "small")] if role else [])]
    line = Table(
        [[who, Blank("подпись"), paragraph(document.author, "strong"), _stamp()]],
        colWidths=[TEXT_WIDTH * share for share in (0.24, 0.18, 0.3, 0.28)],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("LEFTPADDING", (2, 0), (2, 0), 10),
            ]
        ),
    )
    return [Spacer(0, 18), line]


def signed_as(role: str | None) -> tuple[str, str | None]:
    """How whoever made a record signs it: «Врач» with the speciality, or those who are no doctors by their own name."""
    if role and role.casefold().startswith(_NO_DOCTORS):
        return role, None
    return "Врач", role


def _stamp() -> Any:
    return Table(
        [[Paragraph(markup(_UNSIGNED), styles()["stamp"])]],
        style=TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.7, ACCENT),
                ("ROUNDEDCORNERS", [5, 5, 5, 5]),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        ),
    )
