"""A line of measurements over its norm: the one chart of the app.

What it is drawn of stands in :mod:`emias_app.domain.chart_scale`. The screen reader hears ``label`` and nothing else,
so whoever draws a chart draws the same data as a list under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import flet as ft

from emias_app.domain.chart_scale import Band, Frame, Point, Series, Span, Unit, height_at, last_outside, runs
from emias_app.views.components.chart_layers import Plot, band_layers, grid_layers, line_layers, moment_layer
from emias_app.views.components.text import line_height, text
from emias_app.views.format import day_short, month_short, number
from emias_app.views.theme import Look, Role, Size, Space

#: Height of the chart itself, without its foot, at the usual text size.
HEIGHT = 208
#: Points may stand on the very edge of the window, half of them outside.
_SIDE = 9
_DIAMOND = 14
#: How wide a sign of an axis is at the usual text size, at most.
_SIGN = 7.5
#: The same of the value beside a point, and how far it stays from lines.
_VALUE_SIGN, _CLEAR = 10.0, 7.0

OnPoint = Callable[[int, int], object]


def trend_chart(
    look: Look,
    frame: Frame,
    series: Sequence[Series],
    bands: Sequence[Band] = (),
    *,
    label: str,
    decimals: int | None = None,
    height: float = HEIGHT,
    width: float | None = None,
    on_point: OnPoint | None = None,
) -> ft.Control:
    """``series`` over ``bands`` in the window ``frame``.

    ``label`` is the one sentence for the screen reader; ``decimals`` are those of the value beside the last point
    outside its norm. ``on_point`` gets the number of the series and of the point that was tapped. ``width`` is a guess
    of the width, which only decides which words fit (default: the width of a card on this window).
    """
    ticks = [number(tick) for tick in frame.ticks]
    gutter = max(len(tick) for tick in ticks) * _SIGN * look.text_scale + 4
    over = max(_SIDE, line_height(Role.LABEL_SMALL, look) / 2)
    plot = Plot(look, frame, height + 2 * over, over, max((width or _card_width(look)) - gutter - 2 * _SIDE, 80.0))
    layers: list[ft.Control] = [_lines(plot, series, bands, on_point)]
    layers += [_words_of(plot, band, series) for band in bands if band.words]
    for one in series:
        layers += [_diamond(plot, point) for point in one.points if point.is_outside]
        layers += _value_of_last(plot, one, decimals, series, bands)
    if len(series) > 1:
        layers += [_name_of(plot, one, number, series) for number, one in enumerate(series) if one.name and one.points]
    chart = ft.Row(
        [_left_axis(plot, ticks, gutter), ft.Container(ft.Stack(layers, height=plot.height), expand=True)],
        spacing=0,
    )
    foot = ft.Container(_foot(plot, frame.spans), margin=ft.Margin(left=gutter + _SIDE, right=_SIDE, top=0, bottom=0))
    return ft.Semantics(
        label=label,
        exclude_semantics=True,
        container=True,
        content=ft.Column([chart, foot], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def _card_width(look: Look) -> float:
    if look.is_wide:
        return look.record_pane - 4 * Space.WIDE_MARGIN
    rail = 0 if look.is_compact else Size.RAIL_NARROW
    return min(look.width - rail, Size.COLUMN) - 2 * look.margin - 2 * Space.INSIDE


def _lines(plot: Plot, series: Sequence[Series], bands: Sequence[Band], on_point: OnPoint | None) -> ft.Control:
    """Bands, grid and lines, bottom to top, as layers of one chart."""
    import flet_charts as fch

    frame = plot.frame
    layers = band_layers(plot, bands) + grid_layers(plot)
    newest = max((point.x for one in series for point in one.points), default=None)
    if newest is not None:
        layers.append(moment_layer(plot, newest))
    places: dict[int, tuple[int, list[int]]] = {}
    for which, one in enumerate(series):
        for run in runs(one.points):
            places[len(layers)] = (which, run)
            layers.append(line_layers(plot, [one.points[index] for index in run], is_second=which > 0))

    def tapped(event: fch.LineChartEvent) -> None:
        if on_point is None or event.type is not fch.ChartEventType.TAP_UP:
            return
        for spot in event.spots:
            if spot.bar_index in places and spot.spot_index >= 0:
                which, run = places[spot.bar_index]
                on_point(which, run[spot.spot_index])
                return

    return ft.Container(
        fch.LineChart(
            data_series=layers,
            min_x=frame.start,
            max_x=frame.end,
            min_y=frame.low,
            max_y=frame.high,
            animation=ft.Animation(ft.Duration(milliseconds=0)),
            interactive=True,
            tooltip=fch.LineChartTooltip(
                bgcolor=plot.look.palette.inverse_surface,
                border_radius=ft.BorderRadius.all(12),
                max_width=200,
                fit_inside_horizontally=True,
                fit_inside_vertically=True,
            ),
            on_event=tapped if on_point else None,
        ),
        left=_SIDE,
        right=_SIDE,
        top=plot.over,
        bottom=plot.over,
    )


def _left_axis(plot: Plot, ticks: Sequence[str], gutter: float) -> ft.Control:
    line = line_height(Role.LABEL_SMALL, plot.look)
    color = plot.look.palette.on_surface_variant
    labels: list[ft.Control] = [
        ft.Container(
            text(words, Role.LABEL_SMALL, color, tabular=True, no_wrap=True),
            top=plot.top(tick) - line / 2,
            right=0,
        )
        for tick, words in zip(plot.frame.ticks, ticks, strict=True)
    ]
    return ft.Stack(labels, width=gutter, height=plot.height)


def _foot(plot: Plot, spans: Sequence[Span]) -> ft.Control:
    """The names of years, months or days; one that does not fit its piece stays out."""
    p = plot.look.palette
    whole = plot.frame.end - plot.frame.start
    cells: list[ft.Control] = []
    for index, span in enumerate(spans):
        share = (span.end - span.start) / whole
        words = _name_of_span(span)
        fits = span.is_named and len(words) * _SIGN * plot.look.text_scale <= share * plot.width + 2
        has_tick = index > 0
        cells.append(
            ft.Container(
                ft.Column(
                    [
                        ft.Row([ft.Container(width=1, height=8, bgcolor=p.outline if has_tick else None)], spacing=0),
                        ft.Container(
                            text(words if fits else "", Role.LABEL_SMALL, p.on_surface_variant, no_wrap=True),
                            alignment=ft.Alignment.CENTER if span.is_one else ft.Alignment.CENTER_LEFT,
                        ),
                    ],
                    spacing=2,
                    tight=True,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                expand=max(1, round(share * 1000)),
            )
        )
    return ft.Row(cells, spacing=0, vertical_alignment=ft.CrossAxisAlignment.START)


def _name_of_span(span: Span) -> str:
    match span.unit:
        case Unit.YEARS | Unit.AGE_YEARS | Unit.AGE_MONTHS:
            return str(span.number)
        case Unit.MONTHS:
            year, month = divmod(span.number, 12)
            return month_short(month + 1) if month else str(year)
        case Unit.DAYS:
            return day_short(date.fromordinal(span.number))


def _at(plot: Plot, x: float, content: ft.Control, top: float, height: float, box: float) -> ft.Control:
    """A thing of known size, its middle on a day; ``box`` is as wide as the free room at both sides together."""
    return ft.Container(
        ft.Container(content, width=box, height=height, alignment=ft.Alignment.CENTER),
        left=0,
        right=0,
        top=top,
        height=height,
        alignment=ft.Alignment(2 * plot.frame.across(x) - 1, 0),
    )


def _diamond(plot: Plot, point: Point) -> ft.Control:
    p = plot.look.palette
    shape = ft.Container(
        width=_DIAMOND,
        height=_DIAMOND,
        bgcolor=p.warn.text,
        border=ft.Border.all(2, p.card),
        border_radius=2,
        rotate=ft.Rotate(0.785398),
    )
    return _at(plot, point.x, shape, plot.top(point.y) - _SIDE, 2 * _SIDE, 2 * _SIDE)


def _beside(
    plot: Plot, share: float, words: ft.Control, top: float, line: float, *, gap: float, is_before: bool
) -> ft.Control:
    """Words that end before a place (0..1 of the width) or begin after it, whatever the width turns out to be."""
    before = ft.Container(
        words if is_before else None,
        expand=max(1, round(share * 1000)),
        alignment=ft.Alignment.CENTER_RIGHT,
        padding=ft.Padding.only(right=gap),
    )
    after = ft.Container(
        None if is_before else words,
        expand=max(1, round((1 - share) * 1000)),
        alignment=ft.Alignment.CENTER_LEFT,
        padding=ft.Padding.only(left=gap),
    )
    top = min(max(top, 0.0), plot.height - line)
    return ft.Container(ft.Row([before, after], spacing=0), left=_SIDE, right=_SIDE, top=top)


def _value_of_last(
    plot: Plot, one: Series, decimals: int | None, series: Sequence[Series], bands: Sequence[Band]
) -> list[ft.Control]:
    """The number beside the newest point outside its norm, a little away from the line that leads there."""
    which = last_outside(one.points)
    if which is None:
        return []
    point = one.points[which]
    share, x = plot.frame.across(point.x), plot.frame.across(point.x) * plot.width
    is_late = share > 0.5
    neighbour = which - 1 if is_late else which + 1
    aside = 0
    if 0 <= neighbour < len(one.points):
        aside = 9 if one.points[neighbour].y > point.y else -9
    said = number(point.y, decimals)
    line = line_height(Role.LABEL_LARGE, plot.look)
    width = len(said) * _VALUE_SIGN * plot.look.text_scale
    levels = [bound for band in bands for step in band.steps for bound in (step.low, step.high) if bound is not None]
    spots = [
        Spot(x - 14 - width if is_before else x + 14, plot.top(point.y) - line / 2 + away, is_before)
        for away in (aside, -line, line)
        for is_before in (is_late, not is_late)
    ]
    spot = _clearest(plot, series, [plot.top(level) for level in levels], spots, width, line)
    words = text(said, Role.LABEL_LARGE, plot.look.palette.warn.text, no_wrap=True)
    return [_beside(plot, share, words, spot.top, line, gap=14, is_before=spot.is_before)]


def _name_of(plot: Plot, one: Series, which: int, series: Sequence[Series]) -> ft.Control:
    """The word at the end of one of two lines: above the upper, under the lower, else where nothing crosses it."""
    last = one.points[-1]
    others = [other.points[-1].y for number, other in enumerate(series) if number != which and other.points]
    line = line_height(Role.LABEL_SMALL, plot.look)
    is_upper = all(last.y >= y for y in others)
    share, x = plot.frame.across(last.x), plot.frame.across(last.x) * plot.width
    width = len(one.name) * _SIGN * plot.look.text_scale
    more = line if last.is_outside else 0
    above = [plot.top(last.y) - line - away - more for away in (4, 12, 20, 28)]
    below = [plot.top(last.y) + away + more for away in (4, 12, 20, 28)]
    is_late = share > 0.5
    spots = [
        Spot(x - 10 - width if is_before else x + 10, top, is_before)
        for top in (above + below if is_upper else below + above)
        for is_before in (is_late, not is_late)
    ]
    spot = _clearest(plot, series, [plot.top(tick) for tick in plot.frame.ticks], spots, width, line)
    words = text(one.name, Role.LABEL_SMALL, plot.look.palette.on_surface, no_wrap=True)
    return _beside(plot, share, words, spot.top, line, gap=10, is_before=spot.is_before)


@dataclass(frozen=True)
class Spot:
    """Where words may stand: their upper left corner, and whether they end before their point."""

    left: float
    top: float
    is_before: bool


def _clearest(
    plot: Plot, series: Sequence[Series], levels: Sequence[float], spots: Sequence[Spot], width: float, line: float
) -> Spot:
    """The first spot that no line, point or level (heights from the top) touches, else the one furthest from them."""

    def room(spot: Spot) -> float:
        if spot.left < 0 or spot.left + width > plot.width or not 0 <= spot.top <= plot.height - line:
            return -1
        middle = spot.top + line / 2
        near = _room_around(plot, series, (spot.left, spot.top), width, line, side=6)
        # A level is thinner than a line with its points.
        return min([near, line / 2 + _CLEAR, *(abs(level - middle) + _CLEAR - 1 for level in levels)])

    return max(spots, key=room)


def _words_of(plot: Plot, band: Band, series: Sequence[Series]) -> ft.Control:
    """«норма 115–145» in the newest step of the band, whose words they are."""
    start, end, low, high = _roomy_part(plot, band)
    line = line_height(Role.LABEL_SMALL, plot.look)
    width = len(band.words) * _SIGN * plot.look.text_scale
    least, most = plot.frame.across(start) * plot.width + 8, plot.frame.across(end) * plot.width - width - 8
    most = max(least, most)
    upper, lower = plot.top(high) + 4, plot.top(low) - line - 4
    spots = [(left, top) for top in (upper, lower) for left in (least, most, (least + most) / 2)]
    if band.curve:
        spots = [(most, lower)]
    left, top = max(spots, key=lambda spot: _room_around(plot, series, spot, width, line))
    share = min(max(left, 0.0), max(plot.width - width, 0.0)) / plot.width
    words = text(band.words, Role.LABEL_SMALL, plot.look.palette.success.text, no_wrap=True)
    return _beside(plot, share, words, top, line, gap=0, is_before=False)


def _room_around(
    plot: Plot, series: Sequence[Series], spot: tuple[float, float], width: float, line: float, *, side: float = 12
) -> float:
    """How far words at a spot stay from every line, at most the height of three words: more is no better."""
    left, top = spot
    frame = plot.frame
    nearest = 3 * line
    for step in range(13):
        x = left - side + (width + 2 * side) * step / 12
        day = frame.start + (frame.end - frame.start) * x / plot.width
        for one in series:
            y = height_at(one.points, day)
            if y is not None:
                nearest = min(nearest, abs(plot.top(y) - top - line / 2))
    return nearest


def _roomy_part(plot: Plot, band: Band) -> tuple[float, float, float, float]:
    """From where to where the words of a band may stand, and the bounds there; a curve is named at its end."""
    frame = plot.frame
    if band.curve:
        last = next(place for place in reversed(band.curve) if place.x <= frame.end)
        return frame.start, frame.end, frame.low, last.low

    step = band.steps[-1]
    days = (frame.end - frame.start) / plot.width
    needed = (len(band.words) * _SIGN * plot.look.text_scale + 24) * days
    # A norm that began lately is narrower than its words: they end with the window and begin before it.
    start = max(frame.start, min(step.start, frame.end - needed))
    # Words that reach back over an older norm stay inside of that one too: its edge does not cut them.
    under = [one for one in band.steps if one.end > start and one.start < frame.end] or [step]
    low = max(frame.low if one.low is None else one.low for one in under)
    high = min(frame.high if one.high is None else one.high for one in under)
    return start, min(step.end, frame.end), low, high
