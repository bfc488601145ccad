"""The window a page is drawn in: its size, the system's brightness and what they make of the look."""

from __future__ import annotations

import flet as ft

from emias_app.state._base import Observable
from emias_app.state.ports import Theme
from emias_app.views.theme import Look, palette

_MODES = {Theme.LIGHT: ft.ThemeMode.LIGHT, Theme.DARK: ft.ThemeMode.DARK, Theme.SYSTEM: ft.ThemeMode.SYSTEM}


class Window(Observable):
    """Follows one page. Sizes are rounded, so that a dragged edge does not redraw at every pixel."""

    def __init__(self, page: ft.Page) -> None:
        self.width = _stepped(page.width, 412)
        self.height = _stepped(page.height, 916)
        self.is_system_dark = page.platform_brightness == ft.Brightness.DARK
        self.text_scale = 1.0

    def measure(self, page: ft.Page) -> None:
        """Take the size over from the page."""
        self.width = _stepped(page.width, self.width)
        self.height = _stepped(page.height, self.height)
        self.is_system_dark = page.platform_brightness == ft.Brightness.DARK

    def look(self, theme: Theme) -> Look:
        """What components need to know, for the chosen theme."""
        is_dark = theme is Theme.DARK or (theme is Theme.SYSTEM and self.is_system_dark)
        return Look(palette(is_dark), self.width, self.height, self.text_scale)

    def scale_text(self, scale: float) -> None:
        """The system's text size, as it was measured."""
        self.text_scale = scale


def theme_mode(theme: Theme) -> ft.ThemeMode:
    """Flet's word for the choice."""
    return _MODES[theme]


def _stepped(size: float | None, known: float) -> float:
    return float(round(size / 4) * 4) if size else known
