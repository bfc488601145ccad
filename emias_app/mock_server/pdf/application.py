"""«Заявка на предоставление доступа к электронной медицинской карте ребенка» on paper (product.md §7).

The set of fields is ours [model]: the service's own form is not public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import KeepTogether, Spacer, Table, TableStyle

from emias_app.domain.declension import genitive
from emias_app.domain.identifiers import format_phone
from emias_app.domain.kinship import KIN_WORDS
from emias_app.domain.names import full_name
from emias_app.domain.wording import long_day
from emias_app.mock_server.pdf.drawings import Blank, MarkLine
from emias_app.mock_server.pdf.fonts import plain
from emias_app.mock_server.pdf.letterhead import letterhead, title_of
from emias_app.mock_server.pdf.printed import PrintedPatient
from emias_app.mock_server.pdf.printer import print_story
from emias_app.mock_server.pdf.style import LINE, TEXT_WIDTH
from emias_app.mock_server.pdf.tables import paragraph
from emias_app.mock_server.store.schema import KinshipRow, PatientRow
from emias_app.models.base import Mark, Sex, Tone
from emias_app.models.clinic import KinRelation

TITLE = "Заявка на предоставление доступа к электронной медицинской карте ребенка"
_LABEL_WIDTH = TEXT_WIDTH * 0.34


@dataclass(frozen=True, repr=False)
class Application:
    """What the form is filled with."""

    organisation: str
    child: PrintedPatient
    child_first_name: str
    oms: str | None
    relative: str
    relative_birth: date
    kinship: str
    phone: str
    day: date


def application_of(patient: PatientRow, kin: KinshipRow, day: date) -> Application:
    """The form for one relative of a patient."""
    name = full_name(patient.last_name, patient.first_name, patient.middle_name)
    return Application(
        organisation=patient.organisation,
        child=PrintedPatient(name, patient.birth_date, Sex(patient.sex)),
        child_first_name=patient.first_name,
        oms=patient.oms,
        relative=full_name(kin.last_name, kin.first_name, kin.middle_name),
        relative_birth=kin.birth_date,
        kinship=KIN_WORDS[KinRelation(kin.relation)],
        phone=kin.phone,
        day=day,
    )


def print_application(form: Application) -> bytes:
    """The PDF: one A4 page, what the clinic knows filled in, the rest as lines to write on."""
    child = form.child
    whose = genitive(form.child_first_name, child.sex)
    story: list[Any] = [
        letterhead(form.organisation),
        *title_of(TITLE),
        MarkLine(Mark(tone=Tone.WARN, text="Образец на синтетических данных, не подавать")),
        paragraph("Заявитель (представитель ребенка)", "heading"),
        _fields(
            ("Фамилия, имя, отчество", form.relative),
            ("Дата рождения", long_day(form.relative_birth)),
            ("Родственная связь", form.kinship),
            ("Телефон для кода доступа", format_phone(form.phone)),
            ("Документ, удостоверяющий личность", None),
            ("Серия и номер", None),
            ("Кем и когда выдан", None),
        ),
        paragraph("Ребенок (пациент)", "heading"),
        _fields(
            ("Фамилия, имя, отчество", child.full_name),
            ("Дата рождения", long_day(child.birth_date)),
            ("Пол", "мужской" if child.sex is Sex.MALE else "женский"),
            ("Полис ОМС", form.oms),
            ("Медицинская организация", form.organisation),
        ),
        paragraph("Прошу", "heading"),
        paragraph(
            f"Предоставить мне доступ к электронной медицинской карте {whose} и направить код доступа по СМС на "
            "указанный телефон. Мне известно, что:",
            "body",
        ),
        *(
            paragraph(f"• {line}", "body")
            for line in (
                "код действует 72 часа, вводится один раз, и передавать его другим людям нельзя;",
                "доступ действует до 18 лет ребенка или до дня, когда он станет полностью дееспособным;",
                "поликлиника может отозвать доступ, указав причину;",
                "каждый просмотр карты записывается, и второй родитель видит эти записи.",
            )
        ),
        paragraph("Сведения верны. На обработку указанных здесь персональных данных согласен (согласна).", "body"),
        KeepTogether([Spacer(0, 12), _signatures(form)]),
    ]
    return print_story(story, TITLE, form.organisation, child)


def _fields(*rows: tuple[str, str | None]) -> Any:
    """Labels with what is known; a line to write on where nothing is."""
    return Table(
        [[paragraph(label, "label"), paragraph(value, "value") if value else ""] for label, value in rows],
        colWidths=[_LABEL_WIDTH, TEXT_WIDTH - _LABEL_WIDTH],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ("LINEBELOW", (1, 0), (1, -1), 0.6, LINE),
            ]
        ),
    )


def _signatures(form: Application) -> Any:
    return Table(
        [
            [paragraph("Заявитель", "strong"), Blank("подпись"), Blank("расшифровка подписи"), Blank("дата")],
            [
                paragraph("Заявку принял", "strong"),
                Blank("подпись"),
                Blank("расшифровка подписи, должность"),
                Blank("дата", plain(f"{form.day:%d.%m.%Y}")),
            ],
        ],
        colWidths=[TEXT_WIDTH * share for share in (0.20, 0.22, 0.38, 0.20)],
        rowHeights=[34, 34],
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (0, -1), 0)]),
    )
