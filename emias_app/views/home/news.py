"""Beside the children on a desktop: today, what is to do, what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.base import Tone
from emias_app.models.overview import NextDose
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug
from emias_app.state.account import AccountState
from emias_app.state.place import RecordPage, SectionList, TakeAway
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.list_row import list_row
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.faces import Milestone, dose_line
from emias_app.views.format import dotted, long_date
from emias_app.views.going import Go, to
from emias_app.views.strings import card as words
from emias_app.views.theme import Look, Role, Space


def milestone_banners(look: Look, marks: tuple[Milestone, ...], go: Go) -> list[ft.Control]:
    """15 and 18 told months ahead, birthdays on the day; a card that will close is offered to be taken away."""
    return [
        banner(
            look,
            Tone.WARN if one.is_ending else Tone.INFO,
            one.title,
            one.text,
            icon=ft.Icons.CAKE,
            action=words.TAKE_CARD if one.leaves else None,
            action_id=ids.HOME_ENDING(one.leaves) if one.leaves else "",
            on_action=to(go, TakeAway(one.leaves)) if one.leaves else None,
        )
        for one in marks
    ]


def news_pane(
    look: Look,
    account: AccountState,
    faces: Mapping[UUID, ChildFace],
    marks: tuple[Milestone, ...],
    today: date,
    go: Go,
    bell: ft.Control,
) -> ft.Control:
    """The right pane of home."""
    title = screen_title(look, words.HOME_TODAY.format(day=long_date(today)), bell)
    if account.is_medcard_open:
        body = [
            _group(
                look,
                words.HOME_TO_DO,
                [_dose(look, faces[who], dose, go) for who, dose in account.to_do],
                words.HOME_TO_DO_NONE,
            ),
            _group(
                look, words.FRESH, [_record(look, faces[who], row, go) for who, row in account.fresh], words.FRESH_NONE
            ),
        ]
    else:
        body = [
            banner(look, Tone.NEUTRAL, words.HOME_CLOSED_TITLE, words.HOME_CLOSED_TEXT, icon=ft.Icons.LOCK_OUTLINED)
        ]
    return ft.ListView(
        [title, *milestone_banners(look, marks, go), *body],
        spacing=Space.MARGIN,
        padding=Space.WIDE_MARGIN,
        expand=True,
    )


def _group(look: Look, title: str, rows: list[ft.Control], nothing: str) -> ft.Control:
    said = text(nothing, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    body = rows_card(look, rows, divider_left=TEXT_LEFT) if rows else card(look, said)
    return ft.Column(
        [heading(look, title), body],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _dose(look: Look, face: ChildFace, dose: NextDose, go: Go) -> ft.Control:
    return list_row(
        look,
        dose.title,
        dotted(face.name, dose_line(dose)),
        identifier=ids.HOME_DOSE(face.id),
        on_open=to(go, SectionList(face.id, SectionSlug.VACCINATIONS)),
        mark=dose.mark,
        lead=avatar(look, face, 40),
        key=f"dose-{face.id}",
    )


def _record(look: Look, face: ChildFace, row: RecordRow, go: Go) -> ft.Control:
    return list_row(
        look,
        row.title,
        dotted(face.name, long_date(row.date)),
        identifier=ids.HOME_FRESH(row.id),
        on_open=to(go, RecordPage(face.id, row.section, row.id)),
        mark=row.mark,
        lead=avatar(look, face, 40),
        key=f"fresh-{row.id}",
    )
