"""The home of a card that is shown to a doctor: the parts that were chosen, and nothing of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import flet as ft

from emias_app.domain.shown import in_order
from emias_app.models.section import SectionSummary
from emias_app.models.shown import BesideSections
from emias_app.state.card import CardState
from emias_app.state.place import Growth, section_place
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.card import chevron, rows_card, tile
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.navigation import one_column
from emias_app.views.components.pressable import pressable
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.section_card import TEXT_LEFT, section_row
from emias_app.views.components.text import screen_title, text
from emias_app.views.faces import section_face
from emias_app.views.format import sentence
from emias_app.views.going import Go, to
from emias_app.views.medcard.band import Band, BandShape
from emias_app.views.strings import growth as growth_words
from emias_app.views.strings import show as words
from emias_app.views.theme import Look, Role, Space


@component
def ShownHome(look: Look, state: CardState, faces: Mapping[UUID, ChildFace], go: Go) -> ft.Control:  # noqa: N802
    """Wires the list of what is shown."""
    scrolled = use_scrolling(on_pull=state.refresh)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def nobody_else(_patient_id: UUID) -> None:
        return

    listed = when_ready(
        look,
        state.sections,
        lambda summaries: _parts(look, state, summaries, go),
        on_retry=retry,
        retry_id=ids.MEDCARD_RETRY,
        error_id=ids.MEDCARD_ERROR,
        skeleton=lambda: skeleton_rows(look, 5),
    )
    band = Band(look, faces, state.patient_id, BandShape.CARD if look.is_wide else BandShape.FULL, nobody_else)
    over, within = ([], [band]) if look.is_wide else ([band], [])
    lead = text(words.HOME_LEAD, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    body = ft.ListView(
        [*within, screen_title(look, words.HOME_TITLE), lead, listed],
        key=f"shown-{state.patient_id}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return ft.Column([*over, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _parts(look: Look, state: CardState, summaries: Sequence[SectionSummary], go: Go) -> ft.Control:
    known = {one.section: one for one in summaries}
    rows: list[ft.Control] = []
    for part in in_order(state.shown_parts):
        if isinstance(part, BesideSections):
            rows.append(_growth(look, to(go, Growth(state.patient_id))))
        elif part in known:
            rows.append(section_row(look, section_face(known[part]), to(go, section_place(state.patient_id, part))))
    return rows_card(look, rows, divider_left=TEXT_LEFT)


def _growth(look: Look, on_open: object) -> ft.Control:
    p = look.palette
    said = ft.Column(
        [
            text(growth_words.TITLE, Role.ROW_TITLE, p.on_surface),
            text(words.GROWTH_LINE, Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    return pressable(
        look,
        ft.Row(
            [tile(look, ft.Icons.STRAIGHTEN), said, chevron(look)],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=ids.SHOW_GROWTH,
        label=sentence(growth_words.TITLE, words.GROWTH_LINE),
        on_click=on_open,  # type: ignore[arg-type]
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=10, bottom=10),
        key="part-growth",
    )


def nothing_chosen(look: Look) -> ft.Control:
    """The right pane while no record is open."""
    said = empty(
        look, ft.Icons.DESCRIPTION_OUTLINED, words.CHOOSE_TITLE, words.CHOOSE_TEXT, identifier=ids.SHOW_CHOOSE,
    )  # fmt: skip
    return ft.Container(said, alignment=ft.Alignment.CENTER, expand=True)
