"""A field whose value is chosen from a list that drops down from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.form_field import outline
from emias_app.views.components.loading import call
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.ids import tagged
from emias_app.views.theme import Look, Radius, Role, text_style


@dataclass(frozen=True)
class Option:
    """A line of the list; ``line`` tells it from its neighbours, ``icon`` makes it an action."""

    identifier: str
    label: str
    on_choose: Handler
    line: str = ""
    icon: ft.IconData | None = None


@component
def SelectField(  # noqa: N802
    look: Look,
    label: str,
    chosen: str | None,
    options: Sequence[Option],
    *,
    identifier: str,
    width: float,
    error: str | None = None,
    helper: str | None = None,
) -> ft.Control:
    """``chosen`` is the identifier of an option. Opens by tap or Enter; arrows, Enter and Escape work in the list."""
    p = look.palette
    page = ft.context.page
    is_large = look.has_large_text
    edge = p.error if error else p.outline

    def selected(event: Any) -> None:
        taken = next((one for one in options if one.identifier == event.control.value), None)
        if taken is not None:
            call(page, taken.on_choose)

    field = ft.Dropdown(
        value=chosen,
        options=[_option(look, one, width) for one in options],
        label=None if is_large else label,
        helper_text=None if is_large else helper,
        error_text=None if is_large else error,
        on_select=selected,
        editable=False,
        enable_search=False,
        expanded_insets=0,
        menu_width=width,
        border=outline(edge, p.error if error else p.primary, Radius.FIELD),
        filled=True,
        fill_color=p.field_fill,
        hover_color=ft.Colors.TRANSPARENT,
        text_style=text_style(Role.BODY_LARGE, p.on_surface),
        label_style=text_style(Role.BODY_LARGE, p.error if error else p.on_surface_variant),
        helper_style=text_style(Role.BODY_SMALL, p.on_surface_variant),
        error_style=text_style(Role.BODY_SMALL, p.error),
        content_padding=ft.Padding.only(left=16, right=8, top=16, bottom=16),
        menu_style=ft.MenuStyle(
            bgcolor=p.surface_container_high if p.is_dark else p.card,
            elevation=2,
            padding=ft.Padding.symmetric(vertical=8),
            shape=ft.RoundedRectangleBorder(radius=Radius.FIELD, side=ft.BorderSide(1, p.outline_variant)),
        ),
    )
    shown = next((one.label for one in options if one.identifier == chosen), None)
    known = tagged(identifier, field, label=sentence(label, shown, error or helper))
    return _with_words(look, known, label, error, sentence(shown, helper)) if is_large else known


def _with_words(look: Look, field: ft.Control, label: str, error: str | None, said: str) -> ft.Control:
    """The words of a field around it, where they may wrap: inside of it large ones would be cut."""
    p = look.palette
    front = p.error if error else p.on_surface_variant
    below = [text(error or said, Role.BODY_SMALL, front)] if error or said else []
    words = [text(label, Role.BODY_MEDIUM, front), *below]
    silent = [ft.Semantics(exclude_semantics=True, content=one) for one in words]
    column = [silent[0], field, *silent[1:]]
    return ft.Column(column, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _option(look: Look, option: Option, width: float) -> ft.DropdownOption:
    p = look.palette
    front = p.primary if option.icon else p.on_surface
    words: list[ft.Control] = [text(option.label, Role.LABEL_LARGE if option.icon else Role.BODY_LARGE, front)]
    if option.line:
        words.append(text(option.line, Role.BODY_MEDIUM, p.on_surface_variant))
    mark = [ft.Icon(option.icon, size=20, color=p.primary)] if option.icon else []
    row = ft.Row([*mark, ft.Column(words, spacing=0, tight=True, expand=True)], spacing=12)
    content = ft.Container(row, width=width - 32, padding=ft.Padding.symmetric(vertical=10))
    return ft.DropdownOption(key=option.identifier, text=option.label, content=tagged(option.identifier, content))
