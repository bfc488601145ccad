"""«Скачать раздел» beside the total of a list, and how far its file is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import flet as ft

from emias_app.models.base import Tone
from emias_app.models.exports import ExportState, SectionPart
from emias_app.state.section_file import SectionFileState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.file_told import tell_of_file
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.text import text
from emias_app.views.format import number
from emias_app.views.ids import tagged
from emias_app.views.strings import card as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Space

_LOOK_EVERY = 1


@component
def WithDownload(  # noqa: N802
    look: Look, total: ft.Control, file: SectionFileState, part: Callable[[], SectionPart], label: str
) -> ft.Control:
    """Wires the button at the right of ``total``; ``part`` is the list as it is narrowed when it is tapped."""
    page = ft.context.page

    async def download(_event: object) -> None:
        before = file.taken
        await file.make(part())
        while file.is_making:
            await asyncio.sleep(_LOOK_EVERY)
            await file.look()
        if file.taken is not before:
            tell_of_file(page, file.taken, None, download)

    async def cancel(_event: object) -> None:
        await file.cancel()

    button = icon_button(
        look,
        ft.Icons.DOWNLOAD_OUTLINED,
        identifier=ids.SECTION_DOWNLOAD,
        label=label,
        on_click=None if file.is_busy else download,
    )
    row = ft.Row([ft.Container(total, expand=True), button], spacing=8, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    controls: list[ft.Control] = [row]
    if file.is_busy:
        controls.append(_progress(look, file, cancel))
    if file.trouble:
        again = text_button(
            look, common.RETRY, identifier=ids.SECTION_DOWNLOAD_RETRY, on_click=download, icon=ft.Icons.REFRESH
        )
        controls += [
            tagged(ids.SECTION_DOWNLOAD_ERROR, banner(look, Tone.ERROR, file.trouble, live=True)),
            ft.Row([again], wrap=True),
        ]
    return ft.Column(controls, spacing=Space.STEP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _progress(look: Look, file: SectionFileState, on_cancel: Callable[..., object]) -> ft.Control:
    p = look.palette
    said, share = _how_far(file)
    line = tagged(ids.SECTION_DOWNLOAD_STATE, text(said, Role.BODY_MEDIUM, p.on_surface), live=True)
    cancel = (
        [
            text_button(
                look, words.DOWNLOAD_CANCEL, identifier=ids.SECTION_DOWNLOAD_CANCEL, on_click=on_cancel, compact=True
            )
        ]
        if file.is_making
        else []
    )
    bar = ft.ProgressBar(value=share or None, color=p.primary, bgcolor=p.outline_variant, semantics_label="")
    top = ft.Row(
        [line, *cancel],
        wrap=True,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    column = ft.Column([top, bar], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, padding=ft.Padding.only(left=Space.INSIDE))


def _how_far(file: SectionFileState) -> tuple[str, float]:
    """What is said, and the share that is done; 0 = nobody knows yet."""
    job = file.job
    if file.share is not None:
        return words.DOWNLOAD_SAVING.format(percent=round(file.share * 100)), file.share
    if job is None or job.total == 0:
        return words.DOWNLOAD_QUEUED if job and job.state is ExportState.QUEUED else words.DOWNLOAD_STARTED, 0.0
    done = words.DOWNLOAD_MAKING.format(done=number(job.done), total=number(job.total))
    return done, job.done / job.total
