"""The form of one entry: its fields, files of the card, who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import flet as ft

from emias_app.domain.child_data import KINDS
from emias_app.models.child_data import AnyEntry
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug
from emias_app.state._form import FormState
from emias_app.state.child_data import ChildDataState
from emias_app.state.child_data_draft import EntryDraft
from emias_app.state.place import ChildDataForm, RecordPage
from emias_app.views import ids
from emias_app.views.child_data.fields import entry_fields, labels_of
from emias_app.views.child_data_faces import who
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.facts import facts
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.form_page import demo_warning, fields_card, form_page, form_trouble, page_head
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.components.tick import tick
from emias_app.views.format import counted, long_date, long_moment
from emias_app.views.going import Go, to
from emias_app.views.strings import child_data as words
from emias_app.views.strings import demo
from emias_app.views.theme import Look, Role


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
    if has_uploads or form.draft.attachment_ids:
        groups.append(fields_card(look, _files(look, state, form, place, go, has_uploads), words.FILES))
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
    lines = [
        (words.CHANGES[one.what.value].format(who=who(one.actor)), long_moment(one.at))
        for one in reversed(entry.history)
    ]
    return facts(look, lines)


def _files(
    look: Look, state: ChildDataState, form: FormState[EntryDraft], place: ChildDataForm, go: Go, has_uploads: bool
) -> list[ft.Control]:
    p, chosen = look.palette, form.draft.attachment_ids
    if state.uploads is None:
        return [*_attached(look, form, place, go), *_attach(look, state, has_uploads)]

    async def again(_event: object) -> None:
        await state.list_uploads()

    def ticks(listed: Sequence[RecordRow]) -> ft.Control:
        if not listed:
            return text(words.NO_FILES, Role.BODY_MEDIUM, p.on_surface_variant)
        return ft.Column([_tick(look, state, row, is_on=row.id in chosen) for row in listed], spacing=4, tight=True)

    return [
        when_ready(
            look,
            state.uploads,
            ticks,
            on_retry=again,
            retry_id=ids.CHILDDATA_FILES_RETRY,
            error_id=ids.CHILDDATA_FILES_ERROR,
            skeleton=lambda: skeleton_rows(look, 1),
        )
    ]


def _tick(look: Look, state: ChildDataState, row: RecordRow, *, is_on: bool) -> ft.Control:
    def toggle(_is_on: bool) -> None:
        state.toggle_file(row.id)

    return tick(look, f"{row.title}, {long_date(row.date)}", is_on, toggle, identifier=ids.CHILDDATA_FILE(row.id))


def _attach(look: Look, state: ChildDataState, has_uploads: bool) -> list[ft.Control]:
    if not has_uploads:
        return []

    async def choose(_event: object) -> None:
        await state.list_uploads()

    lead = text(words.FILES_LEAD, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    button = secondary_button(
        look, words.ATTACH, identifier=ids.CHILDDATA_FILES, on_click=choose, icon=ft.Icons.ATTACH_FILE
    )
    return [lead, button]


def _attached(look: Look, form: FormState[EntryDraft], place: ChildDataForm, go: Go) -> list[ft.Control]:
    """What is attached already, each a way to its page."""
    chosen = form.draft.attachment_ids
    if not chosen:
        return []
    links = [
        text_button(
            look,
            words.OPEN_FILE if len(chosen) == 1 else words.OPEN_FILE_N.format(number=number),
            identifier=ids.CHILDDATA_ATTACHED(number),
            on_click=to(go, RecordPage(place.patient_id, SectionSlug.UPLOADS, file_id)),
            icon=ft.Icons.DESCRIPTION_OUTLINED,
        )
        for number, file_id in enumerate(chosen, 1)
    ]
    said = words.ATTACHED_COUNT.format(count=counted(len(chosen), words.ATTACHED))
    return [text(said, Role.BODY_LARGE, look.palette.on_surface), *links]
