"""The mark: a card with a heart on the accent."""

from __future__ import annotations

import flet as ft

from emias_app.views.components.text import text
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role


def logo(look: Look, size: float = 48) -> ft.Control:
    """A square of ``size``; silent, the name stands beside it or is the page's title."""
    p = look.palette
    heart = ft.Icon(ft.Icons.FAVORITE, size=size * 0.36, color=p.primary)
    inner = ft.Container(
        heart,
        width=size * 0.54,
        height=size * 0.62,
        bgcolor=p.on_primary,
        border_radius=size * 0.13,
        alignment=ft.Alignment.CENTER,
    )
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(
            inner,
            width=size,
            height=size,
            bgcolor=p.primary,
            border_radius=size * 0.29,
            alignment=ft.Alignment.CENTER,
        ),
    )


def logo_with_name(look: Look, for_whom: str = common.APP_FOR) -> ft.Control:
    """The mark, the app's name, and whom it is for."""
    p = look.palette
    words = ft.Column(
        [text(common.APP_NAME, Role.TITLE_MEDIUM, p.on_surface), text(for_whom, color=p.on_surface_variant)],
        spacing=0,
        tight=True,
        expand=True,
    )
    return ft.Row([logo(look), words], spacing=12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
