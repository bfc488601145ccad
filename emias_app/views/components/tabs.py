"""Tabs under a screen's title, with a line under them; all of them in view, whatever the width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

import flet as ft

from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.filter_chips import Chip
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Size, Space

_GAP = 12
#: How wide a letter of a tab is on the average, dp.
_LETTER = 8.48
#: No button is narrower, dp.
_LEAST = 64


class TabLines(Enum):
    """ONE: the labels side by side; WORDS: each word of a label in its own line; WRAPPED: the tabs in several rows."""

    ONE = auto()
    WORDS = auto()
    WRAPPED = auto()


def tab_lines(look: Look, labels: Sequence[str]) -> TabLines:
    """How the labels fit: none is cut at an edge, nothing has to be swiped to be seen."""
    if look.is_compact:
        room = look.width - 2 * look.margin
    else:
        room = look.list_pane - 2 * Space.WIDE_MARGIN if look.is_wide else min(look.width - 160, Size.COLUMN - 48)
    gaps = _GAP * (len(labels) - 1)

    def fits(letters: Iterable[int]) -> bool:
        return sum(max(_LEAST, count * _LETTER * look.text_scale) for count in letters) + gaps <= room

    if fits(len(label) for label in labels):
        return TabLines.ONE
    if fits(max(map(len, label.split())) for label in labels):
        return TabLines.WORDS
    return TabLines.WRAPPED


@component
def Tabs(  # noqa: N802
    look: Look,
    of: Sequence[Chip],
    chosen: str,
    on_choose: Callable[[str], object],
    *,
    identifier: ids.Keyed,
) -> ft.Control:
    """One of the tabs is chosen: its words and the line under them in the accent."""
    lines = tab_lines(look, [tab.label for tab in of])
    row = ft.Row(
        [_tab(look, tab, tab.key == chosen, on_choose, identifier, lines) for tab in of],
        spacing=_GAP,
        run_spacing=0,
        wrap=lines is TabLines.WRAPPED,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    return ft.Container(row, border=ft.Border.only(bottom=ft.BorderSide(1, look.palette.outline_variant)))


def _tab(
    look: Look,
    tab: Chip,
    is_chosen: bool,
    on_choose: Callable[[str], object],
    identifier: ids.Keyed,
    lines: TabLines,
) -> ft.Control:
    p = look.palette
    color = p.primary if is_chosen else p.on_surface_variant
    label = tab.label.replace(" ", "\n") if lines is TabLines.WORDS else tab.label
    words = text(label, Role.TITLE_SMALL, color, no_wrap=lines is TabLines.ONE)
    line = ft.BorderSide(3, p.primary if is_chosen else ft.Colors.TRANSPARENT)
    rows = label.count("\n") + 1
    shape = ft.Container(
        words,
        padding=ft.Padding.only(top=max(4.0, (Size.TARGET - 20 * rows * look.text_scale) / 2), bottom=11),
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
