"""The way of a показатель at a glance: a small line, its norm behind it, the last value marked."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft
import flet.canvas as cv

from emias_app.views.theme import Look

WIDTH, HEIGHT = 56, 28
_EDGE = 6


def sparkline(
    look: Look,
    values: Sequence[float],
    *,
    low: float | None,
    high: float | None,
    is_normal: bool,
) -> ft.Control:
    """56 × 28; fewer than two values draw nothing. Silent: the same is said in words beside it."""
    if len(values) < 2:
        return ft.Container(width=WIDTH, height=HEIGHT)
    return ft.Semantics(
        exclude_semantics=True,
        content=cv.Canvas(_shapes(look, values, low, high, is_normal), width=WIDTH, height=HEIGHT),
    )


def _shapes(
    look: Look, values: Sequence[float], low: float | None, high: float | None, is_normal: bool
) -> list[cv.Shape]:
    p = look.palette
    known = [*values, *(bound for bound in (low, high) if bound is not None)]
    bottom, top = min(known), max(known)
    span = (top - bottom) or 1.0

    def y(value: float) -> float:
        return HEIGHT - 5 - (value - bottom) / span * (HEIGHT - 10)

    step = (WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [(_EDGE + number * step, y(value)) for number, value in enumerate(values)]
    shapes: list[cv.Shape] = []
    if low is not None or high is not None:
        upper = y(high) if high is not None else 0.0
        lower = y(low) if low is not None else float(HEIGHT)
        shapes.append(
            cv.Rect(
                0,
                upper,
                WIDTH,
                max(lower - upper, 1),
                border_radius=2,
                paint=ft.Paint(color=ft.Colors.with_opacity(0.20, p.range_zone)),
            )
        )
    elements: list[cv.Path.PathElement] = [cv.Path.MoveTo(*points[0])]
    elements += [cv.Path.LineTo(*point) for point in points[1:]]
    shapes.append(
        cv.Path(
            elements,
            paint=ft.Paint(
                color=p.on_surface_variant,
                stroke_width=2,
                style=ft.PaintingStyle.STROKE,
                stroke_join=ft.StrokeJoin.ROUND,
                stroke_cap=ft.StrokeCap.ROUND,
            ),
        )
    )
    shapes.append(_last(look, *points[-1], is_normal))
    return shapes


def _last(look: Look, x: float, y: float, is_normal: bool) -> cv.Shape:
    p = look.palette
    if is_normal:
        return cv.Circle(x, y, 4, paint=ft.Paint(color=p.success.text))
    r = 5.5
    return cv.Path(
        [
            cv.Path.MoveTo(x, y - r),
            cv.Path.LineTo(x + r, y),
            cv.Path.LineTo(x, y + r),
            cv.Path.LineTo(x - r, y),
            cv.Path.Close(),
        ],
        paint=ft.Paint(color=p.warn.text),
    )
