"""The file of a new document: chosen or photographed, how it looks, and what is wrong with it."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.upload import Chosen, UploadState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.camera import CameraBox
from emias_app.views.components.card import tile
from emias_app.views.components.text import text
from emias_app.views.file_words import size_words
from emias_app.views.ids import tagged
from emias_app.views.strings import uploads as words
from emias_app.views.theme import Look, Radius, Role, Space


@component
def FileBox(look: Look, state: UploadState, is_busy: bool) -> ft.Control:  # noqa: N802
    """``is_busy``: the document is on its way, so nothing is changed."""

    async def pick(_event: object) -> None:
        await state.pick()

    if state.is_shooting:
        return CameraBox(  # type: ignore[no-any-return]
            look,
            state.shot,
            state.close_camera,
            lambda _event: state.close_camera(),
            shoot=(words.SHOOT, ids.UPLOADS_SHOOT),
            close=(words.CAMERA_CLOSE, ids.UPLOADS_CAMERA_CLOSE),
            starting=words.CAMERA_STARTING,
            no_camera=words.CAMERA_NONE,
            refused=words.CAMERA_REFUSED,
            key="camera",
        )
    p = look.palette
    shown = (
        _chosen(look, state.file)
        if state.file is not None
        else text(words.FILE_RULES, Role.BODY_MEDIUM, p.on_surface_variant)
    )
    wrong: list[ft.Control] = []
    if state.file_error:
        wrong = [tagged(ids.UPLOADS_FILE_ERROR, banner(look, Tone.ERROR, state.file_error), live=True)]
        wrong[0].key = state.file_error
    asked: list[ft.Control] = [
        secondary_button(
            look,
            words.FILE_OTHER if state.file else words.FILE_PICK,
            identifier=ids.UPLOADS_FILE,
            on_click=None if is_busy else pick,
            icon=ft.Icons.UPLOAD_FILE_OUTLINED,
            busy=state.is_choosing,
        )
    ]
    if state.has_camera:
        asked.append(
            secondary_button(
                look,
                words.FILE_CAMERA,
                identifier=ids.UPLOADS_CAMERA,
                on_click=None if is_busy else lambda _event: state.open_camera(),
                icon=ft.Icons.PHOTO_CAMERA_OUTLINED,
            )
        )
    if state.file is not None:
        asked.append(
            text_button(
                look,
                words.FILE_REMOVE,
                identifier=ids.UPLOADS_FILE_REMOVE,
                on_click=None if is_busy else lambda _event: state.remove_file(),
            )
        )
    is_wide = not look.is_compact and not look.has_large_text
    buttons: list[ft.Control] = [ft.Row(asked, spacing=8, wrap=True)] if is_wide else asked
    return ft.Column(
        [shown, *wrong, *buttons],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _chosen(look: Look, file: Chosen) -> ft.Control:
    p = look.palette
    row = ft.Row(
        [
            tile(look, ft.Icons.IMAGE_OUTLINED if file.thumbnail else ft.Icons.PICTURE_AS_PDF_OUTLINED),
            ft.Column(
                [
                    text(file.name, Role.ROW_TITLE, p.on_surface, max_lines=2),
                    text(size_words(file.size), Role.BODY_MEDIUM, p.on_surface_variant),
                ],
                spacing=0,
                tight=True,
                expand=True,
            ),
        ],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    if not file.thumbnail:
        return row
    picture = ft.Container(
        ft.Image(
            src=file.thumbnail,
            fit=ft.BoxFit.CONTAIN,
            height=180,
            border_radius=Radius.BUTTON,
            semantics_label=words.FILE_SHOWN,
            gapless_playback=True,
        ),
        alignment=ft.Alignment.CENTER,
        bgcolor=p.surface_container,
        border_radius=Radius.BUTTON,
        padding=8,
    )
    return ft.Column(
        [row, picture],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
