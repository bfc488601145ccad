"""The photo with the open passport: a file or the camera, what is wrong with it, and how it looks."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.photo import PhotoState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.camera import CameraBox
from emias_app.views.components.card import card
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Radius, Role, Space


@component
def PhotoBox(look: Look, state: PhotoState, missing: str | None) -> ft.Control:  # noqa: N802
    """``missing`` is said when the person wants to go on without one."""

    async def pick(_event: object) -> None:
        await state.pick()

    if state.is_shooting:
        return CameraBox(  # type: ignore[no-any-return]
            look,
            state.shot,
            state.close_camera,
            lambda _event: state.close_camera(),
            shoot=(words.SHOOT, ids.REQUEST_SHOOT),
            close=(words.CAMERA_CLOSE, ids.REQUEST_CAMERA_CLOSE),
            starting=words.CAMERA_STARTING,
            no_camera=words.CAMERA_NONE,
            refused=words.CAMERA_REFUSED,
            key="camera",
        )
    has_photo = state.photo_id is not None
    said = state.error or (missing if not has_photo else None)
    wrong: list[ft.Control] = []
    if said:
        wrong = [tagged(ids.REQUEST_PHOTO_ERROR, banner(look, Tone.ERROR, said), live=True)]
        wrong[0].key = said
    buttons: list[ft.Control] = [
        secondary_button(
            look,
            words.PHOTO_OTHER if has_photo else words.PHOTO_PICK,
            identifier=ids.REQUEST_PHOTO,
            on_click=pick,
            icon=ft.Icons.UPLOAD_FILE_OUTLINED,
            busy=state.is_busy,
        )
    ]
    if state.has_camera:
        buttons.append(
            secondary_button(
                look,
                words.PHOTO_CAMERA,
                identifier=ids.REQUEST_CAMERA,
                on_click=lambda _event: state.open_camera(),
                icon=ft.Icons.PHOTO_CAMERA_OUTLINED,
            )
        )
    if has_photo:
        buttons.append(
            text_button(
                look, words.PHOTO_REMOVE, identifier=ids.REQUEST_PHOTO_REMOVE, on_click=lambda _event: state.remove()
            )
        )
    is_wide = not look.is_compact and not look.has_large_text
    asked: list[ft.Control] = [ft.Row(buttons, spacing=8, wrap=True)] if is_wide else buttons
    return ft.Column(
        [_added(look, state) if has_photo else _rules(look), *wrong, *asked],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
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
    p = look.palette
    picture = (
        [
            ft.Image(
                src=state.thumbnail,
                fit=ft.BoxFit.CONTAIN,
                height=200,
                border_radius=Radius.BUTTON,
                semantics_label=words.PHOTO_SHOWN,
                gapless_playback=True,
            )
        ]
        if state.thumbnail
        else []
    )
    said = banner(
        look, Tone.SUCCESS, words.PHOTO_READY, words.PHOTO_SENT if state.thumbnail else words.PHOTO_KEPT, live=True
    )
    middle = [ft.Container(one, alignment=ft.Alignment.CENTER, bgcolor=p.surface_container, border_radius=Radius.BUTTON,
                           padding=8) for one in picture]  # fmt: skip
    return card(
        look,
        ft.Column([*middle, said], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=12,
    )
