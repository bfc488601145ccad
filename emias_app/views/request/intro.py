"""The first page of asking: what the service is, what one needs, and what was begun before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import flet as ft

from emias_app.models.requests import AccessRequest, RequestState
from emias_app.views import ids
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.card import card
from emias_app.views.components.text import heading, text
from emias_app.views.format import dotted, near_moment
from emias_app.views.request_words import request_title
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Role, Space

Do = Callable[[AccessRequest], Awaitable[None]]

_ICONS = (ft.Icons.PERSON_OUTLINED, ft.Icons.BADGE_OUTLINED, ft.Icons.FOLDER_SHARED_OUTLINED)


def drafts_group(
    look: Look, drafts: Sequence[AccessRequest], now: datetime, resume: Do, discard: Do, *, busy: bool
) -> list[ft.Control]:
    """What was begun and not sent, and what waits for the person; each can be gone on with or thrown away."""
    if not drafts:
        return []
    return [heading(look, words.DRAFT_TITLE), *(_draft(look, one, now, resume, discard, busy) for one in drafts)]


def _draft(look: Look, request: AccessRequest, now: datetime, resume: Do, discard: Do, busy: bool) -> ft.Control:
    p = look.palette

    async def go_on(_event: object) -> None:
        await resume(request)

    async def throw_away(_event: object) -> None:
        await discard(request)

    at = request.timeline[-1].at if request.timeline else now
    is_waiting = request.state is RequestState.ACTION_REQUIRED
    state = words.DRAFT_WAITS if is_waiting else words.DRAFT_SAVED.format(moment=near_moment(at, now))
    buttons = ft.Row(
        [
            secondary_button(
                look, words.RESUME, identifier=ids.REQUEST_RESUME(request.id), on_click=None if busy else go_on
            ),
            text_button(
                look, words.DISCARD, identifier=ids.REQUEST_DISCARD(request.id),
                on_click=None if busy else throw_away, danger=True,
            ),
        ],
        wrap=True,
        spacing=8,
        run_spacing=4,
    )  # fmt: skip
    return card(
        look,
        ft.Column(
            [
                text(request_title(request), Role.TITLE_MEDIUM, p.on_surface),
                text(dotted(request.child_name, state), Role.BODY_MEDIUM, p.on_surface_variant),
                buttons,
            ],
            spacing=8,
            tight=True,
        ),
        key=str(request.id),
    )


def points(look: Look) -> list[ft.Control]:
    """Who may ask, what one needs, who gets the card."""
    p = look.palette
    rows: list[ft.Control] = [
        ft.Row(
            [
                ft.Icon(icon, size=24, color=p.primary),
                ft.Column(
                    [
                        text(title, Role.TITLE_MEDIUM, p.on_surface),
                        text(said, Role.BODY_MEDIUM, p.on_surface_variant),
                    ],
                    spacing=2,
                    tight=True,
                    expand=True,
                ),
            ],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for icon, (title, said) in zip(_ICONS, words.INTRO_POINTS, strict=True)
    ]
    return [
        card(look, ft.Column(rows, spacing=Space.MARGIN, tight=True)),
        text(words.INTRO_GUARDIANS, Role.BODY_MEDIUM, p.on_surface_variant),
    ]
