"""The screens around the access to cards, each wired to its state."""

from __future__ import annotations

import flet as ft

from emias_app.domain.identifiers import mask_phone
from emias_app.models.account import Me
from emias_app.models.requests import AccessRequest, Grant
from emias_app.state.account import AccountState
from emias_app.state.place import Access, AccessPlace, AskAccess, AskStep, Redeem, RequestPage
from emias_app.state.roads import Roads
from emias_app.state.root import RootState
from emias_app.views import ids
from emias_app.views.access.redeem import RedeemScreen
from emias_app.views.access.screen import AccessScreen
from emias_app.views.components.boundary import component
from emias_app.views.components.feedback import skeleton_document, when_ready
from emias_app.views.components.navigation import one_column
from emias_app.views.demo.overlays import SmsBanner, SmsNote, with_sms
from emias_app.views.faces import child_faces
from emias_app.views.request.screen import AskScreen
from emias_app.views.request.status import RequestScreen
from emias_app.views.theme import Look


@component
def RoadsScreen(  # noqa: N802
    look: Look, root: RootState, account: AccountState, roads: Roads, place: AccessPlace, mark: ft.Control | None
) -> ft.Control:
    """Wires a place; all of them but the list need to know whose account it is."""

    async def retry(_event: object) -> None:
        await account.retry()

    if isinstance(place, Access):
        return _list(look, root, account, roads, mark)
    return when_ready(
        look,
        account.me,
        lambda me: _screen(look, root, roads, place, me),
        on_retry=retry,
        retry_id=ids.ACCESS_RETRY,
        error_id=ids.ACCESS_ERROR,
        skeleton=lambda: one_column(look, ft.Container(skeleton_document(look), padding=look.margin)),
    )


def _list(look: Look, root: RootState, account: AccountState, roads: Roads, mark: ft.Control | None) -> ft.Control:
    faces = child_faces(account.patients_known, dict(root.preferences.colours), root.today)

    async def change(grant: Grant) -> None:
        await roads.change(grant)

    return AccessScreen(  # type: ignore[no-any-return]
        look,
        roads.access,
        account.patients_known,
        account.open_children,
        faces,
        account.last_patient_id,
        root.now,
        root.today,
        root.go,
        change,
        mark,
        key="access",
    )


def _screen(look: Look, root: RootState, roads: Roads, place: AccessPlace, me: Me) -> ft.Control:
    waiting = ft.Container()
    match place:
        case Redeem() if roads.redeem is not None:
            redeem = roads.redeem

            async def use(code: str) -> None:
                redeem.paste(code)

            page = RedeemScreen(look, redeem, mask_phone(me.phone), root.now, root.go, key="redeem")
            return with_sms(page, SmsNote(look, redeem.messages, use, root.now, key="redeem-sms"))
        case AskAccess(step) if roads.ask is not None:
            screen = AskScreen(
                look, roads.ask, roads.ask.photo, me, step, root.now, root.go, root.demo is not None, key=f"ask-{step}"
            )
            if step is not AskStep.CONFIRM or roads.ask.code is None:
                return screen  # type: ignore[no-any-return]
            return with_sms(screen, SmsBanner(look, roads.ask.messages, roads.ask.code, root.now, key="ask-sms"))
        case RequestPage() if roads.one is not None:

            async def change(request: AccessRequest) -> None:
                await roads.resume(request)

            async def again(request: AccessRequest) -> None:
                await roads.again(request)

            async def card(request: AccessRequest) -> None:
                await roads.open_card(request)

            return RequestScreen(  # type: ignore[no-any-return]
                look, roads.one, root.now, root.go, change, again, card, key=f"request-{place.request_id}"
            )
        case _:
            return waiting
