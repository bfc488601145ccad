"""Parts of a card to tick, one row each: what is shown to a doctor."""

from __future__ import annotations

from collections.abc import Callable, Collection

import flet as ft

from emias_app.domain.shown import SHOWABLE, title_of
from emias_app.models.shown import Shown
from emias_app.views import ids
from emias_app.views.components.buttons import text_button
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space


def part_ticks(
    look: Look,
    title: str,
    chosen: Collection[Shown],
    on_turn: Callable[[Shown], object],
    on_all: Callable[[], object],
    *,
    identifier: ids.Keyed,
    all_id: str,
) -> list[ft.Control]:
    """Everything that can be shown, in the order of the card, under a title with «Выбрать все»."""

    def turned(part: Shown) -> Callable[..., object]:
        return lambda _event: on_turn(part)

    label = common.CHOOSE_NONE if set(chosen) == set(SHOWABLE) else common.CHOOSE_ALL
    head = ft.Row(
        [
            text(title, Role.TITLE_SMALL, look.palette.on_surface_variant),
            text_button(look, label, identifier=all_id, on_click=lambda _event: on_all(), compact=True),
        ],
        wrap=True,
        spacing=Space.STEP,
        run_spacing=0,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return [head, *(_row(look, part, part in chosen, turned(part), identifier) for part in SHOWABLE)]


def _row(look: Look, part: Shown, is_on: bool, on_turn: Callable[..., object], identifier: ids.Keyed) -> ft.Control:
    """A part that is shown, or not; the whole row is one target."""
    p = look.palette
    icon = ft.Icons.CHECK_BOX if is_on else ft.Icons.CHECK_BOX_OUTLINE_BLANK
    row = ft.Row(
        [
            ft.Icon(icon, size=24, color=p.primary if is_on else p.on_surface_variant),
            ft.Container(text(title_of(part), Role.BODY_LARGE, p.on_surface), expand=True),
        ],
        spacing=Space.ICON_TO_TEXT,
    )
    return pressable(
        look,
        row,
        identifier=identifier(part.value),
        label=sentence(title_of(part), common.CHOSEN if is_on else None),
        on_click=on_turn,
        selected=is_on,
        radius=Radius.FIELD,
        padding=ft.Padding.symmetric(vertical=12, horizontal=4),
        key=part.value,
    )
