"""An entry that two devices changed: both side by side, and the person's choice."""

from __future__ import annotations

import flet as ft

from emias_app.domain.diary_queue import Line
from emias_app.models.diary import DiaryEntry
from emias_app.state.diary import DiaryState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.diary.faces import line_of, title_of
from emias_app.views.format import long_moment
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Radius, Role, Space


@component
def Dispute(look: Look, state: DiaryState, line: Line | None) -> ft.Control:  # noqa: N802
    """The sheet while an entry is disputed."""
    ft.use_dialog(_sheet(look, state, line) if line is not None and line.conflict is not None else None)
    return ft.Container()


def _sheet(look: Look, state: DiaryState, line: Line) -> ft.BottomSheet:
    step = line.conflict
    assert step is not None

    async def mine(_event: object) -> None:
        await state.keep_mine()

    async def theirs(_event: object) -> None:
        await state.keep_theirs()

    async def both(_event: object) -> None:
        await state.keep_both()

    p = look.palette
    is_removed = line.is_removed
    here = _side(look, words.DISPUTE_HERE, None if is_removed else line.entry, words.DISPUTE_REMOVED_HERE)
    there = _side(look, words.DISPUTE_THERE, step.theirs, words.DISPUTE_GONE)
    sides: ft.Control = (
        ft.Column([here, there], spacing=Space.STEP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
        if look.has_large_text
        else ft.Row(
            [ft.Container(here, expand=True), ft.Container(there, expand=True)],
            spacing=Space.STEP,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    )
    can_keep_both = step.theirs is not None and not is_removed
    more = [text_button(look, words.KEEP_BOTH, identifier=ids.DIARY_BOTH, on_click=both)] if can_keep_both else []
    return sheet(
        look,
        [
            text(words.DISPUTE_TEXT, Role.BODY_MEDIUM, p.on_surface_variant),
            ft.Container(height=16),
            sides,
            ft.Container(height=16),
            primary_button(look, words.KEEP_MINE, identifier=ids.DIARY_MINE, on_click=mine),
            ft.Container(height=8),
            secondary_button(look, words.KEEP_THEIRS, identifier=ids.DIARY_THEIRS, on_click=theirs, tall=True),
            *more,
        ],
        on_dismiss=lambda _event: state.close_sheet(),
        title=words.DISPUTE_TITLE,
    )


def _side(look: Look, title: str, entry: DiaryEntry | None, gone: str) -> ft.Control:
    p = look.palette
    told: list[ft.Control] = [text(title, Role.TITLE_SMALL, p.on_surface_variant)]
    if entry is None:
        told.append(text(gone, Role.TITLE_MEDIUM, p.on_surface))
    else:
        told.append(text(title_of(entry), Role.TITLE_MEDIUM, p.on_surface))
        told.append(text(long_moment(entry.measured_at), Role.BODY_SMALL, p.on_surface_variant))
        more = line_of(entry, with_name=False).partition(" · ")[2]
        if more:
            told.append(text(more, Role.BODY_MEDIUM, p.on_surface))
    return ft.Container(
        ft.Column(told, spacing=4, tight=True),
        bgcolor=p.surface_container,
        border_radius=Radius.BUTTON,
        padding=12,
    )
