"""The staff's sign-in: login and password, no SMS; the demo's staff above them."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.clinic import ClinicState
from emias_app.state.ports import DemoPerson
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.card import rows_card, tile
from emias_app.views.components.form_field import FormField
from emias_app.views.components.logo import logo_with_name
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.text import headline, text
from emias_app.views.entry.frame import entry_frame
from emias_app.views.format import sentence
from emias_app.views.ids import tagged
from emias_app.views.strings import auth, demo
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space


@component
def StaffLogin(look: Look, state: ClinicState, on_parent: Handler, mark: ft.Control | None) -> ft.Control:  # noqa: N802
    """Wires the sign-in; what is typed stays here through every error."""
    login, set_login = ft.use_state("")
    password, set_password = ft.use_state("")

    async def submit(_event: object = None) -> None:
        await state.sign_in(login, password)

    p = look.palette
    notice = state.notice
    fields = [
        FormField(
            look,
            words.LOGIN,
            login,
            set_login,
            identifier=ids.CLINIC_LOGIN,
            error=state.login_error,
            on_submit=submit,
            autofill=[ft.AutofillHint.USERNAME],
            autofocus=not state.people,
        ),
        FormField(
            look,
            words.PASSWORD,
            password,
            set_password,
            identifier=ids.CLINIC_PASSWORD,
            error=state.password_error,
            on_submit=submit,
            is_password=True,
            reveal_id=ids.CLINIC_REVEAL,
            autofill=[ft.AutofillHint.PASSWORD],
        ),
    ]
    wrong = [tagged(ids.CLINIC_LOGIN_ERROR, banner(look, Tone.ERROR, state.error), live=True)] if state.error else []
    form = ft.Column(
        [
            ft.AutofillGroup(_stretched(fields)),
            *wrong,
            primary_button(look, words.SUBMIT, identifier=ids.CLINIC_SUBMIT, on_click=submit, busy=state.is_busy),
            text_button(look, words.PARENT_DOOR, identifier=ids.CLINIC_LOGIN_PARENT, on_click=on_parent),
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    head = ft.Row([ft.Container(logo_with_name(look, words.FOR_STAFF), expand=True), *([mark] if mark else [])])
    why = [ft.Container(banner(look, Tone.INFO, notice, live=True), padding=ft.Padding.only(top=24))] if notice else []
    title: list[ft.Control] = [
        ft.Container(height=24 if state.people else 48),
        ft.Semantics(header=True, content=headline(look, words.STAFF_DOOR, Role.HEADLINE_MEDIUM, p.on_surface)),
        ft.Container(height=8),
        text(words.LOGIN_LEAD, Role.BODY_LARGE, p.on_surface_variant),
        ft.Container(height=24),
    ]
    foot = [text(auth.FOOT, Role.BODY_SMALL, p.on_surface_variant, align=ft.TextAlign.CENTER)] if state.people else []
    return entry_frame(look, [head, *why, *title, *_staff(look, state), form], foot=foot)


def _staff(look: Look, state: ClinicState) -> list[ft.Control]:
    """Who to be in the demo; one tap signs in."""
    if not state.people:
        return []
    p = look.palette

    def row(person: DemoPerson) -> ft.Control:
        async def choose(_event: object) -> None:
            await state.sign_in_as(person.login)

        said = ft.Column(
            [
                text(person.short_name, Role.TITLE_SMALL, p.on_surface),
                text(person.line, Role.BODY_MEDIUM, p.on_surface_variant),
            ],
            spacing=0,
            tight=True,
            expand=True,
        )
        return pressable(
            look,
            ft.Row([tile(look, ft.Icons.BADGE_OUTLINED), said], spacing=12),
            identifier=ids.CLINIC_DEMO(person.login),
            label=sentence(person.short_name, person.line),
            on_click=None if state.is_busy else choose,
            padding=ft.Padding.symmetric(vertical=10, horizontal=Space.INSIDE),
            key=person.login,
        )

    title = ft.Semantics(header=True, content=text(words.DEMO_STAFF, Role.TITLE_MEDIUM, p.on_surface))
    other = ft.Semantics(header=True, content=text(demo.OR_SIGN_IN, Role.TITLE_MEDIUM, p.on_surface))
    rows = rows_card(look, [row(one) for one in state.people], divider_left=Space.INSIDE + 40 + 12)
    warning = text(demo.DATA_WARNING, Role.BODY_MEDIUM, p.on_surface_variant)
    listed = _stretched([title, rows, ft.Container(height=8), other, warning], spacing=8)
    return [listed, ft.Container(height=16)]


def _stretched(controls: list[ft.Control], spacing: float = Space.MARGIN) -> ft.Column:
    return ft.Column(controls, spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
