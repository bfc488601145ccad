"""What to show to a doctor on this phone; without a PIN, setting one first."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.show import ShowSetupState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.card import card
from emias_app.views.components.feedback import skeleton_rows
from emias_app.views.components.navigation import action_bar, one_column
from emias_app.views.components.parts import part_ticks
from emias_app.views.components.text import screen_title, text
from emias_app.views.demo.overlays import with_sensor
from emias_app.views.entry.pin import PinOfferScreen
from emias_app.views.ids import tagged
from emias_app.views.strings import show as words
from emias_app.views.theme import Look, Role, Space


@component
def ShowSetup(  # noqa: N802
    look: Look, state: ShowSetupState | None, band: ft.Control, sensor: DemoSensorState | None
) -> ft.Control:
    """Wires the choice under the child's band."""
    if state is None:
        return _framed(look, band, [screen_title(look, words.TITLE), skeleton_rows(look, 5)])
    if state.offer is not None:
        return with_sensor(look, PinOfferScreen(look, state.offer, state.offer.entry, key="pin-offer"), sensor)

    async def begin(_event: object) -> None:
        await state.begin()

    async def set_pin(_event: object) -> None:
        await state.set_pin()

    p = look.palette
    trouble = (
        [tagged(ids.SHOW_ERROR, banner(look, Tone.ERROR, state.trouble, live=True))]
        if state.trouble is not None
        else []
    )
    head = [screen_title(look, words.TITLE), text(words.LEAD, Role.BODY_MEDIUM, p.on_surface_variant)]
    if state.status is None:
        return _framed(look, band, [*head, *trouble, *([] if trouble else [skeleton_rows(look, 5)])])
    if not state.has_pin:
        why = banner(look, Tone.INFO, words.NO_PIN_TITLE, words.NO_PIN_TEXT, icon=ft.Icons.LOCK_OUTLINED)
        button = primary_button(
            look, words.SET_PIN, identifier=ids.SHOW_PIN, on_click=set_pin, busy=state.is_busy,
            expand=True if look.is_compact else None,
        )  # fmt: skip
        return _framed(look, band, [*head, why, *trouble], button)
    chosen = ft.Column(
        part_ticks(
            look,
            words.WHAT,
            state.parts,
            state.toggle,
            state.choose_all,
            identifier=ids.SHOW_SECTION,
            all_id=ids.SHOW_ALL,
        ),
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    button = primary_button(
        look, words.BEGIN, identifier=ids.SHOW_BEGIN, on_click=begin, busy=state.is_busy,
        icon=ft.Icons.VISIBILITY_OUTLINED, expand=True if look.is_compact else None,
    )  # fmt: skip
    return _framed(look, band, [*head, card(look, chosen), *trouble], button)


def _framed(look: Look, band: ft.Control, controls: list[ft.Control], button: ft.Control | None = None) -> ft.Control:
    """The one action stands at a phone's foot, under the choice elsewhere."""
    in_bar = [action_bar(look, [button])] if button is not None and look.is_compact else []
    below = [ft.Row([button])] if button is not None and not look.is_compact else []
    body = ft.ListView(
        [*controls, *below],
        key="show-setup",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        expand=True,
    )
    return ft.Column([band, ft.Container(one_column(look, body), expand=True), *in_bar], spacing=0, expand=True)
