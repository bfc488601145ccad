"""Text in the project's type, and the heading of a group."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import flet as ft

from emias_app.views.format import held
from emias_app.views.theme import TYPE, Look, Role, text_style

#: Material's own styles travel by name; the rest carry their numbers.
_THEMED: dict[Role, ft.TextThemeStyle] = {
    Role.DISPLAY_SMALL: ft.TextThemeStyle.DISPLAY_SMALL,
    Role.HEADLINE_MEDIUM: ft.TextThemeStyle.HEADLINE_MEDIUM,
    Role.HEADLINE_SMALL: ft.TextThemeStyle.HEADLINE_SMALL,
    Role.TITLE_LARGE: ft.TextThemeStyle.TITLE_LARGE,
    Role.TITLE_MEDIUM: ft.TextThemeStyle.TITLE_MEDIUM,
    Role.TITLE_SMALL: ft.TextThemeStyle.TITLE_SMALL,
    Role.BODY_LARGE: ft.TextThemeStyle.BODY_LARGE,
    Role.BODY_MEDIUM: ft.TextThemeStyle.BODY_MEDIUM,
    Role.BODY_SMALL: ft.TextThemeStyle.BODY_SMALL,
    Role.LABEL_LARGE: ft.TextThemeStyle.LABEL_LARGE,
    Role.LABEL_MEDIUM: ft.TextThemeStyle.LABEL_MEDIUM,
    Role.LABEL_SMALL: ft.TextThemeStyle.LABEL_SMALL,
}


#: How much larger than the system's size the text that is being drawn is: a document's.
_reading: ContextVar[float] = ContextVar("reading", default=1.0)


@contextmanager
def reading_at(scale: float) -> Iterator[None]:
    """All text that is made inside is ``scale`` times as large; for a document, whose size a person chooses."""
    token = _reading.set(scale)
    try:
        yield
    finally:
        _reading.reset(token)


def _sized(role: Role, *, tabular: bool = False, of: float = 1.0) -> ft.TextStyle:
    style = text_style(role, tabular=tabular)
    style.size = TYPE[role][0] * of * _reading.get()
    return style


def text(
    value: str,
    role: Role = Role.BODY_MEDIUM,
    color: str | None = None,
    *,
    align: ft.TextAlign = ft.TextAlign.START,
    max_lines: int | None = None,
    tabular: bool = False,
    expand: bool | int | None = None,
    no_wrap: bool = False,
) -> ft.Text:
    """A piece of text, held together where a line must not end; ``tabular`` gives figures of one width (codes, timers,
    tables)."""
    themed = None if tabular or _reading.get() != 1 else _THEMED.get(role)
    return ft.Text(
        held(value),
        theme_style=themed,
        style=None if themed else _sized(role, tabular=tabular),
        color=color,
        text_align=align,
        max_lines=max_lines,
        overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
        no_wrap=no_wrap,
        expand=expand,
    )


def capped_text(look: Look, value: str, role: Role, color: str, *, most: float = 1.0) -> ft.Text:
    """Text that must stay inside a fixed shape: it grows with the system's text size up to ``most`` times only."""
    style = _sized(role, of=min(look.text_scale, most) / look.text_scale)
    return ft.Text(value, style=style, color=color, text_align=ft.TextAlign.CENTER, no_wrap=True)


def headline(look: Look, value: str, role: Role, color: str, *, most: float = 1.5) -> ft.Text:
    """A title of long words: it grows up to ``most`` times, so that no word is broken on a narrow screen."""
    words = text(value, role, color)
    if look.is_compact and look.text_scale > most:
        words.theme_style, words.style = None, _sized(role, of=most / look.text_scale)
    return words


def heading(look: Look, value: str, trailing: ft.Control | None = None) -> ft.Control:
    """A group's heading with an optional text link at its right (under it where the text is large)."""
    return _title(look, text(value, Role.TITLE_LARGE, look.palette.on_surface), trailing)


def screen_title(look: Look, value: str, trailing: ft.Control | None = None) -> ft.Control:
    """The title of a screen, actions at its right (under it where the text is large)."""
    return _title(look, text(value, Role.HEADLINE_SMALL, look.palette.on_surface), trailing)


def _title(look: Look, words: ft.Text, trailing: ft.Control | None) -> ft.Control:
    is_under = look.has_large_text and trailing is not None
    label = ft.Semantics(header=True, container=True, content=words, expand=None if is_under else True)
    return ft.Row(
        [label, *([trailing] if trailing else [])],
        wrap=is_under,
        run_spacing=0,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def line_height(role: Role, look: Look) -> float:
    """How high one line of a role is at the system's text size."""
    return TYPE[role][1] * look.text_scale


__all__ = ["capped_text", "heading", "headline", "line_height", "reading_at", "screen_title", "text"]
