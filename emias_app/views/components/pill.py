"""The status pill: icon, word and colour together; never a button."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Mark
from emias_app.views import icons
from emias_app.views.components.text import text
from emias_app.views.theme import Look, Radius, Role


def pill(look: Look, mark: Mark, icon: ft.IconData | None = None) -> ft.Control:
    """A mark on its own container, 24 high at the usual text size."""
    shade = look.palette.tone(mark.tone)
    return ft.Container(
        bgcolor=shade.container,
        border_radius=Radius.FULL,
        padding=ft.Padding.only(left=6, right=10, top=4, bottom=4),
        content=_icon_and_word(look, mark, icon, shade.on_container),
    )


def inline_mark(look: Look, mark: Mark, icon: ft.IconData | None = None) -> ft.Control:
    """A mark without a container, inside a line of text or a table."""
    return _icon_and_word(look, mark, icon, look.palette.tone(mark.tone).text)


def _icon_and_word(look: Look, mark: Mark, icon: ft.IconData | None, color: str) -> ft.Control:
    size = 16 * min(look.text_scale, 1.6)
    return ft.Row(
        [
            ft.Icon(icon or icons.of_mark(mark), size=size, color=color),
            text(mark.text, Role.LABEL_MEDIUM, color),
        ],
        spacing=4,
        run_spacing=0,
        tight=True,
        wrap=look.has_large_text,
    )
