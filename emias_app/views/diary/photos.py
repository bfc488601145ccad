"""The photos of an entry: small pictures, each with a way to take it off."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.diary_sheet import DiarySheet, SheetPhoto
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.pressable import icon_button
from emias_app.views.ids import tagged
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Radius

_SIDE = 88


def photo_row(look: Look, writing: DiarySheet) -> list[ft.Control]:
    """Nothing where there is neither a photo nor a word about one."""
    shown: list[ft.Control] = []
    if writing.photos:
        pictures = [_picture(look, writing, number, one) for number, one in enumerate(writing.photos, start=1)]
        shown.append(ft.Row(pictures, wrap=True, spacing=8, run_spacing=8))
    if writing.photo_error:
        said = banner(look, Tone.ERROR, writing.photo_error, live=True)
        shown.append(tagged(ids.DIARY_PHOTO_ERROR, said))
    return shown


def _picture(look: Look, writing: DiarySheet, number: int, photo: SheetPhoto) -> ft.Control:
    p = look.palette
    inside: ft.Control = (
        ft.Image(
            src=photo.thumbnail,
            fit=ft.BoxFit.COVER,
            width=_SIDE,
            height=_SIDE,
            semantics_label=words.PHOTO_SHOWN.format(number=number),
            gapless_playback=True,
        )
        if photo.thumbnail is not None
        else ft.Icon(ft.Icons.IMAGE_OUTLINED, size=32, color=p.on_surface_variant)
    )
    frame = ft.Container(
        inside,
        width=_SIDE,
        height=_SIDE,
        border_radius=Radius.FIELD,
        bgcolor=p.surface_container_high,
        alignment=ft.Alignment.CENTER,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )
    remove = icon_button(
        look,
        ft.Icons.CANCEL,
        identifier=ids.DIARY_PHOTO_REMOVE(number),
        label=words.REMOVE_PHOTO.format(number=number),
        on_click=lambda _event: writing.remove_photo(photo.id),
    )
    return ft.Row([frame, remove], spacing=0, tight=True, key=str(photo.id))
