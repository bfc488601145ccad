"""What may be done with an entry: a small sheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.domain.diary_queue import Line
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.pressable import pressable
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.diary.faces import title_of
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Role, Space


@component
def Actions(  # noqa: N802
    look: Look,
    line: Line | None,
    on_edit: Callable[[Line], Awaitable[None]],
    on_delete: Callable[[Line], Awaitable[None]],
    on_close: Callable[[], object],
) -> ft.Control:
    """The sheet over the diary while an entry is chosen."""

    async def edit(_event: object) -> None:
        if line is not None:
            await on_edit(line)

    async def delete(_event: object) -> None:
        if line is not None:
            await on_delete(line)

    p = look.palette
    rows = [
        _row(look, ft.Icons.EDIT_OUTLINED, words.EDIT, p.on_surface, ids.DIARY_EDIT, edit),
        _row(look, ft.Icons.DELETE_OUTLINED, words.DELETE, p.error, ids.DIARY_DELETE, delete),
    ]
    opened = (
        sheet(look, rows, on_dismiss=lambda _event: on_close(), title=title_of(line.entry), padding=0) if line else None
    )
    ft.use_dialog(opened)
    return ft.Container()


def _row(
    look: Look, icon: ft.IconData, label: str, color: str, identifier: str, on_click: Callable[..., object]
) -> ft.Control:
    return pressable(
        look,
        ft.Row([ft.Icon(icon, size=24, color=color), text(label, Role.BODY_LARGE, color)], spacing=Space.ICON_TO_TEXT),
        identifier=identifier,
        label=label,
        on_click=on_click,
        padding=ft.Padding.symmetric(vertical=16, horizontal=Space.WIDE_MARGIN),
    )
