"""The account's data as they are kept: papers with the states of their checks, phone, password, the family."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from emias_app.domain.identifiers import mask_phone
from emias_app.domain.names import full_name
from emias_app.domain.registry_checks import check_line
from emias_app.models.account import AccountDocument, CheckState, Me
from emias_app.models.base import Mark, Tone
from emias_app.state.levels import LevelsState, document_of
from emias_app.state.place import Family, Paper, PaperForm
from emias_app.views import ids
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.list_row import list_row
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, text
from emias_app.views.format import dotted, long_date, near_moment
from emias_app.views.going import Go, to
from emias_app.views.profile.level import level_card
from emias_app.views.strings import account as words
from emias_app.views.strings import family
from emias_app.views.strings import profile as about
from emias_app.views.theme import Look, Role, Space

_TONES = {
    CheckState.CHECKING: Tone.INFO,
    CheckState.CONFIRMED: Tone.SUCCESS,
    CheckState.REJECTED: Tone.ERROR,
    CheckState.VISIT_MFC: Tone.WARN,
    CheckState.FAILED_TEMPORARILY: Tone.WARN,
}
_ICONS = {
    Paper.SNILS: ft.Icons.BADGE_OUTLINED,
    Paper.PASSPORT: ft.Icons.ASSIGNMENT_IND_OUTLINED,
    Paper.INN: ft.Icons.NUMBERS,
    Paper.OMS: ft.Icons.HEALTH_AND_SAFETY_OUTLINED,
    Paper.PHONE: ft.Icons.PHONE_ANDROID,
    Paper.PASSWORD: ft.Icons.PASSWORD,
}
_AGAIN = (CheckState.REJECTED, CheckState.FAILED_TEMPORARILY)


def owner_group(look: Look, me: Me, levels: LevelsState, go: Go) -> ft.Control:
    """Who it is, the level and what leads to the next one, the family."""
    kin = list_row(
        look,
        words.FAMILY,
        words.FAMILY_LINE,
        identifier=ids.PROFILE_FAMILY,
        on_open=to(go, Family()),
        icon=ft.Icons.FAMILY_RESTROOM,
    )
    return _column([_who(look, me), level_card(look, me, levels, go), rows_card(look, [kin])])


def papers_group(look: Look, me: Me, levels: LevelsState, now: datetime, go: Go) -> ft.Control:
    """The papers with the states of their checks, and what signs in."""
    papers: list[ft.Control] = []
    for paper in (Paper.SNILS, Paper.PASSPORT, Paper.INN, Paper.OMS):
        papers.append(_paper(look, paper, document_of(me, paper), now, go))
    contacts = [
        _row(look, Paper.PHONE, mask_phone(me.phone), None, go),
        _row(look, Paper.PASSWORD, "••••••••", None, go),
    ]
    return _column(
        [
            _group(look, words.PAPERS, papers),
            *_again(look, me, levels),
            _group(look, words.CONTACTS, contacts),
        ]
    )


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _who(look: Look, me: Me) -> ft.Control:
    p = look.palette
    return card(
        look,
        ft.Column(
            [
                text(full_name(me.last_name, me.first_name, me.middle_name), Role.TITLE_LARGE, p.on_surface),
                text(f"{about.BORN}: {long_date(me.birth_date)}", Role.BODY_MEDIUM, p.on_surface_variant),
                text(me.email, Role.BODY_MEDIUM, p.on_surface_variant),
            ],
            spacing=4,
            tight=True,
        ),
    )


def _group(look: Look, title: str, rows: list[ft.Control]) -> ft.Control:
    return ft.Column(
        [heading(look, title), rows_card(look, rows, divider_left=TEXT_LEFT)],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _paper(look: Look, paper: Paper, document: AccountDocument | None, now: datetime, go: Go) -> ft.Control:
    if document is None:
        return _row(look, paper, words.NOT_ADDED, None, go)
    check = document.check
    if check is None:
        return _row(look, paper, document.masked_number, None, go)
    due = words.CHECK_DUE.format(when=near_moment(check.due, now)) if check.due else None
    line = check_line(check.registry, check.state) if check.state is CheckState.CHECKING else None
    mark = Mark(tone=_TONES[check.state], text=family.MARKS[check.state.value])
    return _row(look, paper, dotted(document.masked_number, check.reason or line, due), mark, go)


def _row(look: Look, paper: Paper, line: str, mark: Mark | None, go: Go) -> ft.Control:
    return list_row(
        look,
        words.PAPER_NAMES[paper.value],
        line,
        identifier=ids.PROFILE_PAPER(paper.value),
        on_open=to(go, PaperForm(paper)),
        mark=mark,
        icon=_ICONS[paper],
        key=paper.value,
    )


def _again(look: Look, me: Me, levels: LevelsState) -> list[ft.Control]:
    """«Проверить ещё раз» for what was not confirmed."""
    found: list[ft.Control] = []
    for paper in (Paper.PASSPORT, Paper.OMS):
        document = document_of(me, paper)
        if document is None or document.check is None or document.check.state not in _AGAIN:
            continue

        async def again(_event: object, paper: Paper = paper) -> None:
            await levels.recheck(paper)

        name = f"{words.RECHECK}: {words.PAPER_NAMES[paper.value]}"
        on_click = None if levels.busy_with else again
        found.append(
            text_button(look, name, identifier=ids.PROFILE_RECHECK(paper.value), on_click=on_click, compact=True)
        )
    return [ft.Row(found, wrap=True, spacing=8, run_spacing=0)] if found else []
