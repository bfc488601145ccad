"""The form of one entry: its fields, files of the card, who wrote it."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.domain.child_data import KINDS
from emias_app.models.child_data import AnyEntry
from emias_app.state._form import FormState
from emias_app.state.child_data import ChildDataState
from emias_app.state.child_data_draft import EntryDraft
from emias_app.state.place import ChildDataForm
from emias_app.views import ids
from emias_app.views.child_data.fields import entry_fields, labels_of
from emias_app.views.child_data.files import entry_files
from emias_app.views.child_data_faces import did
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.facts import facts
from emias_app.views.components.form_page import demo_warning, fields_card, form_page, form_trouble, page_head
from emias_app.views.components.pressable import Handler
from emias_app.views.format import long_moment
from emias_app.views.going import Go
from emias_app.views.strings import child_data as words
from emias_app.views.strings import demo
from emias_app.views.theme import Look


@component
def EntryForm(  # noqa: N802
    look: Look,
    state: ChildDataState,
    form: FormState[EntryDraft],
    place: ChildDataForm,
    birth: date,
    today: date,
    go: Go,
    on_back: Handler,
    *,
    has_uploads: bool,
    is_demo: bool,
) -> ft.Control:
    """Wires the form; ``form`` is the state's own, given apart so that its changes are drawn."""
    kind, entry = KINDS[place.kind], state.entry

    async def save(_event: object = None) -> None:
        await state.save()

    async def remove(_event: object) -> None:
        if place.entry_id is not None:
            await state.remove(place.entry_id)

    titles = words.NEW_TITLES if place.entry_id is None else words.ONE_TITLES
    head = [
        page_head(look, titles[place.kind.value], back_id=ids.CHILDDATA_BACK, on_back=on_back),
        *([demo_warning(look, demo.DATA_WARNING)] if is_demo else []),
    ]
    groups = [fields_card(look, entry_fields(look, state, form, kind, birth, today))]
    groups.append(fields_card(look, entry_files(look, state, form, place, go, has_uploads=has_uploads), words.FILES))
    if entry is not None:
        groups.append(fields_card(look, [_history(look, entry)], words.HISTORY))
        groups.append(
            text_button(
                look, words.REMOVE, identifier=ids.CHILDDATA_REMOVE, on_click=remove, icon=ft.Icons.DELETE_OUTLINED,
                danger=True,
            )
        )  # fmt: skip
    foot = form_trouble(look, form.error or state.error, form.shown, labels_of(kind), ids.CHILDDATA_SAVE_ERROR)
    action = primary_button(look, words.SAVE, identifier=ids.CHILDDATA_SAVE, on_click=save, busy=form.is_busy)
    return form_page(look, head, groups, foot, action)


def _history(look: Look, entry: AnyEntry) -> ft.Control:
    """Who entered, changed, took away, brought back; the newest first."""
    lines = [(did(one.what.value, one.actor), long_moment(one.at)) for one in reversed(entry.history)]
    return facts(look, lines)
