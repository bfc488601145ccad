"""A page that shows a card to a doctor: the band with the way out, the card for reading, the PIN that ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import flet as ft

from emias_app.state.account import AccountState
from emias_app.state.offline import OfflineState
from emias_app.state.pin_entry import PinEntry
from emias_app.state.place import CardPlace, Place
from emias_app.state.root import RootState
from emias_app.state.show import ShowGate, ShowMode
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import empty
from emias_app.views.components.offline import saved_when, under_banner
from emias_app.views.components.pin_pad import PinPad
from emias_app.views.components.text import text
from emias_app.views.entry.frame import entry_frame
from emias_app.views.faces import child_faces
from emias_app.views.ids import tagged
from emias_app.views.medcard.pane import MedcardScreen
from emias_app.views.strings import auth
from emias_app.views.strings import show as words
from emias_app.views.theme import Look, Role, Space, child_key


@component
def ShowPage(  # noqa: N802
    look: Look, root: RootState, show: ShowMode, account: AccountState, offline: OfflineState, place: Place
) -> ft.Control:
    """Wires one place of a show; ``show`` and ``offline`` are the root's own, given apart so that changes are drawn."""
    showing = show.showing
    if showing is None or not isinstance(place, CardPlace) or not showing.shows(place):
        return ft.Container()
    own = {str(showing.patient_id): child_key(showing.order).value}
    colours: Mapping[str, str] = own | dict(root.preferences.colours)
    face = child_faces(account.patients_known, colours, root.today).get(showing.patient_id)

    async def end(_event: object) -> None:
        await show.ask_to_end()

    async def lock(_event: object) -> None:
        await root.lock()

    body: ft.Control
    inner = look if offline.as_of is None else replace(look, saved_when=saved_when(offline.as_of, root.now))
    if account.step_up is not None:
        body = empty(
            look, ft.Icons.LOCK_OUTLINED, words.AGAIN_TITLE, words.AGAIN_TEXT, identifier=ids.SHOW_AGAIN,
            action=words.AGAIN, action_id=ids.SHOW_LOCK, on_action=lock,
        )  # fmt: skip
    else:
        body = MedcardScreen(
            inner, account, place, colours, root.today, root.go, root.switch_child, None, key=f"card-{place}"
        )
    if offline.as_of is not None and (look.is_wide or account.card is None):
        body = under_banner(look, offline.as_of, root.now, body)
    return ft.Container(
        ft.SafeArea(
            ft.Column(
                [
                    _band(look, face, end),
                    ft.Container(body, bgcolor=look.palette.surface, expand=True),
                ],
                spacing=0,
                expand=True,
            ),
            avoid_intrusions_bottom=False,
            expand=True,
        ),
        bgcolor=look.palette.info.container,
        expand=True,
    )


def _band(look: Look, face: ChildFace | None, on_end: object) -> ft.Control:
    """Calm, over everything: whose card is shown, and the way out."""
    front = look.palette.info.on_container
    said = text(words.BAND.format(name=face.name if face is not None else ""), Role.TITLE_SMALL, front)
    line = ft.Row(
        [ft.Icon(ft.Icons.VISIBILITY_OUTLINED, size=20, color=front), ft.Container(said, expand=True)], spacing=12
    )
    button = text_button(look, words.END, identifier=ids.SHOW_END, on_click=on_end, color=front, compact=True)  # type: ignore[arg-type]
    named = tagged(ids.SHOW_BAND, line)
    if look.has_large_text:
        inner: ft.Control = ft.Column([named, button], spacing=0, tight=True)
    else:
        inner = ft.Row([ft.Container(named, expand=True), button], spacing=Space.STEP)
    return ft.Container(inner, padding=ft.Padding.only(left=Space.MARGIN, right=8, top=4, bottom=4))


@component
def GateScreen(look: Look, show: ShowMode, gate: ShowGate, entry: PinEntry) -> ft.Control:  # noqa: N802
    """Wires the PIN that ends a show: nothing of the card is here. ``entry`` is the gate's own."""

    def stay(_event: object) -> None:
        show.stay()

    async def forgot(_event: object) -> None:
        await gate.forgot()

    p = look.palette
    pad = PinPad(
        look,
        length=entry.length,
        filled=entry.filled,
        on_digit=gate.press,
        on_delete=entry.delete,
        error=entry.error,
        busy=entry.is_busy,
        key="gate-pad",
    )
    lead = words.GATE_LEAD if gate.tries_left > 1 else words.GATE_LAST
    title = text(words.GATE_TITLE, Role.HEADLINE_SMALL, p.on_surface, align=ft.TextAlign.CENTER)
    off = entry.is_busy
    return entry_frame(
        look,
        [
            ft.Container(height=16 if look.is_low else 40),
            ft.Semantics(header=True, content=title),
            ft.Container(height=4),
            text(lead, Role.BODY_LARGE, p.on_surface_variant, align=ft.TextAlign.CENTER),
            ft.Container(height=16 if look.is_low else 32),
            pad,
            ft.Container(height=16),
            text_button(look, words.STAY, identifier=ids.SHOW_STAY, on_click=None if off else stay),
            text_button(look, auth.UNLOCK_FORGOT, identifier=ids.UNLOCK_FORGOT, on_click=None if off else forgot),
        ],
        is_centred=True,
    )
