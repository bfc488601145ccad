"""The registrar's door to the form: the extra menu of the journal, for the patient whose row is chosen."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.models.clinic import ClinicPatient
from emias_app.state._loadable import Failed, Loading, Ready
from emias_app.state.clinic_access import PatientDesk
from emias_app.state.place import ClinicAccess
from emias_app.views import ids
from emias_app.views.clinic.faces import patient_face, patient_line, patient_name
from emias_app.views.components.boundary import component
from emias_app.views.components.card import card, hairline
from emias_app.views.components.child import avatar
from emias_app.views.components.feedback import Skeleton, bone, failure
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import Handler
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.going import Go, to
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space


def extra_menu(look: Look, patient: PatientDesk | None, today: date, go: Go) -> ft.Control:
    """The menu as a card beside the journal; with nobody chosen it says what it is for."""
    if patient is None:
        body: ft.Control = _nobody(look)
    else:
        body = ExtraMenu(look, patient, today, go, key=f"menu-{patient.patient_id}")
    p = look.palette
    title = ft.Semantics(header=True, content=text(words.EXTRA_MENU, Role.TITLE_MEDIUM, p.on_surface))
    return card(
        look,
        ft.Column(
            [ft.Container(title, padding=ft.Padding.only(left=16, right=16, top=20, bottom=12)), body],
            spacing=0,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=0,
    )


@component
def ExtraMenuSheet(  # noqa: N802
    look: Look, patient: PatientDesk | None, today: date, go: Go, on_close: Handler
) -> ft.Control:
    """The same as a sheet; closing it leads back to the journal."""

    is_gone = ft.use_ref(False)

    def go_away() -> None:
        is_gone.current = True

    async def dismissed(_event: object) -> None:
        # A sheet that goes with its screen, or as the window widens, is told of like one that a person closed.
        if not is_gone.current:
            await on_close()

    ft.use_effect(lambda: None, [], cleanup=go_away)

    shown = (
        sheet(
            look,
            [ExtraMenu(look, patient, today, go, key=f"menu-{patient.patient_id}")],
            on_dismiss=dismissed,
            title=words.EXTRA_MENU,
            padding=0,
        )
        if patient is not None
        else None
    )
    ft.use_dialog(shown)
    return ft.Container(width=0, height=0)


@component
def ExtraMenu(look: Look, patient: PatientDesk, today: date, go: Go) -> ft.Control:  # noqa: N802
    """Who is chosen, and what can be done for them."""

    async def retry(_event: object) -> None:
        await patient.retry(with_access=False)

    match patient.patient:
        case Ready(value):
            return _entries(look, value, today, go)
        case Failed(error):
            return failure(look, error, on_retry=retry, retry_id=ids.CLINIC_MENU_RETRY, error_id=ids.CLINIC_MENU_ERROR)
        case Loading():
            return Skeleton(look, lambda: ft.Container(bone(look, None, 64), padding=16), key="menu-soon")  # type: ignore[no-any-return]


def _entries(look: Look, patient: ClinicPatient, today: date, go: Go) -> ft.Control:
    p = look.palette
    who = ft.Row(
        [
            avatar(look, patient_face(patient, today), 48),
            ft.Column(
                [
                    text(patient_name(patient), Role.TITLE_SMALL, p.on_surface),
                    text(patient_line(patient, today), Role.BODY_MEDIUM, p.on_surface_variant),
                ],
                spacing=0,
                tight=True,
                expand=True,
            ),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return ft.Column(
        [
            ft.Container(who, padding=ft.Padding.only(left=16, right=16, bottom=16)),
            hairline(look),
            list_row(
                look,
                words.ACCESS,
                words.ACCESS_LINE,
                identifier=ids.CLINIC_ACCESS,
                on_open=to(go, ClinicAccess(patient.id)),
                icon=ft.Icons.VPN_KEY_OUTLINED,
            ),
        ],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _nobody(look: Look) -> ft.Control:
    p = look.palette
    said = ft.Column(
        [
            text(words.EXTRA_MENU_TITLE, Role.TITLE_SMALL, p.on_surface),
            text(words.EXTRA_MENU_TEXT, Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
    )
    return ft.Container(said, padding=ft.Padding.only(left=16, right=16, bottom=Space.WIDE_MARGIN))
