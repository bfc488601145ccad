"""The frame of a form: where one is, what is asked, and the one action at its foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import flet as ft

from emias_app.models.base import Tone
from emias_app.views.components.banner import banner
from emias_app.views.components.card import card
from emias_app.views.components.navigation import action_bar
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Size, Space

#: Fields wider than this are hard to read.
COLUMN = 560


def page_head(
    look: Look, title: str, *, back_id: str, on_back: Handler, trailing: ft.Control | None = None
) -> ft.Control:
    """An arrow and the title of an inner screen."""
    back = icon_button(look, ft.Icons.ARROW_BACK, identifier=back_id, label=common.BACK, on_click=on_back)
    words = text(title, Role.HEADLINE_SMALL, look.palette.on_surface)
    label = ft.Semantics(header=True, container=True, content=words, expand=True)
    return ft.Container(
        ft.Row(
            [back, label, *([trailing] if trailing else [])],
            spacing=4,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        margin=ft.Margin.only(left=-12),
    )


def form_page(
    look: Look, head: Sequence[ft.Control], groups: Sequence[ft.Control], trouble: Sequence[ft.Control],
    action: ft.Control,
) -> ft.Control:  # fmt: skip
    """Head, cards of fields, what is wrong and the action: in a bar on a phone, where it is seen wherever one has
    scrolled to, under the form elsewhere and with large text, which leaves a bar no room for what is wrong."""
    is_in_bar = look.is_compact and not look.has_large_text
    inside = [] if is_in_bar else [*trouble, action]
    width = min(COLUMN, look.width - (0 if look.is_compact else Size.RAIL_NARROW))
    column = ft.Column(
        [
            ft.Container(
                ft.Column(
                    [*head, *groups, *inside],
                    spacing=Space.MARGIN,
                    tight=True,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                width=width,
                padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=32),
            )
        ],
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        expand=True,
    )
    body = ft.SafeArea(column, avoid_intrusions_bottom=not is_in_bar, expand=True)
    if not is_in_bar:
        return body
    foot = ft.Column(
        [*trouble, action],
        spacing=Space.STEP,
        tight=True,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    bar = action_bar(look, [foot])
    return ft.Column([body, bar], spacing=0, expand=True)


def fields_card(look: Look, fields: Sequence[ft.Control], title: str | None = None) -> ft.Control:
    """Fields that belong together, with their heading."""
    head = [ft.Semantics(header=True, content=text(title, Role.TITLE_MEDIUM, look.palette.on_surface))] if title else []
    return card(
        look,
        ft.Column(
            [*head, *fields],
            spacing=Space.MARGIN,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    )


def form_trouble(
    look: Look, error: str | None, shown: Mapping[str, str], labels: Mapping[str, str], identifier: str
) -> list[ft.Control]:
    """Above the action: what the backend said, else which fields keep the form from being sent."""
    wrong = [label for field, label in labels.items() if field in shown]
    said = error or (common.CHECK_FIELDS.format(fields=", ".join(wrong)) if wrong else None)
    return [tagged(identifier, banner(look, Tone.ERROR, said), live=True)] if said else []


def demo_warning(look: Look, words: str) -> ft.Control:
    """«Демо: не вводите настоящие данные», where one types data of that kind."""
    p = look.palette
    return ft.Row(
        [
            ft.Icon(ft.Icons.INFO_OUTLINED, size=20, color=p.on_surface_variant),
            text(words, Role.BODY_MEDIUM, p.on_surface_variant, expand=True),
        ],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
