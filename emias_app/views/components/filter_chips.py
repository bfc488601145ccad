"""Chips that narrow a list, in one scrolled row of 48, or in several where a row cannot be drawn by a finger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import flet as ft

from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.loading import use_kept
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import number, sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Size

#: A button is never narrower; a chip that is would stand further from the next one than its neighbours do.
_LEAST = 64
#: How wide a sign of a chip is at the usual text size: at most, and as a rule.
_SIGN, _USUAL_SIGN = 10, 8.5


@dataclass(frozen=True)
class Chip:
    """``key`` makes the identifier (lower case, latin); ``count`` is how much it would leave."""

    key: str
    label: str
    count: int | None = None


def filter_chips(
    look: Look,
    chips: Sequence[Chip],
    chosen: Collection[str],
    on_choose: Callable[[str], object],
    *,
    identifier: ids.Keyed = ids.SECTION_FILTER,
    wrap: bool = False,
) -> ft.Control:
    """``chosen`` are keys of the chips that are on; each is 32 high in a target of 48."""
    drawn: list[ft.Control] = [_chip(look, chip, chip.key in chosen, on_choose, identifier) for chip in chips]
    if wrap:
        return ft.Row(drawn, spacing=8, run_spacing=0, wrap=True)
    return ft.Row(drawn, spacing=8, scroll=ft.ScrollMode.HIDDEN)


@component
def ChipRow(  # noqa: N802
    look: Look,
    chips: Sequence[Chip],
    chosen: str,
    on_choose: Callable[[str], object],
    *,
    identifier: ids.Keyed,
) -> ft.Control:
    """A scrolled row of which one chip is chosen: that one is brought into view whole."""
    ref = use_kept(ft.Ref[ft.Row])
    keys = [chip.key for chip in chips]

    async def reveal() -> None:
        place = keys.index(chosen) if chosen in keys else 0
        if place and ref.current is not None:
            before = sum(
                max(_LEAST, len(chip.label) * _USUAL_SIGN * look.text_scale + 24) + 8 for chip in chips[:place]
            )
            await ref.current.scroll_to(offset=-1 if place >= len(keys) - 2 else max(0.0, before - _LEAST))

    ft.use_effect(reveal, [chosen], cleanup=lambda: None)
    drawn = [_chip(look, chip, chip.key == chosen, on_choose, identifier) for chip in chips]
    return ft.Row(drawn, spacing=8, scroll=ft.ScrollMode.HIDDEN, ref=ref)


def _chip(
    look: Look, chip: Chip, is_chosen: bool, on_choose: Callable[[str], object], identifier: ids.Keyed
) -> ft.Control:
    p = look.palette
    color = p.on_secondary_container if is_chosen else p.on_surface_variant
    tick = [ft.Icon(ft.Icons.CHECK, size=18, color=color)] if is_chosen else []
    count = [] if chip.count is None else [text(number(chip.count), Role.BODY_MEDIUM, color, no_wrap=True)]
    is_short = not tick and not count and len(chip.label) * _SIGN * look.text_scale + 24 <= _LEAST
    shape = ft.Container(
        ft.Row([*tick, text(chip.label, Role.TITLE_SMALL, color, no_wrap=True), *count], spacing=8, tight=True),
        width=_LEAST if is_short else None,
        alignment=ft.Alignment.CENTER if is_short else None,
        bgcolor=p.secondary_container if is_chosen else ft.Colors.TRANSPARENT,
        border=ft.Border.all(1, p.secondary_container if is_chosen else p.outline),
        border_radius=Radius.CHIP,
        padding=ft.Padding.symmetric(vertical=5, horizontal=12),
    )
    return pressable(
        look,
        shape,
        identifier=identifier(chip.key),
        label=sentence(
            chip.label,
            None if chip.count is None else number(chip.count),
            common.CHOSEN if is_chosen else None,
        ),
        on_click=lambda _event: on_choose(chip.key),
        selected=is_chosen,
        radius=Radius.CHIP,
        padding=ft.Padding.symmetric(vertical=(Size.TARGET - 32) / 2),
        key=chip.key,
    )
