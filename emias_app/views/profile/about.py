"""«О приложении»: what it is, what it is not, where the key lies."""

from __future__ import annotations

import flet as ft

from emias_app.state.ports import KeyPlace
from emias_app.views.components.card import card
from emias_app.views.components.text import heading, text
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look, Role, Space


def about_group(look: Look, place: KeyPlace | None, version: str) -> ft.Control:
    """Plain words and the version."""
    p = look.palette
    lines: list[ft.Control] = [
        text(words.ABOUT_TEXT, Role.BODY_LARGE, p.on_surface),
        text(words.ABOUT_SYNTHETIC, Role.BODY_MEDIUM, p.on_surface_variant),
    ]
    if place is not None:
        lines.append(text(words.VAULTS[place.value], Role.BODY_MEDIUM, p.on_surface_variant))
    lines.append(text(words.VERSION.format(version=version), Role.BODY_SMALL, p.on_surface_variant))
    return ft.Column(
        [heading(look, words.ABOUT), card(look, ft.Column(lines, spacing=Space.STEP, tight=True))],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
