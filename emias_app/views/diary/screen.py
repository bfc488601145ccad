"""The diary: what to look at, its chart, its entries, and «Записать»."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.diary_queue import Line
from emias_app.models.base import Tone
from emias_app.models.diary import Indicator
from emias_app.state.diary import DiaryState
from emias_app.state.diary_book import DiaryBook
from emias_app.state.diary_days import DiaryPeriod
from emias_app.state.diary_queue import DiaryQueue
from emias_app.state.place import CardSearch, Place
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import Skeleton, empty, skeleton_rows, when_ready
from emias_app.views.components.filter_chips import Chip, ChipRow
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.period import period_picker
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.snack import SnackAction, snack
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.diary.actions import Actions
from emias_app.views.diary.chart import chart_card
from emias_app.views.diary.dispute import Dispute
from emias_app.views.diary.emptiness import empty_diary
from emias_app.views.diary.rows import DayOfDiary
from emias_app.views.diary.sheet import WritingSheet
from emias_app.views.format import counted, near_moment
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.medcard.band import Band, BandShape
from emias_app.views.strings import common
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Role, Space

#: In the order of the chips; «Все» stands before them.
ORDER = (
    Indicator.TEMPERATURE, Indicator.HEIGHT, Indicator.WEIGHT, Indicator.BLOOD_PRESSURE, Indicator.PULSE,
    Indicator.GLUCOSE, Indicator.OXYGEN, Indicator.SEIZURES, Indicator.NOTE,
)  # fmt: skip
_EVERYTHING = "all"
#: Room under the last row for the button that floats there.
_UNDER_BUTTON = 96


def key_of(indicator: Indicator) -> str:
    """An indicator as a part of an identifier."""
    return indicator.value.lower()


@component
def DiaryPlace(  # noqa: N802
    look: Look,
    book: DiaryBook,
    patient_id: UUID,
    faces: Mapping[UUID, ChildFace],
    go: Go,
    on_switch: Callable[[UUID], Awaitable[None]],
    mark: ft.Control | None,
    is_demo: bool,
    back: Place,
) -> ft.Control:
    """The diary of that child, once it is opened."""
    diary = book.diary
    if diary is None or diary.patient_id != patient_id:
        return ft.Container(Skeleton(look, lambda: skeleton_rows(look, 4), key="diary-soon"), padding=look.margin)
    return DiaryScreen(  # type: ignore[no-any-return]
        look, diary, book.queue, faces, go, on_switch, mark, is_demo, back, key=f"diary-{patient_id}"
    )


@component
def DiaryScreen(  # noqa: N802
    look: Look,
    state: DiaryState,
    queue: DiaryQueue,
    faces: Mapping[UUID, ChildFace],
    go: Go,
    on_switch: Callable[[UUID], Awaitable[None]],
    mark: ft.Control | None,
    is_demo: bool,
    back: Place,
) -> ft.Control:
    """Wires the diary; ``queue`` is the state's own, given apart so that its changes are drawn."""
    nothing: Line | None = None
    chosen, choose = ft.use_state(nothing)
    page = ft.context.page
    scrolled = use_scrolling(on_end=state.grow, on_pull=state.refresh)

    async def open_line(line: Line) -> None:
        choose(None)
        await state.open(line)

    async def delete(line: Line) -> None:
        choose(None)
        await state.delete(line)
        undo = SnackAction(words.UNDO, ids.DIARY_UNDO, lambda: page.run_task(state.bring_back))
        snack(page, words.DELETED, undo)

    def open_row(line: Line) -> None:
        page.run_task(open_line, line)

    name = faces[state.patient_id].name if state.patient_id in faces else ""
    over: list[ft.Control] = [
        Actions(look, chosen, open_line, delete, lambda: choose(None), key="actions"),
        Dispute(look, state, state.disputed, key="dispute"),
    ]
    if state.sheet is not None:
        over.append(WritingSheet(look, state, state.sheet, state.sheet.form, name, is_demo, key="sheet"))
    handlers = (None, None) if state.is_reading else (open_row, choose)
    rows = _rows(look, state, queue, *handlers)
    add = [] if state.is_reading else [_add_button(look, state)]
    if look.is_wide:
        band = Band(look, faces, state.patient_id, BandShape.CARD, on_switch)
        if isinstance(back, CardSearch):
            arrow = icon_button(
                look, ft.Icons.ARROW_BACK, identifier=ids.NAV_BACK, label=common.BACK, on_click=to(go, back)
            )
            add = [ft.Row([arrow, *add], spacing=4)]
        left = _list(look, [band, *add, *_narrowing(look, state), *rows], scrolled)
        right = _list(look, [screen_title(look, words.TITLE), *(_over_rows(look, state) or [_no_chart(look)])], None)
        return ft.Stack([ft.Container(two_panes(look, left, right), expand=True), *over], expand=True)
    band = Band(look, faces, state.patient_id, BandShape.COMPACT, on_switch, to(go, back))
    title = screen_title(look, words.TITLE, mark)
    body = _list(look, [title, *_narrowing(look, state), *_over_rows(look, state), *rows], scrolled)
    floating = [ft.Container(button, right=Space.MARGIN, bottom=Space.MARGIN) for button in add]
    column = ft.Stack([ft.Container(body, expand=True), *floating], expand=True)
    framed = ft.Column([band, ft.Container(one_column(look, column), expand=True)], spacing=0, expand=True)
    return ft.Stack([framed, *over], expand=True)


