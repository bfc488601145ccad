"""What can be pressed: one target with its identifier, a focus ring, and one sentence for the screen reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.views.ids import tagged
from emias_app.views.theme import Look, Radius

Handler = Callable[..., Any]

RING = 2


def _overlay(color: str) -> dict[ft.ControlState, str]:
    return {
        ft.ControlState.PRESSED: ft.Colors.with_opacity(0.10, color),
        ft.ControlState.HOVERED: ft.Colors.with_opacity(0.06, color),
        ft.ControlState.FOCUSED: ft.Colors.with_opacity(0.08, color),
    }


def ring(look: Look, side: ft.BorderSide | None = None) -> dict[ft.ControlState, ft.BorderSide]:
    """The border of a pressable: a ring of 2 in the accent while it has the focus."""
    return {
        ft.ControlState.FOCUSED: ft.BorderSide(RING, look.palette.primary),
        ft.ControlState.DEFAULT: side or ft.BorderSide(0, ft.Colors.TRANSPARENT),
    }


def pressable(
    look: Look,
    content: ft.Control,
    *,
    identifier: str,
    on_click: Handler | None,
    label: str | None = None,
    radius: float | ft.BorderRadius = 0,
    bgcolor: str = ft.Colors.TRANSPARENT,
    padding: ft.PaddingValue = 0,
    side: ft.BorderSide | None = None,
    selected: bool | None = None,
    expand: bool | int | None = None,
    width: float | None = None,
    height: float | None = None,
    tooltip: str | None = None,
    key: str | None = None,
    alignment: ft.Alignment = ft.Alignment.CENTER_LEFT,
    clip: bool = False,
) -> ft.Control:
    """A row, a card or a tile that is one target.

    ``label`` replaces what the screen reader would make of the texts inside; ``selected`` says a choice.
    """
    p = look.palette
    inner = ft.Semantics(label=label, exclude_semantics=True, content=content) if label else content
    button = ft.TextButton(
        content=inner,
        on_click=on_click,
        disabled=on_click is None,
        expand=expand,
        width=width,
        height=height,
        tooltip=ft.Tooltip(tooltip, exclude_from_semantics=True) if tooltip else None,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS if clip else ft.ClipBehavior.NONE,
        style=ft.ButtonStyle(
            padding=padding,
            bgcolor=bgcolor,
            color=p.on_surface,
            overlay_color=_overlay(p.on_surface),
            side=ring(look, side),
            shape=ft.RoundedRectangleBorder(radius=radius),
            alignment=alignment,
            elevation=0,
            animation_duration=150,
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )
    control = tagged(identifier, ft.MergeSemantics(button, expand=expand) if label else button, selected=selected)
    control.key = key
    return control


def icon_button(
    look: Look,
    icon: ft.IconData,
    *,
    identifier: str,
    label: str,
    on_click: Handler | None,
    color: str | None = None,
    bgcolor: str | None = None,
    size: float = 48,
    icon_size: float = 24,
    radius: float = Radius.FULL,
    badge: str | None = None,
) -> ft.Control:
    """An icon as a button, 48 × 48 at least; ``label`` is its name and its tooltip."""
    p = look.palette
    button = ft.IconButton(
        icon=icon,
        icon_size=icon_size,
        icon_color=color or p.on_surface_variant,
        tooltip=label,
        on_click=on_click,
        disabled=on_click is None,
        width=size,
        height=size,
        badge=_badge(look, badge) if badge else None,
        style=ft.ButtonStyle(
            padding=0,
            bgcolor=bgcolor,
            overlay_color=_overlay(color or p.on_surface),
            side=ring(look),
            shape=ft.RoundedRectangleBorder(radius=radius),
        ),
    )
    return tagged(identifier, ft.MergeSemantics(button))


def _badge(look: Look, count: str) -> ft.Badge:
    """How many, on the icon itself: by default it would stand at the corner of the target."""
    p = look.palette
    return ft.Badge(label=count, bgcolor=p.error, text_color=p.on_error, offset=ft.Offset(-6, 4))
