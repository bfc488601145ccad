"""«Моя семья»: the children, one of them, or its form; side by side where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import flet as ft

from emias_app.clock import moscow_day
from emias_app.state._loadable import Failed, Ready
from emias_app.state.access import AccessState
from emias_app.state.account import AccountState
from emias_app.state.family import FamilyState
from emias_app.state.place import Family, FamilyChild, FamilyForm, FamilyPlace, Home, above
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import empty, failure, skeleton_rows
from emias_app.views.components.form_page import page_head
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.pressable import Handler
from emias_app.views.components.scrolling import use_scrolling
from emias_app.views.components.snack import snack
from emias_app.views.family.child import ChildScreen
from emias_app.views.family.faces import child_face, next_step
from emias_app.views.family.form import ChildFormScreen
from emias_app.views.family.listing import family_list
from emias_app.views.going import Go, to
from emias_app.views.strings import family as words
from emias_app.views.theme import Look, Space


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
        return two_panes(look, family_list(look, account, family, place, faces, go, retry, scrolled), form)
    if isinstance(place, FamilyChild):
        detail = _detail(look, account, family, place, faces, now, go, retry, back)
        if not look.is_wide:
            return one_column(look, detail)
        return two_panes(look, family_list(look, account, family, place, faces, go, retry, scrolled), detail)
    shown = family_list(look, account, family, place, faces, go, retry, scrolled)
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
    head = page_head(look, words.CHILD_TITLE, back_id=ids.FAMILY_BACK, on_back=back)
    column = ft.ListView(
        [*([] if look.is_wide else [head]), body],
        spacing=Space.MARGIN,
        padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=48),
        expand=True,
    )
    return ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True)
