"""The next step to a child's card, as a banner with what leads on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import flet as ft

from emias_app.domain.way_to_card import Way
from emias_app.models.account import AccountLevel
from emias_app.models.family import Child
from emias_app.models.requests import RequestState
from emias_app.state.place import (
    AskAccess,
    Card,
    FamilyForm,
    Paper,
    PaperForm,
    Place,
    Profile,
    Redeem,
    RequestPage,
)
from emias_app.views import ids
from emias_app.views.components.buttons import primary_button, secondary_button
from emias_app.views.family.faces import NextStep
from emias_app.views.going import Go, to
from emias_app.views.strings import family as words
from emias_app.views.theme import Look

Again = Callable[[UUID], Awaitable[None]]


def step_actions(
    look: Look, child: Child, step: NextStep, level: AccountLevel, go: Go, again: Again, *, is_busy: bool
) -> list[ft.Control]:
    """The buttons of a step, the main one first; none where there is nothing to do but wait."""

    async def recheck(_event: object) -> None:
        await again(child.id)

    def main(label: str, identifier: str, place: Place) -> ft.Control:
        return primary_button(look, label, identifier=identifier, on_click=to(go, place), compact=True)

    def second(label: str, identifier: str, place: Place) -> ft.Control:
        return secondary_button(look, label, identifier=identifier, on_click=to(go, place))

    correct = second(words.EDIT, ids.FAMILY_EDIT, FamilyForm(child.id))
    match step.way:
        case Way.OPEN:
            return [main(words.TO_CARD, ids.FAMILY_OPEN, Card(child.patient_id))] if child.patient_id else []
        case Way.REQUEST | Way.POLICY if step.request is not None:
            is_draft = step.request.state in (RequestState.DRAFT, RequestState.CODE_SENT)
            place: Place = AskAccess() if is_draft else RequestPage(step.request.id)
            return [second(words.SEE_REQUEST, ids.FAMILY_REQUEST, place)]
        case Way.REQUEST:
            more = [second(words.TO_FULL, ids.FAMILY_LEVEL, Profile())] if level is not AccountLevel.FULL else []
            return [main(words.REQUEST, ids.FAMILY_REQUEST, AskAccess()), *more]
        case Way.RAISE_LEVEL:
            return [main(words.RAISE_LEVEL, ids.FAMILY_LEVEL, PaperForm(Paper.SNILS))]
        case Way.CLINIC_CODE:
            return [main(words.ENTER_CODE, ids.FAMILY_CODE, Redeem())]
        case Way.CORRECT:
            return [
                primary_button(
                    look, words.EDIT, identifier=ids.FAMILY_EDIT, on_click=to(go, FamilyForm(child.id)), compact=True
                ),
                secondary_button(look, words.RECHECK, identifier=ids.FAMILY_RECHECK, on_click=recheck, busy=is_busy),
            ]
        case Way.RETRY:
            retry = primary_button(
                look, words.RECHECK, identifier=ids.FAMILY_RECHECK, on_click=recheck, busy=is_busy, compact=True
            )
            return [retry, correct]
        case Way.POLICY:
            return [correct, second(words.REQUEST, ids.FAMILY_REQUEST, AskAccess())]
        case Way.WAIT | Way.VISIT_MFC | Way.ADULT:
            return []
