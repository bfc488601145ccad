"""A day: typed as «12.03.2018», or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.picked_field import picked_field
from emias_app.views.components.pressable import Handler
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
    return picked_field(
        look,
        label,
        value,
        on_change,
        identifier=identifier,
        icon=ft.Icons.CALENDAR_MONTH_OUTLINED,
        pick_id=pick_id,
        pick=f"{common.PICK_DAY}: {label.lower()}",
        on_pick=lambda _event: set_open(True),
        hint=common.DAY_HINT,
        max_length=20,
        error=error,
        helper=helper,
        on_blur=on_blur,
    )
