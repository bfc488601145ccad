"""«История предоставления доступа»: a table where there is room, cards elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.models.clinic import HistoryRow
from emias_app.state._loadable import Ready
from emias_app.state.clinic_access import PatientDesk
from emias_app.views import ids
from emias_app.views.clinic.faces import row_is_closed
from emias_app.views.clinic.history_cards import history_card
from emias_app.views.clinic.history_table import table_head, table_row
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.text import heading, text
from emias_app.views.format import counted
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

#: A table from this width of the window; under it a row is a card.
TABLE_NEEDS = 1200


@component
def History(look: Look, state: PatientDesk, *, is_tall: bool) -> ft.Control:  # noqa: N802
    """Wires the history; ``is_tall`` fills the height and scrolls by itself."""

    async def retry(_event: object) -> None:
        await state.refresh_history()

    def revoke(row: HistoryRow) -> Callable[..., None]:
        return lambda _event: state.begin_revoking(row.id)

    is_table = look.width >= TABLE_NEEDS and not look.has_large_text

    def ready(rows: tuple[HistoryRow, ...]) -> ft.Control:
        if not rows:
            return empty(
                look,
                ft.Icons.HISTORY,
                words.HISTORY_NONE,
                words.HISTORY_NONE_TEXT,
                identifier=ids.CLINIC_HISTORY_EMPTY,
            )
        make = table_row if is_table else history_card
        lines: list[ft.Control] = [table_head(look)] if is_table else []
        for row in rows:
            lines += [hairline(look), make(look, row, _action(look, row, revoke(row)))]
        if is_tall:
            return ft.ListView(lines, spacing=0, padding=0, expand=True)
        return ft.Column(lines, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)

    body = when_ready(
        look,
        state.history,
        ready,
        on_retry=retry,
        retry_id=ids.CLINIC_HISTORY_RETRY,
        error_id=ids.CLINIC_HISTORY_ERROR,
        skeleton=lambda: ft.Container(skeleton_rows(look, 2), padding=Space.MARGIN),
    )
    side = Space.WIDE_MARGIN if not look.is_compact else Space.INSIDE
    title = ft.Container(
        heading(look, words.HISTORY, _count(look, state)),
        padding=ft.Padding.only(left=side, right=side, top=side, bottom=12),
    )
    column = ft.Column(
        [title, ft.Container(body, expand=True) if is_tall else body],
        spacing=0,
        tight=not is_tall,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return card(look, column, padding=0)


def _count(look: Look, state: PatientDesk) -> ft.Control | None:
    if not isinstance(state.history, Ready):
        return None
    said = counted(len(state.history.value), words.HISTORY_FORMS)
    return text(said, Role.BODY_MEDIUM, look.palette.on_surface_variant)


def _action(look: Look, row: HistoryRow, on_revoke: Callable[..., None]) -> ft.Control | None:
    """The one thing to do with a living row; of an access that is over, that it is."""
    if row.is_live:
        return text_button(
            look,
            words.REVOKE,
            identifier=ids.CLINIC_REVOKE(row.id),
            on_click=on_revoke,
            danger=True,
            compact=True,
        )
    if row_is_closed(row):
        return text(words.CLOSED, Role.BODY_SMALL, look.palette.on_surface_variant)
    return None
