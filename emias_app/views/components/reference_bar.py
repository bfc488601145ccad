"""Where a value stands against its norm: a track, the normal zone in its middle half, a marker."""

from __future__ import annotations

import flet as ft

from emias_app.views.components.text import text
from emias_app.views.theme import Look, Radius, Role

#: The marker may stand on the very end of the track, half of it outside.
_INSET = 7
_TRACK = 6
_BOX = 18


def reference_bar(
    look: Look, position: float, *, low: str | None, high: str | None, is_normal: bool, width: float | None = None
) -> ft.Control:
    """``position`` is 0..1 of the track, the norm being 0.25..0.75 of it.

    Without ``low`` the zone begins with the track, without ``high`` it ends with it. The marker is a circle
    inside the norm and a diamond outside, each with a rim of the card's colour.
    """
    p = look.palette
    start, end = (0 if low is None else 25), (100 if high is None else 75)
    parts = [(start, None), (end - start, p.range_zone), (100 - end, None)]
    zone = ft.Row(
        [ft.Container(expand=share, height=_TRACK, bgcolor=color) for share, color in parts if share], spacing=0
    )
    track = ft.Container(
        zone,
        bgcolor=p.surface_container_highest,
        border_radius=Radius.FULL,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        margin=ft.Margin.symmetric(horizontal=_INSET),
        height=_TRACK,
        alignment=ft.Alignment.CENTER,
    )
    marker = ft.Container(
        _marker(look, is_normal),
        alignment=ft.Alignment(2 * min(max(position, 0.0), 1.0) - 1, 0),
        height=_BOX,
    )
    bounds = ft.Container(
        ft.Row([_bound(look, low), _bound(look, high)], spacing=0),
        margin=ft.Margin.symmetric(horizontal=_INSET),
    )
    lane = ft.Stack([ft.Container(track, height=_BOX, alignment=ft.Alignment.CENTER), marker], height=_BOX)
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(
            ft.Column([lane, bounds], spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
            width=width,
        ),
    )


def _bound(look: Look, value: str | None) -> ft.Control:
    """A bound in the middle of its half, that is under the end of the zone."""
    return ft.Container(
        text(value or "", Role.LABEL_SMALL, look.palette.on_surface_variant, tabular=True),
        expand=True,
        alignment=ft.Alignment.TOP_CENTER,
    )


def _marker(look: Look, is_normal: bool) -> ft.Control:
    p = look.palette
    rim = ft.Border.all(2, p.card)
    if is_normal:
        return ft.Container(width=14, height=14, border_radius=7, bgcolor=p.success.text, border=rim)
    return ft.Container(
        ft.Container(width=12, height=12, bgcolor=p.warn.text, border=rim, border_radius=2, rotate=ft.Rotate(0.785398)),
        width=14,
        height=14,
        alignment=ft.Alignment.CENTER,
    )
