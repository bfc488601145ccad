"""One section: its period, search, filters, and rows by month."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.state._loadable import Ready
from emias_app.state.place import RecordPage
from emias_app.state.section import Month, Period, Rows, SectionState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.list_row import list_row, month_title
from emias_app.views.components.period import period_picker
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.search_field import SearchField
from emias_app.views.components.text import screen_title, text
from emias_app.views.format import counted, month_heading
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.medcard.chips import section_chips
from emias_app.views.medcard.emptiness import empty_list
from emias_app.views.medcard.section_file import WithDownload
from emias_app.views.medcard.stale import stale_banner
from emias_app.views.row_lines import row_lines
from emias_app.views.strings import card as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Space


@component
def SectionPane(  # noqa: N802
    look: Look,
    state: SectionState,
    today: date,
    go: Go,
    *,
    selected: UUID | None = None,
    head: ft.Control | None = None,
    on_back: Callable[..., Awaitable[None]] | None = None,
    mark: ft.Control | None = None,
    tabs: ft.Control | None = None,
) -> ft.Control:
    """Wires a section's list: on a phone the whole screen under the band, on a desktop the left pane; ``tabs`` stand
    under the title."""
    page = ft.context.page
    scrolled = use_scrolling(on_end=state.grow, on_pull=state.refresh)

    def run(work: Callable[..., Awaitable[None]], *args: object) -> None:
        async def running() -> None:
            await work(*args)

        page.run_task(running)

    async def retry(_event: object) -> None:
        await state.refresh()

    title = section_title(look, state.section.title, mark, on_back)
    search = SearchField(
        look,
        state.section.search_hint,
        lambda words_: run(state.search, words_),
        initial=state.choice.query,
        key=f"search-{state.patient_id}-{state.slug}-{state.search_round}",
    )
    controls: list[ft.Control] = [
        *([head] if head else []),
        title,
        *([tabs] if tabs else []),
        period_picker(look, state.choice.period.value, lambda key: run(state.choose_period, Period(key))),
        search,
        *section_chips(look, state, run),
        *stale_banner(look, state.last_failure, state.loaded_at, state.now, retry, ids.SECTION_RETRY),
    ]
    body = when_ready(
        look,
        state.rows,
        lambda rows: _rows(look, state, rows, today, go, selected),
        on_retry=retry,
        retry_id=ids.SECTION_RETRY,
        error_id=ids.SECTION_ERROR,
        skeleton=lambda: skeleton_rows(look, 4),
    )
    months = body.controls if isinstance(body, ft.Column) and isinstance(state.rows, Ready) else [body]
    return ft.ListView(
        [*controls, *months],
        key=f"list-{state.patient_id}-{state.slug}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )


def section_title(
    look: Look, title: str, mark: ft.Control | None, on_back: Callable[..., Awaitable[None]] | None
) -> ft.Control:
    """The section's name with what stands at its right; on a desktop with the way back."""
    back = (
        [icon_button(look, ft.Icons.ARROW_BACK, identifier=ids.NAV_BACK, label=common.BACK, on_click=on_back)]
        if on_back
        else []
    )
    return ft.Row([*back, ft.Container(screen_title(look, title, mark), expand=True)], spacing=4)


def _rows(look: Look, state: SectionState, rows: Rows, today: date, go: Go, selected: UUID | None) -> ft.Control:
    if rows.is_empty:
        return empty_list(look, state)
    controls: list[ft.Control] = [_with_download(look, state, _total(look, state, rows))]
    for month in rows.months:
        controls.append(
            MonthRows(
                look,
                month,
                state.patient_id,
                today,
                go,
                _within(month, selected),
                _new_within(month, state),
                key=f"{state.patient_id}-{month.first_day}",
            )
        )
    controls += [*_foot(look, state), *_only_kept(look)]
    return ft.Column(controls)


