"""The band that says whose card is open, and the sheet that switches the child."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import flet as ft

from emias_app.views import ids
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.pressable import Handler, icon_button, pressable
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Size, Space


def full_band(look: Look, face: ChildFace, on_switch: Handler | None = None) -> ft.Control:
    """The home of a card on a phone: 80 high, also under the status bar. One child: no switcher."""
    return _band(look, _face_row(look, face, 56, Role.HEADLINE_SMALL, on_switch), face, Size.NAV_BAR)


def card_band(look: Look, face: ChildFace, on_switch: Handler | None = None) -> ft.Control:
    """The same on top of the left pane of a desktop: a rounded card."""
    return ft.Container(
        ft.Row([_face_row(look, face, 48, Role.TITLE_LARGE, on_switch)]),
        key=f"band-{face.id}",
        bgcolor=face.colours(look).container,
        border_radius=Radius.CARD,
        padding=ft.Padding.symmetric(vertical=16, horizontal=Space.INSIDE),
    )


def compact_band(
    look: Look, face: ChildFace, on_back: Handler | None = None, on_switch: Handler | None = None
) -> ft.Control:
    """All inner screens of a card on a phone: 56 high."""
    colour = face.colours(look)
    back = (
        [
            icon_button(
                look,
                ft.Icons.ARROW_BACK,
                identifier=ids.NAV_BACK,
                label=common.BACK,
                on_click=on_back,
                color=colour.on_container,
            )
        ]
        if on_back
        else []
    )
    who = ft.Row(
        [text(face.name, Role.TITLE_MEDIUM, colour.on_container), text(face.age, color=colour.on_container)],
        wrap=True,
        spacing=8,
        run_spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    row = ft.Row(
        [*back, avatar(look, face, 32), who, *_switcher(look, face, on_switch)],
        spacing=12 if not on_back else 8,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return _band(look, row, face, Size.PRIMARY, left=4 if on_back else Space.MARGIN)


def _face_row(look: Look, face: ChildFace, size: int, role: Role, on_switch: Handler | None) -> ft.Control:
    colour = face.colours(look)
    words = ft.Column(
        [text(face.name, role, colour.on_container), text(face.age_and_birth, Role.BODY_MEDIUM, colour.on_container)],
        spacing=0,
        tight=True,
        expand=True,
    )
    return ft.Row(
        [avatar(look, face, size), words, *_switcher(look, face, on_switch)],
        spacing=Space.ICON_TO_TEXT,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _switcher(look: Look, face: ChildFace, on_switch: Handler | None) -> list[ft.Control]:
    if on_switch is None:
        return []
    return [
        icon_button(
            look,
            ft.Icons.UNFOLD_MORE,
            identifier=ids.MEDCARD_SWITCH,
            label=common.SWITCH_CHILD,
            on_click=on_switch,
            color=face.colours(look).on_container,
        )
    ]


def _band(look: Look, row: ft.Control, face: ChildFace, height: float, left: float = Space.MARGIN) -> ft.Control:
    return ft.Container(
        ft.SafeArea(
            ft.Container(
                ft.Row(
                    [row, ft.Container(width=0, height=height - 8)],
                    spacing=0,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                padding=ft.Padding.only(left=left, right=4, top=4, bottom=4),
            ),
            avoid_intrusions_bottom=False,
        ),
        key=f"band-{face.id}",
        bgcolor=face.colours(look).container,
    )


def switcher_sheet(
    look: Look,
    faces: Sequence[ChildFace],
    current: UUID | None,
    on_choose: Callable[[UUID], object],
    on_dismiss: Handler,
) -> ft.BottomSheet:
    """The children in rows of 64, the current one ticked; give it to ``ft.use_dialog``."""
    p = look.palette

    def row(face: ChildFace) -> ft.Control:
        is_current = face.id == current
        tick = [ft.Icon(ft.Icons.CHECK, color=p.primary, size=24)] if is_current else []
        words = ft.Column(
            [text(face.name, Role.TITLE_MEDIUM, p.on_surface), text(face.age_and_birth, color=p.on_surface_variant)],
            spacing=0,
            tight=True,
            expand=True,
        )
        return pressable(
            look,
            ft.Row([avatar(look, face, 40), words, *tick], spacing=Space.ICON_TO_TEXT),
            identifier=ids.MEDCARD_CHILD(face.id),
            on_click=lambda _event, child=face.id: on_choose(child),
            selected=is_current,
            bgcolor=p.secondary_container if is_current else ft.Colors.TRANSPARENT,
            padding=ft.Padding.symmetric(vertical=12, horizontal=Space.WIDE_MARGIN),
            key=str(face.id),
        )

    return sheet(look, [row(face) for face in faces], on_dismiss=on_dismiss, title=common.CHOOSE_CHILD, padding=0)
