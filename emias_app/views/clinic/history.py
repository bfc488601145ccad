"""«История предоставления доступа»: a table where there is room, cards elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.domain.identifiers import format_phone
from emias_app.models.clinic import HistoryRow
from emias_app.state._loadable import Ready
from emias_app.state.clinic_access import PatientDesk
from emias_app.views import ids
from emias_app.views.clinic.faces import row_end, row_is_closed, row_kin, row_mark, row_road, row_spoken, row_start
from emias_app.views.clinic.history_cards import history_card
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.pill import pill
from emias_app.views.components.text import heading, text
from emias_app.views.format import counted
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

#: A table from this width of the window; under it a row is a card.
TABLE_NEEDS = 1200
#: Columns in dp: kinship, phone, start, end, action; name and reason share the rest.
_KIN, _PHONE, _DAY, _ACT = 72, 132, 78, 124


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
        make = _row if is_table else history_card
        lines: list[ft.Control] = [_head(look)] if is_table else []
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


def _head(look: Look) -> ft.Control:
    titles = (
        words.COLUMN_NAME,
        words.COLUMN_KIN,
        words.COLUMN_PHONE,
        words.COLUMN_START,
        words.COLUMN_END,
        words.COLUMN_REASON,
    )
    cells = [text(title, Role.TABLE_HEAD, look.palette.on_surface_variant) for title in titles]
    return ft.Container(_cells([*cells, ft.Container()], 24), key="head")


def _row(look: Look, row: HistoryRow, action: ft.Control | None) -> ft.Control:
    p = look.palette
    marked, road = row_mark(row), row_road(row)
    under = pill(look, *marked) if marked else text(road or "", Role.BODY_SMALL, p.on_surface_variant)
    phone = text(format_phone(row.phone), Role.BODY_MEDIUM, p.on_surface, tabular=True)
    cells: list[ft.Control] = [
        text(row.relative, Role.TITLE_SMALL, p.on_surface),
        text(row_kin(row), Role.BODY_MEDIUM, p.on_surface),
        ft.Column([phone, ft.Row([under], wrap=True)], spacing=4, tight=True),
        text(row_start(row), Role.BODY_MEDIUM, p.on_surface, tabular=True),
        text(row_end(row), Role.BODY_MEDIUM, p.on_surface, tabular=True),
        text(row.reason or "", Role.BODY_MEDIUM, p.on_surface),
    ]
    said = ft.Semantics(
        identifier=ids.CLINIC_HISTORY(row.id),
        container=True,
        label=row_spoken(row),
        exclude_semantics=True,
        content=_cells([*cells, ft.Container()], 64),
    )
    over = ft.Container(action, right=12, top=0, bottom=0, width=_ACT + 12, alignment=ft.Alignment.CENTER_RIGHT)
    return ft.Stack([said, over], key=str(row.id))


def _cells(cells: list[ft.Control], height: int) -> ft.Container:
    name, kin, phone, start, end, reason, action = cells
    row = ft.Row(
        [
            ft.Container(name, expand=True),
            ft.Container(kin, width=_KIN),
            ft.Container(phone, width=_PHONE),
            ft.Container(start, width=_DAY),
            ft.Container(end, width=_DAY),
            ft.Container(reason, expand=True),
            ft.Container(action, width=_ACT),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Container(
        ft.Row(
            [row, ft.Container(width=0, height=height)],
            spacing=0,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.only(left=Space.WIDE_MARGIN, right=12, top=8, bottom=8),
    )
