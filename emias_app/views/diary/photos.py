"""The photos of an entry: small pictures, each with a way to see it large and one to take it off."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.diary_sheet import DiarySheet, SheetPhoto
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.pressable import icon_button, pressable
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Radius, Role

#: dp: a small picture, and how high a large one is.
_SIDE, _LARGE = 88, 360


def photo_row(look: Look, writing: DiarySheet) -> list[ft.Control]:
    """Nothing where there is neither a photo nor a word about one."""
    shown: list[ft.Control] = []
    if writing.photos:
        pictures = [_picture(look, writing, number, one) for number, one in enumerate(writing.photos, start=1)]
        shown.append(ft.Row(pictures, wrap=True, spacing=8, run_spacing=8))
        shown += _large(look, writing)
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
    is_large = writing.large_photo == photo.id
    told = words.SHRINK_PHOTO if is_large else words.ENLARGE_PHOTO
    if photo.thumbnail is not None:
        inside = pressable(
            look,
            inside,
            identifier=ids.DIARY_PHOTO_SHOW(number),
            label=told.format(number=number),
            tooltip=told.format(number=number),
            on_click=lambda _event: writing.enlarge_photo(photo.id),
            radius=Radius.FIELD,
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


def _large(look: Look, writing: DiarySheet) -> list[ft.Control]:
    """The photo that was chosen, as wide as the sheet; fingers and a wheel bring it nearer."""
    number, photo = next(
        ((place, one) for place, one in enumerate(writing.photos, start=1) if one.id == writing.large_photo),
        (0, None),
    )
    if photo is None or photo.thumbnail is None:
        return []
    picture = ft.Image(
        src=photo.thumbnail,
        fit=ft.BoxFit.CONTAIN,
        height=_LARGE,
        semantics_label=words.PHOTO_SHOWN.format(number=number),
        gapless_playback=True,
    )
    near = ft.Container(
        ft.InteractiveViewer(picture, min_scale=1, max_scale=6),
        height=_LARGE,
        border_radius=Radius.FIELD,
        bgcolor=look.palette.surface_container_high,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )
    note = text(words.PHOTO_ZOOM, Role.BODY_SMALL, look.palette.on_surface_variant)
    large = ft.Column([near, note], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return [tagged(ids.DIARY_PHOTO_LARGE, large)]
