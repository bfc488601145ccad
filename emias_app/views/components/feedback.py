"""The faces of what is fetched: skeleton, error, empty, content; drawn in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import flet as ft

from emias_app import errors
from emias_app.models.base import Tone
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.loading import use_delay
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space

T = TypeVar("T")

#: A skeleton before this many seconds would only flicker.
SKELETON_AFTER = 0.2


@dataclass(frozen=True)
class Explanation:
    """An error in words: what happened, what it means; ``can_retry`` where trying again may help."""

    icon: ft.IconData
    title: str
    body: str
    support: str | None = None
    can_retry: bool = True


def explain(error: errors.EmiasError) -> Explanation:
    """The words for an error of the tree."""
    support = support_code(error.request_id) if isinstance(error, errors.ApiError) else None
    match error:
        case errors.Offline():
            return Explanation(ft.Icons.WIFI_OFF, common.OFFLINE_TITLE, common.OFFLINE_TEXT)
        case errors.Timeout():
            return Explanation(ft.Icons.CLOUD_OFF, common.TIMEOUT_TITLE, common.TIMEOUT_TEXT)
        case errors.Forbidden():
            body = error.reason or error.detail
            return Explanation(ft.Icons.LOCK_OUTLINED, common.FORBIDDEN_TITLE, body, support, can_retry=False)
        case errors.NotFound():
            return Explanation(
                ft.Icons.SEARCH_OFF, common.NOT_FOUND_TITLE, common.NOT_FOUND_TEXT, support, can_retry=False
            )
        case errors.Unauthorized():
            return Explanation(
                ft.Icons.LOCK_OUTLINED, common.UNAUTHORIZED_TITLE, common.UNAUTHORIZED_TEXT, None, can_retry=False
            )
        case errors.TooManyTries():
            return Explanation(ft.Icons.HOURGLASS_TOP, common.TOO_MANY_TITLE, error.detail, support)
        case _:
            return Explanation(ft.Icons.CLOUD_OFF, common.FAILED_TITLE, common.FAILED_TEXT, support)


def support_code(request_id: str | None) -> str | None:
    """«7F3A-21»: the head of a request id, short enough to be read out."""
    letters = "".join(sign for sign in (request_id or "") if sign.isalnum()).upper()
    return f"{letters[:4]}-{letters[4:6]}" if len(letters) >= 6 else None


def when_ready(
    look: Look,
    state: Loadable[T],
    content: Callable[[T], ft.Control],
    *,
    on_retry: Callable[..., Any],
    retry_id: str,
    error_id: str,
    skeleton: Callable[[], ft.Control] | None = None,
) -> ft.Control:
    """Draw a ``Loadable``: total over its three values."""
    match state:
        case Loading():
            return Skeleton(look, skeleton, key="loading")  # type: ignore[no-any-return]
        case Failed(error):
            return failure(look, error, on_retry=on_retry, retry_id=retry_id, error_id=error_id)
        case Ready(value):
            return content(value)


def failure(
    look: Look, error: errors.EmiasError, *, on_retry: Callable[..., Any], retry_id: str, error_id: str
) -> ft.Control:
    """An error in the middle of a screen: words, «Повторить», the code for support."""
    said = explain(error)
    button = (
        primary_button(look, common.RETRY, identifier=retry_id, on_click=on_retry, icon=ft.Icons.REFRESH, compact=True)
        if said.can_retry
        else None
    )
    foot = common.SUPPORT_CODE.format(code=said.support) if said.support else None
    return _centred(look, said.icon, Tone.NEUTRAL, said.title, said.body, button, foot, error_id)


def empty(
    look: Look,
    icon: ft.IconData,
    title: str,
    body: str,
    *,
    identifier: str,
    action: str | None = None,
    action_id: str = "",
    on_action: Handler | None = None,
) -> ft.Control:
    """Nothing to show, why, and what may be done: «За полгода выписок нет»."""
    button = secondary_button(look, action, identifier=action_id, on_click=on_action) if action and on_action else None
    return _centred(look, icon, Tone.INFO, title, body, button, None, identifier)


def _centred(
    look: Look,
    icon: ft.IconData,
    tone: Tone,
    title: str,
    body: str,
    button: ft.Control | None,
    foot: str | None,
    identifier: str,
) -> ft.Control:
    p = look.palette
    shade = p.tone(tone)
    circle = ft.Container(
        ft.Icon(icon, size=48, color=shade.on_container),
        width=96,
        height=96,
        border_radius=Radius.FULL,
        bgcolor=shade.container,
        alignment=ft.Alignment.CENTER,
    )
    said = ft.Column(
        [
            text(title, Role.TITLE_LARGE, p.on_surface, align=ft.TextAlign.CENTER),
            text(body, Role.BODY_MEDIUM, p.on_surface_variant, align=ft.TextAlign.CENTER),
        ],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    controls: list[ft.Control] = [circle, ft.Container(tagged(identifier, said, live=True), width=360)]
    if button is not None:
        controls.append(button)
    if foot:
        controls.append(text(foot, Role.BODY_SMALL, p.on_surface_variant, align=ft.TextAlign.CENTER))
    return ft.Container(
        ft.Column(
            controls,
            spacing=Space.BETWEEN_GROUPS,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        alignment=ft.Alignment.CENTER,
        padding=ft.Padding.symmetric(vertical=48, horizontal=Space.WIDE_MARGIN),
    )


@component
def Skeleton(look: Look, shapes: Callable[[], ft.Control] | None = None) -> ft.Control:  # noqa: N802
    """Shapes of the rows to come, once 200 ms have passed; no shimmer."""
    if not use_delay(SKELETON_AFTER):
        return ft.Container(key="skeleton-soon")
    return ft.Semantics(
        label=common.LOADING,
        exclude_semantics=True,
        content=shapes() if shapes else skeleton_rows(look),
    )


def bone(look: Look, width: float | None, height: float, radius: float = Radius.CHIP) -> ft.Control:
    """One grey shape; ``width=None`` takes the width there is."""
    return ft.Container(
        width=width, height=height, border_radius=radius, bgcolor=look.palette.surface_container_highest
    )


def skeleton_rows(look: Look, count: int = 3) -> ft.Control:
    """Rows of a card: tile, two lines, pill."""

    def row() -> ft.Control:
        lines = ft.Column([bone(look, 110, 16), bone(look, 70, 12)], spacing=8, tight=True, expand=True)
        return ft.Container(
            ft.Row([bone(look, 40, 40, Radius.FIELD), lines, bone(look, 84, 24, Radius.FULL)], spacing=16),
            padding=Space.INSIDE,
        )

    return rows_card(look, [row() for _ in range(count)])


def skeleton_document(look: Look) -> ft.Control:
    """A title, a line, and paragraphs in a card."""
    lines = [bone(look, None if number % 3 else 160, 16) for number in range(6)]
    body = ft.Container(ft.Column(lines, spacing=14, tight=True), padding=Space.INSIDE)
    return ft.Column([bone(look, 240, 28), bone(look, 160, 16), rows_card(look, [body])], spacing=12, tight=True)
