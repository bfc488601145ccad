"""«Данные о ребенке» at ``/child-data/:patientId``: the kinds, one of them, an entry; side by side where they fit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.child_data import AnyEntry
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state.card import CardState
from emias_app.state.child_data import ChildDataState
from emias_app.state.place import Card, ChildData, ChildDataForm, ChildDataPlace, above
from emias_app.views import ids
from emias_app.views.child_data.entries import kind_list
from emias_app.views.child_data.form import EntryForm
from emias_app.views.child_data.home import child_data_home, home_title
from emias_app.views.components.boundary import component
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import Skeleton, empty, failure, skeleton_rows
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.scrolling import use_scrolling
from emias_app.views.components.snack import SnackAction, snack
from emias_app.views.going import Go, to
from emias_app.views.medcard.band import Band, BandShape
from emias_app.views.strings import child_data as words
from emias_app.views.strings import common
from emias_app.views.theme import Look

Switch = Callable[[UUID], Awaitable[None]]


@component
def ChildDataScreen(  # noqa: N802
    look: Look,
    card: CardState,
    state: ChildDataState,
    place: ChildDataPlace,
    faces: Mapping[UUID, ChildFace],
    birth: date,
    today: date,
    go: Go,
    on_switch: Switch,
    mark: ft.Control | None,
    *,
    is_demo: bool,
) -> ft.Control:
    """Wires a place of child data; ``state`` is the card's own, given apart so that its changes are drawn."""
    page = ft.context.page
    removed = state.removed

    def tell() -> None:
        if removed is None:
            return

        def bring_back(entry: AnyEntry = removed) -> None:
            page.run_task(state.bring_back, entry)

        snack(page, words.REMOVED, SnackAction(words.BRING_BACK, ids.CHILDDATA_UNDO, bring_back))
        state.forget_removed()

    ft.use_effect(tell, [removed])
    scrolled = use_scrolling(on_pull=state.refresh)
    back = to(go, above(place) or Card(place.patient_id))
    if look.is_wide:
        band = Band(look, faces, place.patient_id, BandShape.CARD, on_switch)
        arrow = icon_button(
            look,
            ft.Icons.ARROW_BACK,
            identifier=ids.NAV_BACK,
            label=common.BACK,
            on_click=back if isinstance(place, ChildDataForm) and place.origin else to(go, Card(place.patient_id)),
        )
        title = ft.Row([arrow, ft.Container(home_title(look, mark), expand=True)], spacing=4)
        chosen = None if isinstance(place, ChildData) else place.kind
        left = child_data_home(look, state, go, [band, title], scrolled, chosen=chosen, is_beside=chosen is not None)
        return two_panes(look, left, _right(look, card, state, place, birth, today, go, is_demo=is_demo))
    band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, back)
    if isinstance(place, ChildData):
        body = child_data_home(look, state, go, [home_title(look, mark)], scrolled)
    elif isinstance(place, ChildDataForm):
        whose = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch)
        form = _form(look, card, state, place, birth, today, go, is_demo=is_demo)
        return ft.Column([whose, ft.Container(form, expand=True)], spacing=0, expand=True)
    else:
        body = kind_list(look, state, place.kind, go, scrolled, mark=mark)
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _right(
    look: Look, card: CardState, state: ChildDataState, place: ChildDataPlace, birth: date, today: date, go: Go, *,
    is_demo: bool,
) -> ft.Control:  # fmt: skip
    if isinstance(place, ChildData):
        nothing = empty(
            look, ft.Icons.CONTACT_PAGE_OUTLINED, words.CHOOSE_TITLE, words.CHOOSE_TEXT,
            identifier=ids.CHILDDATA_CHOOSE,
        )  # fmt: skip
        return ft.Container(nothing, alignment=ft.Alignment.CENTER)
    if isinstance(place, ChildDataForm):
        return _form(look, card, state, place, birth, today, go, is_demo=is_demo)
    return kind_list(look, state, place.kind, go, None)


def _form(
    look: Look, card: CardState, state: ChildDataState, place: ChildDataForm, birth: date, today: date, go: Go, *,
    is_demo: bool,
) -> ft.Control:  # fmt: skip
    async def retry(_event: object) -> None:
        await state.refresh()

    back = to(go, above(place) or Card(place.patient_id))
    form = state.form
    if form is not None:
        return EntryForm(  # type: ignore[no-any-return]
            look, state, form, place, birth, today, go, back, has_uploads=_has_uploads(card), is_demo=is_demo,
            key=f"form-{place.kind}-{place.entry_id}",
        )  # fmt: skip
    if isinstance(state.kept, Failed):
        return failure(
            look, state.kept.error, on_retry=retry, retry_id=ids.CHILDDATA_LIST_RETRY,
            error_id=ids.CHILDDATA_LIST_ERROR,
        )  # fmt: skip
    if state.is_gone:
        return empty(
            look, ft.Icons.SEARCH_OFF, words.GONE_TITLE, words.GONE_TEXT, identifier=ids.CHILDDATA_GONE,
            action=common.BACK, action_id=ids.CHILDDATA_BACK, on_action=back,
        )  # fmt: skip
    return Skeleton(look, lambda: ft.Container(skeleton_rows(look, 3), padding=look.margin), key="form-soon")  # type: ignore[no-any-return]


def _has_uploads(card: CardState) -> bool:
    """Are there files that may be attached?"""
    if not isinstance(card.sections, Ready):
        return False
    return any(one.section is SectionSlug.UPLOADS and one.count for one in card.sections.value)
