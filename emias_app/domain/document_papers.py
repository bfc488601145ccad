"""What a doctor writes out, as documents: certificates, prescriptions, referrals; each true to the day it is read."""

from __future__ import annotations

from datetime import date

from emias_app.domain.document_blocks import (
    Content,
    Patient,
    conclusion,
    diagnoses,
    fact,
    facts,
    form,
    measurements,
    table,
)
from emias_app.domain.wording import long_day
from emias_app.models.base import Mark, Tone
from emias_app.models.document import Block, QrBlock
from emias_app.models.records import Certificate, FormPart, Prescription, Referral

_VALID, _OVER = Mark(tone=Tone.SUCCESS, text="действует"), Mark(tone=Tone.NEUTRAL, text="срок истёк")


def until(day: date | None, today: date | None) -> Mark | None:
    """«действует» through the day itself, then «срок истёк»; None without a term or a today."""
    if day is None or today is None:
        return None
    return _VALID if today <= day else _OVER


def certificate(paper: Certificate, patient: Patient, today: date | None) -> Content:
    """The lines of the form, its further parts, and the ruling apart from them."""
    mark = until(paper.valid_until, today)
    return Content(
        [
            *form(
                None,
                fact("Фамилия, имя, отчество", patient.full_name),
                fact("Дата рождения", long_day(patient.birth_date)),
                fact("Для предъявления", paper.addressee),
                measurements(paper.facts),
                fact("Действует с", long_day(paper.valid_from) if paper.valid_from else None),
                fact("Действует до", long_day(paper.valid_until) if paper.valid_until else None),
            ),
            *(block for part in paper.parts for block in _part(part)),
            *conclusion("Заключение", paper.text),
        ],
        mark or paper.mark,
        f"До {long_day(paper.valid_until)}" if paper.valid_until and mark is _VALID else None,
    )


def _part(part: FormPart) -> list[Block]:
    """The lines and the table of one part under one heading."""
    lines = facts(part.heading, measurements(part.facts))
    return [*lines, *table(None if lines else part.heading, part.columns, part.rows)]


def prescription(paper: Prescription, patient: Patient, today: date | None) -> Content:
    """The code first, for the one who stands at the counter; then what is prescribed and how it is taken."""
    is_over = paper.state == "EXPIRED" or (today is not None and today > paper.valid_until)
    mark = Mark(tone=Tone.NEUTRAL, text="получен") if paper.state == "DISPENSED" else _OVER if is_over else _VALID
    caption = {
        "действует": "Покажите этот код в аптеке",
        "получен": "Лекарство по этому рецепту уже получено",
    }.get(mark.text, "Срок рецепта истёк, попросите врача выписать новый")
    code = QrBlock(caption=caption, data=f"EMIAS-DEMO:RX:{paper.number}")
    return Content(
        [
            code,
            *form(
                None,
                fact("Номер рецепта", paper.number),
                fact("Пациент", patient.full_name),
                fact("Дата рождения", long_day(patient.birth_date)),
                fact("Препарат", paper.medicine),
                fact("Действующее вещество", paper.inn_name),
                fact("Как принимать", paper.dose),
                fact("Количество", paper.quantity),
                fact("Выписан", long_day(paper.issued)),
                fact("Получите до", long_day(paper.valid_until)),
                fact("Оплата", "Бесплатно, льготный рецепт" if paper.discount else "За полную стоимость"),
            ),
        ],
        mark,
        f"Получите до {long_day(paper.valid_until)}" if mark is _VALID else None,
    )


def referral(paper: Referral, patient: Patient, today: date | None) -> Content:
    """Where to, what for, with which diagnosis and until when."""
    is_over = paper.state == "EXPIRED" or (today is not None and today > paper.valid_until)
    mark = Mark(tone=Tone.NEUTRAL, text="использовано") if paper.state == "USED" else _OVER if is_over else _VALID
    return Content(
        [
            *form(
                None,
                fact("Куда", paper.to),
                fact("Цель", paper.purpose),
                fact("Фамилия, имя, отчество", patient.full_name),
                fact("Дата рождения", long_day(patient.birth_date)),
                fact("Направившая организация", paper.organisation),
                fact("Действует до", long_day(paper.valid_until)),
            ),
            *diagnoses("Диагноз", [paper.diagnosis]),
        ],
        mark,
        f"До {long_day(paper.valid_until)}" if mark is _VALID else None,
    )
