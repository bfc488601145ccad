"""The frame of the entry screens: one calm column, centred in a wide window."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.views.theme import Look, Space

#: Fields wider than a hand's breadth are hard to read.
COLUMN = 420


def entry_frame(
    look: Look,
    controls: Sequence[ft.Control],
    *,
    foot: Sequence[ft.Control] = (),
    is_centred: bool = False,
    column_width: int = COLUMN,
) -> ft.Control:
    """A scrolled column, its foot below; on a wide window it stands in the middle."""
    align = ft.CrossAxisAlignment.CENTER if is_centred else ft.CrossAxisAlignment.STRETCH
    below = ft.Column(list(foot), spacing=Space.STEP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)
    column = ft.Container(
        ft.Column(
            [*controls, ft.Container(below, padding=ft.Padding.only(top=Space.BETWEEN_GROUPS))],
            spacing=0,
            tight=True,
            horizontal_alignment=align,
        ),
        width=min(look.width, column_width + 2 * Space.WIDE_MARGIN),
        padding=Space.WIDE_MARGIN,
    )
    return ft.SafeArea(
        ft.Container(
            ft.Column([column], scroll=ft.ScrollMode.AUTO, tight=True),
            alignment=ft.Alignment.TOP_CENTER if look.is_compact else ft.Alignment.CENTER,
            expand=True,
        ),
        expand=True,
    )
