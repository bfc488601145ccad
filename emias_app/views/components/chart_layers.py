"""What a chart is layered of: norms, grid, the newest day, lines; all of them series of one Flet chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from emias_app.domain.chart_scale import Band, CurvePoint, Frame, Point, Step
from emias_app.views.palette import blended
from emias_app.views.theme import Look, Role, text_style

if TYPE_CHECKING:
    # Imported with the first chart: an eighth of a second that no start has to pay.
    import flet_charts as fch

_BAND_OPACITY = 0.14
_DASH, _DOTS = [6, 4], [2, 4]


@dataclass(frozen=True)
class Plot:
    """The window in pixels: ``height`` with the room ``over`` and under it, ``width`` as far as it is known."""

    look: Look
    frame: Frame
    height: float
    over: float
    width: float

    def top(self, y: float) -> float:
        """How far under the upper edge a value stands."""
        return self.over + (1 - self.frame.up(y)) * (self.height - 2 * self.over)


def layer(
    points: Sequence[tuple[float, float]],
    *,
    color: str = ft.Colors.TRANSPARENT,
    width: float = 1,
    dash: list[int] | None = None,
    fill: str | None = None,
    fill_to: float | None = None,
) -> fch.LineChartData:
    """A silent line: nothing of it answers a pointer."""
    import flet_charts as fch

    return fch.LineChartData(
        points=[
            fch.LineChartDataPoint(x, y, show_tooltip=False, selected_point=False, selected_below_line=False)
            for x, y in points
        ],
        color=color,
        stroke_width=width,
        dash_pattern=dash,
        point=False,
        selected_point=False,
        selected_below_line=False,
        below_line_bgcolor=fill,
        below_line_cutoff_y=fill_to,
    )


def band_layers(plot: Plot, bands: Sequence[Band]) -> list[fch.LineChartData]:
    """Filled norms with dashed bounds; the median of a curve is dashed too. A curve comes under all steps."""
    curves = [found for band in bands if band.curve for found in _curve(plot, band.curve)]
    return curves + [found for band in bands for step in band.steps for found in _step(plot, step)]


def _step(plot: Plot, step: Step) -> list[fch.LineChartData]:
    frame, p = plot.frame, plot.look.palette
    start, end = max(step.start, frame.start), min(step.end, frame.end)
    if end <= start:
        return []
    high = frame.high if step.high is None else step.high
    low = frame.low if step.low is None else step.low
    fill = ft.Colors.with_opacity(_BAND_OPACITY, p.success.text)
    bounds = [bound for bound in (step.low, step.high) if bound is not None]
    return [
        layer([(start, high), (end, high)], fill=fill, fill_to=low),
        *(layer([(start, bound), (end, bound)], color=p.success.text, dash=_DASH) for bound in bounds),
    ]


def _curve(plot: Plot, curve: Sequence[CurvePoint]) -> list[fch.LineChartData]:
    """The room between two curves: the upper one filled down to the foot, the lower one wiping its part."""
    p, frame = plot.look.palette, plot.frame
    shown = [place for place in curve if frame.start <= place.x <= frame.end]

    def line(values: Sequence[float]) -> list[tuple[float, float]]:
        return [(place.x, min(max(y, frame.low), frame.high)) for place, y in zip(shown, values, strict=True)]

    highs, medians, lows = ([getattr(place, name) for place in shown] for name in ("high", "median", "low"))
    return [
        layer(line(highs), color=p.success.text, dash=_DASH, fill=blended(p.success.text, p.card, _BAND_OPACITY)),
        layer(line(lows), fill=p.card),
        layer(line(lows), color=p.success.text, dash=_DASH),
        layer(line(medians), color=p.outline, dash=_DASH),
    ]


def grid_layers(plot: Plot) -> list[fch.LineChartData]:
    """A thin line at every number but where a bound is drawn anyway; the foot is one of them."""
    frame, color = plot.frame, plot.look.palette.outline_variant
    return [layer([(frame.start, tick), (frame.end, tick)], color=color) for tick in frame.ticks]


def moment_layer(plot: Plot, x: float) -> fch.LineChartData:
    """The dotted line of the newest day."""
    frame = plot.frame
    return layer([(x, frame.low), (x, frame.high)], color=plot.look.palette.outline, dash=_DOTS)


def line_layers(plot: Plot, points: Sequence[Point], *, is_second: bool = False) -> fch.LineChartData:
    """One unbroken line with its points; those outside the norm get their diamonds on top of it."""
    import flet_charts as fch

    p = plot.look.palette
    color = p.secondary if is_second else p.primary
    circle = fch.ChartCirclePoint(color=color, radius=6, stroke_color=p.card, stroke_width=2)
    words = text_style(Role.LABEL_MEDIUM, p.on_inverse_surface)
    return fch.LineChartData(
        points=[
            fch.LineChartDataPoint(
                point.x,
                point.y,
                point=False if point.is_outside else circle,
                selected_point=False if point.is_outside else circle,
                selected_below_line=False,
                show_tooltip=bool(point.words),
                tooltip=fch.LineChartDataPointTooltip(text=point.words, text_style=words),
            )
            for point in points
        ],
        color=color,
        stroke_width=2.5,
        rounded_stroke_cap=True,
        rounded_stroke_join=True,
        point=circle,
        selected_below_line=False,
    )
