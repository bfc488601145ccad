"""A message at the foot of the page: one look wherever it comes from.

It floats above a phone's bar and the action of a form, is narrow in a wide window, can be closed, and is read out by a
screen reader, since Flutter makes every snack bar a live region.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from emias_app.views.ids import tagged
from emias_app.views.theme import Radius, Role, Size, text_style

#: Milliseconds: to read a line, to read two, and to think better of something.
SHORT, LONG, WITH_ACTION = 4_000, 7_000, 10_000
#: So many letters are read as one line.
_LINE = 60
_WIDTH = 560


@dataclass(frozen=True)
class SnackAction:
    """The one thing that can be done from a message; ``run`` is called at most once."""

    label: str
    identifier: str
    run: Callable[[], object]


def snack(page: ft.Page, said: str, action: SnackAction | None = None) -> None:
    """Say something at the foot of the page, in place of what was said before."""
    text = ft.Text(said, color=ft.Colors.ON_INVERSE_SURFACE, style=text_style(Role.BODY_MEDIUM), expand=True)
    row = ft.Row([text], vertical_alignment=ft.CrossAxisAlignment.CENTER, spacing=8)
    is_compact = (page.width or 0) < Size.MEDIUM
    bar = ft.SnackBar(
        row,
        behavior=ft.SnackBarBehavior.FLOATING,
        bgcolor=ft.Colors.INVERSE_SURFACE,
        shape=ft.RoundedRectangleBorder(radius=Radius.FIELD),
        duration=WITH_ACTION if action else LONG if len(said) > _LINE else SHORT,
        margin=ft.Margin(left=16, right=16, top=0, bottom=Size.NAV_BAR + 12) if is_compact else None,
        width=None if is_compact else _WIDTH,
        persist=False,
        show_close_icon=True,
        close_icon_color=ft.Colors.ON_INVERSE_SURFACE,
        padding=ft.Padding.only(left=16, right=4, top=8, bottom=8),
    )
    if action is not None:
        row.controls.append(_link(bar, action))
    page.show_dialog(bar)


def _link(bar: ft.SnackBar, action: SnackAction) -> ft.Control:
    done = False

    def click(_event: object) -> None:
        nonlocal done
        if done:
            return
        done = True
        bar.open = False
        bar.update()
        action.run()

    style = ft.ButtonStyle(
        color=ft.Colors.INVERSE_PRIMARY,
        text_style=text_style(Role.COMPACT_BUTTON),
        padding=ft.Padding.symmetric(vertical=14, horizontal=8),
    )
    return tagged(action.identifier, ft.TextButton(action.label, style=style, on_click=click))