def _add_button(look: Look, state: DiaryState) -> ft.Control:
    return primary_button(
        look, words.ADD, identifier=ids.DIARY_ADD, on_click=lambda _event: state.begin(), icon=ft.Icons.ADD
    )


def _no_chart(look: Look) -> ft.Control:
    return empty(look, ft.Icons.SHOW_CHART, words.NO_CHART_TITLE, words.NO_CHART_TEXT, identifier=ids.DIARY_NO_CHART)


def _list(look: Look, controls: list[ft.Control], scrolled: object) -> ft.Control:
    padding = look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=_UNDER_BUTTON)
    return ft.ListView(
        controls,
        spacing=Space.BETWEEN_CARDS,
        padding=padding,
        on_scroll=scrolled,  # type: ignore[arg-type]
        scroll_interval=INTERVAL,
        expand=True,
    )


def _narrowing(look: Look, state: DiaryState) -> list[ft.Control]:
    by_key = {key_of(one): one for one in ORDER}
    labels = {one: words.NOTES if one is Indicator.NOTE else words.INDICATORS[one] for one in ORDER}
    chips = [Chip(_EVERYTHING, words.ALL), *(Chip(key, labels[one]) for key, one in by_key.items())]
    return [
        ChipRow(
            look,
            chips,
            key_of(state.indicator) if state.indicator else _EVERYTHING,
            lambda key: state.choose(by_key.get(key)),
            identifier=ids.DIARY_INDICATOR,
        ),
        period_picker(
            look,
            state.period.value,
            lambda key: state.choose_period(DiaryPeriod(key)),
            periods=tuple(words.PERIODS.items()),
            spoken=words.PERIODS_SPOKEN,
            identifier=ids.DIARY_PERIOD,
        ),
    ]


def _over_rows(look: Look, state: DiaryState) -> list[ft.Control]:
    """What failed, and the chart."""
    shown: list[ft.Control] = []
    if state.last_failure is not None and state.loaded_at is not None:
        when = near_moment(state.loaded_at, state.now)
        shown.append(banner(look, Tone.WARN, words.STALE_TITLE, words.STALE.format(when=when), live=True))
    chart = state.chart
    if chart is not None:
        shown.append(chart_card(look, chart, state.birth, state.now, with_name=state.indicator is None))
    return shown


def _rows(
    look: Look,
    state: DiaryState,
    queue: DiaryQueue,
    on_open: Callable[[Line], object] | None,
    on_more: Callable[[Line], object] | None,
) -> list[ft.Control]:
    async def retry(_event: object) -> None:
        await state.refresh()

    if not (state.is_known or queue.of_card(state.patient_id)):
        return [
            when_ready(
                look,
                state.entries,
                lambda _entries: ft.Container(),
                on_retry=retry,
                retry_id=ids.DIARY_RETRY,
                error_id=ids.DIARY_ERROR,
                skeleton=lambda: skeleton_rows(look, 4),
            )
        ]
    shown, today = state.shown, moscow_day(state.now)
    if not shown:
        return [empty_diary(look, state)]
    total = words.TOTAL[state.period.value].format(total=counted(len(shown), words.ENTRIES))
    count = tagged(ids.DIARY_TOTAL, text(total, Role.BODY_MEDIUM, look.palette.on_surface_variant))
    days = [
        DayOfDiary(
            look, day, today, state.birth, on_open, on_more, with_name=state.indicator is None,
            is_sending=queue.is_sending, is_lasting=queue.is_lasting, key=f"{state.patient_id}-{day.day}",
        )
        for day in state.days
    ]  # fmt: skip
    return [heading(look, words.RECORDS, count), *days]
