"""The patients of the journal: a table where there is room, rows elsewhere; each is one target."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.clinic import ClinicPatient
from emias_app.state.clinic_journal import Found
from emias_app.views import ids
from emias_app.views.clinic.faces import masked_oms, patient_age, patient_face, patient_line, patient_name
from emias_app.views.components.card import chevron, hairline
from emias_app.views.components.child import avatar
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence, short_date
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

#: The extra menu beside the list; columns of the table in dp, the name takes what is left.
MENU = 320
_BORN, _AGE, _SEX, _OMS = 112, 128, 84, 96
_TABLE_NEEDS = 800

Open = Callable[[UUID], Awaitable[object]]


def has_side_menu(look: Look) -> bool:
    """Whether the extra menu stands beside the list; else it is a sheet."""
    return look.is_wide and not look.has_large_text


def patients_list(
    look: Look, found: Found, marked: UUID | None, today: date, chosen: object, on_open: Open, *, has_menu: bool
) -> tuple[list[ft.Control], list[ft.Control]]:
    """The head of the table (none above plain rows) and the rows with hairlines.

    ``marked`` is where the arrow keys are, ``chosen`` whose menu is open.
    """
    room = look.width - 2 * look.margin - (MENU + Space.WIDE_MARGIN if has_menu and has_side_menu(look) else 0)
    is_table = room >= _TABLE_NEEDS and not look.has_large_text
    make = _table_row if is_table else _plain_row
    head = [_head(look), hairline(look)] if is_table else []
    lines: list[ft.Control] = []
    for number, patient in enumerate(found.patients):
        if number:
            lines.append(hairline(look))
        is_on = patient.id in (chosen, marked)
        lines.append(make(look, patient, today, is_on, _opening(on_open, patient.id)))
    if found.total > len(found.patients) and not found.has_more:
        said = words.MANY.format(count=len(found.patients))
        note = text(said, Role.BODY_MEDIUM, look.palette.on_surface_variant)
        lines += [hairline(look), ft.Container(note, padding=Space.MARGIN)]
    return head, lines


def _opening(on_open: Open, patient_id: UUID) -> Callable[..., Awaitable[None]]:
    async def opening(_event: object) -> None:
        await on_open(patient_id)

    return opening


def _plain_row(
    look: Look, patient: ClinicPatient, today: date, is_on: bool, on_open: Callable[..., Awaitable[None]]
) -> ft.Control:
    return list_row(
        look,
        patient_name(patient),
        patient_line(patient, today),
        identifier=ids.CLINIC_PATIENT(patient.id),
        on_open=on_open,
        lead=avatar(look, patient_face(patient, today), 40),
        selected=is_on,
        key=str(patient.id),
    )


def _table_row(
    look: Look, patient: ClinicPatient, today: date, is_on: bool, on_open: Callable[..., Awaitable[None]]
) -> ft.Control:
    p = look.palette
    name = ft.Row(
        [
            avatar(look, patient_face(patient, today), 32),
            ft.Container(text(patient_name(patient), Role.ROW_TITLE, p.on_surface), expand=True),
        ],
        spacing=12,
    )
    born, age = short_date(patient.birth_date), patient_age(patient, today)
    cells = [
        name,
        text(born, Role.BODY_MEDIUM, p.on_surface, tabular=True),
        text(age, Role.BODY_MEDIUM, p.on_surface),
        text(words.SEXES[patient.sex.value], Role.BODY_MEDIUM, p.on_surface),
        text(masked_oms(patient), Role.BODY_MEDIUM, p.on_surface, tabular=True),
    ]
    return pressable(
        look,
        _cells(cells, chevron(look)),
        identifier=ids.CLINIC_PATIENT(patient.id),
        label=sentence(patient_name(patient), patient_line(patient, today)),
        on_click=on_open,
        selected=is_on,
        bgcolor=p.secondary_container if is_on else ft.Colors.TRANSPARENT,
        padding=ft.Padding.only(left=Space.WIDE_MARGIN, right=Space.MARGIN, top=12, bottom=12),
        key=str(patient.id),
    )


def _head(look: Look) -> ft.Control:
    titles = (words.NAME, words.BORN, words.AGE, words.SEX, words.OMS)
    cells = [text(title, Role.TABLE_HEAD, look.palette.on_surface_variant) for title in titles]
    return ft.Container(
        _cells(cells, ft.Container(width=24)),
        key="head",
        padding=ft.Padding.only(left=Space.WIDE_MARGIN, right=Space.MARGIN, top=12, bottom=12),
    )


def _cells(cells: Sequence[ft.Control], end: ft.Control) -> ft.Control:
    name, born, age, sex, oms = cells
    return ft.Row(
        [
            ft.Container(name, expand=True),
            ft.Container(born, width=_BORN),
            ft.Container(age, width=_AGE),
            ft.Container(sex, width=_SEX),
            ft.Container(oms, width=_OMS),
            end,
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
