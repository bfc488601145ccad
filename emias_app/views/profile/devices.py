"""Where the account is signed in and which devices it trusts; each but this one can be ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import flet as ft

from emias_app.models.auth import Device, Session
from emias_app.models.base import Mark, Tone
from emias_app.state.profile import ProfileState
from emias_app.views import ids
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, rows_card, tile
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.pill import pill
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, text
from emias_app.views.format import dotted, near_moment
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look, Role, Space

_ICONS = {
    "web": ft.Icons.LANGUAGE,
    "desktop": ft.Icons.COMPUTER,
    "android": ft.Icons.PHONE_ANDROID,
    "ios": ft.Icons.PHONE_IPHONE,
}


def sessions_group(look: Look, state: ProfileState, now: datetime) -> ft.Control:
    """Living sign-ins; this one first."""

    def row(session: Session) -> ft.Control:
        client = words.CLIENTS.get(session.client, words.CLIENT_OTHER)
        line = dotted(
            words.SESSION_SINCE.format(moment=near_moment(session.created_at, now)),
            words.SESSION_SEEN.format(moment=near_moment(session.last_seen_at, now)) if not session.current else None,
        )
        end = _end_button(
            look, words.SESSION_END, ids.PROFILE_SESSION(session.id), state.end_session, session.id, state.busy_with
        )
        mark = Mark(tone=Tone.SUCCESS, text=words.SESSION_HERE)
        icon = _ICONS.get(session.client, ft.Icons.DEVICES)
        return _row(look, icon, session.device_name or client, line, mark if session.current else None, end)

    async def retry(_event: object) -> None:
        await state.refresh()

    body = when_ready(
        look,
        state.sessions,
        lambda sessions: rows_card(look, [row(one) for one in sessions], divider_left=TEXT_LEFT),
        on_retry=retry,
        retry_id=ids.PROFILE_SESSIONS_RETRY,
        error_id=ids.PROFILE_SESSIONS_ERROR,
        skeleton=lambda: skeleton_rows(look, 1),
    )
    return _group(look, words.SESSIONS, None, body)


def devices_group(look: Look, state: ProfileState, now: datetime) -> ft.Control:
    """Devices that open cards without an SMS."""

    def row(device: Device) -> ft.Control:
        used = words.DEVICE_USED.format(moment=near_moment(device.last_used_at, now)) if device.last_used_at else None
        line = dotted(words.DEVICE_ADDED.format(moment=near_moment(device.created_at, now)), used)
        end = _end_button(
            look, words.DEVICE_REMOVE, ids.PROFILE_DEVICE(device.id), state.remove_device, device.id, state.busy_with
        )
        mark = Mark(tone=Tone.SUCCESS, text=words.DEVICE_HERE) if device.current else None
        return _row(look, ft.Icons.VERIFIED_USER_OUTLINED, device.name, line, mark, end)

    def ready(devices: tuple[Device, ...]) -> ft.Control:
        if not devices:
            return card(look, text(words.DEVICES_NONE, Role.BODY_MEDIUM, look.palette.on_surface_variant))
        return rows_card(look, [row(one) for one in devices], divider_left=TEXT_LEFT)

    async def retry(_event: object) -> None:
        await state.refresh()

    body = when_ready(
        look,
        state.devices,
        ready,
        on_retry=retry,
        retry_id=ids.PROFILE_DEVICES_RETRY,
        error_id=ids.PROFILE_DEVICES_ERROR,
        skeleton=lambda: skeleton_rows(look, 1),
    )
    return _group(look, words.DEVICES, words.DEVICES_LEAD, body)


def _end_button(
    look: Look,
    label: str,
    identifier: str,
    end: Callable[[UUID], Awaitable[None]],
    one_id: UUID,
    busy_with: UUID | None,
) -> ft.Control:
    async def ending(_event: object) -> None:
        await end(one_id)

    on_click = None if busy_with is not None else ending
    return text_button(look, label, identifier=identifier, on_click=on_click, danger=True, compact=True)


def _row(look: Look, icon: ft.IconData, title: str, line: str, mark: Mark | None, end: ft.Control) -> ft.Control:
    p = look.palette
    said = ft.Column(
        [text(title, Role.ROW_TITLE, p.on_surface), text(line, Role.BODY_MEDIUM, p.on_surface_variant)],
        spacing=0,
        tight=True,
        expand=True,
    )
    return ft.Container(
        ft.Row(
            [tile(look, icon), said, pill(look, mark) if mark else end],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
    )


def _group(look: Look, title: str, lead: str | None, body: ft.Control) -> ft.Control:
    said = [text(lead, Role.BODY_MEDIUM, look.palette.on_surface_variant)] if lead else []
    return ft.Column(
        [ft.Column([heading(look, title), *said], spacing=0, tight=True), body],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
