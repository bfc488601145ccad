"""The list of «Моя семья»: each child with the state of its check."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import flet as ft

from emias_app.domain.way_to_card import access_of
from emias_app.models.family import Child
from emias_app.state.account import AccountState
from emias_app.state.family import FamilyState
from emias_app.state.place import FamilyChild, FamilyForm, FamilyPlace, Home
from emias_app.views import ids
from emias_app.views.components.buttons import secondary_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.form_page import page_head
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import Handler
from emias_app.views.components.scrolling import INTERVAL
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import text
from emias_app.views.family.faces import check_mark
from emias_app.views.format import dotted, sentence
from emias_app.views.going import Go, to
from emias_app.views.strings import family as words
from emias_app.views.theme import Look, Role, Space


def family_list(
    look: Look,
    account: AccountState,
    family: FamilyState,
    place: FamilyPlace,
    faces: Mapping[UUID, ChildFace],
    go: Go,
    retry: Handler,
    scrolled: Handler,
) -> ft.Control:
    chosen = place.child_id if isinstance(place, FamilyChild | FamilyForm) else None
    add = secondary_button(
        look, words.ADD, identifier=ids.FAMILY_ADD, on_click=to(go, FamilyForm()), icon=ft.Icons.PERSON_ADD_OUTLINED
    )

    def ready(children: tuple[Child, ...]) -> ft.Control:
        if not children:
            return empty(
                look, ft.Icons.FAMILY_RESTROOM, words.EMPTY_TITLE, words.EMPTY_TEXT, identifier=ids.FAMILY_EMPTY
            )
        rows = [_row(look, account, child, faces[child.id], go, is_chosen=child.id == chosen) for child in children]
        return rows_card(look, rows, divider_left=TEXT_LEFT)

    body = when_ready(
        look,
        family.children,
        ready,
        on_retry=retry,
        retry_id=ids.FAMILY_LIST_RETRY,
        error_id=ids.FAMILY_LIST_ERROR,
        skeleton=lambda: skeleton_rows(look, 2),
    )
    head = page_head(look, words.TITLE, back_id=ids.FAMILY_UP, on_back=to(go, Home()))
    return ft.SafeArea(
        ft.ListView(
            [head, text(words.LEAD, Role.BODY_LARGE, look.palette.on_surface_variant), body, add],
            spacing=Space.MARGIN,
            padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=48),
            on_scroll=scrolled,
            scroll_interval=INTERVAL,
            expand=True,
        ),
        avoid_intrusions_bottom=False,
        expand=True,
    )


def _row(look: Look, account: AccountState, child: Child, face: ChildFace, go: Go, *, is_chosen: bool) -> ft.Control:
    mark = check_mark(child, access_of(child, account.patients_known))
    relation = words.RELATIONS[child.relation.value]
    return list_row(
        look,
        face.name,
        dotted(relation, face.age),
        identifier=ids.FAMILY_CHILD(child.id),
        on_open=to(go, FamilyChild(child.id)),
        mark=mark,
        lead=avatar(look, face, 40),
        selected=is_chosen or None,
        spoken=sentence(face.name, relation, face.age, mark.text),
        key=str(child.id),
    )
