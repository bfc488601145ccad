"""The показатели of a report: rows on a phone, a table on a wide window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from emias_app.models.base import Mark, Tone
from emias_app.models.document import LabRow, LabTableBlock
from emias_app.views import ids
from emias_app.views.components.card import card, chevron, hairline
from emias_app.views.components.pill import inline_mark
from emias_app.views.components.pressable import pressable
from emias_app.views.components.reference_bar import reference_bar
from emias_app.views.components.sparkline import sparkline
from emias_app.views.components.text import text
from emias_app.views.format import sentence, with_unit
from emias_app.views.lab_codes import code_key
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Space

OnTrend = Callable[[str], object]

#: Columns of the table in dp; the name takes what is left.
_VALUE, _BAR, _FLAG, _TREND = 100, 112, 106, 66
#: A value with its unit of so many signs stands beside a name on a phone.
_SHORT = 16
#: A pane narrower than this shows rows as a phone does; a roomy one gives the columns more.
_TABLE_NEEDS, _ROOMY = 560, 640


def lab_table(look: Look, block: LabTableBlock, on_trend: OnTrend | None = None) -> ft.Control:
    """Outside the norm first, as the block comes. A table needs a pane of a desktop and the usual text size.

    ``on_trend`` gets the code of the row that was tapped.
    """
    if look.is_wide and not look.has_large_text and _pane(look) >= _TABLE_NEEDS:
        return _table(look, block, on_trend)
    p = look.palette
    head = ft.Container(
        ft.Row(
            [
                ft.Container(text(_norm_head(block), Role.BODY_MEDIUM, p.on_surface_variant), expand=True),
                text(common.LAB_RESULT, Role.BODY_MEDIUM, p.on_surface_variant),
            ],
            spacing=8,
        ),
        padding=ft.Padding.symmetric(vertical=12),
    )
    return card(look, _lined(look, [head, *(_row(look, row, on_trend) for row in block.rows)]), padding=_SIDES)


def _pane(look: Look) -> float:
    return look.record_pane - 2 * Space.WIDE_MARGIN


_SIDES = ft.Padding.symmetric(horizontal=Space.INSIDE, vertical=4)


def _norm_head(block: LabTableBlock) -> str:
    return common.LAB_NORM_FOR.format(whom=block.norm_for) if block.norm_for else common.LAB_NORM


def flag_mark(flag: str | None) -> Mark | None:
    """The word of a показатель's flag."""
    match flag:
        case "LOW":
            return Mark(tone=Tone.WARN, text=common.LAB_LOW)
        case "HIGH":
            return Mark(tone=Tone.WARN, text=common.LAB_HIGH)
        case "ABNORMAL":
            return Mark(tone=Tone.WARN, text=common.LAB_ABNORMAL)
        case "NORMAL":
            return Mark(tone=Tone.SUCCESS, text=common.LAB_NORMAL)
        case _:
            return None


def spoken(row: LabRow) -> str:
    """«Гемоглобин, 108 г/л, ниже нормы, норма 115–145»"""
    mark = flag_mark(row.flag)
    norm = common.NORM_SPOKEN.format(reference=row.reference) if row.reference else None
    return sentence(row.name, with_unit(row.value, row.unit), mark.text if mark else None, norm)


