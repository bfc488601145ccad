"""The PIN in the profile: whether this device has one, and the way to set or change it."""

from __future__ import annotations

import flet as ft

from emias_app.state.place import PinForm
from emias_app.state.ports import TrustStatus
from emias_app.views import ids
from emias_app.views.components.buttons import secondary_button
from emias_app.views.components.card import card
from emias_app.views.components.text import heading, text
from emias_app.views.going import Go, to
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look, Role, Space


def pin_group(look: Look, status: TrustStatus | None, go: Go) -> ft.Control:
    """What the PIN does here and one button; where the vault does not answer there is nothing to set one in."""
    p = look.palette
    controls: list[ft.Control] = []
    if status is None:
        controls.append(text(words.PIN_NOWHERE, Role.BODY_MEDIUM, p.on_surface_variant))
    else:
        said = words.PIN_IS_SET if status.is_enrolled else words.PIN_IS_NOT_SET
        controls.append(text(said, Role.BODY_MEDIUM, p.on_surface_variant))
        if not status.place.is_lasting:
            controls.append(text(words.VAULTS[status.place.value], Role.BODY_MEDIUM, p.on_surface_variant))
        button = secondary_button(
            look,
            words.PIN_CHANGE if status.is_enrolled else words.PIN_SET,
            identifier=ids.PROFILE_PIN,
            on_click=to(go, PinForm()),
            icon=ft.Icons.DIALPAD,
        )
        controls.append(ft.Row([button], wrap=True))
    return ft.Column(
        [heading(look, words.PIN), card(look, ft.Column(controls, spacing=Space.BETWEEN_CARDS, tight=True))],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
