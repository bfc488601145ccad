"""A time of day: typed as «09:30», or picked from a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.picked_field import picked_field
from emias_app.views.components.pressable import Handler
from emias_app.views.strings import common
from emias_app.views.theme import Look


@component
def TimeField(  # noqa: N802
    look: Look,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    identifier: str,
    pick_id: str,
    pick: str,
    hint: str,
    at: time | None,
    error: str | None = None,
    on_blur: Handler | None = None,
) -> ft.Control:
    """``value`` is what was typed, ``at`` what it means. A picked time comes as if it had been typed."""
    is_open, set_open = ft.use_state(False)

    def picked(event: Any) -> None:
        set_open(False)
        chosen = event.control.value
        if chosen is not None:
            on_change(f"{chosen.hour:02d}:{chosen.minute:02d}")

    ft.use_dialog(
        ft.TimePicker(
            value=at or time(12),
            on_change=picked,
            on_dismiss=lambda _event: set_open(False),
            help_text=label,
            cancel_text=common.CANCEL,
            confirm_text=common.CHOOSE,
            barrier_color=look.palette.scrim,
        )
        if is_open
        else None
    )
    return picked_field(
        look,
        label,
        value,
        on_change,
        identifier=identifier,
        icon=ft.Icons.SCHEDULE,
        pick_id=pick_id,
        pick=pick,
        on_pick=lambda _event: set_open(True),
        hint=hint,
        max_length=8,
        error=error,
        on_blur=on_blur,
    )