def _within(month: Month, selected: UUID | None) -> UUID | None:
    """The chosen row, where it is in this month: the other months need no redrawing."""
    return selected if any(row.id == selected for row in month.rows) else None


def _new_within(month: Month, state: SectionState) -> frozenset[UUID]:
    """What of this month entered the card since the last visit."""
    fresh = state.summary.fresh if state.summary else ()
    return frozenset(row.id for row in month.rows if row.id in fresh) if fresh else frozenset()


def _total(look: Look, state: SectionState, rows: Rows) -> ft.Control:
    section, total = state.section, counted(rows.total, state.plural)
    if not state.choice.is_everything:
        said = words.FOUND.format(total=total)
    elif section.since:
        said = words.TOTAL_SINCE.format(total=total, since=section.since_words)
    else:
        said = total
    line = ft.Container(
        tagged(ids.SECTION_TOTAL, text(said, Role.BODY_MEDIUM, look.palette.on_surface_variant)),
        padding=ft.Padding.only(left=Space.INSIDE),
    )
    if state.choice.is_everything:
        return line

    async def reset(_event: object) -> None:
        await state.show_everything()

    button = text_button(look, words.RESET, identifier=ids.SECTION_RESET, on_click=reset, compact=True)
    return ft.Row(
        [line, button],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _with_download(look: Look, state: SectionState, total: ft.Control) -> ft.Control:
    """«Скачать раздел» stands beside the total; with no network nothing is made, and a doctor takes nothing away."""
    if state.file is None or look.saved_when is not None:
        return total
    label = words.DOWNLOAD if state.choice.is_everything else words.DOWNLOAD_FOUND
    return WithDownload(look, total, state.file, lambda: state.part, label, key="download")  # type: ignore[no-any-return]


def _foot(look: Look, state: SectionState) -> list[ft.Control]:
    p = look.palette
    if state.is_growing:
        ring = ft.ProgressRing(width=24, height=24, stroke_width=2.5, semantics_label=words.LOADING_MORE)
        return [ft.Container(ring, alignment=ft.Alignment.CENTER, padding=12, key="growing")]
    if state.growth_failed:

        async def more(_event: object) -> None:
            await state.grow()

        said = text(words.MORE_FAILED, Role.BODY_MEDIUM, p.on_surface_variant)
        button = text_button(look, words.MORE, identifier=ids.SECTION_MORE, on_click=more, icon=ft.Icons.REFRESH)
        row = ft.Row([said, button], alignment=ft.MainAxisAlignment.CENTER, wrap=True)
        return [ft.Container(row, key="growth-failed")]
    return []


def _only_kept(look: Look) -> list[ft.Control]:
    """Without a network: what is not here comes with it."""
    if look.saved_when is None:
        return []
    p = look.palette
    said = text(words.ONLY_KEPT, Role.BODY_MEDIUM, p.on_surface_variant, expand=True)
    row = ft.Row(
        [ft.Icon(ft.Icons.INFO_OUTLINED, size=20, color=p.on_surface_variant), said],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return [ft.Container(row, padding=ft.Padding.symmetric(horizontal=Space.INSIDE), key="only-kept")]


@component
def _MonthRows(  # noqa: N802
    look: Look, month: Month, patient_id: UUID, today: date, go: Go, selected: UUID | None, new: frozenset[UUID]
) -> ft.Control:
    rows = [
        list_row(
            look,
            row.title,
            *row_lines(row, today),
            identifier=ids.SECTION_ITEM(row.id),
            on_open=to(go, RecordPage(patient_id, row.section, row.id)),
            mark=row.mark,
            match=row.match,
            is_new=row.id in new,
            selected=True if row.id == selected else None,
            key=str(row.id),
        )
        for row in month.rows
    ]
    return ft.Column(
        [month_title(look, month_heading(month.first_day)), rows_card(look, rows)],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


#: Redrawn only when its own rows change: a list may be long.
MonthRows = ft.memo(_MonthRows)  # type: ignore[no-untyped-call]
