"""«Что здесь демо»: what is played and what is real, and the way to begin anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.domain.identifiers import format_phone
from emias_app.state.ports import DemoPerson
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.strings import common, demo
from emias_app.views.theme import Look, Role, Space

Reset = Callable[[], Awaitable[None]]


@component
def DemoScreen(  # noqa: N802
    look: Look, people: tuple[DemoPerson, ...], password: str, on_back: Handler, on_reset: Reset | None
) -> ft.Control:
    """Wires the page about the demo; it is open to everyone, and there in the demo only."""
    is_asking, set_asking = ft.use_state(False)
    is_busy, set_busy = ft.use_state(False)

    async def reset(_event: object) -> None:
        if on_reset is None or is_busy:
            return
        set_busy(True)
        try:
            await on_reset()
        finally:
            set_busy(False)
            set_asking(False)

    ft.use_dialog(
        confirm_dialog(
            look,
            demo.RESET_ASK_TITLE,
            demo.RESET_TEXT,
            action=demo.RESET,
            action_id=ids.DEMO_RESET_CONFIRM,
            cancel_id=ids.DEMO_RESET_CANCEL,
            on_action=reset,
            on_cancel=lambda _event: set_asking(False),
            busy=is_busy,
        )
        if is_asking
        else None
    )
    ask = (lambda _event: set_asking(True)) if on_reset else None
    return DemoContent(look, people, password, on_back, ask)  # type: ignore[no-any-return]


@component
def DemoContent(  # noqa: N802
    look: Look, people: tuple[DemoPerson, ...], password: str, on_back: Handler, on_reset: Handler | None
) -> ft.Control:
    """Draws the explanation."""
    p = look.palette
    back = icon_button(look, ft.Icons.ARROW_BACK, identifier=ids.DEMO_BACK, label=common.BACK, on_click=on_back)
    head = ft.Row([back, ft.Container(screen_title(look, demo.TITLE), expand=True)], spacing=4)
    lines = [demo.PERSON.format(name=one.short_name, phone=format_phone(one.login), line=one.line) for one in people]
    who = [
        heading(look, demo.WHO),
        card(look, _parted(look, [*(text(line, Role.BODY_LARGE, p.on_surface) for line in lines),
                                  text(demo.PASSWORD.format(password=password), Role.TITLE_MEDIUM, p.on_surface)])),
    ]
    reset = (
        [
            heading(look, demo.RESET_TITLE),
            card(
                look,
                ft.Column(
                    [
                        text(demo.RESET_TEXT, Role.BODY_MEDIUM, p.on_surface_variant),
                        secondary_button(
                            look, demo.RESET, identifier=ids.DEMO_RESET, on_click=on_reset, icon=ft.Icons.RESTART_ALT
                        ),
                    ],
                    spacing=Space.BETWEEN_CARDS,
                    tight=True,
                ),
            ),
        ]
        if on_reset
        else []
    )
    parts: list[ft.Control] = [_part(look, title, said) for title, said in demo.PARTS]
    column = ft.ListView(
        [
            head,
            text(demo.LEAD, Role.BODY_LARGE, p.on_surface_variant),
            card(look, _parted(look, parts)),
            *who,
            *reset,
        ],
        spacing=Space.MARGIN,
        padding=look.margin,
        expand=True,
    )
    return one_column(look, ft.SafeArea(column, expand=True))


def _part(look: Look, title: str, said: str) -> ft.Control:
    p = look.palette
    return ft.Column(
        [text(title, Role.TITLE_MEDIUM, p.on_surface), text(said, Role.BODY_LARGE, p.on_surface_variant)],
        spacing=4,
        tight=True,
    )


def _parted(look: Look, parts: list[ft.Control]) -> ft.Control:
    lines: list[ft.Control] = []
    for number, part in enumerate(parts):
        if number:
            lines.append(hairline(look))
        lines.append(part)
    return ft.Column(
        lines, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
