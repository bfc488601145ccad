"""«Доступ»: codes and requests, who sees the cards, and what ends ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import flet as ft

from emias_app.models.account import PatientSummary
from emias_app.models.base import Tone
from emias_app.models.requests import AccessRequest
from emias_app.state._loadable import Ready
from emias_app.state.access import AccessState
from emias_app.state.place import AskAccess, Journal, Redeem, RequestPage
from emias_app.views import ids
from emias_app.views.access.ahead import ahead_banners
from emias_app.views.access.dialogs import Change, grant_dialog, leaving_dialog
from emias_app.views.access.grants import Faces, grants_cards, nothing_yet
from emias_app.views.access.requests import earlier_rows, earlier_title, request_cards
from emias_app.views.access.words import endings_ahead, in_family_order
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.snack import snack
from emias_app.views.components.text import heading, screen_title
from emias_app.views.going import Go, to
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Space


@component
def AccessScreen(  # noqa: N802
    look: Look,
    state: AccessState,
    children: tuple[PatientSummary, ...],
    open_children: tuple[PatientSummary, ...],
    faces: Faces,
    last_patient: UUID | None,
    now: datetime,
    today: date,
    go: Go,
    on_change: Change,
    mark: ft.Control | None,
) -> ft.Control:
    """Wires who sees the cards; ``on_change(grant)`` begins a request about an access of mine."""
    page = ft.context.page
    nothing: UUID | None = None
    chosen, choose = ft.use_state(nothing)
    giving_up, give_up = ft.use_state(nothing)
    scrolled = use_scrolling(on_pull=state.refresh)
    grant = state.grant(chosen) if chosen else None
    leaving = state.grant(giving_up) if giving_up else None
    known = {child.id: child for child in children}

    async def retry(_event: object) -> None:
        await state.refresh()

    async def confirmed(_event: object) -> None:
        if leaving is not None:
            await state.give_up(leaving.id)
            give_up(None)
            if state.error is None:
                snack(page, words.GAVE_UP)

    def leave(_event: object) -> None:
        give_up(chosen)
        choose(None)

    ft.use_dialog(
        grant_dialog(look, grant, known.get(grant.patient_id), faces, go, on_change, leave, choose) if grant else None
    )
    is_busy = state.busy_with is not None
    ft.use_dialog(
        leaving_dialog(look, leaving, known.get(leaving.patient_id), confirmed, give_up, busy=is_busy)
        if leaving
        else None
    )

    def listed(_requests_: object) -> ft.Control:
        return _requests(look, state.under_way, state.over, now, today, go)

    def granted(_grants: object) -> ft.Control:
        mine, others = in_family_order(state.mine, children), in_family_order(state.others, children)
        return _column(grants_cards(look, mine, others, faces, choose) or [nothing_yet(look)])

    requests = when_ready(
        look,
        state.requests,
        listed,
        on_retry=retry,
        retry_id=ids.ACCESS_REQUESTS_RETRY,
        error_id=ids.ACCESS_REQUESTS_ERROR,
        skeleton=lambda: ft.Container(),
    )
    grants = when_ready(
        look,
        state.grants,
        granted,
        on_retry=retry,
        retry_id=ids.ACCESS_RETRY,
        error_id=ids.ACCESS_ERROR,
        skeleton=lambda: skeleton_rows(look, 3),
    )
    wrong = [banner(look, Tone.ERROR, state.error, live=True)] if state.error else []
    ahead = endings_ahead(open_children, state.mine, today) if isinstance(state.grants, Ready) else ()
    link = _journal_link(look, open_children, last_patient, go)
    title = screen_title(look, words.TITLE, mark)
    sees = heading(look, words.WHO_SEES, link)
    first = [title, _ways(look, go), *wrong, *ahead_banners(look, ahead, go)]
    has_none = isinstance(state.requests, Ready) and not state.requests.value
    asked = [] if has_none else [requests]
    if look.is_wide:
        return two_panes(look, _list(look, [*first, *asked], scrolled), _list(look, [sees, grants], None))
    column = _list(look, [*first, *asked, sees, grants], scrolled)
    return one_column(look, ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True))


def _journal_link(
    look: Look, children: tuple[PatientSummary, ...], last_patient: UUID | None, go: Go
) -> ft.Control | None:
    """To the journal of the card that was open last; there one switches the child."""
    if not children:
        return None
    first = next((child for child in children if child.id == last_patient), children[0])
    return text_button(
        look, words.JOURNAL_LINK, identifier=ids.ACCESS_JOURNAL, on_click=to(go, Journal(first.id)), compact=True
    )


def _ways(look: Look, go: Go) -> ft.Control:
    """The two ways to a card: side by side, one under the other where the text is large."""
    is_narrow = look.has_large_text or look.width < 360
    redeem = primary_button(
        look, words.ENTER_CODE, identifier=ids.ACCESS_REDEEM, on_click=to(go, Redeem()),
        icon=ft.Icons.VPN_KEY_OUTLINED, expand=None if is_narrow else True, compact=True,
    )  # fmt: skip
    ask = secondary_button(
        look, words.ASK, identifier=ids.ACCESS_REQUEST, on_click=to(go, AskAccess()),
        icon=ft.Icons.NOTE_ADD_OUTLINED, expand=None if is_narrow else True,
    )  # fmt: skip
    if is_narrow:
        return ft.Column([redeem, ask], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Row([redeem, ask], spacing=8)


def _requests(
    look: Look,
    under_way: tuple[AccessRequest, ...],
    over: tuple[AccessRequest, ...],
    now: datetime,
    today: date,
    go: Go,
) -> ft.Control:
    def opening(request_id: UUID) -> Callable[..., object]:
        return to(go, RequestPage(request_id))

    controls: list[ft.Control] = []
    if under_way or over:
        controls.append(heading(look, words.REQUESTS))
    controls += request_cards(look, under_way, now, today, opening)
    if over:
        controls += [*([earlier_title(look)] if under_way else []), earlier_rows(look, over, today, opening)]
    return _column(controls)


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _list(look: Look, controls: list[ft.Control], scrolled: object) -> ft.Control:
    return ft.ListView(
        controls,
        spacing=Space.MARGIN,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=16, bottom=24),
        on_scroll=scrolled,  # type: ignore[arg-type]
        scroll_interval=INTERVAL,
        expand=True,
    )
