"""A bottom sheet."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.theme import Look, Radius, Role

#: A form in a tall window is no higher, dp.
_FORM = 840


def sheet(
    look: Look,
    controls: Sequence[ft.Control],
    *,
    on_dismiss: Handler,
    title: str | None = None,
    padding: float = 24,
    is_form: bool = False,
) -> ft.BottomSheet:
    """A bottom sheet: handle, title, content. It is as high as its content; large text, a low window and a form, which
    a keyboard may cover, scroll instead, since what scrolls in Flet takes all the height there is."""
    p = look.palette
    scrolls = is_form or look.is_low or look.has_large_text
    highest = min(_FORM, look.height) if is_form and not look.has_large_text else look.height
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
            scroll=ft.ScrollMode.AUTO if scrolls else None,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        bgcolor=p.card,
        shape=ft.RoundedRectangleBorder(radius=ft.BorderRadius.only(top_left=Radius.SHEET, top_right=Radius.SHEET)),
        scrollable=True,
        use_safe_area=True,
        elevation=0,
        barrier_color=p.scrim,
        size_constraints=ft.BoxConstraints(max_width=640, max_height=highest),
        on_dismiss=on_dismiss,
    )
