"""What «Доступ» opens over itself: all of one access, and the question before it is given up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.domain.declension import genitive
from emias_app.models.account import PatientSummary, Relation
from emias_app.models.requests import Grant
from emias_app.state.place import Card, Journal, Redeem
from emias_app.views import ids
from emias_app.views.access.grants import Faces, GrantActions, grant_sheet
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.going import Go, to
from emias_app.views.strings import access as words
from emias_app.views.theme import Look

Change = Callable[[Grant], Awaitable[None]]


def grant_dialog(
    look: Look,
    grant: Grant,
    child: PatientSummary | None,
    faces: Faces,
    go: Go,
    on_change: Change,
    leave: Callable[..., object],
    choose: Callable[[None], None],
) -> ft.BottomSheet:
    """All of one access; ``leave`` asks about giving it up, ``choose(None)`` closes the sheet."""

    def closing(work: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def handler(_event: object) -> None:
            choose(None)
            await work()

        return handler

    async def change() -> None:
        await on_change(grant)

    is_own = child is not None and child.relation is Relation.SELF
    do = GrantActions(
        card=closing(to(go, Card(grant.patient_id))),
        reads=closing(to(go, Journal(grant.patient_id))),
        redeem=None if is_own else closing(to(go, Redeem())),
        change=None if is_own else closing(change),
        give_up=leave,
        dismiss=lambda _event: choose(None),
    )
    return grant_sheet(look, grant, faces.get(grant.patient_id), child, do)


def leaving_dialog(
    look: Look,
    grant: Grant,
    child: PatientSummary | None,
    confirmed: Callable[..., Awaitable[None]],
    give_up: Callable[[None], None],
    *,
    busy: bool,
) -> ft.AlertDialog:
    """«Отказаться от доступа?»: the consequence first."""
    is_own = child is not None and child.relation is Relation.SELF
    whose = genitive(child.first_name, child.sex) if child else grant.patient_name
    return confirm_dialog(
        look,
        words.GIVE_UP_TITLE,
        words.GIVE_UP_OWN if is_own else words.GIVE_UP_TEXT.format(whose=whose),
        action=words.GIVE_UP,
        action_id=ids.ACCESS_GIVE_UP_CONFIRM,
        cancel_id=ids.ACCESS_GIVE_UP_CANCEL,
        on_action=confirmed,
        on_cancel=lambda _event: give_up(None),
        danger=True,
        busy=busy,
    )
