"""Facts and tables of a document: columns where they fit, lines under a title where they do not."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.models.base import Mark
from emias_app.models.document import Fact, TableBlock
from emias_app.views.components.card import hairline
from emias_app.views.components.pill import pill
from emias_app.views.components.text import text
from emias_app.views.theme import Look, Role, Space

#: A label and a value of so many letters stand in one line of a phone; so do the cells of a small table.
_SHORT, _SHORT_CELL = 18, 11
#: A value of more letters goes on in a second line, its label stays at the first.
_ONE_LINE = 48
#: A table of more columns never fits a phone.
_FEW = 3
#: Letters that a column is given at least and at most.
_LEAST, _MOST = 9, 32


def facts(look: Look, items: Sequence[Fact]) -> list[ft.Control]:
    """«Label: value» lines: beside each other on a wide window and where all are short, else one under the other."""
    is_beside = not look.has_large_text and (look.is_wide or all(_is_short(item) for item in items))
    return [_fact(look, item.label, item.value, item.mark, is_beside=is_beside) for item in items]


def _is_short(item: Fact) -> bool:
    return len(item.label) <= _SHORT and len(item.value) <= _SHORT


def _fact(look: Look, label: str, value: str, mark: Mark | None, *, is_beside: bool) -> ft.Control:
    p = look.palette
    said: list[ft.Control] = []
    if not mark or value != mark.text:
        said.append(text(value, Role.BODY_LARGE, p.on_surface))
    if mark:
        said.append(pill(look, mark))
    name = text(label, Role.BODY_MEDIUM, p.on_surface_variant)
    shown = ft.Row(said, wrap=True, spacing=8, run_spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    if not is_beside:
        return ft.Column([name, shown], spacing=0, tight=True)
    return ft.Row(
        [
            ft.Container(name, width=200 if look.is_wide else 140),
            ft.Container(shown, expand=True, alignment=ft.Alignment.CENTER_LEFT),
        ],
        spacing=16 if look.is_wide else 8,
        vertical_alignment=ft.CrossAxisAlignment.START if len(value) > _ONE_LINE else ft.CrossAxisAlignment.CENTER,
    )


def table(look: Look, block: TableBlock) -> ft.Control:
    """Columns where they fit; on a phone every row is its first cell and the others under it with their names."""
    if look.has_large_text or (look.is_compact and not _fits_phone(block)):
        return _stacked(look, block)
    return _columns(look, block)


def _fits_phone(block: TableBlock) -> bool:
    """A few short columns: the signs before and after, a probe and its result."""
    cells = [cell for row in block.rows for cell in row[1:]]
    return len(block.columns) <= _FEW and all(len(cell) <= _SHORT_CELL for cell in cells)


def _columns(look: Look, block: TableBlock) -> ft.Control:
    p = look.palette
    shares = _shares(block)
    head = [
        text(name, Role.TABLE_HEAD, p.on_surface_variant, expand=share)
        for name, share in zip(block.columns, shares, strict=True)
    ]
    lines: list[ft.Control] = [ft.Row(list(head), spacing=Space.STEP if look.is_compact else 16)]
    for row in block.rows:
        lines += [
            hairline(look),
            ft.Row(
                [
                    text(cell, Role.BODY_MEDIUM, p.on_surface, expand=share)
                    for cell, share in zip(row, shares, strict=False)
                ],
                spacing=Space.STEP if look.is_compact else 16,
                vertical_alignment=ft.CrossAxisAlignment.START,
            ),
        ]
    return ft.Column(lines, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _shares(block: TableBlock) -> list[int]:
    """How wide each column is against the others: by its longest text, none starved and none greedy."""
    return [
        min(max(len(name), *(len(row[place]) for row in block.rows if place < len(row)), _LEAST), _MOST)
        for place, name in enumerate(block.columns)
    ]


def _stacked(look: Look, block: TableBlock) -> ft.Control:
    p = look.palette
    rows: list[ft.Control] = []
    for place, row in enumerate(block.rows):
        if place:
            rows.append(hairline(look))
        further = [(name, cell) for name, cell in zip(block.columns[1:], row[1:], strict=False) if cell]
        lines = [
            ft.Text(
                spans=[
                    ft.TextSpan(f"{name}: ", style=ft.TextStyle(color=p.on_surface_variant)),
                    ft.TextSpan(cell, style=ft.TextStyle(color=p.on_surface)),
                ],
                theme_style=ft.TextThemeStyle.BODY_MEDIUM,
            )
            for name, cell in further
        ]
        rows.append(
            ft.Column([text(row[0] if row else "", Role.ROW_TITLE, p.on_surface), *lines], spacing=2, tight=True)
        )
    return ft.Column(rows, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
