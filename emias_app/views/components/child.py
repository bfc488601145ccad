"""A child as the screens know them: a face with a name, an age and a colour; the avatar."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import flet as ft

from emias_app.views.components.text import capped_text
from emias_app.views.format import dotted
from emias_app.views.theme import ChildColour, ChildKey, Look, Radius, Role


@dataclass(frozen=True)
class ChildFace:
    """``age`` is «8 лет», ``born`` is «14 марта 2018 г.»; the colour only repeats the name."""

    id: UUID
    name: str
    age: str
    born: str
    colour: ChildKey

    @property
    def age_and_birth(self) -> str:
        return dotted(self.age, self.born)

    def colours(self, look: Look) -> ChildColour:
        return look.palette.children[self.colour]


_LETTER: dict[int, Role] = {32: Role.TITLE_SMALL, 40: Role.TITLE_MEDIUM, 48: Role.TITLE_LARGE, 56: Role.HEADLINE_SMALL}


def avatar(look: Look, face: ChildFace, size: int = 48) -> ft.Control:
    """A circle with the first letter; silent for the screen reader, the name stands beside it."""
    colour = face.colours(look)
    letter = capped_text(look, face.name[:1], _LETTER.get(size, Role.TITLE_LARGE), colour.on_solid)
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(
            letter,
            width=size,
            height=size,
            border_radius=Radius.FULL,
            bgcolor=colour.solid,
            alignment=ft.Alignment.CENTER,
            clip_behavior=ft.ClipBehavior.HARD_EDGE,
        ),
    )
