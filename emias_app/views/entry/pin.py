"""The PIN: chosen twice after signing in or in the profile, changed there, asked for when the app is locked."""

from __future__ import annotations

import flet as ft

from emias_app.state.new_pin import NewPin, PinStage
from emias_app.state.pin_change import PinChange
from emias_app.state.pin_entry import PinEntry
from emias_app.state.pin_offer import PinOffer
from emias_app.state.ports import KeyPlace
from emias_app.state.unlock import UnlockState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.filter_chips import Chip, filter_chips
from emias_app.views.components.logo import logo
from emias_app.views.components.pin_pad import PinPad
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.entry.frame import entry_frame
from emias_app.views.strings import auth, common
from emias_app.views.theme import Look, Role

_NOTES = {
    KeyPlace.KEYRING: auth.PIN_NOTE_KEPT,
    KeyPlace.DEVICE: auth.PIN_NOTE_KEPT,
    KeyPlace.MEMORY: auth.PIN_NOTE_MEMORY,
    KeyPlace.MEMORY_NO_KEYRING: auth.PIN_NOTE_NO_KEYRING,
    KeyPlace.MEMORY_LOCKED: auth.PIN_NOTE_LOCKED,
}


@component
def PinOfferScreen(look: Look, state: PinOffer, entry: PinEntry) -> ft.Control:  # noqa: N802
    """Wires the offer of a PIN; ``entry`` is its own, given apart so that its changes are drawn."""

    async def skip(_event: object) -> None:
        await state.skip()

    pad = _pad(
        look,
        state,
        entry,
        on_biometric=(lambda _event: state.choose_sensor()) if state.status.can_scan else None,
        biometric_label=auth.SENSOR_DROP if state.wants_sensor else auth.SENSOR_ADD,
    )
    leave = text_button(look, auth.PIN_SKIP, identifier=ids.PIN_SKIP, on_click=None if entry.is_busy else skip)
    return _chosen(look, state, pad, [*_sensor_words(look, state), ft.Container(height=8), leave])


@component
def PinChangeScreen(  # noqa: N802
    look: Look, state: PinChange, entry: PinEntry, on_leave: Handler
) -> ft.Control:
    """Wires another PIN for this device; ``entry`` is the state's own."""
    on_click = None if entry.is_busy else on_leave
    leave = text_button(look, common.CANCEL, identifier=ids.PIN_SKIP, on_click=on_click)
    return _chosen(look, state, _pad(look, state, entry), [ft.Container(height=16), leave])


def _pad(
    look: Look,
    state: NewPin,
    entry: PinEntry,
    *,
    on_biometric: Handler | None = None,
    biometric_label: str = auth.SENSOR_ADD,
) -> ft.Control:
    return PinPad(  # type: ignore[no-any-return]
        look,
        length=entry.length,
        filled=entry.filled,
        on_digit=state.press,
        on_delete=entry.delete,
        digit_id=ids.PIN_DIGIT,
        delete_id=ids.PIN_DELETE,
        error_id=ids.PIN_ERROR,
        biometric_id=ids.PIN_BIOMETRIC,
        error=entry.error,
        note=auth.PIN_WEAK.format(why=auth.PIN_WEAK_WHY[state.weakness.value]) if state.weakness else None,
        busy=entry.is_busy,
        on_biometric=on_biometric,
        biometric_label=biometric_label,
        key="pin-pad",
    )


def _chosen(look: Look, state: NewPin, pad: ft.Control, below: list[ft.Control]) -> ft.Control:
    """The frame of a PIN that is being chosen."""
    has_lengths = state.status.allows_short_pin and state.stage is not PinStage.CURRENT
    lengths = (
        [
            filter_chips(
                look,
                [Chip(str(length), auth.PIN_LENGTH[length]) for length in (6, 4)],
                [str(state.entry.length)],
                lambda key: state.choose_length(int(key)),
                identifier=ids.PIN_LENGTH,
            )
        ]
        if has_lengths
        else []
    )
    another = (
        [
            ft.Container(height=8),
            text_button(
                look, auth.PIN_ANOTHER, identifier=ids.PIN_ANOTHER, on_click=lambda _event: state.choose_another()
            ),
        ]
        if state.weakness
        else []
    )
    return entry_frame(
        look,
        [*_head(look, *auth.PIN_STAGES[state.stage.value]), *lengths, pad, *another, *below],
        foot=[_small(look, _NOTES[state.status.place])],
        is_centred=True,
    )


def _sensor_words(look: Look, state: PinOffer) -> list[ft.Control]:
    if not state.status.can_scan:
        return []
    words = {
        (False, False): auth.SENSOR_OFF,
        (True, False): auth.SENSOR_ON,
        (False, True): auth.SENSOR_OFF_DEMO,
        (True, True): auth.SENSOR_ON_DEMO,
    }[state.wants_sensor, state.status.is_demo_sensor]
    p = look.palette
    icon = ft.Icons.CHECK_CIRCLE if state.wants_sensor else ft.Icons.FINGERPRINT
    line = ft.Row(
        [
            ft.Icon(icon, size=20, color=p.success.text if state.wants_sensor else p.on_surface_variant),
            text(words, Role.BODY_MEDIUM, p.on_surface_variant, align=ft.TextAlign.CENTER),
        ],
        spacing=8,
        tight=True,
        wrap=True,
        alignment=ft.MainAxisAlignment.CENTER,
    )
    return [ft.Container(height=12), ft.Semantics(live_region=True, content=line)]


@component
def UnlockScreen(look: Look, state: UnlockState, entry: PinEntry) -> ft.Control:  # noqa: N802
    """Wires the unlock screen: the greeting and the pad; nothing of any card is here. ``entry`` is the state's own."""

    async def forgot(_event: object) -> None:
        await state.forgot()

    async def scan(_event: object) -> None:
        await state.scan()

    name = auth.UNLOCK_HELLO.format(name=state.name) if state.name else auth.UNLOCK_HELLO_NOBODY
    pad = PinPad(
        look,
        length=entry.length,
        filled=entry.filled,
        on_digit=state.press,
        on_delete=entry.delete,
        error=entry.error,
        busy=entry.is_busy,
        on_biometric=scan if state.has_biometrics else None,
        key="unlock-pad",
    )
    lead = auth.UNLOCK_LEAD if state.tries_left > 1 else auth.UNLOCK_TRIES_ONE
    return entry_frame(
        look,
        [
            ft.Container(height=16),
            logo(look, 56),
            *_head(look, name, lead),
            pad,
            ft.Container(height=16),
            text_button(
                look, auth.UNLOCK_FORGOT, identifier=ids.UNLOCK_FORGOT, on_click=None if entry.is_busy else forgot
            ),
        ],
        foot=[_small(look, auth.UNLOCK_FOOT)],
        is_centred=True,
    )


def _head(look: Look, title: str, lead: str) -> list[ft.Control]:
    p = look.palette
    return [
        ft.Container(height=16 if look.is_low else 24),
        ft.Semantics(header=True, content=text(title, Role.HEADLINE_SMALL, p.on_surface, align=ft.TextAlign.CENTER)),
        ft.Container(height=4),
        text(lead, Role.BODY_LARGE, p.on_surface_variant, align=ft.TextAlign.CENTER),
        ft.Container(height=16 if look.is_low else 32),
    ]


def _small(look: Look, words: str) -> ft.Control:
    return text(words, Role.BODY_SMALL, look.palette.on_surface_variant, align=ft.TextAlign.CENTER)
