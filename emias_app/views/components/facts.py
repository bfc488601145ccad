"""Names and what stands for them: rows of a sheet or of a card."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.theme import Look, Role


def facts(look: Look, pairs: Sequence[tuple[str, str]]) -> ft.Control:
    """Each pair is read as one sentence; the name stands over its value, so that both may be long."""
    p = look.palette
    rows: list[ft.Control] = [
        ft.Semantics(
            label=sentence(name, value),
            exclude_semantics=True,
            container=True,
            content=ft.Column(
                [
                    text(name, Role.BODY_MEDIUM, p.on_surface_variant),
                    text(value, Role.BODY_LARGE, p.on_surface),
                ],
                spacing=0,
                tight=True,
            ),
        )
        for name, value in pairs
    ]
    return ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
