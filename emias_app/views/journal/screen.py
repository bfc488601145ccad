"""«Кто смотрел карту»: sentences by day, endless, and a doubt on any of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.base import Mark, Tone
from emias_app.models.journal import JournalEntry
from emias_app.state._loadable import Ready
from emias_app.state.journal import Day, JournalState, Reads
from emias_app.views import icons, ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pill import inline_mark
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.text import screen_title, text
from emias_app.views.format import clock_time, counted, near_date
from emias_app.views.ids import tagged
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Role, Space

#: From here the words of a row begin: its padding, icon and gap.
_TEXT_LEFT = 56


@component
def JournalScreen(look: Look, state: JournalState, band: ft.Control, today: date) -> ft.Control:  # noqa: N802
    """Wires the journal under the child's band."""
    nothing: JournalEntry | None = None
    doubted, doubt = ft.use_state(nothing)
    scrolled = use_scrolling(on_end=state.grow, on_pull=state.refresh)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def note(_event: object) -> None:
        if doubted is not None:
            await state.question(doubted.id)
        doubt(None)

    ft.use_dialog(
        confirm_dialog(
            look,
            words.QUESTION_TITLE,
            words.QUESTION_TEXT.format(what=doubted.text),
            action=words.QUESTION_DO,
            action_id=ids.JOURNAL_QUESTION_CONFIRM,
            cancel_id=ids.JOURNAL_QUESTION_CANCEL,
            on_action=note,
            on_cancel=lambda _event: doubt(None),
            busy=state.busy_with is not None,
        )
        if doubted
        else None
    )
    shown = when_ready(
        look,
        state.reads,
        lambda reads: _reads(look, state, reads, today, doubt),
        on_retry=retry,
        retry_id=ids.JOURNAL_RETRY,
        error_id=ids.JOURNAL_ERROR,
        skeleton=lambda: skeleton_rows(look, 4),
    )
    days = shown.controls if isinstance(shown, ft.Column) and isinstance(state.reads, Ready) else [shown]
    wrong = [banner(look, Tone.ERROR, state.error, live=True)] if state.error else []
    lead = text(words.JOURNAL_LEAD, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    body = ft.ListView(
        [screen_title(look, words.JOURNAL_TITLE), lead, *wrong, *days],
        key=f"journal-{state.patient_id}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _reads(
    look: Look, state: JournalState, reads: Reads, today: date, doubt: Callable[[JournalEntry], None]
) -> ft.Control:
    if not reads.days:
        return empty(
            look,
            ft.Icons.VISIBILITY_OUTLINED,
            words.JOURNAL_EMPTY_TITLE,
            words.JOURNAL_EMPTY_TEXT,
            identifier=ids.JOURNAL_EMPTY,
        )
    total = text(counted(reads.total, words.JOURNAL_TOTAL), Role.BODY_MEDIUM, look.palette.on_surface_variant)
    controls: list[ft.Control] = [
        ft.Container(tagged(ids.JOURNAL_TOTAL, total), padding=ft.Padding.only(left=Space.INSIDE))
    ]
    controls += [
        DayRows(look, day, today, doubt, state.busy_with, key=f"{state.patient_id}-{day.day}") for day in reads.days
    ]
    return ft.Column([*controls, *_foot(look, state)])


@component
def DayRows(  # noqa: N802
    look: Look, day: Day, today: date, doubt: Callable[[JournalEntry], None], busy_with: UUID | None
) -> ft.Control:
    """One day's reads."""
    name = near_date(day.day, today)
    title = ft.Container(
        ft.Semantics(
            header=True,
            container=True,
            content=text(name[:1].upper() + name[1:], Role.TITLE_SMALL, look.palette.on_surface_variant),
        ),
        padding=ft.Padding.only(left=Space.INSIDE, top=12, bottom=4),
    )
    rows = [_row(look, entry, doubt, busy_with) for entry in day.entries]
    return ft.Column(
        [title, rows_card(look, rows, divider_left=_TEXT_LEFT)],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _row(look: Look, entry: JournalEntry, doubt: Callable[[JournalEntry], None], busy_with: UUID | None) -> ft.Control:
    p = look.palette
    icon = icons.SECTION[entry.section] if entry.section else ft.Icons.VISIBILITY_OUTLINED
    below: list[ft.Control] = [text(clock_time(entry.at), Role.BODY_MEDIUM, p.on_surface_variant, tabular=True)]
    if entry.questioned:
        below.append(inline_mark(look, Mark(tone=Tone.WARN, text=words.QUESTIONED)))
    said = tagged(
        ids.JOURNAL_ITEM(entry.id),
        ft.Column(
            [
                text(entry.text, Role.BODY_LARGE, p.on_surface),
                ft.Row(below, wrap=True, spacing=12, run_spacing=2),
            ],
            spacing=2,
            tight=True,
        ),
    )
    lines: list[ft.Control] = [said]
    if not entry.mine and not entry.questioned:
        ask = text_button(
            look,
            words.QUESTION,
            identifier=ids.JOURNAL_QUESTION(entry.id),
            on_click=(lambda _event: doubt(entry)) if busy_with is None else None,
            compact=True,
        )
        lines.append(ft.Container(ft.Row([ask]), margin=ft.Margin.only(left=-8, bottom=-8)))
    return ft.Container(
        ft.Row(
            [
                ft.Icon(icon, size=24, color=p.on_surface_variant),
                ft.Column(lines, spacing=0, tight=True, expand=True),
            ],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
        key=str(entry.id),
    )


def _foot(look: Look, state: JournalState) -> list[ft.Control]:
    if state.is_growing:
        ring = ft.ProgressRing(width=24, height=24, stroke_width=2.5, semantics_label=words.LOADING_MORE)
        return [ft.Container(ring, alignment=ft.Alignment.CENTER, padding=12, key="growing")]
    if state.growth_failed:

        async def more(_event: object) -> None:
            await state.grow()

        said = text(words.MORE_FAILED, Role.BODY_MEDIUM, look.palette.on_surface_variant)
        button = text_button(look, words.MORE, identifier=ids.JOURNAL_MORE, on_click=more, icon=ft.Icons.REFRESH)
        return [ft.Row([said, button], alignment=ft.MainAxisAlignment.CENTER, wrap=True)]
    return []
