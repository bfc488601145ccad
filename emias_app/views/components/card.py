"""A card, and rows that share one: hairlines only inside, from the text's left edge."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.views.theme import Look, Radius, Space


def card(
    look: Look,
    content: ft.Control,
    *,
    padding: ft.PaddingValue = Space.INSIDE,
    radius: int = Radius.CARD,
    key: str | None = None,
) -> ft.Container:
    """A rounded card without a shadow."""
    return ft.Container(
        content,
        key=key,
        bgcolor=look.palette.card,
        border_radius=radius,
        padding=padding,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def hairline(look: Look, left: float = 0, right: float = 0) -> ft.Control:
    """A line between rows of one card."""
    return ft.Container(height=1, bgcolor=look.palette.outline_variant, margin=ft.Margin.only(left=left, right=right))


def rows_card(
    look: Look, rows: Sequence[ft.Control], *, divider_left: float = Space.INSIDE, key: str | None = None
) -> ft.Container:
    """Rows in one card; ``divider_left`` is where their text begins."""
    controls: list[ft.Control] = []
    for number, row in enumerate(rows):
        if number:
            controls.append(hairline(look, divider_left, Space.INSIDE))
        controls.append(row)
    column = ft.Column(controls, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return card(look, column, padding=0, key=key)


def tile(look: Look, icon: ft.IconData, size: int = 40) -> ft.Control:
    """The square of an icon."""
    p = look.palette
    return ft.Container(
        ft.Icon(icon, size=24, color=p.on_primary_container),
        width=size,
        height=size,
        border_radius=Radius.FIELD,
        bgcolor=p.primary_container,
        alignment=ft.Alignment.CENTER,
    )


def chevron(look: Look, color: str | None = None) -> ft.Control:
    return ft.Icon(ft.Icons.CHEVRON_RIGHT, size=24, color=color or look.palette.on_surface_variant)
