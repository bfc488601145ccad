"""The system's text size, which Flet does not tell: a piece of text nobody sees is measured."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.views.theme import Role, text_style

#: The line of the measured text at the usual size.
_LINE = 100


def text_scale_probe(on_scale: Callable[[float], object]) -> ft.Control:
    """Put it into the root's ``Stack``; ``on_scale`` gets 1.0 at the usual size, 2.0 at 200 %, in steps of 0.05."""

    def measured(event: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        if event.height > 0:
            on_scale(max(1.0, round(event.height / _LINE * 20) / 20))

    style = text_style(Role.BODY_MEDIUM)
    style.size, style.height = _LINE, 1.0
    probe = ft.Text(" ", style=style, no_wrap=True, on_size_change=measured, size_change_interval=0)
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(
            ft.Stack([ft.Container(probe, left=0, top=0, opacity=0)], width=1, height=1),
            width=1,
            height=1,
            clip_behavior=ft.ClipBehavior.HARD_EDGE,
        ),
    )
