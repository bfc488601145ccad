"""The ways through the app: a bar on a phone, a rail from 600, and the frame of two panes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import flet as ft

from emias_app.views import ids
from emias_app.views.components.logo import logo
from emias_app.views.components.pressable import Handler, icon_button, pressable
from emias_app.views.components.text import capped_text
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Size, Space


class Tab(StrEnum):
    HOME = "home"
    MEDCARD = "medcard"
    DIARY = "diary"
    ACCESS = "access"
    PROFILE = "profile"


_TABS: dict[Tab, tuple[str, str, ft.IconData, ft.IconData]] = {
    Tab.HOME: (ids.NAV_HOME, common.NAV_HOME, ft.Icons.HOME_OUTLINED, ft.Icons.HOME),
    Tab.MEDCARD: (ids.NAV_MEDCARD, common.NAV_MEDCARD, ft.Icons.FOLDER_SHARED_OUTLINED, ft.Icons.FOLDER_SHARED),
    Tab.DIARY: (ids.NAV_DIARY, common.NAV_DIARY, ft.Icons.EDIT_NOTE_OUTLINED, ft.Icons.EDIT_NOTE),
    Tab.ACCESS: (ids.NAV_ACCESS, common.NAV_ACCESS, ft.Icons.VPN_KEY_OUTLINED, ft.Icons.VPN_KEY),
    Tab.PROFILE: (ids.NAV_PROFILE, common.NAV_PROFILE, ft.Icons.PERSON_OUTLINED, ft.Icons.PERSON),
}

#: In the order of the bar.
OPEN_TABS: tuple[Tab, ...] = tuple(Tab)


def shell(
    look: Look,
    body: ft.Control,
    *,
    selected: Tab | None,
    on_select: Callable[[Tab], object],
    on_lock: Handler | None = None,
    has_bar: bool = True,
    tabs: tuple[Tab, ...] = OPEN_TABS,
    foot: ft.Control | None = None,
) -> ft.Control:
    """Put ``body`` beside the rail, or over the bar on a phone (``has_bar=False``: documents, codes, PIN).

    ``foot`` stands at the rail's foot above the lock (the demo's mark). The lock needs 1024. The body has one place in
    all windows, so that what is open over it outlives a turn of the screen.
    """
    rail: ft.Control = ft.Container(visible=False)
    bar = [_bar(look, selected, on_select, tabs)] if look.is_compact and has_bar else []
    if not look.is_compact:
        rail = _rail(look, selected, on_select, on_lock if look.is_wide else None, tabs, foot)
    return ft.Row(
        [rail, ft.Column([ft.Container(body, expand=True), *bar], spacing=0, expand=True)],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def two_panes(look: Look, left: ft.Control, right: ft.Control) -> ft.Control:
    """From 1024: the list at the left, the record at the right, a line between them."""
    p = look.palette
    return ft.Row(
        [
            ft.Container(left, width=look.list_pane),
            ft.Container(width=1, bgcolor=p.outline_variant),
            ft.Container(
                ft.Container(right, width=look.record_pane),
                expand=True,
                alignment=ft.Alignment.TOP_LEFT,
            ),
        ],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def one_column(look: Look, body: ft.Control) -> ft.Control:
    """Under 1024: one column, at most 720 wide, centred."""
    width = min(Size.COLUMN, look.width - (0 if look.is_compact else Size.RAIL_NARROW))
    return ft.Container(ft.Container(body, width=width), alignment=ft.Alignment.TOP_CENTER, expand=True)


def action_bar(look: Look, actions: list[ft.Control]) -> ft.Control:
    """The main action of a phone's screen, at its foot, a line above it."""
    p = look.palette
    return ft.Container(
        ft.SafeArea(
            ft.Container(
                ft.Row(actions, spacing=8), padding=ft.Padding.symmetric(vertical=12, horizontal=Space.MARGIN)
            ),
            avoid_intrusions_top=False,
        ),
        bgcolor=p.surface,
        border=ft.Border.only(top=ft.BorderSide(1, p.outline_variant)),
    )


def _tab(look: Look, tab: Tab, is_on: bool, on_select: Callable[[Tab], object], rail: int | None = None) -> ft.Control:
    """A destination; ``rail`` is the rail's width, None in the bar, where the tabs share the width."""
    p = look.palette
    identifier, name, outlined, filled = _TABS[tab]
    front = p.on_secondary_container if is_on else p.on_surface_variant
    mark = ft.Container(
        ft.Icon(filled if is_on else outlined, size=24, color=front),
        width=64 if rail is None else 56,
        height=32,
        border_radius=Radius.FULL,
        bgcolor=p.secondary_container if is_on else ft.Colors.TRANSPARENT,
        alignment=ft.Alignment.CENTER,
    )
    role, color = (Role.NAV_SELECTED, p.on_surface) if is_on else (Role.LABEL_SMALL, p.on_surface_variant)
    label = capped_text(look, name, role, color, most=1.3)
    return pressable(
        look,
        ft.Column([mark, label], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER),
        identifier=identifier,
        label=name,
        on_click=lambda _event: on_select(tab),
        selected=is_on,
        radius=Radius.BUTTON,
        alignment=ft.Alignment.CENTER,
        padding=ft.Padding.symmetric(vertical=8),
        key=f"nav-{tab.value}",
        expand=True if rail is None else None,
        width=rail,
    )


def _bar(look: Look, selected: Tab | None, on_select: Callable[[Tab], object], tabs: tuple[Tab, ...]) -> ft.Control:
    return ft.Container(
        ft.SafeArea(
            ft.Container(
                ft.Row([_tab(look, tab, tab is selected, on_select) for tab in tabs], spacing=0),
                height=Size.NAV_BAR,
            ),
            avoid_intrusions_top=False,
        ),
        bgcolor=look.palette.surface_container,
    )


def _rail(
    look: Look,
    selected: Tab | None,
    on_select: Callable[[Tab], object],
    on_lock: Handler | None,
    tabs: tuple[Tab, ...],
    foot: ft.Control | None,
) -> ft.Control:
    width = Size.RAIL if look.is_wide else Size.RAIL_NARROW
    lock = (
        [icon_button(look, ft.Icons.LOCK_OUTLINED, identifier=ids.NAV_LOCK, label=common.LOCK, on_click=on_lock)]
        if on_lock
        else []
    )
    return ft.Container(
        ft.SafeArea(
            ft.Column(
                [
                    ft.Container(logo(look, 56), padding=ft.Padding.only(bottom=24)),
                    *(_tab(look, tab, tab is selected, on_select, width) for tab in tabs),
                    ft.Container(expand=True),
                    *([foot] if foot else []),
                    *lock,
                ],
                spacing=4,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            ),
        ),
        width=width,
        bgcolor=look.palette.surface_container,
        padding=ft.Padding.symmetric(vertical=16),
    )
