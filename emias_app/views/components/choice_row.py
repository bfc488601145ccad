"""One of several: a card that is chosen or not, with what it means under its name."""

from __future__ import annotations

import flet as ft

from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space


def choice_row(
    look: Look,
    title: str,
    line: str,
    *,
    identifier: str,
    is_chosen: bool,
    on_choose: Handler | None,
    lead: ft.Control | None = None,
    below: ft.Control | None = None,
    key: str | None = None,
) -> ft.Control:
    """``on_choose=None`` = not to be had now, ``line`` says why; ``below`` stands under the words."""
    p = look.palette
    is_off = on_choose is None
    front = p.on_surface_variant if is_off else p.on_surface
    icon = ft.Icons.RADIO_BUTTON_CHECKED if is_chosen else ft.Icons.RADIO_BUTTON_UNCHECKED
    words: list[ft.Control] = [text(title, Role.ROW_TITLE, front)]
    if line:
        words.append(text(line, Role.BODY_MEDIUM, p.on_surface_variant))
    if below is not None:
        words.append(ft.Container(below, padding=ft.Padding.only(top=4)))
    row = ft.Row(
        [
            ft.Icon(icon, size=24, color=p.primary if is_chosen else p.on_surface_variant),
            *([lead] if lead is not None else []),
            ft.Column(words, spacing=0, tight=True, expand=True),
        ],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return pressable(
        look,
        row,
        identifier=identifier,
        label=sentence(title, line, common.CHOSEN if is_chosen else None),
        on_click=on_choose,
        selected=is_chosen,
        radius=Radius.BUTTON,
        bgcolor=p.surface_container_high if is_off else p.card,
        side=ft.BorderSide(2 if is_chosen else 1, p.primary if is_chosen else p.outline_variant),
        padding=ft.Padding.symmetric(vertical=14, horizontal=Space.INSIDE),
        key=key,
    )
