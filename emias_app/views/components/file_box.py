"""Choosing a file or taking a photo: how it looks, what is wrong with it, and the buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Protocol

import flet as ft

from emias_app.models.base import Tone
from emias_app.views.components.banner import banner
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.camera import CameraBox
from emias_app.views.components.pressable import Handler
from emias_app.views.ids import tagged
from emias_app.views.theme import Look, Radius, Space


class Chooser(Protocol):
    """What a state does about a file."""

    @property
    def has_camera(self) -> bool: ...

    @property
    def is_shooting(self) -> bool: ...

    def pick(self) -> Awaitable[None]: ...

    def shot(self, content: bytes, is_mirrored: bool = False) -> Awaitable[None]: ...

    def open_camera(self) -> None: ...

    def close_camera(self, error: str | None = None) -> None: ...


@dataclass(frozen=True)
class FileNames:
    """Identifiers."""

    pick: str
    camera: str
    remove: str
    error: str
    shoot: str
    close: str


@dataclass(frozen=True)
class FileWords:
    """``pick`` the first time, ``other`` where there is a file; the rest is of the camera."""

    pick: str
    other: str
    camera: str
    remove: str
    shoot: str
    close: str
    starting: str
    no_camera: str
    refused: str


def file_box(
    look: Look,
    chooser: Chooser,
    names: FileNames,
    words: FileWords,
    shown: list[ft.Control],
    *,
    has_file: bool,
    is_choosing: bool,
    on_remove: Handler,
    error: str | None = None,
    is_off: bool = False,
    first: Sequence[ft.Control] = (),
) -> ft.Control:
    """``shown`` is the file, or what files are taken; ``is_off``: it is on its way, so nothing is changed; ``first``
    are buttons before the others."""
    if chooser.is_shooting:
        return _camera(look, chooser, names, words)

    async def pick(_event: object) -> None:
        await chooser.pick()

    def shoot(_event: object) -> None:
        chooser.open_camera()

    wrong: list[ft.Control] = []
    if error:
        wrong = [tagged(names.error, banner(look, Tone.ERROR, error), live=True)]
        wrong[0].key = error
    asked: list[ft.Control] = [
        *first,
        secondary_button(
            look,
            words.other if has_file else words.pick,
            identifier=names.pick,
            on_click=None if is_off else pick,
            icon=ft.Icons.UPLOAD_FILE_OUTLINED,
            busy=is_choosing,
        ),
    ]
    if chooser.has_camera:
        asked.append(
            secondary_button(
                look,
                words.camera,
                identifier=names.camera,
                on_click=None if is_off else shoot,
                icon=ft.Icons.PHOTO_CAMERA_OUTLINED,
            )
        )
    if has_file:
        asked.append(text_button(look, words.remove, identifier=names.remove, on_click=None if is_off else on_remove))
    is_wide = not look.is_compact and not look.has_large_text
    buttons: list[ft.Control] = [ft.Row(asked, spacing=8, wrap=True)] if is_wide else asked
    return ft.Column(
        [*shown, *wrong, *buttons],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def picture_box(look: Look, picture: bytes, label: str, height: int) -> ft.Control:
    """The picture in its frame; ``label`` is what the screen reader says."""
    return ft.Container(
        ft.Image(
            src=picture,
            fit=ft.BoxFit.CONTAIN,
            height=height,
            border_radius=Radius.BUTTON,
            semantics_label=label,
            gapless_playback=True,
        ),
        alignment=ft.Alignment.CENTER,
        bgcolor=look.palette.surface_container,
        border_radius=Radius.BUTTON,
        padding=8,
    )


def _camera(look: Look, chooser: Chooser, names: FileNames, words: FileWords) -> ft.Control:
    return CameraBox(  # type: ignore[no-any-return]
        look,
        chooser.shot,
        chooser.close_camera,
        lambda _event: chooser.close_camera(),
        shoot=(words.shoot, names.shoot),
        close=(words.close, names.close),
        starting=words.starting,
        no_camera=words.no_camera,
        refused=words.refused,
        key="camera",
    )
