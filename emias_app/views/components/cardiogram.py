"""A cardiogram on the screen: the sheet of the PDF in the colours of the theme, swiped sideways on a phone."""

from __future__ import annotations

import flet as ft
import flet.canvas as cv

from emias_app.models.document import CardiogramBlock, CardiogramLead
from emias_app.views.components.text import text
from emias_app.views.theme import Look, Radius, Role, Space, text_style

#: Millimetres of paper: a second and a millivolt, the height of a row and of the strip under them.
_SECOND, _MILLIVOLT, _ROW, _STRIP_ROW = 25.0, 10.0, 15.0, 17.0
#: Where the zero line lies in a row, from its top.
_ZERO = 0.58
#: dp a millimetre: below the least a wave cannot be read.
_LEAST, _MOST = 3.4, 4.4
#: How much the larger drawing is larger.
_LARGER = 1.8


def cardiogram(look: Look, block: CardiogramBlock, room: float, *, is_large: bool = False) -> ft.Control:
    """The sheet fills ``room`` dp, or is swiped sideways where that would make it too small to read."""
    paper = 2 * block.seconds * _SECOND
    scale = min(max(room / paper, _LEAST), _MOST) * (_LARGER if is_large else 1)
    height = ((len(block.leads) + 1) // 2 * _ROW + _STRIP_ROW) * scale
    width = paper * scale
    sheet = ft.Container(
        cv.Canvas(_shapes(look, block, scale, width, height), width=width, height=height),
        border_radius=Radius.CHIP,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )
    note = text(block.note, Role.BODY_SMALL, look.palette.on_surface_variant)
    return ft.Column(
        [
            ft.Semantics(label=block.spoken, image=True, content=ft.Row([sheet], scroll=ft.ScrollMode.AUTO)),
            note,
        ],
        spacing=Space.STEP,
        tight=True,
    )


def _shapes(look: Look, block: CardiogramBlock, scale: float, width: float, height: float) -> list[cv.Shape]:
    p = look.palette
    rows = (len(block.leads) + 1) // 2
    shapes: list[cv.Shape] = [
        _grid(width, height, scale, ft.Colors.with_opacity(0.35, p.outline_variant), 0.5),
        _grid(width, height, 5 * scale, p.outline_variant, 1),
    ]
    for place, lead in enumerate(block.leads):
        column, row = divmod(place, rows)
        shapes += _lead(look, lead, column * width / 2, row * _ROW * scale, _ROW * scale, scale)
    return [*shapes, *_lead(look, block.strip, 0, rows * _ROW * scale, _STRIP_ROW * scale, scale)]


def _grid(width: float, height: float, step: float, color: str, stroke: float) -> cv.Shape:
    ends: list[tuple[float, float]] = []
    for place in range(round(width / step) + 1):
        ends += [(place * step, 0), (place * step, height)]
    for place in range(int(height / step) + 1):
        ends += [(0, place * step), (width, place * step)]
    return cv.Points(list(ends), point_mode=cv.PointMode.LINES, paint=ft.Paint(color=color, stroke_width=stroke))


def _lead(look: Look, lead: CardiogramLead, left: float, top: float, height: float, scale: float) -> list[cv.Shape]:
    p = look.palette
    zero = top + height * _ZERO
    points = [
        (round(left + ms / 1000 * _SECOND * scale, 1), round(zero - uv / 1000 * _MILLIVOLT * scale, 1))
        for ms, uv in lead.points
    ]
    pen = ft.Paint(color=p.on_surface, stroke_width=1.4, stroke_cap=ft.StrokeCap.ROUND)
    name = cv.Text(left + 4, top + 2, lead.name, style=text_style(Role.LABEL_SMALL, p.on_surface_variant))
    return [cv.Points(list(points), point_mode=cv.PointMode.POLYGON, paint=pen), name]
