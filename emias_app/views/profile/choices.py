"""Choices for this device: theme, lock delay, the children's colours."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import flet as ft

from emias_app.domain.locking import IDLE_CHOICES
from emias_app.state.ports import Theme
from emias_app.state.root import RootState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.filter_chips import Chip, filter_chips
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import pressable
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import heading, text
from emias_app.views.strings import profile as words
from emias_app.views.theme import ChildKey, Look, Radius, Role, Space


@component
def Choices(  # noqa: N802
    look: Look, root: RootState, faces: Mapping[UUID, ChildFace], is_lasting: bool
) -> ft.Control:
    """Wires the choices; they are kept at once."""
    nobody: UUID | None = None
    colouring, set_colouring = ft.use_state(nobody)
    chosen = faces.get(colouring) if colouring else None

    def colour(key: ChildKey) -> None:
        set_colouring(None)
        if chosen is not None:
            root.choose_colour(chosen.id, key.value)

    ft.use_dialog(_colour_sheet(look, chosen, colour, lambda _event: set_colouring(None)) if chosen else None)
    preferences = root.preferences
    theme = filter_chips(
        look,
        [Chip(one.value, words.THEMES[one.value]) for one in Theme],
        [preferences.theme.value],
        lambda key: root.choose_theme(Theme(key)),
        identifier=ids.PROFILE_THEME,
    )
    delay = filter_chips(
        look,
        [Chip(str(one), words.LOCK_MINUTES[one]) for one in IDLE_CHOICES],
        [str(preferences.lock_minutes)],
        lambda key: root.choose_lock_delay(int(key)),
        identifier=ids.PROFILE_DELAY,
    )
    parts: list[ft.Control] = [_part(look, words.THEME, theme), _part(look, words.LOCK_DELAY, delay)]
    colours = (
        [
            heading(look, words.COLOURS),
            rows_card(look, [_child(look, face, set_colouring) for face in faces.values()], divider_left=TEXT_LEFT),
        ]
        if faces
        else []
    )
    kept = words.KEPT_HERE if is_lasting else words.KEPT_PAGE
    return ft.Column(
        [
            card(look, ft.Column(parts, spacing=Space.MARGIN, tight=True)),
            *colours,
            text(kept, Role.BODY_SMALL, look.palette.on_surface_variant),
        ],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _part(look: Look, title: str, body: ft.Control) -> ft.Control:
    label = ft.Semantics(header=True, content=text(title, Role.TITLE_MEDIUM, look.palette.on_surface))
    return ft.Column([label, body], spacing=4, tight=True)


def _child(look: Look, face: ChildFace, on_choose: object) -> ft.Control:
    return list_row(
        look,
        face.name,
        words.COLOUR_NAMES[face.colour.value],
        identifier=ids.PROFILE_COLOUR(face.id),
        on_open=lambda _event: on_choose(face.id),  # type: ignore[operator]
        lead=avatar(look, face, 40),
        key=str(face.id),
    )


def _colour_sheet(look: Look, face: ChildFace, on_choose: object, on_dismiss: object) -> ft.BottomSheet:
    p = look.palette

    def row(key: ChildKey) -> ft.Control:
        is_current = key is face.colour
        circle = ft.Container(width=32, height=32, border_radius=Radius.FULL, bgcolor=p.children[key].solid)
        tick = [ft.Icon(ft.Icons.CHECK, color=p.primary, size=24)] if is_current else []
        name = words.COLOUR_NAMES[key.value]
        return pressable(
            look,
            ft.Row([circle, text(name, Role.BODY_LARGE, p.on_surface, expand=True), *tick], spacing=16),
            identifier=ids.PROFILE_COLOUR_CHOICE(key.value),
            on_click=lambda _event: on_choose(key),  # type: ignore[operator]
            selected=is_current,
            padding=ft.Padding.symmetric(vertical=10, horizontal=Space.WIDE_MARGIN),
            key=key.value,
        )

    title = words.COLOUR_TITLE.format(name=face.name)
    return sheet(look, [row(key) for key in ChildKey], on_dismiss=on_dismiss, title=title, padding=0)  # type: ignore[arg-type]
