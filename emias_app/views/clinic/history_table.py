"""The history as a table: the columns of the form (product.md §7)."""

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

#: Columns in dp: kinship, phone, start, end, action; name and reason share the rest.
_KIN, _PHONE, _DAY, _ACT = 72, 132, 78, 124


def table_head(look: Look) -> ft.Control:
    """The names of the columns."""
    titles = (
        words.COLUMN_NAME,
        words.COLUMN_KIN,
        words.COLUMN_PHONE,
        words.COLUMN_START,
        words.COLUMN_END,
        words.COLUMN_REASON,
    )
    cells = [text(title, Role.TABLE_HEAD, look.palette.on_surface_variant) for title in titles]
    return ft.Container(_cells([*cells, ft.Container()], 24), key="head")


def table_row(look: Look, row: HistoryRow, action: ft.Control | None) -> ft.Control:
    """A row that is read as one sentence; its button stands over it, a target of its own."""
    p = look.palette
    marked, road = row_mark(row), row_road(row)
    under = pill(look, *marked) if marked else text(road or "", Role.BODY_SMALL, p.on_surface_variant)
    phone = text(format_phone(row.phone), Role.BODY_MEDIUM, p.on_surface, tabular=True)
    cells: list[ft.Control] = [
        text(row.relative, Role.TITLE_SMALL, p.on_surface),
        text(row_kin(row), Role.BODY_MEDIUM, p.on_surface),
        ft.Column([phone, ft.Row([under], wrap=True)], spacing=4, tight=True),
        text(row_start(row), Role.BODY_MEDIUM, p.on_surface, tabular=True),
        text(row_end(row), Role.BODY_MEDIUM, p.on_surface, tabular=True),
        text(row.reason or "", Role.BODY_MEDIUM, p.on_surface),
    ]
    said = ft.Semantics(
        identifier=ids.CLINIC_HISTORY(row.id),
        container=True,
        label=row_spoken(row),
        exclude_semantics=True,
        content=_cells([*cells, ft.Container()], 64),
    )
    over = ft.Container(action, right=12, top=0, bottom=0, width=_ACT + 12, alignment=ft.Alignment.CENTER_RIGHT)
    return ft.Stack([said, over], key=str(row.id))


def _cells(cells: list[ft.Control], height: int) -> ft.Container:
    name, kin, phone, start, end, reason, action = cells
    row = ft.Row(
        [
            ft.Container(name, expand=True),
            ft.Container(kin, width=_KIN),
            ft.Container(phone, width=_PHONE),
            ft.Container(start, width=_DAY),
            ft.Container(end, width=_DAY),
            ft.Container(reason, expand=True),
            ft.Container(action, width=_ACT),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Container(
        ft.Row(
            [row, ft.Container(width=0, height=height)],
            spacing=0,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.only(left=Space.WIDE_MARGIN, right=12, top=8, bottom=8),
    )
