"""A record in a list: title, second line, and a pill that moves under them when there is no room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import flet as ft

from emias_app.models.base import Mark, Tone
from emias_app.models.records import MatchPart
from emias_app.views.components.card import chevron, tile
from emias_app.views.components.passage import passage, passage_words
from emias_app.views.components.pill import inline_mark, pill
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.text import text
from emias_app.views.format import held_title, sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Space

NEW = Mark(tone=Tone.INFO, text=common.NEW)


def list_row(
    look: Look,
    title: str,
    line: str,
    more: str = "",
    *,
    identifier: str,
    on_open: Handler | None,
    mark: Mark | None = None,
    match: Sequence[MatchPart] | None = None,
    icon: ft.IconData | None = None,
    lead: ft.Control | None = None,
    mark_inline: bool = False,
    is_new: bool = False,
    has_chevron: bool = True,
    selected: bool | None = None,
    spoken: str | None = None,
    key: str | None = None,
) -> ft.Control:
    """A row of at least 72; ``icon`` gives it a tile, ``lead`` any other control (an avatar).

    ``more`` stands under ``line``, ``match`` (why a search found it) under all else. ``is_new`` writes «новое» after
    the second line; ``mark_inline`` writes the mark there too, as «Что нового» on a phone does.
    """
    p = look.palette
    second: list[ft.Control] = [text(line, Role.BODY_MEDIUM, p.on_surface_variant)] if line else []
    if is_new:
        second.append(inline_mark(look, NEW))
    if mark and mark_inline:
        second.append(inline_mark(look, mark))
    below = ft.Row(second, wrap=True, spacing=12, run_spacing=2, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    words: list[ft.Control] = [text(held_title(title), Role.ROW_TITLE, p.on_surface), below]
    if more:
        words.append(text(more, Role.BODY_MEDIUM, p.on_surface_variant))
    is_under = mark is not None and not mark_inline and look.has_large_text
    if is_under and mark:
        words.append(ft.Container(pill(look, mark), padding=ft.Padding.only(top=4)))
    body: ft.Control = ft.Column(words, spacing=0, tight=True)
    if mark and not mark_inline and not is_under:
        body = ft.Row(
            [body, pill(look, mark)],
            wrap=True,
            spacing=8,
            run_spacing=4,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    if match:
        body = ft.Column([body, passage(look, match)], spacing=4, tight=True)
    front = [lead] if lead is not None else [tile(look, icon)] if icon is not None else []
    return pressable(
        look,
        ft.Row(
            [*front, ft.Container(body, expand=True), *([chevron(look)] if on_open and has_chevron else [])],
            spacing=Space.ICON_TO_TEXT if front else 12,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=identifier,
        label=spoken or sentence(title, line, more, *_told(mark, is_new=is_new), passage_words(match)),
        on_click=on_open,
        selected=selected,
        bgcolor=p.secondary_container if selected else ft.Colors.TRANSPARENT,
        padding=ft.Padding.only(left=Space.INSIDE, right=8 if has_chevron else Space.INSIDE, top=14, bottom=14),
        key=key,
    )


def _told(mark: Mark | None, *, is_new: bool) -> Iterator[str]:
    if is_new:
        yield NEW.text
    if mark:
        yield mark.text


def month_title(look: Look, value: str) -> ft.Control:
    """«Ноябрь 2026» above its card."""
    return ft.Container(
        ft.Semantics(
            header=True, container=True, content=text(value, Role.TITLE_SMALL, look.palette.on_surface_variant)
        ),
        padding=ft.Padding.only(left=Space.INSIDE, top=12, bottom=4),
    )
