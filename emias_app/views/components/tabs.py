"""Tabs under a screen's title, in one scrolled row with a line under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.filter_chips import Chip
from emias_app.views.components.loading import use_kept
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Size


@component
def Tabs(  # noqa: N802
    look: Look,
    of: Sequence[Chip],
    chosen: str,
    on_choose: Callable[[str], object],
    *,
    identifier: ids.Keyed,
) -> ft.Control:
    """One of the tabs is chosen: its words and the line under them in the accent; the last one is scrolled to.

    Large text stands in several lines, so that no word is cut.
    """
    ref = use_kept(ft.Ref[ft.Row])
    is_last = bool(of) and chosen == of[-1].key

    async def reveal() -> None:
        if is_last and not look.has_large_text and ref.current is not None:
            await ref.current.scroll_to(offset=-1)

    ft.use_effect(reveal, [chosen], cleanup=lambda: None)
    row = ft.Row(
        [_tab(look, tab, tab.key == chosen, on_choose, identifier) for tab in of],
        spacing=16,
        run_spacing=0,
        wrap=look.has_large_text,
        scroll=None if look.has_large_text else ft.ScrollMode.HIDDEN,
        ref=ref,
    )
    return ft.Container(row, border=ft.Border.only(bottom=ft.BorderSide(1, look.palette.outline_variant)))


def _tab(
    look: Look, tab: Chip, is_chosen: bool, on_choose: Callable[[str], object], identifier: ids.Keyed
) -> ft.Control:
    p = look.palette
    color = p.primary if is_chosen else p.on_surface_variant
    words = text(tab.label, Role.TITLE_SMALL, color, no_wrap=not look.has_large_text)
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
