"""«Не помню пароль»: the login, then the code and the new password."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state._form import FormState
from emias_app.state.code_entry import CodeEntry
from emias_app.state.registration import ForgottenState, NewPassword
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.code_input import CodeInput
from emias_app.views.components.form_field import FormField
from emias_app.views.components.inputs import text_input
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.entry.code import ResendLine, code_error, code_head
from emias_app.views.entry.frame import entry_frame
from emias_app.views.format import unbroken
from emias_app.views.ids import tagged
from emias_app.views.strings import account as words
from emias_app.views.strings import auth
from emias_app.views.theme import Look, Role, Space


@component
def ForgottenScreen(look: Look, state: ForgottenState, on_back: Handler) -> ft.Control:  # noqa: N802
    """Wires the first step: whose password it is."""

    async def ask(_event: object = None) -> None:
        await state.ask()

    wrong = [tagged(ids.FORGOT_ERROR, banner(look, Tone.ERROR, state.error), live=True)] if state.error else []
    field = FormField(
        look,
        auth.LOGIN,
        state.login,
        state.type_login,
        identifier=ids.FORGOT_LOGIN,
        error=state.login_error,
        on_submit=ask,
        autofill=[ft.AutofillHint.USERNAME],
        autofocus=True,
        key="forgot-login",
    )
    button = primary_button(look, words.GET_CODE, identifier=ids.FORGOT_SUBMIT, on_click=ask, busy=state.is_busy)
    head = code_head(look, words.FORGOT_TITLE, words.FORGOT_LEAD, back_id=ids.FORGOT_BACK, on_back=on_back)
    return entry_frame(look, [*head, _column([field, *wrong, button])])


@component
def NewPasswordScreen(  # noqa: N802
    look: Look, state: ForgottenState, code: CodeEntry, password: FormState[NewPassword]
) -> ft.Control:
    """Wires the second step; ``code`` and ``password`` are the state's own, given apart so that they are drawn."""

    async def save(_event: object = None) -> None:
        await state.save()

    async def complete(_code: str) -> None:
        if password.draft.password:
            await state.save()

    is_hidden = "•••-••-••" in code.masked_phone
    sent = words.FORGOT_SENT_SOMEWHERE if is_hidden else words.FORGOT_SENT.format(phone=unbroken(code.masked_phone))
    cells = CodeInput(
        look,
        code.code,
        code.type,
        complete,
        identifier=ids.FORGOT_CODE,
        length=code.length,
        is_wrong=code.error is not None,
        busy=code.is_busy,
        key=f"forgot-code-{code.round}",
    )
    wrong = [tagged(ids.FORGOT_ERROR, code_error(look, code.error), live=True)] if code.error else []
    field = text_input(
        look,
        password,
        "password",
        words.NEW_PASSWORD,
        identifier=ids.FORGOT_PASSWORD,
        reveal_id=ids.FORGOT_REVEAL,
        helper=words.PASSWORD_HELP,
        autofill=[ft.AutofillHint.NEW_PASSWORD],
        on_submit=save,
    )
    button = primary_button(
        look,
        words.FORGOT_SAVE,
        identifier=ids.FORGOT_CONFIRM,
        on_click=save if code.is_complete and not code.is_dead else None,
        busy=code.is_busy,
    )
    after = text(words.FORGOT_AFTER, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    head = code_head(look, words.FORGOT_TITLE, sent, back_id=ids.FORGOT_BACK, on_back=lambda _event: state.start_over())
    resend = ResendLine(look, code, ids.FORGOT_RESEND, key=f"forgot-resend-{code.round}")
    return entry_frame(look, [*head, _column([ft.AutofillGroup(cells), *wrong, resend, field, after, button])])


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=Space.MARGIN, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
