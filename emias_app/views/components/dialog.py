"""A dialog: the consequence first, «Отмена» as text, the action filled."""

from __future__ import annotations

import flet as ft

from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role

#: The widest a dialog gets.
WIDTH = 520


def confirm_dialog(
    look: Look,
    title: str,
    body: str,
    *,
    action: str,
    action_id: str,
    cancel_id: str,
    on_action: Handler,
    on_cancel: Handler,
    danger: bool = False,
    busy: bool = False,
    cancel: str = common.CANCEL,
) -> ft.AlertDialog:
    """Ask before something that cannot be undone; give it to ``ft.use_dialog``, Escape cancels.

    ``cancel`` is for an action that is itself called so: «Отмена» beside «Отменить запрос» tells nothing.
    """
    return form_dialog(
        look,
        title,
        text(body, Role.BODY_LARGE, look.palette.on_surface_variant),
        action=action,
        action_id=action_id,
        cancel_id=cancel_id,
        on_action=on_action,
        on_cancel=on_cancel,
        danger=danger,
        busy=busy,
        cancel=cancel,
    )


def form_dialog(
    look: Look,
    title: str,
    content: ft.Control,
    *,
    action: str,
    action_id: str,
    cancel_id: str,
    on_action: Handler,
    on_cancel: Handler,
    danger: bool = False,
    busy: bool = False,
    cancel: str = common.CANCEL,
) -> ft.AlertDialog:
    """The same with fields in it; ``content`` is scrolled where it is higher than the window."""
    p = look.palette
    return ft.AlertDialog(
        title=text(title, Role.HEADLINE_SMALL, p.on_surface),
        content=ft.Container(content, width=WIDTH - 48),
        actions=[
            text_button(look, cancel, identifier=cancel_id, on_click=on_cancel),
            primary_button(
                look, action, identifier=action_id, on_click=on_action, danger=danger, busy=busy, compact=True
            ),
        ],
        bgcolor=p.card,
        elevation=0,
        shape=ft.RoundedRectangleBorder(radius=Radius.SHEET),
        barrier_color=p.scrim,
        scrollable=True,
        title_padding=ft.Padding.only(left=24, right=24, top=24, bottom=12),
        content_padding=ft.Padding.symmetric(horizontal=24),
        actions_padding=24,
        inset_padding=16,
        on_dismiss=on_cancel,
    )
