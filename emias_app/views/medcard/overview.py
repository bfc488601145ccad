"""«Что нового» and «Впереди» of one card."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.overview import NextDose, Overview
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state.place import RecordPage, SectionList
from emias_app.views import icons, ids
from emias_app.views.components.banner import partial_banner
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.feedback import Skeleton, skeleton_rows
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import Handler
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, text
from emias_app.views.faces import dose_line, dose_title
from emias_app.views.going import Go, to
from emias_app.views.row_lines import row_lines
from emias_app.views.strings import card as words
from emias_app.views.theme import Look, Role, Space

#: On a phone the newest two stand above the sections.
BRIEF = 2


def overview_groups(
    look: Look,
    patient_id: UUID,
    overview: Loadable[Overview],
    today: date,
    go: Go,
    *,
    is_brief: bool,
    updated: str | None,
    on_retry: Handler,
    new: frozenset[UUID] = frozenset(),
) -> list[ft.Control]:
    """The groups that there are; a failure takes nothing else of the card with it. ``new`` are marked so."""
    match overview:
        case Loading():
            waiting = Skeleton(look, lambda: skeleton_rows(look, 2), key="overview-loading")
            return [_group(look, words.FRESH, waiting)]
        case Failed():
            return [
                partial_banner(
                    look, words.HOME_FAILED, updated or "", action_id=ids.MEDCARD_OVERVIEW_RETRY, on_retry=on_retry
                )
            ]
        case Ready(value):
            return _groups(look, patient_id, value, today, go, is_brief, new)


def _groups(
    look: Look, patient_id: UUID, overview: Overview, today: date, go: Go, is_brief: bool, new: frozenset[UUID]
) -> list[ft.Control]:
    # What is still to come stands in «Впереди» alone, new or not.
    later = set() if is_brief else {row.id for row in overview.ahead}
    rows = [row for row in overview.fresh if row.id not in later]
    fresh = [_row(look, patient_id, row, today, go, ids.MEDCARD_FRESH, row.id in new) for row in rows]
    if is_brief:
        return [_group(look, words.FRESH, _rows(look, fresh[:BRIEF]))] if fresh else []
    ahead = [_row(look, patient_id, row, today, go, ids.MEDCARD_AHEAD, row.id in new) for row in overview.ahead]
    if overview.next_dose:
        ahead.append(_dose(look, patient_id, overview.next_dose, today, go))
    told = _rows(look, fresh) if fresh else _nothing(look, words.FRESH_NONE)
    return [
        *([_group(look, words.FRESH, told)] if fresh or not overview.fresh else []),
        _group(look, words.AHEAD, _rows(look, ahead) if ahead else _nothing(look, words.AHEAD_NONE)),
    ]


def _row(
    look: Look, patient_id: UUID, row: RecordRow, today: date, go: Go, names: ids.Keyed, is_new: bool = False
) -> ft.Control:
    return list_row(
        look,
        row.title,
        *row_lines(row, today),
        identifier=names(row.id),
        on_open=to(go, RecordPage(patient_id, row.section, row.id)),
        mark=row.mark,
        icon=icons.SECTION[row.section],
        mark_inline=look.is_compact,
        is_new=is_new,
        key=str(row.id),
    )


def _dose(look: Look, patient_id: UUID, dose: NextDose, today: date, go: Go) -> ft.Control:
    return list_row(
        look,
        dose_title(dose, today),
        dose_line(dose),
        identifier=ids.MEDCARD_DOSE,
        on_open=to(go, SectionList(patient_id, SectionSlug.VACCINATIONS)),
        mark=dose.mark,
        icon=icons.SECTION[SectionSlug.VACCINATIONS],
        key="next-dose",
    )


def _rows(look: Look, rows: list[ft.Control]) -> ft.Control:
    return rows_card(look, rows, divider_left=TEXT_LEFT)


def _nothing(look: Look, said: str) -> ft.Control:
    return card(look, text(said, Role.BODY_MEDIUM, look.palette.on_surface_variant))


def _group(look: Look, title: str, body: ft.Control) -> ft.Control:
    return ft.Column(
        [heading(look, title), body],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
