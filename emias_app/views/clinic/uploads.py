"""Documents that parents put into the card, before the doctor: what, by whom, when, and the file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.clock import moscow_day
from emias_app.models.base import Mark, Tone
from emias_app.models.uploads import ClinicUpload
from emias_app.state.clinic_uploads import PatientUploads
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.card import card, hairline, tile
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.file_told import tell_of_file
from emias_app.views.components.pill import pill
from emias_app.views.components.text import heading, text
from emias_app.views.file_words import size_words
from emias_app.views.format import dotted, long_date
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space


@component
def ParentsUploads(look: Look, state: PatientUploads) -> ft.Control:  # noqa: N802
    """Wires the documents of one patient."""
    page = ft.context.page

    async def refresh(_event: object) -> None:
        await state.refresh()

    def saving(upload: ClinicUpload) -> Callable[..., Awaitable[None]]:
        async def save(_event: object) -> None:
            await state.save(upload)
            tell_of_file(page, state.taken, state.file_error, save)

        return save

    again = text_button(
        look, words.CHILD_DATA_REFRESH, identifier=ids.CLINIC_UPLOADS_REFRESH, on_click=refresh,
        icon=ft.Icons.REFRESH, compact=True,
    )  # fmt: skip
    body = when_ready(
        look,
        state.known,
        lambda known: _known(look, state, known, saving),
        on_retry=refresh,
        retry_id=ids.CLINIC_UPLOADS_RETRY,
        error_id=ids.CLINIC_UPLOADS_ERROR,
        skeleton=lambda: skeleton_rows(look, 2),
    )
    return _stretched([heading(look, words.UPLOADS, again), body], Space.BETWEEN_CARDS)


def _known(
    look: Look,
    state: PatientUploads,
    known: tuple[ClinicUpload, ...],
    saving: Callable[[ClinicUpload], Callable[..., Awaitable[None]]],
) -> ft.Control:
    p = look.palette
    if not known:
        said = tagged(ids.CLINIC_UPLOADS_EMPTY, text(words.UPLOADS_NONE, Role.BODY_LARGE, p.on_surface_variant))
        return card(look, said)
    lined: list[ft.Control] = []
    for number, one in enumerate(known):
        row = _row(look, one, saving(one), is_busy=state.saving == one.id)
        lined += [hairline(look), row] if number else [row]
    return card(look, _stretched(lined, Space.BETWEEN_CARDS))


def _row(look: Look, one: ClinicUpload, on_save: Callable[..., Awaitable[None]], *, is_busy: bool) -> ft.Control:
    """The button goes under the words where there is no room beside them."""
    p = look.palette
    is_picture = one.media_type.startswith("image/")
    mark = pill(look, Mark(tone=Tone.INFO, text=words.UPLOADED_BY_PARENT), ft.Icons.PERSON)
    title = ft.Row(
        [text(one.title, Role.ROW_TITLE, p.on_surface), mark],
        wrap=True, spacing=8, run_spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )  # fmt: skip
    when = long_date(moscow_day(one.uploaded_at)) if one.uploaded_at else None
    kind = words.PHOTO if is_picture else words.PDF
    lines: list[ft.Control] = [
        title,
        text(dotted(one.kind_title, long_date(one.date), kind, size_words(one.size)), Role.BODY_MEDIUM, p.on_surface),
    ]
    if one.note:
        lines.append(text(one.note, Role.BODY_MEDIUM, p.on_surface_variant))
    who = ", ".join(part for part in (one.author, when) if part)
    lines.append(text(words.UPLOADED.format(who=who), Role.BODY_SMALL, p.on_surface_variant))
    icon = tile(look, ft.Icons.IMAGE_OUTLINED if is_picture else ft.Icons.PICTURE_AS_PDF_OUTLINED)
    said = tagged(ids.CLINIC_UPLOAD(one.id), _stretched(lines, 4))
    button = secondary_button(
        look, words.UPLOAD_SAVE, identifier=ids.CLINIC_UPLOAD_SAVE(one.id), on_click=on_save, busy=is_busy
    )
    front: list[ft.Control] = [icon, ft.Container(said, expand=True)]
    if look.is_compact or look.has_large_text:
        top = ft.Row(front, spacing=Space.ICON_TO_TEXT, vertical_alignment=ft.CrossAxisAlignment.START)
        return ft.Column([top, ft.Row([button])], spacing=8, tight=True, key=f"upload-{one.id}")
    return ft.Row(
        [*front, button],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.START,
        key=f"upload-{one.id}",
    )


def _stretched(controls: list[ft.Control], spacing: float) -> ft.Column:
    return ft.Column(controls, spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
