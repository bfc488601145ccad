"""A day: typed as «12.03.2018», or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.form_field import FormField
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.strings import common
from emias_app.views.theme import Look


def picked_day(value: datetime) -> date:
    """The day that was tapped: the picker answers with the client's midnight, told in UTC."""
    return (value.astimezone(UTC) + timedelta(hours=12)).date()


def picker_moment(day: date) -> datetime:
    """A moment that every time zone has on that day."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@component
def DateField(  # noqa: N802
    look: Look,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    identifier: str,
    pick_id: str,
    day: date | None,
    first: date,
    last: date,
    start: date | None = None,
    error: str | None = None,
    helper: str | None = None,
    on_blur: Handler | None = None,
) -> ft.Control:
    """``value`` is what was typed, ``day`` what it means; the calendar runs from ``first`` to ``last`` and opens at
    ``start`` where no day is chosen yet. A picked day comes as if it had been typed."""
    is_open, set_open = ft.use_state(False)

    def picked(event: Any) -> None:
        set_open(False)
        if event.control.value is not None:
            chosen = picked_day(event.control.value)
            on_change(f"{chosen.day:02d}.{chosen.month:02d}.{chosen.year:04d}")

    shown = min(max(day or start or last, first), last)
    ft.use_dialog(
        ft.DatePicker(
            value=picker_moment(shown),
            current_date=picker_moment(last),
            first_date=picker_moment(first),
            last_date=picker_moment(last),
            date_picker_mode=ft.DatePickerMode.DAY if day else ft.DatePickerMode.YEAR,
            on_change=picked,
            on_dismiss=lambda _event: set_open(False),
            help_text=label,
            cancel_text=common.CANCEL,
            confirm_text=common.CHOOSE,
            field_label_text=label,
            error_format_text=common.DAY_FORM,
            error_invalid_text=common.DAY_OUT,
            barrier_color=look.palette.scrim,
        )
        if is_open
        else None
    )
    field = FormField(
        look,
        label,
        value,
        on_change,
        identifier=identifier,
        error=error,
        helper=helper,
        hint=common.DAY_HINT,
        on_blur=on_blur,
        keyboard=ft.KeyboardType.DATETIME,
        max_length=20,
        room=56,
    )
    button = icon_button(
        look,
        ft.Icons.CALENDAR_MONTH_OUTLINED,
        identifier=pick_id,
        label=f"{common.PICK_DAY}: {label.lower()}",
        on_click=lambda _event: set_open(True),
    )
    return ft.Stack([ft.Row([ft.Container(field, expand=True)]), ft.Container(button, right=4, top=4)])
