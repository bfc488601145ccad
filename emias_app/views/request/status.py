"""One request: how far it is, why it was refused and what helps, and the way to take it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import flet as ft

from emias_app.domain.refusals import ReasonCode
from emias_app.models.base import Tone
from emias_app.models.requests import AccessRequest, Grantee, RequestPurpose, RequestState
from emias_app.state.one_request import (
    OneRequestState,
    may_be_changed,
    may_be_withdrawn,
    reason_code,
    time_left,
    what_to_do,
)
from emias_app.state.place import Access
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.card import card
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.feedback import skeleton_document, when_ready
from emias_app.views.components.form_page import page_head
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pill import pill
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.snack import snack
from emias_app.views.components.text import text
from emias_app.views.components.timeline import timeline
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.request.ways import WAYS
from emias_app.views.request_words import request_mark, request_title, steps_of
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Role, Space

Do = Callable[[AccessRequest], Awaitable[None]]


@component
def RequestScreen(  # noqa: N802
    look: Look, state: OneRequestState, now: datetime, go: Go, on_change: Do, on_again: Do, on_card: Do
) -> ft.Control:
    """Wires a request: ``on_change`` takes it up again, ``on_again`` begins another like it, ``on_card`` opens what
    it opened."""
    page = ft.context.page
    is_asking, ask = ft.use_state(False)
    scrolled = use_scrolling(on_pull=state.refresh)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def withdraw(_event: object) -> None:
        await state.withdraw()
        ask(False)
        if state.error is None:
            snack(page, words.CANCELLED)

    ft.use_dialog(_question(look, state, withdraw, lambda _event: ask(False)) if is_asking else None)

    def ready(request: AccessRequest) -> ft.Control:
        wrong = [banner(look, Tone.ERROR, state.error, live=True)] if state.error else []
        return ft.Column(
            [
                *_content(look, request, state, now, go),
                *wrong,
                *_actions(look, request, on_change, on_again, on_card, lambda _event: ask(True)),
            ],
            spacing=Space.MARGIN,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )

    head = page_head(look, words.REQUEST_TITLE, back_id=ids.REQUEST_BACK, on_back=to(go, Access()))
    body = when_ready(
        look,
        state.request,
        ready,
        on_retry=retry,
        retry_id=ids.REQUEST_RETRY,
        error_id=ids.REQUEST_ERROR,
        skeleton=lambda: skeleton_document(look),
    )
    column = ft.ListView(
        [head, body],
        spacing=Space.MARGIN,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=8, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return one_column(look, ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True))


def _content(look: Look, request: AccessRequest, state: OneRequestState, now: datetime, go: Go) -> list[ft.Control]:
    p = look.palette
    left = time_left(request, state.today)
    names = ft.Column(
        [
            text(request_title(request), Role.HEADLINE_SMALL, p.on_surface),
            text(request.child_name, Role.BODY_LARGE, p.on_surface_variant),
            ft.Row([_status(look, request)]),
        ],
        spacing=8,
        tight=True,
    )
    parts: list[ft.Control] = [names]
    if left:
        parts.append(banner(look, Tone.INFO, left, icon=ft.Icons.HOURGLASS_TOP))
    if request.reason:
        parts.append(_reason(look, request, go))
    parts.append(card(look, timeline(look, steps_of(request, now))))
    return parts


def _status(look: Look, request: AccessRequest) -> ft.Control:
    shown = tagged(ids.REQUEST_STATUS, pill(look, request_mark(request)), live=True)
    # A new state is a new node: changed in place it would lose its words in a browser's accessibility tree.
    shown.key = f"status-{request.state}"
    return shown


def _reason(look: Look, request: AccessRequest, go: Go) -> ft.Control:
    """Why, and what helps, with the way there."""
    code = reason_code(request)
    place, label = WAYS.get(code, (None, None)) if code else (None, None)
    is_waiting = request.state is RequestState.ACTION_REQUIRED
    return banner(
        look,
        Tone.WARN if is_waiting else Tone.ERROR,
        request.reason or "",
        what_to_do(request) or "",
        action=label,
        action_id=ids.REQUEST_FIX,
        on_action=to(go, place) if place else None,
    )


def _actions(
    look: Look, request: AccessRequest, on_change: Do, on_again: Do, on_card: Do, on_cancel: Callable[..., object]
) -> list[ft.Control]:
    def doing(do: Do) -> Callable[..., Awaitable[None]]:
        async def handler(_event: object) -> None:
            await do(request)

        return handler

    made: list[ft.Control] = []
    is_draft = request.state in (RequestState.DRAFT, RequestState.CODE_SENT)
    if may_be_changed(request):
        label = words.RESUME_REQUEST if is_draft else words.EDIT
        made.append(primary_button(look, label, identifier=ids.REQUEST_EDIT, on_click=doing(on_change)))
    opened_to_me = request.purpose is RequestPurpose.GRANT and request.grantee is Grantee.SELF
    if request.state is RequestState.APPROVED and opened_to_me:
        made.append(primary_button(look, words.TO_CARD, identifier=ids.REQUEST_CARD, on_click=doing(on_card)))
    is_final = reason_code(request) in (ReasonCode.CHILD_IS_ADULT, ReasonCode.CLINIC_REVOKED)
    if request.state in (RequestState.REJECTED, RequestState.CANCELLED) and not is_final:
        made.append(secondary_button(look, words.AGAIN, identifier=ids.REQUEST_AGAIN, on_click=doing(on_again)))
    if may_be_withdrawn(request):
        made.append(
            text_button(look, words.CANCEL_REQUEST, identifier=ids.REQUEST_CANCEL, on_click=on_cancel, danger=True)
        )
    return made


def _question(
    look: Look, state: OneRequestState, withdraw: Callable[..., Awaitable[None]], close: Callable[..., object]
) -> ft.AlertDialog:
    request = getattr(state.request, "value", None)
    is_draft = request is not None and request.state in (RequestState.DRAFT, RequestState.CODE_SENT)
    return confirm_dialog(
        look,
        words.CANCEL_TITLE,
        words.CANCEL_DRAFT_TEXT if is_draft else words.CANCEL_TEXT,
        action=words.CANCEL_REQUEST,
        action_id=ids.REQUEST_CANCEL_CONFIRM,
        cancel_id=ids.REQUEST_CANCEL_CANCEL,
        on_action=withdraw,
        on_cancel=close,
        danger=True,
        busy=state.is_busy,
        cancel=words.KEEP_REQUEST,
    )
