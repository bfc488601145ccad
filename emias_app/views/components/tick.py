"""A tick with its words as one target, and what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.theme import Look, Role


def tick(
    look: Look,
    label: str,
    value: bool,
    on_change: Callable[[bool], object],
    *,
    identifier: str,
    error: str | None = None,
    disabled: bool = False,
) -> ft.Control:
    """A checkbox; the words wrap, the box stays at their first line."""
    p = look.palette

    def changed(event: Any) -> None:
        on_change(bool(event.control.value))

    def toggled(_event: Any) -> None:
        if not disabled:
            on_change(not value)

    box = ft.Checkbox(
        value=value,
        semantics_label=label,
        on_change=changed,
        disabled=disabled,
        error=error is not None,
        active_color=p.primary,
        check_color=p.on_primary,
        border_side=ft.BorderSide(2, p.error if error else p.outline),
        width=48,
        height=48,
    )
    said = ft.Container(text(label, Role.BODY_LARGE, p.on_surface), padding=ft.Padding.only(top=12))
    # The box says the words; a reader would meet a second thing to press without a name.
    words = ft.Semantics(exclude_semantics=True, content=ft.GestureDetector(said, on_tap=toggled))
    lines: list[ft.Control] = [words]
    if error:
        lines.append(ft.Semantics(live_region=True, content=text(error, Role.BODY_SMALL, p.error)))
    return ft.Row(
        [
            ft.Container(tagged(identifier, box), margin=ft.Margin.only(left=-12)),
            ft.Column(lines, spacing=4, tight=True, expand=True),
        ],
        spacing=4,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
