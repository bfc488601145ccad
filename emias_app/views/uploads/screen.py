"""«Новый документ»: the file, what it is, and sending it."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.domain.ages import ADULT, birthday_on
from emias_app.domain.uploads import KIND_TITLES, MOST_NOTE, MOST_TITLE, UploadDraft
from emias_app.models.uploads import UploadKind
from emias_app.state._form import FormState
from emias_app.state.place import NewUpload
from emias_app.state.upload import UploadState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.choice import Answer, choice
from emias_app.views.components.form_field import FormField
from emias_app.views.components.form_page import demo_warning, fields_card, form_page, form_trouble
from emias_app.views.components.inputs import day_input, text_input
from emias_app.views.components.navigation import action_bar, one_column
from emias_app.views.components.snack import snack
from emias_app.views.components.text import screen_title, text
from emias_app.views.file_words import size_words
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import demo
from emias_app.views.strings import uploads as words
from emias_app.views.theme import Look, Role
from emias_app.views.uploads.file_box import FileBox


@component
def UploadScreen(  # noqa: N802
    look: Look,
    state: UploadState,
    form: FormState[UploadDraft],
    band: ft.Control,
    today: date,
    is_demo: bool,
) -> ft.Control:
    """Wires the form; ``form`` is the state's own, given apart so that its changes are drawn."""
    page = ft.context.page

    async def send(_event: object = None) -> None:
        done = state.done_count
        await state.send()
        if state.done_count > done:
            snack(page, words.DONE)

    head = [
        screen_title(look, words.TITLE),
        text(words.LEAD, Role.BODY_LARGE, look.palette.on_surface_variant),
        *([demo_warning(look, demo.DATA_WARNING)] if is_demo else []),
    ]
    groups = [
        fields_card(look, [FileBox(look, state, form.is_busy, key="file")], words.FILE),
        fields_card(look, _fields(look, form, today)),
    ]
    foot = form_trouble(look, form.error, form.shown, words.FIELDS, ids.UPLOADS_ERROR)
    action = primary_button(
        look,
        words.SEND,
        identifier=ids.UPLOADS_SEND,
        on_click=send if not state.is_choosing and not state.is_shooting else None,
        busy=form.is_busy,
    )
    shown = form_page(look, head, groups, [*_progress(look, state, form), *foot], action)
    return ft.Column([band, ft.Container(one_column(look, shown), expand=True)], spacing=0, expand=True)


def _fields(look: Look, form: FormState[UploadDraft], today: date) -> list[ft.Control]:
    kinds = [Answer(kind.value.lower(), title) for kind, title in KIND_TITLES.items()]
    chosen = form.draft.kind
    return [
        choice(look, words.KIND, kinds, chosen.value.lower() if chosen else None,
               lambda key: form.put("kind", UploadKind(key.upper())), identifier=ids.UPLOADS_KIND,
               error=form.shown.get("kind")),
        text_input(look, form, "title", words.NAME, identifier=ids.UPLOADS_FIELD("title"), max_length=MOST_TITLE,
                   helper=words.NAME_HELP),
        day_input(look, form, "date", words.DAY, identifier=ids.UPLOADS_FIELD("date"), pick_id=ids.UPLOADS_PICK,
                  first=birthday_on(today, -ADULT), last=today, start=today),
        FormField(look, words.NOTE, form.value("note") or "", lambda typed: form.put("note", typed),
                  identifier=ids.UPLOADS_FIELD("note"), error=form.shown.get("note"), helper=words.OPTIONAL,
                  on_blur=lambda _event: form.leave("note"), max_length=MOST_NOTE, lines=3, key="field-note"),
    ]  # fmt: skip


def _progress(look: Look, state: UploadState, form: FormState[UploadDraft]) -> list[ft.Control]:
    """A bar while the file is read and while it is sent."""
    if state.is_choosing:
        said = words.CHOOSING
    elif form.is_busy and state.file is not None:
        said = words.SENDING.format(size=size_words(state.file.size))
    else:
        return []
    p = look.palette
    line = ft.Column(
        [
            text(said, Role.BODY_MEDIUM, p.on_surface_variant),
            ft.ProgressBar(color=p.primary, bgcolor=p.outline_variant),
        ],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return [tagged(ids.UPLOADS_PROGRESS, line, live=True)]


def with_upload_action(look: Look, listed: ft.Control, place: NewUpload, go: Go) -> ft.Control:
    """The list of uploads with its one action at the foot."""
    button = primary_button(
        look,
        words.ADD,
        identifier=ids.UPLOADS_ADD,
        on_click=to(go, place),
        icon=ft.Icons.UPLOAD_FILE_OUTLINED,
        expand=True,
    )
    return ft.Column([ft.Container(listed, expand=True), action_bar(look, [button])], spacing=0, expand=True)
