"""The bell of home."""

from __future__ import annotations

import flet as ft

from emias_app.views import ids
from emias_app.views.components.pressable import Handler, icon_button
from emias_app.views.strings import notices as words
from emias_app.views.theme import Look


def bell(look: Look, unread: int, on_open: Handler) -> ft.Control:
    """Leads to the messages and says how many are unread."""
    label = words.BELL_UNREAD.format(count=unread) if unread else words.BELL
    badge = words.MANY if unread > 99 else str(unread) if unread else None
    return icon_button(
        look, ft.Icons.NOTIFICATIONS_OUTLINED, identifier=ids.HOME_BELL, label=label, on_click=on_open, badge=badge
    )
