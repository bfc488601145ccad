"""Buttons: the one action of a screen, the second one, and a text link; all grow with the text."""

from __future__ import annotations

import flet as ft

from emias_app.views.components.pressable import Handler, ring
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.theme import Look, Radius, Role


def primary_button(
    look: Look,
    label: str,
    *,
    identifier: str,
    on_click: Handler | None,
    icon: ft.IconData | None = None,
    busy: bool = False,
    danger: bool = False,
    expand: bool | int | None = None,
    compact: bool = False,
) -> ft.Control:
    """The filled button, 56 high (48 if ``compact``); ``on_click=None`` disables it, ``busy`` shows progress."""
    p = look.palette
    back, front = (p.error, p.on_error) if danger else (p.primary, p.on_primary)
    return _button(look, label, identifier, on_click, icon, busy, back, front, expand, 12 if compact else 16)


def secondary_button(
    look: Look,
    label: str,
    *,
    identifier: str,
    on_click: Handler | None,
    icon: ft.IconData | None = None,
    busy: bool = False,
    expand: bool | int | None = None,
    tall: bool = False,
    takes_focus: bool = False,
) -> ft.Control:
    """The tonal button, 48 high (56 if ``tall``); ``takes_focus`` where it came in place of what had the focus."""
    p = look.palette
    button = _button(
        look,
        label,
        identifier,
        on_click,
        icon,
        busy,
        p.secondary_container,
        p.on_secondary_container,
        expand,
        16 if tall else 12,
    )
    if takes_focus and isinstance(button.content, ft.TextButton):
        button.content.autofocus = True
    return button


def text_button(
    look: Look,
    label: str,
    *,
    identifier: str,
    on_click: Handler | None,
    icon: ft.IconData | None = None,
    danger: bool = False,
    color: str | None = None,
    compact: bool = False,
    expand: bool | int | None = None,
) -> ft.Control:
    """A text link, its target 48 high; ``compact`` = 14/20 («Все», «Журнал»)."""
    p = look.palette
    front = color or (p.error if danger else p.primary)
    role = Role.COMPACT_BUTTON if compact else Role.LABEL_LARGE
    pad = ft.Padding.symmetric(vertical=14 if compact else 12, horizontal=8 if compact else 12)
    return tagged(identifier, _raw(look, label, role, on_click, icon, False, None, front, pad, expand))


def at_text(button: ft.Control) -> ft.Control:
    """A text link whose words, not the edge of its target, stand where the text above begins."""
    return ft.Container(button, margin=ft.Margin.only(left=-12))


def _button(
    look: Look,
    label: str,
    identifier: str,
    on_click: Handler | None,
    icon: ft.IconData | None,
    busy: bool,
    back: str,
    front: str,
    expand: bool | int | None,
    pad: int,
) -> ft.Semantics:
    padding = ft.Padding.symmetric(vertical=pad, horizontal=12 if look.has_large_text else 24)
    return tagged(identifier, _raw(look, label, Role.LABEL_LARGE, on_click, icon, busy, back, front, padding, expand))


def _raw(
    look: Look,
    label: str,
    role: Role,
    on_click: Handler | None,
    icon: ft.IconData | None,
    busy: bool,
    back: str | None,
    front: str,
    padding: ft.Padding,
    expand: bool | int | None,
) -> ft.Control:
    p = look.palette
    is_off = on_click is None or busy
    shown = p.on_surface_variant if is_off else front
    lead: list[ft.Control] = []
    if busy:
        lead = [ft.ProgressRing(width=20, height=20, stroke_width=2.5, color=shown, semantics_label="")]
    elif icon is not None:
        lead = [ft.Icon(icon, size=20, color=shown)]
    words: ft.Control = text(label, role, shown, align=ft.TextAlign.CENTER)
    if lead:
        words = ft.Row(
            [*lead, words],
            wrap=True,
            spacing=12,
            run_spacing=4,
            alignment=ft.MainAxisAlignment.CENTER,
            run_alignment=ft.MainAxisAlignment.CENTER,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    is_solid = back is not None
    return ft.TextButton(
        content=words,
        on_click=on_click,
        disabled=is_off,
        expand=expand,
        style=ft.ButtonStyle(
            padding=padding,
            bgcolor={
                ft.ControlState.DISABLED: p.surface_container_high if is_solid else ft.Colors.TRANSPARENT,
                ft.ControlState.DEFAULT: back or ft.Colors.TRANSPARENT,
            },
            color=shown,
            overlay_color={
                ft.ControlState.PRESSED: ft.Colors.with_opacity(0.12, front),
                ft.ControlState.HOVERED: ft.Colors.with_opacity(0.08, front),
                ft.ControlState.FOCUSED: ft.Colors.with_opacity(0.10, front),
            },
            side=_ring(look, is_solid),
            shape=ft.RoundedRectangleBorder(radius=Radius.BUTTON),
            elevation=0,
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )


def _ring(look: Look, is_solid: bool) -> dict[ft.ControlState, ft.BorderSide]:
    """On the accent itself the ring is drawn outside it, where it can be seen."""
    sides = ring(look)
    if is_solid:
        sides[ft.ControlState.FOCUSED] = ft.BorderSide(
            2, look.palette.on_surface, stroke_align=ft.BorderSideStrokeAlign.OUTSIDE
        )
    return sides
