"""The code from an SMS: for signing in, and for the second step before a card."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.code_entry import CodeEntry
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.code_input import CodeInput
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.components.text import text
from emias_app.views.entry.frame import entry_frame
from emias_app.views.format import countdown, unbroken
from emias_app.views.ids import tagged
from emias_app.views.strings import auth, common
from emias_app.views.theme import Look, Role, Space


@dataclass(frozen=True)
class CodeIds:
    """The identifiers of one code screen."""

    code: str
    confirm: str
    resend: str
    error: str
    back: str


LOGIN_IDS = CodeIds(ids.LOGIN_CODE, ids.LOGIN_CONFIRM, ids.LOGIN_RESEND, ids.LOGIN_ERROR, ids.LOGIN_BACK)
STEPUP_IDS = CodeIds(ids.STEPUP_CODE, ids.STEPUP_CONFIRM, ids.STEPUP_RESEND, ids.STEPUP_ERROR, ids.NAV_BACK)


@component
def CodeScreen(  # noqa: N802
    look: Look,
    state: CodeEntry,
    names: CodeIds,
    *,
    title: str,
    lead: str,
    on_back: Handler,
    on_other: Handler | None = None,
    aside: ft.Control | None = None,
) -> ft.Control:
    """Wires a code being typed; ``lead`` has a place for the masked phone."""

    async def confirm(_event: object = None) -> None:
        await state.submit()

    async def complete(_code: str) -> None:
        await state.submit()

    head = code_head(look, title, lead.format(phone=unbroken(state.masked_phone)), back_id=names.back, on_back=on_back)
    cells = CodeInput(
        look,
        state.code,
        state.type,
        complete,
        identifier=names.code,
        length=state.length,
        is_wrong=state.error is not None,
        busy=state.is_busy,
        key=f"code-{state.round}",
    )
    wrong = [tagged(names.error, code_error(look, state.error), live=True)] if state.error else []
    other = [text_button(look, auth.OTHER_LOGIN, identifier=ids.LOGIN_OTHER, on_click=on_other)] if on_other else []
    can_confirm = state.is_complete and not state.is_dead
    body = ft.Column(
        [
            ft.AutofillGroup(cells),
            *wrong,
            ResendLine(look, state, names.resend, key=f"resend-{state.round}"),
            primary_button(
                look,
                auth.CONFIRM,
                identifier=names.confirm,
                on_click=confirm if can_confirm else None,
                busy=state.is_busy,
            ),
            *other,
            aside or banner(look, Tone.INFO, auth.NEVER_TELL_TITLE, auth.NEVER_TELL_TEXT, icon=ft.Icons.SHIELD),
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return entry_frame(look, [*head, body])


def code_head(look: Look, title: str, lead: str, *, back_id: str, on_back: Handler) -> list[ft.Control]:
    """The arrow, the title and where the code went."""
    p = look.palette
    back = icon_button(look, ft.Icons.ARROW_BACK, identifier=back_id, label=common.BACK, on_click=on_back)
    return [
        ft.Row([ft.Container(back, margin=ft.Margin.only(left=-12))]),
        ft.Container(height=8),
        ft.Semantics(header=True, content=text(title, Role.HEADLINE_MEDIUM, p.on_surface)),
        ft.Container(height=8),
        text(lead, Role.BODY_LARGE, p.on_surface_variant),
        ft.Container(height=Space.BETWEEN_GROUPS),
    ]


def code_error(look: Look, words: str) -> ft.Control:
    """Why the code did not fit."""
    p = look.palette
    return ft.Row(
        [ft.Icon(ft.Icons.ERROR, size=20, color=p.error), text(words, Role.BODY_MEDIUM, p.error, expand=True)],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


class Resendable(Protocol):
    """Something that may be sent again after a while."""

    @property
    def seconds_to_wait(self) -> int: ...

    @property
    def round(self) -> int: ...

    @property
    def is_busy(self) -> bool: ...

    async def resend(self) -> None: ...


@component
def ResendLine(look: Look, state: Resendable, identifier: str) -> ft.Control:  # noqa: N802
    """How long until the next code; then the button for it. The seconds are not read aloud."""
    p = look.palette
    seconds, set_seconds = ft.use_state(state.seconds_to_wait)

    async def count() -> None:
        while state.seconds_to_wait > 0:
            set_seconds(state.seconds_to_wait)
            await asyncio.sleep(1)
        set_seconds(0)

    ft.use_effect(count, [state.round], cleanup=lambda: None)

    async def resend(_event: object) -> None:
        await state.resend()

    if seconds <= 0:
        button = text_button(
            look,
            auth.RESEND,
            identifier=identifier,
            on_click=None if state.is_busy else resend,
            icon=ft.Icons.REFRESH,
        )
        return ft.Row([ft.Container(button, margin=ft.Margin.only(left=-12))])
    return ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.SCHEDULE, size=20, color=p.on_surface_variant),
                ft.Row(
                    [
                        text(auth.RESEND_WAIT, Role.BODY_MEDIUM, p.on_surface_variant),
                        ft.Semantics(
                            exclude_semantics=True,
                            content=text(countdown(seconds), Role.TITLE_SMALL, p.on_surface_variant, tabular=True),
                        ),
                    ],
                    spacing=8,
                    wrap=True,
                    run_spacing=0,
                    expand=True,
                ),
            ],
            spacing=8,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=ft.Padding.symmetric(vertical=14),
    )
