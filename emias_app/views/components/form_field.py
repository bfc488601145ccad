"""A field of a form: controlled, its error beside it, a password that can be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.components.typing import use_typing
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, text_style


def outline(edge: str, focused: str, radius: float) -> dict[ft.ControlState, ft.InputBorder]:
    """The border of a field: 1 in ``edge``, 2 in ``focused`` while it is typed into."""
    thin = ft.OutlineInputBorder(side=ft.BorderSide(1, edge), border_radius=radius)
    thick = ft.OutlineInputBorder(side=ft.BorderSide(2, focused), border_radius=radius)
    return {ft.ControlState.FOCUSED: thick, ft.ControlState.DEFAULT: thin}


@component
def FormField(  # noqa: N802
    look: Look,
    label: str,
    value: str,
    on_change: Callable[[str], object],
    *,
    identifier: str,
    error: str | None = None,
    helper: str | None = None,
    hint: str | None = None,
    on_blur: Handler | None = None,
    on_submit: Handler | None = None,
    is_password: bool = False,
    reveal_id: str = "",
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    autofill: Sequence[ft.AutofillHint] = (),
    autofocus: bool = False,
    disabled: bool = False,
    max_length: int = 200,
    lines: int = 1,
    room: int = 0,
) -> ft.Control:
    """``value`` is the screen's state, every key goes to ``on_change``; format it in ``on_blur``, never while typing.

    A password needs ``reveal_id`` for its eye. ``lines`` above one make room for a few sentences;
    ``room`` is kept free at the right for a button that the caller lays over the field.
    """
    p = look.palette
    is_shown, set_shown = ft.use_state(False)
    typing = use_typing()
    edge = p.error if error else p.outline

    def changed(event: Any) -> None:
        on_change(typing.heard(event))

    eye = None
    if is_password:
        eye = icon_button(
            look,
            ft.Icons.VISIBILITY_OFF_OUTLINED if is_shown else ft.Icons.VISIBILITY_OUTLINED,
            identifier=reveal_id,
            label=common.CONCEAL if is_shown else common.REVEAL,
            on_click=lambda _event: set_shown(not is_shown),
        )
    field = ft.TextField(
        value=typing.shown(value),
        label=label,
        hint_text=hint,
        helper=helper,
        error=error,
        on_change=changed,
        on_blur=on_blur,
        on_submit=on_submit,
        password=is_password and not is_shown,
        keyboard_type=keyboard,
        autofill_hints=list(autofill) or None,
        autofocus=autofocus,
        disabled=disabled,
        max_length=max_length,
        multiline=lines > 1,
        min_lines=lines,
        max_lines=max(lines, 6) if lines > 1 else 1,
        align_label_with_hint=lines > 1,
        counter="",
        autocorrect=False,
        enable_suggestions=not is_password,
        enable_ime_personalized_learning=False,
        border=outline(edge, p.error if error else p.primary, Radius.FIELD),
        filled=True,
        fill_color=p.field_fill,
        hover_color=ft.Colors.TRANSPARENT,
        cursor_color=p.primary,
        text_style=text_style(Role.BODY_LARGE, p.on_surface),
        label_style=text_style(Role.BODY_LARGE, p.error if error else p.on_surface_variant),
        hint_style=text_style(Role.BODY_LARGE, p.on_surface_variant),
        helper_style=text_style(Role.BODY_SMALL, p.on_surface_variant),
        error_style=text_style(Role.BODY_SMALL, p.error),
        error_max_lines=3,
        helper_max_lines=3,
        content_padding=ft.Padding.only(left=16, right=56 if is_password else room or 16, top=16, bottom=16),
    )
    typing.drawn(field)
    if eye is None:
        return tagged(identifier, field)
    return ft.Stack([ft.Row([ft.Container(tagged(identifier, field), expand=True)]), ft.Container(eye, right=4, top=4)])
