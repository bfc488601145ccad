"""A value: a large field of 64 between «−» and «+» of 56."""

from __future__ import annotations

from typing import Any

import flet as ft

from emias_app.domain.diary_ranges import MEASURES
from emias_app.state.diary_sheet import DiarySheet
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.form_field import outline
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.typing import use_typing
from emias_app.views.ids import tagged
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Radius, Role, text_style


@component
def ValueRow(look: Look, writing: DiarySheet, field: str, label: str, identifier: str) -> ft.Control:  # noqa: N802
    """``field`` is value or value2."""
    p = look.palette
    typing = use_typing()
    minus = _step(look, writing, field, ft.Icons.REMOVE, words.MINUS, ids.DIARY_MINUS(field), -1)
    plus = _step(look, writing, field, ft.Icons.ADD, words.PLUS, ids.DIARY_PLUS(field), 1)
    error = writing.form.shown.get(field)

    def changed(event: Any) -> None:
        writing.put(field, typing.heard(event))

    typed = ft.TextField(
        value=typing.shown(getattr(writing.form.draft, field)),
        label=label,
        error=error,
        error_max_lines=3,
        suffix=ft.Text(MEASURES[writing.indicator].unit, style=text_style(Role.BODY_LARGE, p.on_surface_variant)),
        on_change=changed,
        on_blur=lambda _event: writing.leave(field),
        keyboard_type=ft.KeyboardType.NUMBER,
        text_align=ft.TextAlign.CENTER,
        max_length=7,
        counter="",
        border=outline(p.error if error else p.outline, p.error if error else p.primary, Radius.FIELD),
        filled=True,
        fill_color=p.field_fill,
        hover_color=ft.Colors.TRANSPARENT,
        cursor_color=p.primary,
        text_style=text_style(Role.HEADLINE_MEDIUM, p.on_surface, tabular=True),
        label_style=text_style(Role.BODY_LARGE, p.error if error else p.on_surface_variant),
        error_style=text_style(Role.BODY_SMALL, p.error),
        content_padding=ft.Padding.symmetric(vertical=14, horizontal=16),
        key=f"{writing.indicator}-{field}",
    )
    typing.drawn(typed)
    return ft.Row(
        [minus, ft.Container(tagged(identifier, typed), expand=True), plus],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _step(
    look: Look, writing: DiarySheet, field: str, icon: ft.IconData, label: str, identifier: str, ups: int
) -> ft.Control:
    p = look.palette
    button = icon_button(
        look,
        icon,
        identifier=identifier,
        label=label,
        on_click=lambda _event: writing.step(field, ups),
        size=56,
        bgcolor=p.surface_container_high,
    )
    return ft.Container(button, padding=ft.Padding.only(top=4))