def _row(look: Look, row: LabRow, on_trend: OnTrend | None) -> ft.Control:
    p = look.palette
    name = text(row.name, Role.BODY_LARGE, p.on_surface)
    # A number stands at the right whatever the length of the name; words may need lines of their own.
    is_short = len(row.value) + len(row.unit) <= _SHORT and not look.has_large_text
    top = ft.Row(
        [ft.Container(name, expand=True) if is_short else name, _value(look, row)],
        wrap=not is_short,
        spacing=8,
        run_spacing=0,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.START if is_short else ft.CrossAxisAlignment.CENTER,
    )
    flag, bar = _flag(look, row), _bar(look, row)
    trend = _trend(look, row)
    if look.has_large_text:
        below: ft.Control = ft.Column(
            [flag, ft.Row([ft.Container(bar, expand=True), trend], spacing=12)], spacing=8, tight=True
        )
    else:
        below = ft.Row(
            [ft.Container(flag, width=112), ft.Container(bar, expand=True), trend],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    body: ft.Control = ft.Column(
        [top, below], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    if on_trend is not None:
        body = ft.Row(
            [ft.Container(body, expand=True), chevron(look)],
            spacing=4,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    return _target(look, row, ft.Container(body, padding=ft.Padding.symmetric(vertical=12)), on_trend)


def _target(look: Look, row: LabRow, content: ft.Control, on_trend: OnTrend | None) -> ft.Control:
    """A row that opens its trend where there is one to open; read as one sentence either way."""
    if on_trend is None:
        return ft.Semantics(label=spoken(row), exclude_semantics=True, content=content, key=row.code)
    return pressable(
        look,
        content,
        identifier=ids.LAB_ROW(code_key(row.code)),
        label=sentence(spoken(row), common.LAB_TO_TREND),
        on_click=lambda _event: on_trend(row.code),
        key=row.code,
    )


def _table(look: Look, block: LabTableBlock, on_trend: OnTrend | None) -> ft.Control:
    heads = [common.LAB_NAME, common.LAB_RESULT, _norm_head(block), common.LAB_FLAG, common.LAB_TREND]
    cells = [text(head, Role.TABLE_HEAD, look.palette.on_surface_variant) for head in heads]
    lines = [_cells(look, cells, 44), *(_table_row(look, row, on_trend) for row in block.rows)]
    return card(look, _lined(look, lines, full=True), padding=0)


def _table_row(look: Look, row: LabRow, on_trend: OnTrend | None) -> ft.Control:
    cells = [
        text(row.name, Role.BODY_LARGE, look.palette.on_surface),
        _value(look, row),
        _bar(look, row),
        _flag(look, row),
        _trend(look, row),
    ]
    return _target(look, row, _cells(look, cells, 60), on_trend)


def _cells(look: Look, cells: Sequence[ft.Control], height: int) -> ft.Container:
    name, value, bar, flag, trend = cells
    is_roomy = _pane(look) >= _ROOMY
    return ft.Container(
        ft.Row(
            [
                ft.Container(name, expand=True),
                ft.Container(value, width=_VALUE + (16 if is_roomy else 0), alignment=ft.Alignment.CENTER_RIGHT),
                ft.Container(bar, width=_BAR + (48 if is_roomy else 0)),
                ft.Container(flag, width=_FLAG),
                ft.Container(trend, width=_TREND, alignment=ft.Alignment.CENTER_RIGHT),
                ft.Container(width=0, height=height - 16),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.symmetric(vertical=8, horizontal=Space.WIDE_MARGIN if is_roomy else Space.INSIDE),
    )


def _lined(look: Look, rows: Sequence[ft.Control], *, full: bool = False) -> ft.Control:
    controls: list[ft.Control] = []
    for number, row in enumerate(rows):
        if number:
            controls.append(hairline(look))
        controls.append(row)
    return ft.Column(controls, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _value(look: Look, row: LabRow) -> ft.Control:
    p = look.palette
    color = p.warn.text if row.flag in ("LOW", "HIGH", "ABNORMAL") else p.on_surface
    unit = [text(row.unit, Role.BODY_MEDIUM, p.on_surface_variant)] if row.unit else []
    is_number = row.value[:1].isdigit()
    role = Role.TITLE_LARGE if is_number else Role.TITLE_MEDIUM
    return ft.Row(
        [text(row.value, role, color, tabular=is_number, align=ft.TextAlign.END), *unit],
        spacing=4,
        tight=True,
        wrap=True,
        run_spacing=0,
        alignment=ft.MainAxisAlignment.END,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )


def _flag(look: Look, row: LabRow) -> ft.Control:
    mark = flag_mark(row.flag)
    if mark is None:
        return text(common.LAB_NO_NORM, Role.BODY_SMALL, look.palette.on_surface_variant)
    return inline_mark(look, mark)


def _bar(look: Look, row: LabRow) -> ft.Control:
    if row.position is None or row.flag is None or (row.low is None and row.high is None):
        return text(row.reference, Role.BODY_SMALL, look.palette.on_surface_variant)
    return reference_bar(look, row.position, low=row.low, high=row.high, is_normal=row.flag == "NORMAL")


def _trend(look: Look, row: LabRow) -> ft.Control:
    return sparkline(look, row.trend, low=row.trend_low, high=row.trend_high, is_normal=row.flag in ("NORMAL", None))
