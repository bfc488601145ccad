"""The photo with the open passport: a file or the camera, what is wrong with it, and how it looks."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.photo import PhotoState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.card import card
from emias_app.views.components.file_box import FileNames, FileWords, file_box, picture_box
from emias_app.views.components.text import text
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Role

_NAMES = FileNames(
    ids.REQUEST_PHOTO, ids.REQUEST_CAMERA, ids.REQUEST_PHOTO_REMOVE, ids.REQUEST_PHOTO_ERROR, ids.REQUEST_SHOOT,
    ids.REQUEST_CAMERA_CLOSE,
)  # fmt: skip
_WORDS = FileWords(
    words.PHOTO_PICK, words.PHOTO_OTHER, words.PHOTO_CAMERA, words.PHOTO_REMOVE, words.SHOOT, words.CAMERA_CLOSE,
    words.CAMERA_STARTING, words.CAMERA_NONE, words.CAMERA_REFUSED,
)  # fmt: skip


@component
def PhotoBox(look: Look, state: PhotoState, missing: str | None) -> ft.Control:  # noqa: N802
    """``missing`` is said when the person wants to go on without one."""

    has_photo = state.photo_id is not None
    return file_box(
        look,
        state,
        _NAMES,
        _WORDS,
        [_added(look, state) if has_photo else _rules(look)],
        has_file=has_photo,
        is_choosing=state.is_busy,
        on_remove=lambda _event: state.remove(),
        error=state.error or (missing if not has_photo else None),
    )


def _rules(look: Look) -> ft.Control:
    p = look.palette
    rows: list[ft.Control] = [
        ft.Row(
            [ft.Icon(ft.Icons.CHECK, size=20, color=p.primary), text(rule, Role.BODY_LARGE, p.on_surface, expand=True)],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for rule in words.PHOTO_RULES
    ]
    return card(look, ft.Column(rows, spacing=8, tight=True))


def _added(look: Look, state: PhotoState) -> ft.Control:
    picture = [picture_box(look, state.thumbnail, words.PHOTO_SHOWN, 200)] if state.thumbnail else []
    said = banner(
        look, Tone.SUCCESS, words.PHOTO_READY, words.PHOTO_SENT if state.thumbnail else words.PHOTO_KEPT, live=True
    )
    return card(
        look,
        ft.Column([*picture, said], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=12,
    )
