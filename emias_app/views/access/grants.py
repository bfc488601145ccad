"""«Кто видит карты»: mine and others' accesses, and the sheet that tells all of one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import flet as ft

from emias_app.models.access import GrantState
from emias_app.models.account import PatientSummary
from emias_app.models.requests import Grant
from emias_app.views import ids
from emias_app.views.access.words import grant_facts, grant_line, grant_mark
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.card import card, rows_card
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.facts import facts
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pill import pill
from emias_app.views.components.pressable import Handler
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Role, Space

Faces = Mapping[UUID, ChildFace]


def grants_cards(
    look: Look, mine: Sequence[Grant], others: Sequence[Grant], faces: Faces, on_open: Callable[[UUID], None]
) -> list[ft.Control]:
    """Mine in one card, others' in the next; every row opens its sheet."""

    def rows(grants: Sequence[Grant]) -> ft.Control:
        return rows_card(look, [_row(look, one, faces, on_open) for one in grants], divider_left=TEXT_LEFT)

    cards = [rows(group) for group in (mine, others) if group]
    if not others and any(one.state is GrantState.ACTIVE for one in mine):
        note = text(words.NOBODY_ELSE, Role.BODY_MEDIUM, look.palette.on_surface_variant)
        cards.append(ft.Container(note, padding=ft.Padding.symmetric(horizontal=Space.INSIDE)))
    return cards


def _row(look: Look, grant: Grant, faces: Faces, on_open: Callable[[UUID], None]) -> ft.Control:
    face = faces.get(grant.patient_id)

    def opened(_event: object) -> None:
        on_open(grant.id)

    return list_row(
        look,
        face.name if face else grant.patient_name,
        grant_line(grant),
        identifier=ids.ACCESS_GRANT(grant.id),
        on_open=opened,
        mark=grant_mark(grant),
        lead=avatar(look, face, 40) if face else None,
        has_chevron=False,
        key=str(grant.id),
    )


@dataclass(frozen=True)
class GrantActions:
    """Where the sheet of an access leads; None where there is no such way."""

    card: Handler | None
    reads: Handler | None
    redeem: Handler | None
    change: Handler | None
    give_up: Callable[..., Awaitable[None]] | Handler | None
    dismiss: Handler


def grant_sheet(
    look: Look, grant: Grant, face: ChildFace | None, child: PatientSummary | None, do: GrantActions
) -> ft.BottomSheet:
    """All of one access, and what can be done about it."""
    p = look.palette
    head = ft.Row(
        [
            *([avatar(look, face, 40)] if face else []),
            ft.Column(
                [text(grant.patient_name, Role.TITLE_MEDIUM, p.on_surface), ft.Row([pill(look, grant_mark(grant))])],
                spacing=4,
                tight=True,
                expand=True,
            ),
        ],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    controls: list[ft.Control] = [head, ft.Container(height=16), facts(look, grant_facts(grant, child))]
    note = _note(grant)
    if note:
        controls += [ft.Container(height=16), text(note, Role.BODY_MEDIUM, p.on_surface_variant)]
    buttons = _buttons(look, grant, do)
    if buttons:
        column = ft.Column(buttons, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        controls += [ft.Container(height=24), column]
    return sheet(look, controls, on_dismiss=do.dismiss)


def _note(grant: Grant) -> str | None:
    if not grant.mine:
        return words.OTHERS_NOTE if grant.state is GrantState.ACTIVE else None
    match grant.state:
        case GrantState.REVOKED:
            return words.REVOKED_NOTE
        case GrantState.CANCELLED:
            return words.ENDED_NOTE
        case _:
            return None


def _buttons(look: Look, grant: Grant, do: GrantActions) -> list[ft.Control]:
    is_mine = grant.mine and grant.state is GrantState.ACTIVE
    made: list[ft.Control] = []
    if is_mine:
        made.append(primary_button(look, words.OPEN_CARD, identifier=ids.ACCESS_CARD, on_click=do.card, compact=True))
    elif grant.mine and do.redeem:
        made.append(
            primary_button(look, words.ENTER_CODE_FULL, identifier=ids.ACCESS_CODE, on_click=do.redeem, compact=True)
        )
    if do.reads and (is_mine or not grant.mine):
        made.append(secondary_button(look, words.WHO_READ, identifier=ids.ACCESS_READS, on_click=do.reads))
    if is_mine and do.change:
        made.append(secondary_button(look, words.CHANGE, identifier=ids.ACCESS_CHANGE, on_click=do.change))
    if is_mine and do.give_up:
        made.append(text_button(look, words.GIVE_UP, identifier=ids.ACCESS_GIVE_UP, on_click=do.give_up, danger=True))
    return made


def nothing_yet(look: Look) -> ft.Control:
    """No access was ever there."""
    p = look.palette
    return card(
        look,
        ft.Column(
            [
                text(words.NO_GRANTS_TITLE, Role.TITLE_MEDIUM, p.on_surface),
                text(words.NO_GRANTS_TEXT, Role.BODY_MEDIUM, p.on_surface_variant),
            ],
            spacing=4,
            tight=True,
        ),
    )
