"""Instead of a card: an access that ended, an address that leads nowhere, the choice of a child."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import flet as ft

from emias_app.domain.declension import genitive
from emias_app.models.account import PatientSummary, Relation
from emias_app.state.place import Card, Diary, Home
from emias_app.views import ids
from emias_app.views.components.child import ChildFace
from emias_app.views.components.child_card import CardLine, child_card
from emias_app.views.components.feedback import empty
from emias_app.views.components.navigation import one_column
from emias_app.views.components.text import screen_title
from emias_app.views.going import Go, to
from emias_app.views.strings import card as words
from emias_app.views.theme import Look, Space


def ended_screen(look: Look, child: PatientSummary, reason: str, go: Go) -> ft.Control:
    """The card closed while it was open, or was closed before: why."""
    is_own = child.relation is Relation.SELF
    whose = words.ENDED_OWN if is_own else words.ENDED_CARD.format(whose=genitive(child.first_name, child.sex))
    text = words.ENDED_TEXT.format(whose=whose, reason=reason.rstrip("."))
    said = empty(
        look,
        ft.Icons.LOCK_OUTLINED,
        words.ENDED_TITLE,
        f"{text} {words.ENDED_HINT}",
        identifier=ids.ENDED_TITLE,
        action=words.TO_HOME,
        action_id=ids.ENDED_HOME,
        on_action=to(go, Home()),
    )
    return _middle(look, said)


def missing_screen(look: Look, go: Go) -> ft.Control:
    """No such card, or no such address; the two are not told apart."""
    said = empty(
        look,
        ft.Icons.SEARCH_OFF,
        words.MISSING_TITLE,
        words.MISSING_TEXT,
        identifier=ids.MISSING_TITLE,
        action=words.TO_HOME,
        action_id=ids.MISSING_HOME,
        on_action=to(go, Home()),
    )
    return _middle(look, said)


def choose_card(look: Look, faces: Mapping[UUID, ChildFace], go: Go, *, is_diary: bool = False) -> ft.Control:
    """«Медкарта» or «Дневник» with several children and none chosen."""

    def handler(patient_id: UUID) -> Callable[..., Awaitable[None]]:
        return to(go, Diary(patient_id) if is_diary else Card(patient_id))

    icon = ft.Icons.EDIT_NOTE_OUTLINED if is_diary else ft.Icons.FOLDER_SHARED_OUTLINED
    line = CardLine(icon, words.OPEN_DIARY if is_diary else words.OPEN_CARD)
    cards = [child_card(look, face, [line], handler(face.id)) for face in faces.values()]
    column = ft.ListView(
        [screen_title(look, words.CHOOSE_DIARY if is_diary else words.CHOOSE_CARD), *cards],
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin,
        expand=True,
    )
    return one_column(look, ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True))


def _middle(look: Look, said: ft.Control) -> ft.Control:
    return ft.SafeArea(ft.Container(said, alignment=ft.Alignment.CENTER, expand=True), expand=True)
