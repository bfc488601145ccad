"""«Уведомления»: what is new first, then what was read; each leads where it belongs."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from emias_app.models.account import Notice, NoticeKind
from emias_app.state.notices import NoticesState
from emias_app.state.place import Home
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import chevron, rows_card, tile
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.form_page import page_head
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pressable import pressable
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, text
from emias_app.views.format import near_moment, sentence
from emias_app.views.going import Go, to
from emias_app.views.strings import notices as words
from emias_app.views.theme import Look, Role, Space

K = NoticeKind
_ICONS = {
    K.NEW_DEVICE: ft.Icons.DEVICES,
    K.ACCESS_OPENED: ft.Icons.LOCK_OPEN,
    K.ACCESS_REFUSED: ft.Icons.ERROR_OUTLINE,
    K.ACCESS_ENDS_SOON: ft.Icons.EVENT_OUTLINED,
    K.ACCESS_REVOKED: ft.Icons.BLOCK,
    K.CODE_SENT: ft.Icons.VPN_KEY_OUTLINED,
    K.SOMEONE_GOT_ACCESS: ft.Icons.PERSON_ADD_OUTLINED,
    K.NEW_RECORDS: ft.Icons.FOLDER_SHARED_OUTLINED,
}


@component
def NoticesScreen(look: Look, state: NoticesState, now: datetime, go: Go) -> ft.Control:  # noqa: N802
    """Wires the list; opening a message marks it as read."""
    scrolled = use_scrolling(on_pull=state.refresh)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def read_all(_event: object) -> None:
        await state.read_all()

    def ready(notices: tuple[Notice, ...]) -> ft.Control:
        if not notices:
            return empty(
                look, ft.Icons.NOTIFICATIONS_NONE, words.EMPTY_TITLE, words.EMPTY_TEXT, identifier=ids.NOTICES_EMPTY
            )
        return _groups(look, notices, state, now)

    body = when_ready(
        look,
        state.items,
        ready,
        on_retry=retry,
        retry_id=ids.NOTICES_RETRY,
        error_id=ids.NOTICES_ERROR,
        skeleton=lambda: skeleton_rows(look, 4),
    )
    all_read = (
        text_button(look, words.READ_ALL, identifier=ids.NOTICES_READ_ALL, on_click=read_all, compact=True)
        if state.unread
        else None
    )
    head = page_head(
        look,
        words.TITLE,
        back_id=ids.NOTICES_BACK,
        on_back=to(go, Home()),
        trailing=None if look.has_large_text else all_read,
    )
    below = [ft.Row([all_read])] if all_read is not None and look.has_large_text else []
    column = ft.ListView(
        [head, *below, body],
        spacing=Space.MARGIN,
        padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=48),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return one_column(look, ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True))


def _groups(look: Look, notices: tuple[Notice, ...], state: NoticesState, now: datetime) -> ft.Control:
    fresh = [one for one in notices if not one.read]
    read = [one for one in notices if one.read]
    groups: list[ft.Control] = []
    for title, some in ((words.FRESH, fresh), (words.EARLIER, read)):
        if some:
            rows = [_row(look, one, state, now) for one in some]
            groups += [heading(look, title), rows_card(look, rows, divider_left=TEXT_LEFT)]
    return ft.Column(
        groups, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _row(look: Look, notice: Notice, state: NoticesState, now: datetime) -> ft.Control:
    p = look.palette

    async def open_it(_event: object) -> None:
        await state.open(notice.id)

    when = near_moment(notice.at, now)
    said = ft.Column(
        [
            text(notice.title, Role.ROW_TITLE, p.on_surface),
            text(notice.text, Role.BODY_MEDIUM, p.on_surface_variant),
            text(when, Role.BODY_SMALL, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
        expand=True,
    )
    return pressable(
        look,
        ft.Row(
            [tile(look, _ICONS[notice.kind]), said, chevron(look)],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=ids.NOTICES_ITEM(notice.id),
        label=sentence(None if notice.read else words.UNREAD, notice.title, notice.text, when),
        on_click=open_it,
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=12, bottom=12),
        key=str(notice.id),
    )
