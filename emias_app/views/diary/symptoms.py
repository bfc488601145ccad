"""How the child is: symptoms to tick."""

from __future__ import annotations

import flet as ft

from emias_app.state.diary_sheet import DiarySheet
from emias_app.views import ids
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Radius, Role, Space


def symptom_chips(look: Look, writing: DiarySheet) -> ft.Control:
    """Any of the common ones; others go into the note."""
    p, chosen = look.palette, writing.form.draft.symptoms

    def chip(key: str, symptom: str) -> ft.Control:
        is_on = symptom in chosen
        color = p.on_secondary_container if is_on else p.on_surface_variant
        tick = [ft.Icon(ft.Icons.CHECK, size=18, color=color)] if is_on else []
        return pressable(
            look,
            ft.Container(
                ft.Row([*tick, text(symptom, Role.TITLE_SMALL, color)], spacing=8, tight=True),
                bgcolor=p.secondary_container if is_on else ft.Colors.TRANSPARENT,
                border=ft.Border.all(1, p.secondary_container if is_on else p.outline),
                border_radius=Radius.CHIP,
                padding=ft.Padding.symmetric(vertical=5, horizontal=12),
            ),
            identifier=ids.DIARY_SYMPTOM(key),
            label=sentence(symptom, common.CHOSEN if is_on else None),
            on_click=lambda _event: writing.toggle_symptom(symptom),
            selected=is_on,
            radius=Radius.CHIP,
            padding=ft.Padding.symmetric(vertical=8),
            key=key,
        )

    title = text(words.SYMPTOMS_TITLE, Role.TITLE_SMALL, p.on_surface_variant)
    chips = ft.Row(
        [chip(key, symptom) for key, symptom in words.SYMPTOMS.items()], wrap=True, spacing=Space.STEP, run_spacing=0
    )
    return ft.Column([title, chips], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
