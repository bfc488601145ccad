"""A bottom sheet."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.theme import Look, Radius, Role


def sheet(
    look: Look, controls: Sequence[ft.Control], *, on_dismiss: Handler, title: str | None = None, padding: float = 24
) -> ft.BottomSheet:
    """A bottom sheet: handle, title, content; scrolls when it must."""
    p = look.palette
    handle = ft.Container(
        ft.Container(width=32, height=4, border_radius=Radius.FULL, bgcolor=p.outline),
        alignment=ft.Alignment.CENTER,
        padding=ft.Padding.only(top=12, bottom=8),
    )
    head = (
        [
            ft.Container(
                ft.Semantics(header=True, container=True, content=text(title, Role.TITLE_LARGE, p.on_surface)),
                padding=ft.Padding.only(left=24, right=24, top=4, bottom=12),
            )
        ]
        if title
        else []
    )
    body = ft.Container(
        ft.Column(list(controls), spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=ft.Padding.only(left=padding, right=padding, bottom=24),
    )
    return ft.BottomSheet(
        ft.Column(
            [handle, *head, body],
            spacing=0,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        bgcolor=p.card,
        shape=ft.RoundedRectangleBorder(radius=ft.BorderRadius.only(top_left=Radius.SHEET, top_right=Radius.SHEET)),
        scrollable=True,
        use_safe_area=True,
        elevation=0,
        barrier_color=p.scrim,
        size_constraints=ft.BoxConstraints(max_width=640),
        on_dismiss=on_dismiss,
    )
