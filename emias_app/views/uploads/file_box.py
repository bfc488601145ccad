"""The file of a new document: chosen or photographed, how it looks, and what is wrong with it."""

from __future__ import annotations

import flet as ft

from emias_app.state.chosen_file import Chosen
from emias_app.state.upload import UploadState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.card import tile
from emias_app.views.components.file_box import FileNames, FileWords, file_box, picture_box
from emias_app.views.components.text import text
from emias_app.views.file_words import size_words
from emias_app.views.strings import uploads as words
from emias_app.views.theme import Look, Role, Space

_NAMES = FileNames(
    ids.UPLOADS_FILE, ids.UPLOADS_CAMERA, ids.UPLOADS_FILE_REMOVE, ids.UPLOADS_FILE_ERROR, ids.UPLOADS_SHOOT,
    ids.UPLOADS_CAMERA_CLOSE,
)  # fmt: skip
WORDS = FileWords(
    words.FILE_PICK, words.FILE_OTHER, words.FILE_CAMERA, words.FILE_REMOVE, words.SHOOT, words.CAMERA_CLOSE,
    words.CAMERA_STARTING, words.CAMERA_NONE, words.CAMERA_REFUSED,
)  # fmt: skip


@component
def FileBox(look: Look, state: UploadState, is_busy: bool) -> ft.Control:  # noqa: N802
    """``is_busy``: the document is on its way, so nothing is changed."""
    p = look.palette
    shown: list[ft.Control] = (
        chosen_file(look, state.file)
        if state.file is not None
        else [text(words.FILE_RULES, Role.BODY_MEDIUM, p.on_surface_variant)]
    )
    return file_box(
        look,
        state,
        _NAMES,
        WORDS,
        shown,
        has_file=state.file is not None,
        is_choosing=state.is_choosing,
        on_remove=lambda _event: state.remove_file(),
        error=state.file_error,
        is_off=is_busy,
    )


def chosen_file(look: Look, file: Chosen) -> list[ft.Control]:
    """Its name and size, and how a picture looks."""
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
    return [row, *([picture_box(look, file.thumbnail, words.FILE_SHOWN, 180)] if file.thumbnail else [])]
