"""Fields bound to a form's state: the value, every key, leaving, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import flet as ft

from emias_app.state._form import FormState
from emias_app.views.components.date_field import DateField
from emias_app.views.components.form_field import FormField
from emias_app.views.components.pressable import Handler
from emias_app.views.format import counted
from emias_app.views.strings import common
from emias_app.views.theme import Look


def text_input(
    look: Look,
    form: FormState[Any],
    field: str,
    label: str,
    *,
    identifier: str,
    helper: str | None = None,
    hint: str | None = None,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    autofill: Sequence[ft.AutofillHint] = (),
    reveal_id: str = "",
    max_length: int = 200,
    autofocus: bool = False,
    on_leave: Callable[[], object] | None = None,
    on_submit: Handler | None = None,
) -> ft.Control:
    """A line of text; a password where there is a ``reveal_id``. ``on_leave`` stands in place of the form's own."""
    return FormField(  # type: ignore[no-any-return]
        look,
        label,
        form.value(field) or "",
        lambda text: form.put(field, text),
        identifier=identifier,
        error=form.shown.get(field),
        helper=helper,
        hint=hint,
        on_blur=lambda _event: on_leave() if on_leave else form.leave(field),
        on_submit=on_submit,
        is_password=bool(reveal_id),
        reveal_id=reveal_id,
        keyboard=keyboard,
        autofill=autofill,
        autofocus=autofocus,
        max_length=max_length,
        key=f"field-{field}",
    )


def day_input(
    look: Look,
    form: FormState[Any],
    field: str,
    label: str,
    *,
    identifier: str,
    pick_id: str,
    first: date,
    last: date,
    start: date | None = None,
    helper: str | None = None,
) -> ft.Control:
    """A day."""
    return DateField(  # type: ignore[no-any-return]
        look,
        label,
        form.value(field) or "",
        lambda text: form.put_day(field, text),
        identifier=identifier,
        pick_id=pick_id,
        day=form.day(field),
        first=first,
        last=last,
        start=start,
        error=form.shown.get(field),
        helper=helper,
        on_blur=lambda _event: form.leave(field),
        key=f"field-{field}",
    )


def digits_left(typed: str, wanted: int) -> str:
    """«Ещё 3 цифры» while a long number is typed; how many it has before."""
    count = sum(sign.isdigit() for sign in typed)
    if 0 < count < wanted:
        return common.DIGITS_LEFT.format(digits=counted(wanted - count, common.DIGITS))
    return common.DIGITS_WANTED.format(digits=counted(wanted, common.DIGITS))
