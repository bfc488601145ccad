"""The sections of a card: tiles for the four main ones, rows for the rest, entry cards for what the parent fills in."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from emias_app.models.base import Mark
from emias_app.models.section import SectionSlug
from emias_app.views import icons, ids
from emias_app.views.components.card import chevron, tile
from emias_app.views.components.pill import inline_mark
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.theme import Look, Radius, Role, Space

#: Where the text of a row with a tile begins: padding, tile, gap.
TEXT_LEFT = Space.INSIDE + 40 + Space.ICON_TO_TEXT


@dataclass(frozen=True)
class SectionFace:
    """``count`` is ready to show («24»); ``newest`` is «18 ноября 2026 г.» or why there is none; ``has_failed``: a tap
    loads it once more."""

    slug: SectionSlug
    title: str
    count: str | None
    newest: str
    counted: str = ""
    mark: Mark | None = None
    has_failed: bool = False

    @property
    def spoken(self) -> str:
        return sentence(self.title, self.counted or self.count, self.newest, self.mark.text if self.mark else None)


def section_card(
    look: Look, face: SectionFace, on_open: Handler | None, expand: bool | int | None = True
) -> ft.Control:
    """A tile of the 2 × 2 grid: icon and count, title, newest date."""
    p = look.palette
    top = ft.Row(
        [tile(look, icons.SECTION[face.slug]), text(face.count or "", Role.TITLE_LARGE, p.on_surface)],
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return pressable(
        look,
        ft.Column(
            [
                top,
                ft.Container(height=8),
                text(face.title, Role.TITLE_MEDIUM, p.on_surface),
                _newest(look, face, Role.BODY_SMALL),
            ],
            spacing=0,
            tight=True,
        ),
        identifier=ids.MEDCARD_SECTION(face.slug.value),
        label=face.spoken,
        on_click=on_open,
        radius=Radius.CARD,
        bgcolor=p.card,
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
        expand=expand,
        key=f"section-{face.slug.value}",
    )


def section_row(look: Look, face: SectionFace, on_open: Handler | None, selected: bool | None = None) -> ft.Control:
    """A row of 64: tile, title, newest date, count, chevron. Rows share a card (``rows_card``, ``TEXT_LEFT``).

    With large text the count stands under the title, whose long words need the width.
    """
    p = look.palette
    is_large = look.text_scale > 1.5
    count = [text(face.count, Role.TITLE_MEDIUM, p.on_surface_variant)] if face.count is not None else []
    under = [text(face.counted or face.count or "", Role.BODY_MEDIUM, p.on_surface_variant)] if count else []
    words = ft.Column(
        [
            text(face.title, Role.ROW_TITLE, p.on_surface),
            *(under if is_large else []),
            _newest(look, face, Role.BODY_MEDIUM),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    way_in = ft.Icon(ft.Icons.REFRESH, size=24, color=p.primary) if face.has_failed else chevron(look)
    trailing = [] if is_large else [ft.Row([*count, way_in], spacing=4, tight=True)]
    return pressable(
        look,
        ft.Row(
            [
                tile(look, icons.SECTION[face.slug]),
                words,
                *trailing,
            ],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=ids.MEDCARD_SECTION(face.slug.value),
        label=face.spoken,
        on_click=on_open,
        selected=selected,
        bgcolor=p.secondary_container if selected else ft.Colors.TRANSPARENT,
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=10, bottom=10),
        key=f"section-{face.slug.value}",
    )


def entry_card(
    look: Look,
    icon: ft.IconData,
    title: str,
    line: str,
    *,
    identifier: str,
    on_open: Handler | None,
    expand: bool | int | None = True,
) -> ft.Control:
    """What the parent fills in: icon, title, latest value."""
    p = look.palette
    words = ft.Column(
        [text(title, Role.TITLE_SMALL, p.on_primary_container), text(line, Role.BODY_SMALL, p.on_primary_container)],
        spacing=0,
        tight=True,
        expand=True,
    )
    return pressable(
        look,
        ft.Row([ft.Icon(icon, size=24, color=p.on_primary_container), words], spacing=8),
        identifier=identifier,
        label=sentence(title, line),
        on_click=on_open,
        radius=Radius.BUTTON,
        bgcolor=p.primary_container,
        padding=ft.Padding.only(left=12, right=8, top=12, bottom=12),
        expand=expand,
    )


def _newest(look: Look, face: SectionFace, role: Role) -> ft.Control:
    if face.mark:
        return inline_mark(look, face.mark)
    return text(face.newest, role, look.palette.on_surface_variant)
