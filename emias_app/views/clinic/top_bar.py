"""The bar of the work place: where, who, in what role, the way out; under it the patient's band."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import flet as ft

from emias_app.models.clinic import ClinicPatient, Staff
from emias_app.views import ids
from emias_app.views.clinic.faces import patient_face, patient_line, patient_name, staff_line
from emias_app.views.components.buttons import text_button
from emias_app.views.components.child import avatar
from emias_app.views.components.logo import logo
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.components.text import text
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

#: Height of both bars at the usual text size.
BAR = 72


def top_bar(look: Look, staff: Staff, on_logout: Handler, mark: ft.Control | None = None) -> ft.Control:
    """72 high; on a narrow window the organisation and the person go under the title, large text needs their room."""
    p = look.palette
    is_tight = look.is_compact and look.has_large_text
    title = ft.Semantics(header=True, content=text(words.WORKPLACE, Role.TITLE_MEDIUM, p.on_surface))
    place = text(staff.organisation, Role.BODY_MEDIUM, p.on_surface_variant)
    who = text(staff_line(staff), Role.BODY_MEDIUM, p.on_surface_variant)
    out = icon_button(look, ft.Icons.LOGOUT, identifier=ids.CLINIC_LOGOUT, label=words.LOGOUT, on_click=on_logout)
    marks = [mark] if mark else []
    if look.is_wide and not look.has_large_text:
        left: ft.Control = ft.Row([title, ft.Container(place, expand=True)], spacing=Space.ICON_TO_TEXT, expand=True)
        right = [*marks, who, out]
    elif not look.is_compact and not look.has_large_text:
        left = ft.Column([title, place], spacing=0, tight=True, expand=True)
        right = [*marks, who, out]
    else:
        left = ft.Column([title, *([] if is_tight else [place]), who], spacing=0, tight=True, expand=True)
        right = [*marks, out]
    return _bar(look, [*([] if is_tight else [logo(look, 40)]), left, *right], p.surface_container, end=12)


def patient_band(
    look: Look, patient: ClinicPatient, today: date, *, back: str, on_back: Callable[..., object]
) -> ft.Control:
    """Whose form it is, in the patient's colour, and the way back."""
    face = patient_face(patient, today)
    colour = face.colours(look)
    said = ft.Column(
        [
            ft.Semantics(header=True, content=text(patient_name(patient), Role.TITLE_LARGE, colour.on_container)),
            text(patient_line(patient, today), Role.BODY_MEDIUM, colour.on_container),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    way = text_button(
        look,
        back,
        identifier=ids.CLINIC_BACK,
        on_click=on_back,
        icon=ft.Icons.ARROW_BACK,
        color=colour.on_container,
    )
    if look.is_compact:
        way = icon_button(
            look,
            ft.Icons.ARROW_BACK,
            identifier=ids.CLINIC_BACK,
            label=back,
            on_click=on_back,
            color=colour.on_container,
        )
        return _bar(look, [way, avatar(look, face, 40), said], colour.container, f"band-{patient.id}")
    return _bar(look, [avatar(look, face, 48), said, way], colour.container, f"band-{patient.id}", end=12)


def _bar(look: Look, controls: list[ft.Control], back: str, key: str | None = None, *, end: int = 0) -> ft.Control:
    """``end``: how much of the last button's own padding stands outside the margin."""
    return ft.Container(
        ft.SafeArea(
            ft.Row(
                [
                    ft.Row(
                        controls,
                        spacing=Space.ICON_TO_TEXT,
                        expand=True,
                        vertical_alignment=ft.CrossAxisAlignment.CENTER,
                    ),
                    ft.Container(width=0, height=BAR - 16),
                ],
                spacing=0,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            avoid_intrusions_bottom=False,
        ),
        key=key,
        bgcolor=back,
        padding=ft.Padding.only(left=look.margin, right=look.margin - end, top=8, bottom=8),
    )
