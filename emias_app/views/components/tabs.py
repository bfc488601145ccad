"""Tabs under a screen's title, in one scrolled row with a line under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from emias_app.views import ids
from emias_app.views.components.filter_chips import Chip
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Size


def tabs(
    look: Look,
    of: Sequence[Chip],
    chosen: str,
    on_choose: Callable[[str], object],
    *,
    identifier: ids.Keyed,
) -> ft.Control:
    """One of the tabs is chosen: its words and the line under them in the accent."""
    row = ft.Row(
        [_tab(look, tab, tab.key == chosen, on_choose, identifier) for tab in of],
        spacing=16,
        scroll=ft.ScrollMode.HIDDEN,
    )
    return ft.Container(row, border=ft.Border.only(bottom=ft.BorderSide(1, look.palette.outline_variant)))


def _tab(
    look: Look, tab: Chip, is_chosen: bool, on_choose: Callable[[str], object], identifier: ids.Keyed
) -> ft.Control:
    p = look.palette
    words = text(tab.label, Role.TITLE_SMALL, p.primary if is_chosen else p.on_surface_variant, no_wrap=True)
    line = ft.BorderSide(3, p.primary if is_chosen else ft.Colors.TRANSPARENT)
    shape = ft.Container(
        words,
        padding=ft.Padding.only(top=max(0.0, (Size.TARGET - 20 * look.text_scale) / 2), bottom=11),
        border=ft.Border.only(bottom=line),
    )
    return pressable(
        look,
        shape,
        identifier=identifier(tab.key),
        label=sentence(tab.label, common.CHOSEN if is_chosen else None),
        on_click=lambda _event: on_choose(tab.key),
        selected=is_chosen,
        radius=Radius.CHIP,
        key=tab.key,
    )
