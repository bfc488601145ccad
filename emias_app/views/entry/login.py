"""The first screen: demo people, login and password."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.ports import DemoPerson
from emias_app.state.sign_in import SignInState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.card import rows_card, tile
from emias_app.views.components.demo import demo_mark
from emias_app.views.components.form_field import FormField
from emias_app.views.components.logo import logo_with_name
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.text import text
from emias_app.views.entry.frame import COLUMN, entry_frame
from emias_app.views.format import sentence
from emias_app.views.ids import tagged
from emias_app.views.strings import auth, clinic, demo
from emias_app.views.theme import Look, Role, Space

#: From here the demo people stand in two columns, so that the fields below them are in view.
TWO_COLUMNS = 720


@component
def LoginScreen(  # noqa: N802
    look: Look,
    state: SignInState,
    on_about: Handler | None,
    on_back_to_pin: Handler | None,
    on_staff: Handler | None = None,
) -> ft.Control:
    """Wires the sign-in's first step; what is typed stays here through every error."""
    login, set_login = ft.use_state("")
    password, set_password = ft.use_state("")

    async def submit(_event: object = None) -> None:
        await state.sign_in(login, password)

    return LoginContent(  # type: ignore[no-any-return]
        look,
        state.people,
        notice=state.notice,
        login=login,
        password=password,
        login_error=state.login_error,
        password_error=state.password_error,
        error=state.error,
        is_busy=state.is_busy,
        on_login=set_login,
        on_password=set_password,
        on_submit=submit,
        on_person=state.sign_in_as,
        on_about=on_about,
        on_back_to_pin=on_back_to_pin,
        on_staff=on_staff,
    )


@component
def LoginContent(  # noqa: N802
    look: Look,
    people: tuple[DemoPerson, ...],
    *,
    notice: str | None,
    login: str,
    password: str,
    login_error: str | None,
    password_error: str | None,
    error: str | None,
    is_busy: bool,
    on_login: Callable[[str], object],
    on_password: Callable[[str], object],
    on_submit: Handler,
    on_person: Callable[[str], object],
    on_about: Handler | None,
    on_back_to_pin: Handler | None,
    on_staff: Handler | None = None,
) -> ft.Control:
    """Draws the mark, why the person is here, the demo people, and the form."""
    p = look.palette
    mark = [demo_mark(look, on_about)] if on_about else []
    head = ft.Row([ft.Container(logo_with_name(look), expand=True), *mark])
    why = [ft.Container(banner(look, Tone.INFO, notice, live=True), padding=ft.Padding.only(top=24))] if notice else []
    title = [
        ft.Container(height=24 if people else 64),
        ft.Semantics(header=True, content=text(auth.TITLE, Role.DISPLAY_SMALL, p.on_surface)),
        ft.Container(height=8),
        text(auth.LEAD, Role.BODY_LARGE, p.on_surface_variant),
        ft.Container(height=24),
    ]
    form: list[ft.Control] = [
        FormField(
            look,
            auth.LOGIN,
            login,
            on_login,
            identifier=ids.LOGIN_LOGIN,
            error=login_error,
            on_submit=on_submit,
            autofill=[ft.AutofillHint.USERNAME],
        ),
        FormField(
            look,
            auth.PASSWORD,
            password,
            on_password,
            identifier=ids.LOGIN_PASSWORD,
            error=password_error,
            on_submit=on_submit,
            is_password=True,
            reveal_id=ids.LOGIN_REVEAL,
            autofill=[ft.AutofillHint.PASSWORD],
        ),
    ]
    wrong = [tagged(ids.LOGIN_ERROR, banner(look, Tone.ERROR, error), live=True)] if error else []
    back = (
        [text_button(look, auth.BACK_TO_PIN, identifier=ids.LOGIN_BACK_TO_PIN, on_click=on_back_to_pin)]
        if on_back_to_pin
        else []
    )
    staff = (
        [text_button(look, clinic.STAFF_DOOR, identifier=ids.LOGIN_STAFF, on_click=on_staff, compact=True)]
        if on_staff
        else []
    )
    body = ft.Column(
        [
            ft.AutofillGroup(
                ft.Column(
                    form,
                    spacing=Space.MARGIN,
                    tight=True,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                )
            ),
            *wrong,
            primary_button(look, auth.SUBMIT, identifier=ids.LOGIN_SUBMIT, on_click=on_submit, busy=is_busy),
            *back,
            *staff,
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    foot = [text(auth.FOOT, Role.BODY_SMALL, p.on_surface_variant, align=ft.TextAlign.CENTER)] if people else []
    listed = [_people(look, people, on_person, is_busy), ft.Container(height=24)] if people else []
    column = TWO_COLUMNS if people and look.width > TWO_COLUMNS else COLUMN
    return entry_frame(look, [head, *why, *title, *listed, body], foot=foot, column_width=column)


def _people(
    look: Look, people: tuple[DemoPerson, ...], on_person: Callable[[str], object], is_busy: bool
) -> ft.Control:
    """Who to be, one line on each; one tap signs in as far as the SMS."""
    p = look.palette

    def row(number: int, person: DemoPerson) -> ft.Control:
        async def choose(_event: object) -> None:
            outcome = on_person(person.login)
            if hasattr(outcome, "__await__"):
                await outcome

        words = ft.Column(
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
            ft.Row([tile(look, ft.Icons.PERSON_OUTLINED, 32), words], spacing=12),
            identifier=ids.LOGIN_DEMO(number),
            label=sentence(person.short_name, person.line),
            on_click=None if is_busy else choose,
            padding=ft.Padding.symmetric(vertical=6, horizontal=Space.INSIDE),
            key=person.login,
        )

    rows = [row(number, person) for number, person in enumerate(people, start=1)]
    half = (len(rows) + 1) // 2 if look.width > TWO_COLUMNS else len(rows)
    parts = [part for part in (rows[:half], rows[half:]) if part]
    columns = [rows_card(look, part, divider_left=Space.INSIDE + 32 + 12) for part in parts]
    listed = (
        columns[0]
        if len(columns) == 1
        else ft.Row(
            [ft.Container(one, expand=True) for one in columns],
            spacing=Space.BETWEEN_CARDS,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    )
    return ft.Column(
        [
            ft.Semantics(header=True, content=text(demo.PEOPLE_TITLE, Role.TITLE_MEDIUM, p.on_surface)),
            text(demo.PEOPLE_LEAD, Role.BODY_MEDIUM, p.on_surface_variant),
            ft.Container(height=4),
            listed,
            ft.Container(height=16),
            ft.Semantics(header=True, content=text(demo.OR_SIGN_IN, Role.TITLE_MEDIUM, p.on_surface)),
            text(demo.DATA_WARNING, Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
