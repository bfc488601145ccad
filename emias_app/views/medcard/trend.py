"""One показатель across years: the last value, the chart over its norm, and the same values as a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import flet as ft

from emias_app.models.lab_trend import LabValue
from emias_app.models.section import SectionSlug
from emias_app.state.lab_trend import LabTrendState, TrendView
from emias_app.state.place import RecordPage
from emias_app.state.section import Period
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.feedback import empty, skeleton_document, when_ready
from emias_app.views.components.filter_chips import Chip, filter_chips
from emias_app.views.components.lab_table import flag_mark
from emias_app.views.components.period import period_picker
from emias_app.views.components.pill import inline_mark
from emias_app.views.components.pressable import icon_button, pressable
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.text import headline, text
from emias_app.views.components.trend_chart import trend_chart
from emias_app.views.format import counted, dotted, long_date, number, sentence, with_unit
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.medcard.stale import stale_banner
from emias_app.views.strings import card as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Space


@component
def TrendPane(  # noqa: N802
    look: Look, state: LabTrendState, go: Go, *, on_back: Callable[..., Awaitable[None]] | None = None
) -> ft.Control:
    """Wires a trend: on a phone the screen under the band, on a desktop the right pane with a way back."""
    page = ft.context.page
    scrolled = use_scrolling(on_end=state.grow, on_pull=state.refresh)

    def run(work: Callable[..., Awaitable[None]], *args: object) -> None:
        async def running() -> None:
            await work(*args)

        page.run_task(running)

    async def retry(_event: object) -> None:
        await state.refresh()

    def open_report(value: LabValue) -> None:
        run(go, RecordPage(state.patient_id, SectionSlug.LABS, value.record_id))

    def ready(view: TrendView) -> ft.Control:
        return _content(look, state, view, run, open_report, retry, on_back, go)

    body = when_ready(
        look,
        state.trend,
        ready,
        on_retry=retry,
        retry_id=ids.TREND_RETRY,
        error_id=ids.TREND_ERROR,
        skeleton=lambda: skeleton_document(look),
    )
    controls = body.controls if isinstance(body, ft.Column) else [*_back(look, on_back), body]
    return ft.ListView(
        controls,
        key=f"trend-{state.patient_id}-{state.code}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )


Run = Callable[..., None]


def _content(
    look: Look,
    state: LabTrendState,
    view: TrendView,
    run: Run,
    open_report: Callable[[LabValue], None],
    retry: Callable[..., Awaitable[None]],
    on_back: Callable[..., Awaitable[None]] | None,
    go: Go,
) -> ft.Control:
    periods = period_picker(
        look, state.period.value, lambda key: run(state.choose_period, Period(key)), identifier=ids.TREND_PERIOD
    )
    if view.values:
        shown: list[ft.Control] = [_chart_card(look, view, open_report), _list(look, state, view, go)]
    else:
        shown = [_nothing(look, state, view, run)]
    return ft.Column(
        [
            _title(look, view, on_back, is_narrowed=state.period is not Period.ALL),
            periods,
            *_units(look, state, view, run),
            *stale_banner(look, state.last_failure, state.loaded_at, state.now, retry, ids.TREND_RETRY),
            *shown,
            *_foot(look, state),
            *_about(look, view),
        ]
    )


def _back(look: Look, on_back: Callable[..., Awaitable[None]] | None) -> list[ft.Control]:
    if on_back is None:
        return []
    return [icon_button(look, ft.Icons.ARROW_BACK, identifier=ids.TREND_BACK, label=common.BACK, on_click=on_back)]


def _title(
    look: Look, view: TrendView, on_back: Callable[..., Awaitable[None]] | None, *, is_narrowed: bool
) -> ft.Control:
    p = look.palette
    count = len(view.values) if view.values and is_narrowed else view.total
    names = ft.Column(
        [
            tagged(
                ids.TREND_TITLE, headline(look, view.name, Role.HEADLINE_SMALL, p.on_surface, most=1.3), header=True
            ),
            text(counted(count, words.TREND_COUNT), Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
        expand=True,
    )
    return ft.Row([*_back(look, on_back), names], spacing=4, vertical_alignment=ft.CrossAxisAlignment.START)


def _units(look: Look, state: LabTrendState, view: TrendView, run: Run) -> list[ft.Control]:
    """Values in different units are never joined: one unit at a time."""
    if len(view.units) < 2:
        return []
    chips = [Chip(str(place), unit) for place, unit in enumerate(view.units, start=1)]
    chosen = str(view.units.index(view.unit) + 1)
    return [
        filter_chips(
            look,
            chips,
            [chosen],
            lambda key: run(state.choose_unit, view.units[int(key) - 1]),
            identifier=ids.TREND_UNIT,
        ),
        text(words.TREND_OTHER_UNIT, Role.BODY_SMALL, look.palette.on_surface_variant),
    ]


def _chart_card(look: Look, view: TrendView, open_report: Callable[[LabValue], None]) -> ft.Control:
    p = look.palette
    newest = view.values[0]
    mark = flag_mark(newest.flag)
    is_outside = newest.flag not in ("NORMAL", None)
    is_number = newest.value is not None
    value = ft.Row(
        [
            text(
                newest.text,
                Role.DISPLAY_SMALL if is_number else Role.TITLE_LARGE,
                p.warn.text if is_outside else p.on_surface,
                tabular=is_number,
            ),
            *([text(view.unit, Role.BODY_LARGE, p.on_surface_variant)] if view.unit else []),
        ],
        spacing=8,
        tight=True,
        wrap=True,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    head = ft.Row(
        [value, *([inline_mark(look, mark)] if mark else [])],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    parts: list[ft.Control] = [head, text(_when(view), Role.BODY_MEDIUM, p.on_surface_variant)]
    if view.chart is not None:
        drawn = view.chart
        band = drawn.band
        if band.words:
            band = replace(band, words=words.TREND_NORM.format(reference=band.words))
        chart = trend_chart(
            look,
            drawn.frame,
            [drawn.series],
            [band],
            label=_spoken(view, newest),
            decimals=view.decimals,
            on_point=lambda _series, point: open_report(view.values[drawn.places[point]]),
        )
        parts.append(ft.Container(tagged(ids.TREND_CHART, chart), padding=ft.Padding.only(top=8)))
    column = ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return card(look, column, padding=Space.WIDE_MARGIN if look.is_wide else Space.INSIDE)


def _when(view: TrendView) -> str:
    """«18 ноября 2026 г., на 11 г/л меньше, чем 12 марта 2026 г.»; only of the newest value of all."""
    newest = view.values[0]
    if newest.imported_on is not None:
        return dotted(long_date(newest.date), words.FROM_ARCHIVE)
    if view.change is None or newest is not view.newest:
        return long_date(newest.date)
    before = long_date(view.change.since)
    if view.change.by == 0:
        return sentence(long_date(newest.date), words.TREND_SAME.format(day=before))
    form = words.TREND_MORE if view.change.is_more else words.TREND_LESS
    by = with_unit(number(view.change.by, view.decimals), view.unit)
    return sentence(long_date(newest.date), form.format(by=by, day=before))


def _spoken(view: TrendView, newest: LabValue) -> str:
    """«Гемоглобин: 6 измерений, последнее 108 г/л, ниже нормы»"""
    mark = flag_mark(newest.flag)
    said = words.TREND_LABEL.format(
        name=view.name,
        count=counted(len(view.values), words.TREND_COUNT),
        value=with_unit(newest.text, view.unit),
    )
    return sentence(said, mark.text if mark else None)


def _list(look: Look, state: LabTrendState, view: TrendView, go: Go) -> ft.Control:
    rows = [_row(look, view, value, state, go) for value in view.values]
    return rows_card(look, rows)


def _row(look: Look, view: TrendView, value: LabValue, state: LabTrendState, go: Go) -> ft.Control:
    p = look.palette
    mark = flag_mark(value.flag)
    is_number = value.value is not None
    norm = words.TREND_NORM.format(reference=value.reference) if value.reference and is_number else None
    origin = words.FROM_ARCHIVE if value.imported_on is not None else None
    names: list[ft.Control] = [text(dotted(long_date(value.date), origin), Role.BODY_LARGE, p.on_surface)]
    if norm:
        names.append(text(norm, Role.BODY_SMALL, p.on_surface_variant))
    told: list[ft.Control] = [inline_mark(look, mark)] if mark else []
    if is_number:
        told.append(_number(look, value, view.unit))
    else:
        names.append(text(value.text, Role.TITLE_MEDIUM, p.on_surface))
    if look.has_large_text:
        body: ft.Control = ft.Column([*names, *told], spacing=4, tight=True)
    else:
        body = ft.Row(
            [ft.Column(names, spacing=0, tight=True, expand=True), *told],
            spacing=16,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    return pressable(
        look,
        body,
        identifier=ids.TREND_ITEM(value.record_id),
        label=sentence(
            long_date(value.date), with_unit(value.text, view.unit), mark.text if mark else None, norm, origin
        ),
        on_click=to(go, RecordPage(state.patient_id, SectionSlug.LABS, value.record_id)),
        padding=ft.Padding.symmetric(horizontal=Space.INSIDE, vertical=12),
        key=str(value.record_id),
    )


def _number(look: Look, value: LabValue, unit: str) -> ft.Control:
    p = look.palette
    return ft.Row(
        [
            text(value.text, Role.TITLE_MEDIUM, p.on_surface, tabular=True),
            *([text(unit, Role.BODY_MEDIUM, p.on_surface_variant)] if unit else []),
        ],
        spacing=4,
        tight=True,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )


def _nothing(look: Look, state: LabTrendState, view: TrendView, run: Run) -> ft.Control:
    return empty(
        look,
        ft.Icons.SHOW_CHART,
        words.TREND_EMPTY[state.period.value],
        words.TREND_LAST.format(day=long_date(view.newest.date)),
        identifier=ids.TREND_EMPTY,
        action=words.SHOW_ALL,
        action_id=ids.TREND_SHOW_ALL,
        on_action=lambda _event: run(state.choose_period, Period.ALL),
    )


def _foot(look: Look, state: LabTrendState) -> list[ft.Control]:
    p = look.palette
    if state.is_growing:
        ring = ft.ProgressRing(width=24, height=24, stroke_width=2.5, semantics_label=words.LOADING_MORE)
        return [ft.Container(ring, alignment=ft.Alignment.CENTER, padding=12)]
    if not state.growth_failed:
        return []

    async def more(_event: object) -> None:
        await state.grow()

    said = text(words.MORE_FAILED, Role.BODY_MEDIUM, p.on_surface_variant)
    button = text_button(look, words.MORE, identifier=ids.TREND_MORE, on_click=more, icon=ft.Icons.REFRESH)
    return [ft.Row([said, button], alignment=ft.MainAxisAlignment.CENTER, wrap=True)]


def _about(look: Look, view: TrendView) -> list[ft.Control]:
    """What is measured, and its source; never what a value means."""
    p = look.palette
    lines: list[ft.Control] = [text(words.TREND_ABOUT, Role.TITLE_SMALL, p.on_surface)]
    if view.about:
        lines.append(text(view.about, Role.BODY_MEDIUM, p.on_surface))
    lines.append(text(words.TREND_DOCTOR, Role.BODY_MEDIUM, p.on_surface))
    if view.norm:
        lines.append(text(words.TREND_NORM_BY_AGE, Role.BODY_MEDIUM, p.on_surface_variant))
    if view.source:
        lines.append(text(f"{view.source}: {view.full_name}.", Role.BODY_SMALL, p.on_surface_variant))
    return [card(look, ft.Column(lines, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH))]
