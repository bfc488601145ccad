"""A field whose value is the screen's state loses no key that arrives between a key and its redraw.

The client tells the new text and then that it changed, in two messages; a redraw that falls between them knows only the
older text and would send it back over what the person has just typed.
"""

from __future__ import annotations

from typing import Any

import flet as ft

from emias_app.views.components.loading import use_kept


class Typing:
    """One field: the text that its screen heard last, and the control that holds what the client told."""

    def __init__(self) -> None:
        self._heard: str | None = None
        self._field: ft.TextField | None = None

    def shown(self, value: str) -> str:
        """What the field is to hold: ``value``, or the person's newer text where ``value`` only echoes an older one."""
        if self._field is not None and value == self._heard:
            return self._field.value or ""
        return value

    def heard(self, event: Any) -> str:
        """The text of a change; the screen hears it now."""
        self._heard = event.control.value or ""
        return self._heard

    def drawn(self, field: ft.TextField) -> ft.TextField:
        """The control that is drawn now."""
        self._field = field
        return field


def use_typing() -> Typing:
    """Of one field, as long as its component lives."""
    return use_kept(Typing)
