"""The period of a list: three segments, a tick on the chosen one; chips where the text is large."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import flet as ft

from emias_app.views import ids
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Size

#: key, words; the last is the default.
PERIODS: tuple[tuple[str, str], ...] = (
    ("6m", common.PERIOD_HALF_YEAR),
    ("1y", common.PERIOD_YEAR),
    ("all", common.PERIOD_ALL),
)


def period_picker(
    look: Look,
    chosen: str,
    on_choose: Callable[[str], object],
    *,
    periods: Sequence[tuple[str, str]] = PERIODS,
    spoken: Mapping[str, str] = common.PERIOD_SPOKEN,
    identifier: ids.Keyed = ids.SECTION_PERIOD,
) -> ft.Control:
    """«6 мес», «1 год», «Всё время»; ``chosen`` and what ``on_choose`` gets are 6m, 1y or all, unless other
    ``periods`` are given."""
    p = look.palette
    is_chips = look.has_large_text
    segments = [
        _segment(look, key, words, spoken[key], identifier(key), key == chosen, on_choose, is_chips)
        for key, words in periods
    ]
    if is_chips:
        return ft.Row(segments, wrap=True, spacing=8, run_spacing=8)
    lines = [segments[0]]
    for segment in segments[1:]:
        lines += [ft.Container(width=1, height=Size.TARGET, bgcolor=p.outline), segment]
    return ft.Container(
        ft.Row(lines, spacing=0),
        height=Size.TARGET,
        border=ft.Border.all(1, p.outline),
        border_radius=Size.TARGET / 2,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _segment(
    look: Look,
    key: str,
    words: str,
    spoken: str,
    identifier: str,
    is_chosen: bool,
    on_choose: Callable[[str], object],
    is_chip: bool,
) -> ft.Control:
    p = look.palette
    color = p.on_secondary_container if is_chosen else p.on_surface
    tick = [ft.Icon(ft.Icons.CHECK, size=18, color=color)] if is_chosen else []
    return pressable(
        look,
        ft.Row(
            [*tick, text(words, Role.TITLE_SMALL, color, no_wrap=True)],
            spacing=8,
            tight=True,
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        identifier=identifier,
        label=sentence(spoken, common.CHOSEN if is_chosen else None),
        on_click=lambda _event: on_choose(key),
        selected=is_chosen,
        radius=Size.TARGET / 2 if is_chip else 0,
        bgcolor=p.secondary_container if is_chosen else ft.Colors.TRANSPARENT,
        side=ft.BorderSide(1, p.outline) if is_chip else None,
        padding=ft.Padding.symmetric(vertical=8, horizontal=20 if is_chip else 8),
        expand=None if is_chip else (4 if key == "all" else 3),
        height=None if is_chip else Size.TARGET,
        alignment=ft.Alignment.CENTER,
        key=key,
    )
