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
from emias_app.views.components.demo import demo_mark
from emias_app.views.components.form_field import FormField
from emias_app.views.components.logo import logo_with_name
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.entry.frame import COLUMN, entry_frame
from emias_app.views.entry.people import Choose, people_group
from emias_app.views.ids import tagged
from emias_app.views.strings import account, auth, clinic
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
    *,
    on_register: Handler,
    on_forgot: Handler,
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
        on_register=on_register,
        on_forgot=on_forgot,
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
    on_person: Choose,
    on_about: Handler | None,
    on_back_to_pin: Handler | None,
    on_staff: Handler | None = None,
    on_register: Handler,
    on_forgot: Handler,
) -> ft.Control:
    """Draws the mark, why the person is here, the demo people, and the form."""
    p = look.palette
    mark = [demo_mark(look, on_about)] if on_about else []
    head = ft.Row([ft.Container(logo_with_name(look), expand=True), *mark])
    why = [ft.Container(banner(look, Tone.INFO, notice, live=True), padding=ft.Padding.only(top=24))] if notice else []
    title = _title(look, is_short=bool(people) and look.is_compact)
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
            _ways(
                [
                    text_button(look, account.FORGOT, identifier=ids.LOGIN_FORGOT, on_click=on_forgot, compact=True),
                    text_button(
                        look, account.REGISTER, identifier=ids.LOGIN_REGISTER, on_click=on_register, compact=True
                    ),
                    *staff,
                ]
            ),
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    foot = [text(auth.FOOT, Role.BODY_SMALL, p.on_surface_variant, align=ft.TextAlign.CENTER)] if people else []
    listed = [people_group(look, people, on_person, is_busy=is_busy), ft.Container(height=16)] if people else []
    column = TWO_COLUMNS if people and look.width > TWO_COLUMNS else COLUMN
    return entry_frame(look, [head, *why, *title, *listed, body], foot=foot, column_width=column)


def _title(look: Look, *, is_short: bool) -> list[ft.Control]:
    """What this is; short where the demo people need the room."""
    p = look.palette
    role = Role.HEADLINE_SMALL if is_short else Role.DISPLAY_SMALL
    head = ft.Semantics(header=True, content=text(auth.TITLE, role, p.on_surface))
    if is_short:
        return [ft.Container(height=16), head, ft.Container(height=16)]
    return [
        ft.Container(height=24),
        head,
        ft.Container(height=8),
        text(auth.LEAD, Role.BODY_LARGE, p.on_surface_variant),
        ft.Container(height=24),
    ]


def _ways(links: list[ft.Control]) -> ft.Control:
    """Other ways in, side by side where they fit."""
    return ft.Row(links, wrap=True, spacing=8, run_spacing=0, alignment=ft.MainAxisAlignment.CENTER)
