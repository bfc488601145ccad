"""«Что здесь демо»: stories, time, offices, the clinic's side, what is played and what is real, and a new beginning."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.domain.identifiers import format_phone
from emias_app.models.base import Tone
from emias_app.state.demo import DemoState
from emias_app.state.demo_ports import DemoPort
from emias_app.state.place import Clinic
from emias_app.state.root import RootState
from emias_app.state.story import play
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.form_page import page_head
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import heading, text
from emias_app.views.demo.stage import offices_group, stories_group, time_group
from emias_app.views.going import to
from emias_app.views.strings import demo as words
from emias_app.views.theme import Look, Role, Space

Reset = Callable[[], Awaitable[None]]


@component
def DemoScreen(  # noqa: N802
    look: Look, root: RootState, demo: DemoPort, stage: DemoState | None, on_back: Handler
) -> ft.Control:
    """Wires the page about the demo; it is open to everyone, and there in the demo only. ``stage`` is the root's own,
    None where other people use the same data."""
    is_asking, set_asking = ft.use_state(False)
    is_busy, set_busy = ft.use_state(False)

    async def reset(_event: object) -> None:
        if is_busy:
            return
        set_busy(True)
        try:
            await root.reset_demo()
        finally:
            set_busy(False)
            set_asking(False)

    async def begin(login: str) -> None:
        await play(root, login)

    ft.use_dialog(
        confirm_dialog(
            look,
            words.RESET_ASK_TITLE,
            words.RESET_TEXT,
            action=words.RESET,
            action_id=ids.DEMO_RESET_CONFIRM,
            cancel_id=ids.DEMO_RESET_CANCEL,
            on_action=reset,
            on_cancel=lambda _event: set_asking(False),
            busy=is_busy,
        )
        if is_asking
        else None
    )

    def ask(_event: object) -> None:
        set_asking(True)

    turns = [time_group(look, stage, root.now), offices_group(look, stage)] if stage is not None else []
    stories = [stories_group(look, demo.people, begin)]
    # Whoever is inside a story comes here to turn the clock; whoever stands at the door, to choose one.
    parts = [*turns, *stories] if root.account is not None else [*stories, *turns]
    column = ft.ListView(
        [
            page_head(look, words.TITLE, back_id=ids.DEMO_BACK, on_back=on_back),
            text(words.LEAD, Role.BODY_LARGE, look.palette.on_surface_variant),
            *([_old(look, ask)] if stage is not None and stage.is_old else []),
            *parts,
            _clinic(look, to(root.go, Clinic())),
            _what(look),
            _who(look, demo),
            *([_anew(look, ask)] if demo.can_reset else []),
        ],
        spacing=Space.BETWEEN_GROUPS,
        padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=48),
        expand=True,
    )
    return one_column(look, ft.SafeArea(column, expand=True))


def _old(look: Look, on_reset: Handler) -> ft.Control:
    return banner(
        look,
        Tone.WARN,
        words.OLD_TITLE,
        words.OLD_TEXT,
        icon=ft.Icons.HISTORY,
        action=words.RESET,
        action_id=ids.DEMO_OLD,
        on_action=on_reset,
    )


def _clinic(look: Look, on_clinic: Handler) -> ft.Control:
    button = secondary_button(
        look, words.CLINIC, identifier=ids.DEMO_CLINIC, on_click=on_clinic, icon=ft.Icons.LOCAL_HOSPITAL_OUTLINED
    )
    said = text(words.CLINIC_TEXT, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    return _group(look, words.CLINIC_TITLE, card(look, _parted([said, button])))


def _what(look: Look) -> ft.Control:
    p = look.palette
    parts: list[ft.Control] = [
        ft.Column(
            [text(title, Role.TITLE_MEDIUM, p.on_surface), text(said, Role.BODY_MEDIUM, p.on_surface_variant)],
            spacing=4,
            tight=True,
        )
        for title, said in words.PARTS
    ]
    return _group(look, words.WHAT_TITLE, card(look, _parted(_lined(look, parts))))


def _who(look: Look, demo: DemoPort) -> ft.Control:
    p = look.palette
    lines: list[ft.Control] = [
        text(
            words.PERSON.format(name=one.short_name, phone=format_phone(one.login), line=one.line),
            Role.BODY_MEDIUM,
            p.on_surface,
        )
        for one in demo.people
    ]
    lines.append(text(words.PASSWORD.format(password=demo.password), Role.TITLE_MEDIUM, p.on_surface))
    return _group(look, words.WHO, card(look, _parted(_lined(look, lines))))


def _anew(look: Look, on_reset: Handler) -> ft.Control:
    said = text(words.RESET_TEXT, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    button = secondary_button(
        look, words.RESET, identifier=ids.DEMO_RESET, on_click=on_reset, icon=ft.Icons.RESTART_ALT
    )
    return _group(look, words.RESET_TITLE, card(look, _parted([said, button])))


def _group(look: Look, title: str, body: ft.Control) -> ft.Control:
    return ft.Column(
        [heading(look, title), body],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _lined(look: Look, parts: list[ft.Control]) -> list[ft.Control]:
    lines: list[ft.Control] = []
    for number, part in enumerate(parts):
        if number:
            lines.append(hairline(look))
        lines.append(part)
    return lines


def _parted(parts: list[ft.Control]) -> ft.Control:
    return ft.Column(parts, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
