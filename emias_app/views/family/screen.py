"""«Моя семья»: the children, one of them, or its form; side by side where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.way_to_card import access_of
from emias_app.models.family import Child
from emias_app.state._loadable import Failed, Ready
from emias_app.state.access import AccessState
from emias_app.state.account import AccountState
from emias_app.state.family import FamilyState
from emias_app.state.place import Family, FamilyChild, FamilyForm, FamilyPlace, Home, above
from emias_app.views import ids
from emias_app.views.components.boundary import component, snack
from emias_app.views.components.buttons import secondary_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.feedback import empty, failure, skeleton_rows, when_ready
from emias_app.views.components.form_page import page_head
from emias_app.views.components.list_row import list_row
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.pressable import Handler
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import text
from emias_app.views.family.child import ChildScreen
from emias_app.views.family.faces import check_mark, child_face, next_step
from emias_app.views.family.form import ChildFormScreen
from emias_app.views.format import dotted, sentence
from emias_app.views.going import Go, to
from emias_app.views.strings import family as words
from emias_app.views.theme import Look, Role, Space


@component
def FamilyScreen(  # noqa: N802
    look: Look,
    account: AccountState,
    family: FamilyState,
    _requests: AccessState,
    place: FamilyPlace,
    colours: Mapping[str, str],
    now: datetime,
    go: Go,
    *,
    is_demo: bool,
) -> ft.Control:
    """Wires the place of the family that the person is at; requests are given apart, so that they are drawn."""
    page = ft.context.page
    removed = family.removed

    def tell() -> None:
        if removed is not None:
            snack(page, words.REMOVED.format(name=removed))
            family.forget_removed()

    ft.use_effect(tell, [removed])
    scrolled = use_scrolling(on_pull=family.refresh)
    faces = {
        child.id: child_face(child, order, moscow_day(now), colours.get(str(child.patient_id)))
        for order, child in enumerate(family.known)
    }

    async def retry(_event: object) -> None:
        await family.refresh()

    if look.is_wide and isinstance(place, Family) and family.known:
        place = FamilyChild(family.known[0].id)
    back = to(go, above(place) or Home())
    if isinstance(place, FamilyForm):
        form = _form(look, family, place, now, back, is_demo=is_demo)
        if not look.is_wide:
            return form
        return two_panes(look, _list(look, account, family, place, faces, go, retry, scrolled), form)
    if isinstance(place, FamilyChild):
        detail = _detail(look, account, family, place, faces, now, go, retry, back)
        if not look.is_wide:
            return one_column(look, detail)
        return two_panes(look, _list(look, account, family, place, faces, go, retry, scrolled), detail)
    shown = _list(look, account, family, place, faces, go, retry, scrolled)
    if not look.is_wide:
        return one_column(look, shown)
    nothing = empty(
        look,
        ft.Icons.FAMILY_RESTROOM,
        words.NOTHING_CHOSEN_TITLE,
        words.NOTHING_CHOSEN_TEXT,
        identifier=ids.FAMILY_CHOOSE,
    )
    return two_panes(look, shown, ft.Container(nothing, alignment=ft.Alignment.CENTER))


def _form(
    look: Look, family: FamilyState, place: FamilyForm, now: datetime, back: Handler, *, is_demo: bool
) -> ft.Control:
    form = family.form
    if form is None:
        return ft.Container(skeleton_rows(look, 3), padding=look.margin)
    return ChildFormScreen(  # type: ignore[no-any-return]
        look,
        family,
        form,
        moscow_day(now),
        back,
        is_new=place.child_id is None,
        is_demo=is_demo,
        key=f"form-{place.child_id}",
    )


def _detail(
    look: Look,
    account: AccountState,
    family: FamilyState,
    place: FamilyChild,
    faces: Mapping[UUID, ChildFace],
    now: datetime,
    go: Go,
    retry: Handler,
    back: Handler,
) -> ft.Control:
    child = family.child(place.child_id)
    me = account.me_known
    if child is None or me is None:
        if isinstance(family.children, Failed):
            return failure(
                look, family.children.error, on_retry=retry, retry_id=ids.FAMILY_RETRY, error_id=ids.FAMILY_ERROR
            )
        is_gone = isinstance(family.children, Ready) and me is not None
        body: ft.Control = (
            empty(look, ft.Icons.SEARCH_OFF, words.GONE_TITLE, words.GONE_TEXT, identifier=ids.FAMILY_GONE)
            if is_gone
            else skeleton_rows(look, 3)
        )
    else:
        requests = account.roads.access.under_way
        step = next_step(child, me.level, account.patients_known, requests, now)
        body = ChildScreen(look, account, family, child, faces[child.id], step, go, key=f"child-{child.id}")
    head = page_head(look, child.first_name if child else words.TITLE, back_id=ids.FAMILY_BACK, on_back=back)
    column = ft.ListView(
        [*([] if look.is_wide else [head]), body],
        spacing=Space.MARGIN,
        padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=48),
        expand=True,
    )
    return ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True)


def _list(
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
