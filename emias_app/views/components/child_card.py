"""A child on home: whose card, what is new, what is next, when last; the whole card is one target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from emias_app.models.base import Mark
from emias_app.views import ids
from emias_app.views.components.card import chevron
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.pill import pill
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.theme import Look, Radius, Role, Space


@dataclass(frozen=True)
class CardLine:
    """One of the lines under the name: icon, text, and a mark where there is something to say."""

    icon: ft.IconData
    text: str
    mark: Mark | None = None


def child_card(look: Look, face: ChildFace, lines: Sequence[CardLine], on_open: Handler | None) -> ft.Control:
    """Order of the lines: what is new, next vaccination, last visit."""
    p = look.palette
    colour = face.colours(look)
    head = ft.Container(
        ft.Row(
            [
                avatar(look, face, 48),
                ft.Column(
                    [
                        text(face.name, Role.TITLE_LARGE, colour.on_container),
                        text(face.age_and_birth, Role.BODY_MEDIUM, colour.on_container),
                    ],
                    spacing=0,
                    tight=True,
                    expand=True,
                ),
                chevron(look, colour.on_container),
            ],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=colour.container,
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
    )
    body = ft.Container(
        ft.Column([_line(look, line) for line in lines], spacing=0, tight=True),
        padding=ft.Padding.symmetric(vertical=8, horizontal=Space.INSIDE),
    )
    spoken = sentence(
        face.name, face.age, *(sentence(line.text, line.mark.text if line.mark else None) for line in lines)
    )
    return pressable(
        look,
        ft.Column([head, body], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=ids.HOME_CHILD(face.id),
        label=spoken,
        on_click=on_open,
        radius=Radius.CARD,
        bgcolor=p.card,
        clip=True,
        key=f"child-{face.id}",
    )


def _line(look: Look, line: CardLine) -> ft.Control:
    p = look.palette
    words: list[ft.Control] = [text(line.text, Role.BODY_MEDIUM, p.on_surface)]
    if line.mark:
        words.append(pill(look, line.mark))
    return ft.Container(
        ft.Row(
            [
                ft.Icon(line.icon, size=20, color=p.on_surface_variant),
                ft.Row(
                    words,
                    wrap=True,
                    spacing=8,
                    run_spacing=4,
                    expand=True,
                    alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.symmetric(vertical=4),
    )
