"""«Запись удалена · Вернуть»: a snack bar whose action bears an identifier."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.views.components.buttons import text_button
from emias_app.views.theme import Look, Size


def above_the_bar(look: Look) -> ft.Margin | None:
    """Where a snack bar floats: over the bar of a phone, which stays in reach."""
    return ft.Margin(left=16, right=16, top=0, bottom=Size.NAV_BAR + 12) if look.is_compact else None


def undo_snack(
    page: ft.Page, look: Look, said: str, action: str, *, identifier: str, on_undo: Callable[[], object]
) -> None:
    """Six seconds to think better of it; ``on_undo`` is called at most once."""

    def undo(_event: object) -> None:
        page.pop_dialog()
        on_undo()

    p = look.palette
    link = text_button(look, action, identifier=identifier, on_click=undo, color=p.inverse_primary, compact=True)
    page.show_dialog(
        ft.SnackBar(
            ft.Row([ft.Text(said, expand=True), link], vertical_alignment=ft.CrossAxisAlignment.CENTER),
            behavior=ft.SnackBarBehavior.FLOATING,
            shape=ft.RoundedRectangleBorder(radius=12),
            duration=6000,
            margin=above_the_bar(look),
            persist=False,
            padding=ft.Padding.only(left=16, right=8),
        )
    )
