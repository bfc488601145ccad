"""Parts of a document that are more than words: a conclusion, the lines of a form, examinations by day."""

from __future__ import annotations

import flet as ft

from emias_app.models.document import ConclusionBlock, FormBlock, TimelineBlock, TimelineEntry
from emias_app.views.components.text import text
from emias_app.views.format import day_with_time
from emias_app.views.theme import Look, Radius, Role, Space


def conclusion(look: Look, block: ConclusionBlock) -> ft.Control:
    """What the reader looks for first, on a ground of its own."""
    p = look.palette
    lines = [line for line in block.text.split("\n") if line.strip()]
    words = ft.Column(
        [
            ft.Semantics(
                header=True, container=True, content=text(block.heading, Role.TITLE_SMALL, p.on_primary_container)
            ),
            *(text(line, Role.BODY_LARGE, p.on_primary_container) for line in lines),
        ],
        spacing=Space.HALF,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.Container(words, bgcolor=p.primary_container, border_radius=Radius.BUTTON, padding=Space.INSIDE)


def form_lines(look: Look, block: FormBlock) -> list[ft.Control]:
    """Each line of the form under its name, numbered as on paper."""
    return [_line(look, place, item.label, item.value) for place, item in enumerate(block.items, start=1)]


def _line(look: Look, place: int, label: str, value: str) -> ft.Control:
    p = look.palette
    name = text(label, Role.BODY_MEDIUM, p.on_surface_variant)
    said = text(value, Role.BODY_LARGE, p.on_surface)
    if look.is_wide and not look.has_large_text:
        words: ft.Control = ft.Row(
            [ft.Container(name, width=220), ft.Container(said, expand=True)],
            spacing=16,
            vertical_alignment=ft.CrossAxisAlignment.START,
            expand=True,
        )
    else:
        words = ft.Column([name, said], spacing=0, tight=True, expand=True)
    width = 24 * look.text_scale
    number = ft.Container(text(str(place), Role.BODY_MEDIUM, p.on_surface_variant, tabular=True), width=width)
    return ft.Row([number, words], spacing=4, vertical_alignment=ft.CrossAxisAlignment.START)


def timeline_lines(look: Look, block: TimelineBlock) -> list[ft.Control]:
    """The examinations on a line, the oldest on top."""
    last = len(block.items) - 1
    return [_entry(look, item, is_last=place == last) for place, item in enumerate(block.items)]


def _entry(look: Look, item: TimelineEntry, *, is_last: bool) -> ft.Control:
    p = look.palette
    dot = ft.Container(width=10, height=10, border_radius=Radius.FULL, bgcolor=p.primary, left=1, top=6)
    line = ft.Container(left=5, top=20, bottom=0, width=2, bgcolor=p.outline_variant)
    author = [text(item.author, Role.BODY_SMALL, p.on_surface_variant)] if item.author else []
    words = ft.Column(
        [
            text(day_with_time(item.date, item.time), Role.BODY_SMALL, p.on_surface_variant),
            text(item.title, Role.ROW_TITLE, p.on_surface),
            text(item.text, Role.BODY_LARGE, p.on_surface),
            *author,
        ],
        spacing=2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    body = ft.Container(words, padding=ft.Padding.only(left=28, bottom=0 if is_last else 12))
    return ft.Stack([*([] if is_last else [line]), dot, body])
