"""The frame of a step: where one is, what is asked, and the way on at the foot."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.views import ids
from emias_app.views.components.navigation import action_bar
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.components.text import text
from emias_app.views.strings import access as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space

#: A form wider than this is hard to read.
COLUMN = 560


def step_frame(
    look: Look,
    title: str,
    lead: str,
    controls: Sequence[ft.Control],
    *,
    action: ft.Control | None,
    on_back: Handler,
    place: tuple[int, int] | None = None,
    key: str | None = None,
) -> ft.Control:
    """``place`` is the number of the step and how many there are. The action stands at the foot of a phone, under the
    form elsewhere; with large text too, where what is wrong would be out of sight above it."""
    p = look.palette
    back = icon_button(look, ft.Icons.ARROW_BACK, identifier=ids.REQUEST_BACK, label=common.BACK, on_click=on_back)
    head: list[ft.Control] = [ft.Container(back, margin=ft.Margin.only(left=-12))]
    if place:
        head.append(text(words.STEP.format(number=place[0], total=place[1]), Role.BODY_MEDIUM, p.on_surface_variant))
    names: list[ft.Control] = [
        ft.Semantics(
            header=True,
            container=True,
            content=text(title, Role.TITLE_LARGE if look.has_large_text else Role.HEADLINE_MEDIUM, p.on_surface),
        )
    ]
    if lead:
        names.append(text(lead, Role.BODY_LARGE, p.on_surface_variant))
    body: list[ft.Control] = [
        ft.Row(head, spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        *([_progress(look, *place)] if place else []),
        ft.Column(names, spacing=8, tight=True),
        *controls,
    ]
    is_at_foot = look.is_compact and not look.has_large_text and action is not None
    if action is not None and not is_at_foot:
        body.append(action if look.is_compact else ft.Row([action]))
    column = ft.ListView(
        [
            ft.Container(
                ft.Column(body, spacing=Space.MARGIN, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
                padding=Space.WIDE_MARGIN if look.is_wide else ft.Padding.only(left=16, right=16, top=8, bottom=24),
            )
        ],
        key=key,
        expand=True,
    )
    width = min(look.width, COLUMN + 2 * Space.WIDE_MARGIN)
    middle = ft.Container(ft.Container(column, width=width), alignment=ft.Alignment.TOP_CENTER, expand=True)
    framed = ft.SafeArea(middle, avoid_intrusions_bottom=False, expand=True)
    if not is_at_foot:
        return framed
    return ft.Column([framed, action_bar(look, [action])], spacing=0, expand=True)  # type: ignore[list-item]


def _progress(look: Look, number: int, total: int) -> ft.Control:
    p = look.palette
    parts: list[ft.Control] = [
        ft.Container(
            height=4,
            expand=True,
            border_radius=Radius.FULL,
            bgcolor=p.primary if part < number else p.surface_container_highest,
        )
        for part in range(total)
    ]
    return ft.Semantics(exclude_semantics=True, content=ft.Row(parts, spacing=4))
