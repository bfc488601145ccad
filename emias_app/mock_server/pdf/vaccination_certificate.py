"""«Сертификат о профилактических прививках» on paper, in Russian and English (product.md §8).

The set of columns follows the paper form 156/у-93; their order and the English are ours [model].
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.platypus import KeepTogether, Spacer, Table, TableStyle

from emias_app.domain.latin import in_latin
from emias_app.domain.reference import vaccination_calendar
from emias_app.domain.vaccination import DOSE_TITLES, Given, dose_code
from emias_app.domain.vaccination.english import DISEASES, dose_in_english
from emias_app.domain.wording import NBSP, lower_first
from emias_app.mock_server.pdf.drawings import Blank
from emias_app.mock_server.pdf.fonts import plain
from emias_app.mock_server.pdf.letterhead import letterhead, patient_box, title_of
from emias_app.mock_server.pdf.printed import PrintedPatient
from emias_app.mock_server.pdf.printer import print_story
from emias_app.mock_server.pdf.style import LINE, SHADE, TEXT_WIDTH
from emias_app.mock_server.pdf.tables import paragraph
from emias_app.models.base import Sex

TITLE = "Сертификат о профилактических прививках"
ENGLISH_TITLE = "Certificate of vaccination"
_COLUMNS = (
    ("Дата", "Date", 0.13),
    ("Против чего", "Against", 0.29),
    ("Доза", "Dose", 0.17),
    ("Вакцина, серия", "Vaccine, lot", 0.21),
    ("Где сделана", "Where given", 0.20),
)
_BY_PARENT = "Внесено родителем / Reported by the parent"
_NONE = "Записей о прививках нет / No vaccinations on record"


def print_certificate(given: Sequence[Given], patient: PrintedPatient, *, organisation: str, day: date) -> bytes:
    """The PDF: every vaccination in the order of the days, whose record or whose word it is, and room to sign."""
    sex = "male" if patient.sex is Sex.MALE else "female"
    english = f"{in_latin(patient.full_name)}, date of birth {patient.birth_date.isoformat()}, {sex}"
    story: list[Any] = [
        letterhead(organisation, ("По форме 156/у-93", "Based on form 156/u-93")),
        *title_of(TITLE),
        paragraph(ENGLISH_TITLE, "label"),
        Spacer(0, 8),
        patient_box(patient, day),
        Spacer(0, 4),
        paragraph(english, "small"),
        Spacer(0, 10),
        _table(given) if given else paragraph(_NONE, "body"),
        KeepTogether([Spacer(0, 22), _signatures(day)]),
    ]
    return print_story(story, TITLE, organisation, patient)


def _table(given: Sequence[Given]) -> Any:
    heads = [[paragraph(russian, "column"), paragraph(english, "small")] for russian, english, _ in _COLUMNS]
    return Table(
        [heads, *(_row(one) for one in sorted(given, key=lambda one: one.day))],
        colWidths=[TEXT_WIDTH * share for *_, share in _COLUMNS],
        repeatRows=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.5, LINE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        ),
    )


def _row(one: Given) -> list[Any]:
    known = vaccination_calendar()["targets"]
    russian = _listed([known[target]["ru"] if target in known else target for target in one.targets])
    english = _listed([DISEASES.get(target, target) for target in one.targets])
    dose = DOSE_TITLES.get(dose_code(one.dose), one.dose)
    product = [one.product or "—", *([f"серия {one.series}"] if one.series else [])]
    place = _BY_PARENT if one.by_parent else one.organisation or "—"
    return [
        paragraph(f"{one.day:%d.%m.%Y}", "value"),
        [paragraph(russian, "value"), paragraph(english, "small")],
        [paragraph(dose or "—", "value"), paragraph(dose_in_english(one.dose), "small")],
        [paragraph(product[0], "value"), *(paragraph(line, "small") for line in product[1:])],
        paragraph(place, "value"),
    ]


def _listed(names: Sequence[str]) -> str:
    """«Корь, краснуха, эпидемический паротит»; the letter of a type stays with its word."""
    told = ", ".join([*names[:1], *(lower_first(name) for name in names[1:])])
    return told.replace("типа b", f"типа{NBSP}b").replace("type b", f"type{NBSP}b")


def _signatures(day: date) -> Any:
    role = [paragraph("Медицинский работник", "strong"), paragraph("Health worker", "small")]
    return Table(
        [
            [
                role,
                Blank("подпись / signature"),
                Blank("место печати / stamp"),
                Blank("дата / date", plain(f"{day:%d.%m.%Y}")),
            ]
        ],
        colWidths=[TEXT_WIDTH * share for share in (0.28, 0.24, 0.26, 0.22)],
        rowHeights=[38],
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (0, -1), 0)]),
    )
