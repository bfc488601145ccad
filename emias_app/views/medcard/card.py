"""The home of a card: whose it is, what is new, and its sections with counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.domain.sections import BY_SLUG
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.state.card import CardState
from emias_app.state.place import CardSearch, section_place
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.card import rows_card
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.search_field import search_entry
from emias_app.views.components.section_card import TEXT_LEFT, SectionFace, section_card, section_row
from emias_app.views.components.text import heading, screen_title
from emias_app.views.faces import section_faces
from emias_app.views.format import clock_time
from emias_app.views.going import Go, to
from emias_app.views.medcard.band import Band, BandShape
from emias_app.views.medcard.entries import entry_cards
from emias_app.views.medcard.overview import overview_groups
from emias_app.views.medcard.own import own_cards
from emias_app.views.medcard.partly import partly_loaded
from emias_app.views.strings import card as words
from emias_app.views.theme import Look, Space

Switch = Callable[[UUID], Awaitable[None]]


@component
def CardScreen(  # noqa: N802
    look: Look,
    state: CardState,
    faces: Mapping[UUID, ChildFace],
    today: date,
    go: Go,
    on_switch: Switch,
    mark: ft.Control | None = None,
) -> ft.Control:
    """Wires the home of a card."""
    scrolled = use_scrolling(on_pull=state.refresh)
    updated = words.UPDATED.format(time=clock_time(state.loaded_at)) if state.loaded_at else None

    async def retry(_event: object) -> None:
        await state.refresh()

    async def load_again(_event: object) -> None:
        await state.load_again()

    groups = overview_groups(
        look,
        state.patient_id,
        state.overview,
        today,
        go,
        is_brief=not look.is_wide,
        updated=updated,
        on_retry=retry,
        new=state.fresh,
    )

    def sections(summaries: Sequence[SectionSummary]) -> ft.Control:
        return _sections(look, state.patient_id, summaries, state.failed, go)

    listed = when_ready(
        look,
        state.sections,
        sections,
        on_retry=retry,
        retry_id=ids.MEDCARD_RETRY,
        error_id=ids.MEDCARD_ERROR,
        skeleton=lambda: skeleton_rows(look, 5),
    )
    find = search_entry(look, words.FIND, identifier=ids.MEDCARD_FIND, on_open=to(go, CardSearch(state.patient_id)))
    partly = partly_loaded(look, state, load_again)
    entries = entry_cards(look, state.patient_id, state.overview, today, go)
    if look.is_wide:
        band = Band(look, faces, state.patient_id, BandShape.CARD, on_switch)
        left = _column(look, [band, *partly, find, entries, listed], scrolled)
        right = _column(look, [screen_title(look, words.CARD_TITLE), *groups], None)
        return two_panes(look, left, right)
    band = Band(look, faces, state.patient_id, BandShape.FULL, on_switch)
    body = _column(look, [*partly, find, *groups, entries, heading(look, words.SECTIONS, mark), listed], scrolled)
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _column(look: Look, controls: list[ft.Control], scrolled: object) -> ft.Control:
    return ft.ListView(
        controls,
        spacing=Space.MARGIN,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=16, bottom=24),
        on_scroll=scrolled,  # type: ignore[arg-type]
        scroll_interval=INTERVAL,
        expand=True,
    )


def _sections(
    look: Look, patient_id: UUID, summaries: Sequence[SectionSummary], failed: frozenset[SectionSlug], go: Go
) -> ft.Control:
    """Tiles for the main four and rows for the rest; rows only beside a pane or with large text."""
    faces: Sequence[SectionFace] = section_faces(summaries, failed)

    def handler(slug: SectionSlug) -> Callable[..., Awaitable[None]]:
        return to(go, section_place(patient_id, slug))

    main = [face for face in faces if BY_SLUG[face.slug].prominent]
    rest = [section_row(look, face, handler(face.slug)) for face in faces if not BY_SLUG[face.slug].prominent]
    if look.is_wide or look.has_large_text:
        top: ft.Control = rows_card(
            look, [section_row(look, face, handler(face.slug)) for face in main], divider_left=TEXT_LEFT
        )
    else:
        across = 2 if look.is_compact else len(main)
        lines = [main[start : start + across] for start in range(0, len(main), across)]
        top = ft.Column(
            [
                ft.Row([section_card(look, face, handler(face.slug)) for face in line], spacing=Space.BETWEEN_CARDS)
                for line in lines
            ],
            spacing=Space.BETWEEN_CARDS,
            tight=True,
        )
    return ft.Column(
        [*own_cards(look, patient_id, summaries, go), top, rows_card(look, rest, divider_left=TEXT_LEFT)],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
