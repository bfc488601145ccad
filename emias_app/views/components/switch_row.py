"""A switch with its words in a card: on or off at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.views.components.card import card
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.ids import tagged
from emias_app.views.theme import Look, Role, Space


def switch_row(
    look: Look, title: str, line: str, value: bool, on_change: Callable[[bool], object], *, identifier: str
) -> ft.Control:
    """``line`` says what it does; the screen reader hears both with the state."""
    p = look.palette

    def changed(event: Any) -> None:
        on_change(bool(event.control.value))

    said = ft.Column(
        [text(title, Role.ROW_TITLE, p.on_surface), text(line, Role.BODY_MEDIUM, p.on_surface_variant)],
        spacing=2,
        tight=True,
        expand=True,
    )
    switch = ft.Switch(
        value=value,
        on_change=changed,
        active_color=p.on_primary,
        active_track_color=p.primary,
        inactive_thumb_color=p.outline,
        inactive_track_color=p.surface_container_high,
    )
    named = ft.Semantics(label=sentence(title, line), content=tagged(identifier, switch))
    row = ft.Row(
        [ft.Semantics(exclude_semantics=True, content=said, expand=True), named],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return card(look, row, padding=ft.Padding.only(left=Space.INSIDE, right=12, top=12, bottom=12))
