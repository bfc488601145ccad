"""«Рост и вес»: which chart, the last value and its place, the chart, and the same as a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import flet as ft

from emias_app.models.base import Tone
from emias_app.models.growth import Growth, GrowthChart, GrowthIndicator
from emias_app.state.growth import GrowthState
from emias_app.state.place import Place
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.filter_chips import Chip, filter_chips
from emias_app.views.components.list_row import list_row
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pill import pill
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.text import screen_title, text
from emias_app.views.components.trend_chart import trend_chart
from emias_app.views.going import Go
from emias_app.views.growth.faces import GrowthRow, Newest, drawn, newest_of, odd_line, rows_of
from emias_app.views.growth.opening import opening
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.strings import growth as words
from emias_app.views.theme import Look, Role, Space

Shows = Callable[[Place], bool]

_HEIGHT = 228
#: So many rows at once, the newest; more are asked for.
_AT_ONCE = 20


@component
def GrowthScreen(look: Look, state: GrowthState, band: ft.Control, today: date, go: Go) -> ft.Control:  # noqa: N802
    """Wires the charts under the child's band."""
    scrolled = use_scrolling(on_pull=state.refresh)

    async def retry(_event: object) -> None:
        await state.refresh()

    def choose(key: str) -> None:
        state.choose(GrowthIndicator(key.upper()))

    stale = []
    if state.last_failure is not None and state.charts:
        stale = [
            banner(
                look, Tone.WARN, words.STALE_TITLE, words.STALE, icon=ft.Icons.SYNC_PROBLEM,
                action=common.RETRY, action_id=ids.GROWTH_RETRY, on_action=retry, live=True,
            )
        ]  # fmt: skip
    chips = [Chip(one.value.lower(), words.TABS[one]) for one in GrowthIndicator]
    tabs = filter_chips(look, chips, state.indicator.value.lower(), choose, identifier=ids.GROWTH_TAB)
    shown = when_ready(
        look,
        state.growth,
        lambda growth: GrowthContent(
            look, growth, state.charts[state.indicator], today, go, state.shows, key=f"chart-{state.indicator}"
        ),
        on_retry=retry,
        retry_id=ids.GROWTH_RETRY,
        error_id=ids.GROWTH_ERROR,
        skeleton=lambda: skeleton_rows(look, 4),
    )
    body = ft.ListView(
        [screen_title(look, words.TITLE), tabs, *stale, shown],
        key=f"growth-{state.patient_id}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


@component
def GrowthContent(  # noqa: N802
    look: Look, growth: Growth, chart: GrowthChart, today: date, go: Go, shows: Shows
) -> ft.Control:
    """Draws one chart: the value, the curve, the list, and where the curve comes from."""
    most, set_most = ft.use_state(_AT_ONCE)
    newest = newest_of(growth, chart)
    if newest is None:
        name = chart.indicator
        return empty(
            look, ft.Icons.STRAIGHTEN, words.EMPTY_TITLE[name], words.EMPTY_TEXT[name], identifier=ids.GROWTH_EMPTY
        )
    shown = drawn(growth, chart)
    lines = trend_chart(look, shown.frame, [shown.series], [shown.band], label=shown.label, decimals=1, height=_HEIGHT)
    quiet = look.palette.on_surface_variant
    axis = ft.Container(text(shown.axis, Role.LABEL_SMALL, quiet), alignment=ft.Alignment.CENTER_RIGHT)
    notes = [text(note, Role.BODY_SMALL, quiet) for note in [words.LEGEND, odd_line(chart)] if note]
    listed = rows_of(growth, chart, today)
    rows = [_row(look, growth, row, go, shows) for row in listed[:most]]
    more = [
        text_button(look, words.MORE, identifier=ids.GROWTH_MORE, on_click=lambda _event: set_most(most + _AT_ONCE))
    ]
    about = [
        words.Z_IS,
        *([words.BMI_IS] if chart.indicator is GrowthIndicator.BMI else []),
        words.MEANING,
        words.SOURCE.format(source=growth.source),
    ]
    return ft.Column(
        [
            card(look, _column([_head(look, newest), lines, axis, *notes], 12)),
            rows_card(look, rows),
            *(more if len(listed) > most else []),
            ft.Container(
                _column([text(line, Role.BODY_MEDIUM, quiet) for line in about], 8),
                padding=ft.Padding.symmetric(vertical=4, horizontal=Space.INSIDE),
            ),
        ],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _column(controls: list[ft.Control], spacing: int) -> ft.Control:
    return ft.Column(controls, spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _head(look: Look, newest: Newest) -> ft.Control:
    """The big number with its unit, where it stands among others, and when it was."""
    p = look.palette
    value = ft.Row(
        [
            text(newest.number, Role.DISPLAY_SMALL, p.on_surface),
            ft.Container(text(newest.unit, Role.BODY_LARGE, p.on_surface_variant), padding=ft.Padding.only(bottom=4)),
        ],
        spacing=8,
        tight=True,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    first = ft.Row(
        [value, *([pill(look, newest.mark)] if newest.mark else [])],
        wrap=True,
        spacing=12,
        run_spacing=4,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    said = ft.Column(
        [first, text(newest.place, Role.BODY_LARGE, p.on_surface), text(newest.when, color=p.on_surface_variant)],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return tagged(ids.GROWTH_VALUE, said, live=True)


def _row(look: Look, growth: Growth, row: GrowthRow, go: Go, shows: Shows) -> ft.Control:
    opens: Callable[..., object] | None = opening(growth.patient_id, row, go, shows)
    return list_row(
        look,
        row.value,
        row.line,
        identifier=ids.GROWTH_ITEM(row.id),
        on_open=opens,
        mark=row.mark,
        key=str(row.id),
    )
