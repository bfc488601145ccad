"""The ways out of «Профиль»: the lock, and signing out, which asks where entries of the diary still wait."""

from __future__ import annotations

import flet as ft

from emias_app.state.diary_queue import DiaryQueue
from emias_app.state.root import RootState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.text import text
from emias_app.views.format import counted
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look, Role, Space


@component
def WaysOut(look: Look, root: RootState, queue: DiaryQueue) -> ft.Control:  # noqa: N802
    """``queue`` is what has not been sent yet: it goes with the PIN that seals it."""
    is_asking, ask = ft.use_state(False)

    async def lock(_event: object) -> None:
        await root.lock()

    async def leave(_event: object) -> None:
        await queue.flush()
        if queue.steps:
            ask(True)
        else:
            await root.sign_out()

    async def confirmed(_event: object) -> None:
        ask(False)
        await root.sign_out()

    status = root.trust_status
    has_pin = status is not None and status.is_enrolled
    note = words.LOGOUT_NOTE if has_pin else words.LOCK_NOTE_NO_PIN
    waiting = counted(len(queue.steps), words.UNSENT)
    ft.use_dialog(
        confirm_dialog(
            look,
            words.UNSENT_TITLE,
            words.UNSENT_TEXT.format(changes=waiting),
            action=words.LOGOUT,
            action_id=ids.PROFILE_LOGOUT_CONFIRM,
            cancel_id=ids.PROFILE_LOGOUT_CANCEL,
            on_action=confirmed,
            on_cancel=lambda _event: ask(False),
            danger=True,
        )
        if is_asking
        else None
    )
    return ft.Column(
        [
            secondary_button(look, words.LOCK, identifier=ids.PROFILE_LOCK, on_click=lock, icon=ft.Icons.LOCK_OUTLINED),
            text_button(
                look, words.LOGOUT, identifier=ids.PROFILE_LOGOUT, on_click=leave, icon=ft.Icons.LOGOUT, danger=True
            ),
            text(note, Role.BODY_SMALL, look.palette.on_surface_variant, align=ft.TextAlign.CENTER),
        ],
        spacing=Space.STEP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
