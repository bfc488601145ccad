"""A field whose value is chosen from a list that drops down from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from emias_app.views.components.form_field import outline
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
    is_chosen: bool = False


def select_field(
    look: Look,
    label: str,
    value: str,
    options: Sequence[Option],
    *,
    identifier: str,
    width: float,
    error: str | None = None,
    helper: str | None = None,
    hint: str | None = None,
) -> ft.Control:
    """Looks like a text field, opens by tap, Enter or Space; arrows, Enter and Escape work in the list."""
    p = look.palette
    edge = p.error if error else p.outline
    face = ft.TextField(
        value=value,
        label=label,
        hint_text=hint,
        helper=helper,
        error=error,
        read_only=True,
        can_request_focus=False,
        ignore_pointers=True,
        suffix_icon=ft.Icon(ft.Icons.ARROW_DROP_DOWN, color=p.on_surface_variant, size=24),
        border=outline(edge, p.error if error else p.primary, Radius.FIELD),
        filled=True,
        fill_color=p.field_fill,
        text_style=text_style(Role.BODY_LARGE, p.on_surface),
        label_style=text_style(Role.BODY_LARGE, p.error if error else p.on_surface_variant),
        hint_style=text_style(Role.BODY_LARGE, p.on_surface_variant),
        helper_style=text_style(Role.BODY_SMALL, p.on_surface_variant),
        error_style=text_style(Role.BODY_SMALL, p.error),
        error_max_lines=3,
        helper_max_lines=3,
        content_padding=ft.Padding.only(left=16, right=8, top=16, bottom=16),
    )
    menu = ft.PopupMenuButton(
        content=ft.Semantics(
            exclude_semantics=True, label=sentence(label, value or hint, error or helper), content=face
        ),
        items=[_item(look, option) for option in options],
        menu_position=ft.PopupMenuPosition.UNDER,
        bgcolor=p.surface_container_high if p.is_dark else p.card,
        elevation=2,
        shape=ft.RoundedRectangleBorder(radius=Radius.FIELD, side=ft.BorderSide(1, p.outline_variant)),
        size_constraints=ft.BoxConstraints(min_width=width, max_width=width),
        padding=0,
        menu_padding=ft.Padding.symmetric(vertical=8),
        tooltip="",
    )
    return tagged(identifier, menu, button=True)


def _item(look: Look, option: Option) -> ft.PopupMenuItem:
    p = look.palette
    front = p.primary if option.icon else p.on_surface
    words: list[ft.Control] = [text(option.label, Role.LABEL_LARGE if option.icon else Role.BODY_LARGE, front)]
    if option.line:
        words.append(text(option.line, Role.BODY_MEDIUM, p.on_surface_variant))
    icon = option.icon or (ft.Icons.CHECK if option.is_chosen else None)
    mark = [ft.Icon(icon, size=20, color=p.primary)] if icon else []
    said = ft.Column(words, spacing=0, tight=True, expand=True)
    row: list[ft.Control] = [*mark, said] if option.icon else [said, *mark]
    content = ft.Container(ft.Row(row, spacing=12), padding=ft.Padding.symmetric(vertical=10, horizontal=16))
    return ft.PopupMenuItem(
        content=tagged(option.identifier, content, label=sentence(option.label, option.line) if option.line else None),
        padding=0,
        on_click=option.on_choose,
    )
