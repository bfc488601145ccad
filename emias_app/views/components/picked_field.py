"""A line that is typed into, with a button inside that picks what may be typed."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.views.components.form_field import FormField
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.theme import Look


def picked_field(
    look: Look,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    identifier: str,
    icon: ft.IconData,
    pick_id: str,
    pick: str,
    on_pick: Handler,
    hint: str,
    max_length: int,
    error: str | None = None,
    helper: str | None = None,
    on_blur: Handler | None = None,
) -> ft.Control:
    """``pick`` is what the button is called; ``on_pick`` opens the picker."""
    field = FormField(
        look,
        label,
        value,
        on_change,
        identifier=identifier,
        error=error,
        helper=helper,
        hint=hint,
        on_blur=on_blur,
        keyboard=ft.KeyboardType.DATETIME,
        max_length=max_length,
        room=56,
    )
    button = icon_button(look, icon, identifier=pick_id, label=pick, on_click=on_pick)
    return ft.Stack([ft.Row([ft.Container(field, expand=True)]), ft.Container(button, right=4, top=4)])
