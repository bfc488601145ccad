"""The form itself: the relative, the phone, the signed paper, the code."""

from __future__ import annotations

from typing import Any

import flet as ft

from emias_app.models.base import Tone
from emias_app.models.clinic import Kinship
from emias_app.state._loadable import Failed, Ready
from emias_app.state.clinic_access import KINSHIP, PHONE, SIGNED, AccessForm, PatientDesk
from emias_app.views import ids
from emias_app.views.clinic.faces import kin_line, kin_name
from emias_app.views.clinic.outcome import outcome
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.card import card
from emias_app.views.components.file_told import tell_of_file
from emias_app.views.components.form_field import FormField
from emias_app.views.components.form_page import demo_warning
from emias_app.views.components.loading import use_kept
from emias_app.views.components.select_field import Option, SelectField
from emias_app.views.components.text import text
from emias_app.views.components.tick import tick
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.strings import common, demo
from emias_app.views.theme import Look, Role, Space


@component
def AccessFormCard(  # noqa: N802
    look: Look, state: PatientDesk, form: AccessForm, width: float, *, is_tall: bool, is_demo: bool
) -> ft.Control:
    """Wires the fields; ``is_tall`` fills the height and scrolls by itself."""
    p = look.palette
    page = ft.context.page
    ref = use_kept(ft.Ref[ft.Column])

    async def send(_event: object = None) -> None:
        await form.send()
        if is_tall and (form.sent or form.error) and ref.current is not None:
            await ref.current.scroll_to(offset=-1)

    async def print_out(_event: object) -> None:
        await form.print_application()
        tell_of_file(page, form.taken, None, print_out)

    padding = Space.WIDE_MARGIN if not look.is_compact else Space.INSIDE
    controls: list[ft.Control] = [
        ft.Semantics(header=True, content=text(words.ACCESS, Role.TITLE_LARGE, p.on_surface)),
        _relative(look, state, form, width - 2 * padding),
        FormField(
            look,
            words.PHONE,
            form.phone,
            form.type_phone,
            identifier=ids.CLINIC_PHONE,
            error=form.errors.get(PHONE),
            helper=words.PHONE_HELPER,
            on_blur=lambda _event: form.leave_phone(),
            on_submit=send,
            keyboard=ft.KeyboardType.PHONE,
            max_length=30,
        ),
        *([demo_warning(look, demo.DATA_WARNING)] if is_demo else []),
        _paper(look, form, print_out),
        primary_button(
            look, words.SEND, identifier=ids.CLINIC_SEND, on_click=send, icon=ft.Icons.SEND_OUTLINED, busy=form.is_busy
        ),
        *outcome(look, form),
    ]
    column = ft.Column(
        controls,
        ref=ref,
        spacing=Space.MARGIN,
        tight=not is_tall,
        scroll=ft.ScrollMode.AUTO if is_tall else None,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return card(look, column, padding=padding)


def _relative(look: Look, state: PatientDesk, form: AccessForm, width: float) -> ft.Control:
    kin = state.kin.value if isinstance(state.kin, Ready) else ()
    chosen = form.kinship

    def option(kinship: Kinship) -> Option:
        return Option(
            ids.CLINIC_RELATIVE(kinship.id),
            kin_name(kinship),
            lambda: form.choose(kinship),
            line=kin_line(kinship),
        )

    add = Option(
        ids.CLINIC_RELATIVE_ADD,
        words.RELATIVE_ADD,
        state.begin_adding,
        icon=ft.Icons.PERSON_ADD_ALT_OUTLINED,
    )
    error = form.errors.get(KINSHIP)
    if isinstance(state.kin, Failed):
        error = error or common.FAILED_TITLE
    return SelectField(  # type: ignore[no-any-return]
        look,
        words.RELATIVE,
        ids.CLINIC_RELATIVE(chosen.id) if chosen else None,
        [*(option(one) for one in kin), add],
        identifier=ids.CLINIC_RELATIVES,
        width=width,
        error=error,
        helper=kin_line(chosen) if chosen else None,
        key="relative",
    )


def _paper(look: Look, form: AccessForm, on_print: Any) -> ft.Control:
    """The tick, the link to the paper under its words, and why there is no code without it."""
    link = text_button(
        look,
        words.PRINT,
        identifier=ids.CLINIC_APPLICATION,
        on_click=None if form.is_printing else on_print,
        icon=ft.Icons.PRINT_OUTLINED,
        compact=True,
    )
    wrong = (
        [tagged(ids.CLINIC_PRINT_ERROR, banner(look, Tone.ERROR, form.print_error), live=True)]
        if form.print_error
        else []
    )
    box = tick(
        look,
        words.SIGNED,
        form.is_signed,
        form.sign,
        identifier=ids.CLINIC_SIGNED,
        error=form.errors.get(SIGNED),
    )
    return ft.Column(
        [box, ft.Container(ft.Row([link]), padding=ft.Padding.only(left=32)), *wrong],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
