"""Files of an entry: what is attached, a new paper from inside the form, and the card's own to choose from."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug
from emias_app.state._form import FormState
from emias_app.state.child_data import ChildDataState
from emias_app.state.child_data_draft import EntryDraft
from emias_app.state.paper import PaperState
from emias_app.state.place import ChildDataForm, RecordPage
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.file_box import FileNames, FileWords, file_box, picture_box
from emias_app.views.components.text import text
from emias_app.views.components.tick import tick
from emias_app.views.file_words import size_words
from emias_app.views.format import counted, long_date
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import child_data as words
from emias_app.views.strings import uploads
from emias_app.views.theme import Look, Role

_NAMES = FileNames(
    ids.CHILDDATA_PAPER, ids.CHILDDATA_PAPER_CAMERA, ids.CHILDDATA_PAPER_REMOVE, ids.CHILDDATA_PAPER_ERROR,
    ids.CHILDDATA_PAPER_SHOOT, ids.CHILDDATA_PAPER_CLOSE,
)  # fmt: skip
_WORDS = FileWords(
    words.PAPER_PICK, words.PAPER_OTHER, uploads.FILE_CAMERA, uploads.FILE_REMOVE, uploads.SHOOT, uploads.CAMERA_CLOSE,
    uploads.CAMERA_STARTING, uploads.CAMERA_NONE, uploads.CAMERA_REFUSED,
)  # fmt: skip


def entry_files(
    look: Look, state: ChildDataState, form: FormState[EntryDraft], place: ChildDataForm, go: Go, *, has_uploads: bool
) -> list[ft.Control]:
    """The group «Документы»; ``has_uploads``: the card holds some to choose from."""
    paper = [NewPaper(look, state.paper, form.is_busy, key="paper")] if state.paper is not None else []
    if state.uploads is None:
        return [*_attached(look, form, place, go), *paper, *_choose(look, state, has_uploads)]
    return [*_listed(look, state, form), *paper]


@component
def NewPaper(look: Look, state: PaperState, is_saving: bool) -> ft.Control:  # noqa: N802
    """Wires a paper that is put in from here, sent as soon as it is chosen; ``is_saving``: the entry is on its way."""
    p = look.palette

    async def again(_event: object) -> None:
        await state.send()

    shown: list[ft.Control] = []
    retry: list[ft.Control] = []
    if state.is_sending and state.file is not None:
        said = words.PAPER_SENDING.format(name=state.file.name, size=size_words(state.file.size))
        bar = ft.ProgressBar(color=p.primary, bgcolor=p.outline_variant)
        line = ft.Column([text(said, Role.BODY_MEDIUM, p.on_surface_variant), bar], spacing=8, tight=True)
        shown.append(tagged(ids.CHILDDATA_PAPER_PROGRESS, line, live=True))
    elif state.file is not None:
        shown.append(text(state.file.name, Role.ROW_TITLE, p.on_surface, max_lines=2))
        if state.file.thumbnail:
            shown.append(picture_box(look, state.file.thumbnail, uploads.FILE_SHOWN, 120))
        if state.error:
            retry.append(
                secondary_button(
                    look, words.PAPER_AGAIN, identifier=ids.CHILDDATA_PAPER_AGAIN, on_click=again, icon=ft.Icons.REFRESH
                )
            )
    else:
        shown.append(text(words.PAPER_LEAD, Role.BODY_MEDIUM, p.on_surface_variant))
    return file_box(
        look,
        state,
        _NAMES,
        _WORDS,
        shown,
        has_file=state.file is not None and not state.is_sending,
        is_choosing=state.is_busy,
        on_remove=lambda _event: state.remove_file(),
        error=state.error,
        is_off=state.is_sending or is_saving,
        first=retry,
    )


def _listed(look: Look, state: ChildDataState, form: FormState[EntryDraft]) -> list[ft.Control]:
    p, chosen = look.palette, form.draft.attachment_ids
    if state.uploads is None:
        return []

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


def _choose(look: Look, state: ChildDataState, has_uploads: bool) -> list[ft.Control]:
    if not has_uploads:
        return []

    async def choose(_event: object) -> None:
        await state.list_uploads()

    button = text_button(
        look, words.FROM_UPLOADS, identifier=ids.CHILDDATA_FILES, on_click=choose, icon=ft.Icons.ATTACH_FILE
    )
    return [ft.Row([button], wrap=True)]


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
