"""Patients, staff and rows of the history in words. The screens only place these."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.ages import age_in
from emias_app.domain.identifiers import format_phone
from emias_app.domain.kinship import KIN_WORDS
from emias_app.domain.names import full_name, initials
from emias_app.models.base import Mark, Tone
from emias_app.models.clinic import ClinicPatient, CodeState, HistoryRow, Kinship, Staff
from emias_app.views.components.child import ChildFace
from emias_app.views.format import age_words, dotted, long_date, sentence, short_date
from emias_app.views.strings import clinic as words
from emias_app.views.theme import child_key

_MARKS: dict[CodeState, tuple[Tone, ft.IconData]] = {
    CodeState.SENT: (Tone.INFO, ft.Icons.SCHEDULE_SEND),
    CodeState.APPLIED: (Tone.SUCCESS, ft.Icons.CHECK_CIRCLE),
    CodeState.EXPIRED: (Tone.NEUTRAL, ft.Icons.TIMER_OFF),
    CodeState.REVOKED: (Tone.ERROR, ft.Icons.BLOCK),
}


def staff_line(staff: Staff) -> str:
    """«Регистратор Зайцева О. В.»"""
    return f"{words.ROLES[staff.role.value]} {initials(*staff.name.split(maxsplit=2))}"


def patient_name(patient: ClinicPatient) -> str:
    return full_name(patient.last_name, patient.first_name, patient.middle_name)


def patient_age(patient: ClinicPatient, today: date) -> str:
    age = age_in(patient.birth_date, max(today, patient.birth_date))
    return age_words(age.years, age.months, age.days)


def patient_face(patient: ClinicPatient, today: date) -> ChildFace:
    """The colour is the patient's own for good: a clinic knows no order of adding."""
    colour = child_key(patient.id.int)
    age = patient_age(patient, today)
    return ChildFace(patient.id, patient.first_name, age, long_date(patient.birth_date), colour)


def masked_oms(patient: ClinicPatient) -> str:
    """«•••• 4417»: enough to tell two children apart, no more."""
    return words.OMS_MASKED.format(last=patient.oms[-4:]) if patient.oms else words.OMS_NONE


def patient_line(patient: ClinicPatient, today: date) -> str:
    """«9 августа 2024 г., 2 года · полис •••• 4417»"""
    policy = words.OMS_SHORT.format(last=patient.oms[-4:]) if patient.oms else None
    return dotted(sentence(long_date(patient.birth_date), patient_age(patient, today)), policy)


def kin_name(kinship: Kinship) -> str:
    return full_name(kinship.last_name, kinship.first_name, kinship.middle_name)


def kin_line(kinship: Kinship) -> str:
    """«отец, 12.05.1988»"""
    return sentence(KIN_WORDS[kinship.relation], short_date(kinship.birth_date))


def row_kin(row: HistoryRow) -> str:
    return KIN_WORDS[row.kinship] if row.kinship else words.DASH


def row_mark(row: HistoryRow) -> tuple[Mark, ft.IconData] | None:
    """The state of the row's code with its icon; None for an access that needed no code."""
    if row.code_state is None:
        return None
    tone, icon = _MARKS[row.code_state]
    return Mark(tone=tone, text=words.CODE_STATES[row.code_state.value]), icon


def row_road(row: HistoryRow) -> str | None:
    """How an access without a code came to be."""
    return words.NO_CODE[row.source.value] if row.code_state is None and row.source else None


def row_start(row: HistoryRow) -> str:
    return short_date(moscow_day(row.start)) if row.start else words.DASH


def row_end(row: HistoryRow) -> str:
    return short_date(row.end) if row.end else words.DASH


def row_is_closed(row: HistoryRow) -> bool:
    """An access that was there and is over, as against a code nobody redeemed."""
    return not row.is_live and row.grant_id is not None


def row_spoken(row: HistoryRow) -> str:
    """The row as one sentence."""
    mark = row_mark(row)
    return sentence(
        row.relative,
        row_kin(row) if row.kinship else None,
        format_phone(row.phone),
        mark[0].text if mark else row_road(row),
        words.SPOKEN_START.format(day=row_start(row)) if row.start else None,
        words.SPOKEN_END.format(day=row_end(row)) if row.end else None,
        words.SPOKEN_REASON.format(reason=row.reason) if row.reason else None,
        words.CLOSED if row_is_closed(row) else None,
    )
