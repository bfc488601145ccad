"""The pad for a PIN: dots, words when it was wrong, round keys; the keyboard works too."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.loading import call
from emias_app.views.components.pressable import Handler, icon_button, pressable
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role

_ROWS = ("123", "456", "789")


@component
def PinPad(  # noqa: N802
    look: Look,
    *,
    length: int,
    filled: int,
    on_digit: Callable[[str], object],
    on_delete: Callable[[], object],
    digit_id: ids.Keyed = ids.UNLOCK_DIGIT,
    delete_id: str = ids.UNLOCK_DELETE,
    error_id: str = ids.UNLOCK_ERROR,
    biometric_id: str = ids.UNLOCK_BIOMETRIC,
    error: str | None = None,
    note: str | None = None,
    note_id: str = ids.PIN_WEAK,
    busy: bool = False,
    on_biometric: Handler | None = None,
    biometric_icon: ft.IconData = ft.Icons.FINGERPRINT,
    biometric_label: str = common.PIN_BIOMETRIC,
) -> ft.Control:
    """Tells every pressed digit, of the screen or of the keyboard; never holds any.

    ``filled`` digits of ``length`` are drawn; ``error`` is shown in words, else ``note``, a remark on
    what was typed. Handlers may be coroutines.
    """
    page = ft.context.page

    def press(digit: str) -> None:
        call(page, on_digit, digit)

    def erase() -> None:
        call(page, on_delete)

    def key_down(event: ft.KeyDownEvent) -> None:
        name = event.key.removeprefix("Numpad ")
        if len(name) == 1 and name in "0123456789":
            press(name)
        elif name == "Backspace":
            erase()

    column = ft.Column(
        [
            _dots(look, length, length if busy else filled, error is not None and not filled),
            _words(look, error, error_id) if error or not note else _remark(look, note, note_id),
            _keys(look, press, erase, digit_id, delete_id, biometric_id, on_biometric, biometric_icon, biometric_label),
        ],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.KeyboardListener(content=column, autofocus=True, on_key_down=key_down)


def _dots(look: Look, length: int, done: int, is_wrong: bool) -> ft.Control:
    p = look.palette
    full = p.error if is_wrong else p.primary
    edge = p.error if is_wrong else p.outline

    def dot(is_full: bool) -> ft.Control:
        return ft.Container(
            width=16,
            height=16,
            border_radius=Radius.FULL,
            bgcolor=full if is_full else ft.Colors.TRANSPARENT,
            border=ft.Border.all(2, full if is_full else edge),
        )

    return ft.Semantics(
        label=common.PIN_ENTERED.format(done=done, length=length),
        live_region=True,
        exclude_semantics=True,
        content=ft.Row([dot(number < done) for number in range(length)], spacing=24, tight=True),
    )


def _words(look: Look, error: str | None, identifier: str) -> ft.Control:
    """Room for two lines, so that the keys stay where they are."""
    said = text(error or "", Role.BODY_MEDIUM, look.palette.error, align=ft.TextAlign.CENTER)
    box = tagged(identifier, said, live=True) if error else said
    room = 24 if look.is_low else max(56.0, 40 * look.text_scale + 8)
    return ft.Container(box, height=room, alignment=ft.Alignment.CENTER, padding=ft.Padding.symmetric(horizontal=16))


def _remark(look: Look, note: str, identifier: str) -> ft.Control:
    """In the room of an error; large text takes what it needs."""
    said = ft.Row(
        [
            ft.Icon(ft.Icons.WARNING, size=20, color=look.palette.warn.text),
            text(note, Role.BODY_MEDIUM, look.palette.warn.text, expand=True),
        ],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    room = None if look.has_large_text else 48 if look.is_low else 56
    return ft.Container(
        tagged(identifier, said, live=True), height=room, width=320, alignment=ft.Alignment.CENTER,
        padding=ft.Padding.symmetric(vertical=4, horizontal=8),
    )  # fmt: skip


def _keys(
    look: Look,
    press: Callable[[str], None],
    erase: Callable[[], None],
    digit_id: ids.Keyed,
    delete_id: str,
    biometric_id: str,
    on_biometric: Handler | None,
    biometric_icon: ft.IconData,
    biometric_label: str,
) -> ft.Control:
    p = look.palette
    size = 64 if look.is_low else 80
    across, down = (32, 12) if look.is_low else (32, 16)

    def key(digit: str) -> ft.Control:
        return pressable(
            look,
            text(digit, Role.PIN_DIGIT, p.on_surface, tabular=True, align=ft.TextAlign.CENTER),
            identifier=digit_id(digit),
            on_click=lambda _event: press(digit),
            radius=size / 2,
            bgcolor=p.surface_container_high,
            width=size,
            height=size,
            alignment=ft.Alignment.CENTER,
        )

    biometric: ft.Control = ft.Container(width=size, height=size)
    if on_biometric:
        biometric = icon_button(
            look,
            biometric_icon,
            identifier=biometric_id,
            label=biometric_label,
            on_click=on_biometric,
            color=p.primary,
            size=size,
            icon_size=36,
        )
    delete = icon_button(
        look,
        ft.Icons.BACKSPACE_OUTLINED,
        identifier=delete_id,
        label=common.PIN_DELETE,
        on_click=lambda _event: erase(),
        size=size,
        icon_size=28,
    )
    rows = [ft.Row([key(digit) for digit in row], spacing=across, tight=True) for row in _ROWS]
    rows.append(ft.Row([biometric, key("0"), delete], spacing=across, tight=True))
    return ft.Column([*rows], spacing=down, tight=True)
