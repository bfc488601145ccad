"""A row of the history where there is no room for a table: every column with its name."""

from __future__ import annotations

import flet as ft

from emias_app.domain.identifiers import format_phone
from emias_app.models.clinic import HistoryRow
from emias_app.views import ids
from emias_app.views.clinic.faces import row_end, row_kin, row_mark, row_road, row_spoken, row_start
from emias_app.views.components.pill import pill
from emias_app.views.components.text import text
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space


def history_card(look: Look, row: HistoryRow, action: ft.Control | None) -> ft.Control:
    """Who and by what phone, the state, the days, the reason; what can be done stands under them."""
    p = look.palette
    marked, road = row_mark(row), row_road(row)
    under = pill(look, *marked) if marked else text(road or "", Role.BODY_SMALL, p.on_surface_variant)
    head = ft.Row(
        [
            text(row.relative, Role.TITLE_SMALL, p.on_surface),
            text(row_kin(row), Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        wrap=True,
        spacing=8,
        run_spacing=0,
    )
    phone = ft.Row(
        [text(format_phone(row.phone), Role.BODY_MEDIUM, p.on_surface, tabular=True), under],
        wrap=True,
        spacing=12,
        run_spacing=4,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    days = ft.Row(
        [_named(look, words.COLUMN_START, row_start(row)), _named(look, words.COLUMN_END, row_end(row))],
        wrap=True,
        spacing=24,
        run_spacing=4,
    )
    reason = [_named(look, words.COLUMN_REASON, row.reason)] if row.reason else []
    said = ft.Semantics(
        identifier=ids.CLINIC_HISTORY(row.id),
        container=True,
        label=row_spoken(row),
        exclude_semantics=True,
        content=ft.Column([head, phone, days, *reason], spacing=8, tight=True),
    )
    side = Space.WIDE_MARGIN if not look.is_compact else Space.INSIDE
    foot = [ft.Container(ft.Row([action]), padding=ft.Padding.only(left=side - 8))] if action else []
    return ft.Container(
        ft.Column(
            [ft.Container(said, padding=ft.Padding.symmetric(horizontal=side)), *foot],
            spacing=4,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        key=str(row.id),
        padding=ft.Padding.only(top=16, bottom=8 if row.is_live else 16),
    )


def _named(look: Look, label: str, value: str) -> ft.Control:
    p = look.palette
    return ft.Row(
        [
            text(label, Role.BODY_SMALL, p.on_surface_variant),
            text(value, Role.BODY_MEDIUM, p.on_surface, tabular=True),
        ],
        wrap=True,
        spacing=8,
        run_spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
