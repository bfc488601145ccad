"""One of a few, as a question of a form: all answers in view, the reason beside them when one is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.ids import Keyed
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space


@dataclass(frozen=True)
class Answer:
    """``key`` makes the identifier (lower case, latin)."""

    key: str
    label: str


def choice(
    look: Look,
    label: str,
    answers: Sequence[Answer],
    chosen: str | None,
    on_choose: Callable[[str], object],
    *,
    identifier: Keyed,
    error: str | None = None,
    as_rows: bool = False,
) -> ft.Control:
    """Pills that wrap, or rows where the answers are long; ``on_choose`` gets a key."""
    p = look.palette
    shown = [_answer(look, one, one.key == chosen, on_choose, identifier, as_rows=as_rows) for one in answers]
    body: ft.Control = (
        ft.Column(shown, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        if as_rows
        else ft.Row(shown, wrap=True, spacing=Space.STEP, run_spacing=0)
    )
    title = text(label, Role.TITLE_SMALL, p.error if error else p.on_surface_variant)
    wrong = [ft.Semantics(live_region=True, content=text(error, Role.BODY_SMALL, p.error))] if error else []
    return ft.Column(
        [title, body, *wrong],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _answer(
    look: Look,
    answer: Answer,
    is_chosen: bool,
    on_choose: Callable[[str], object],
    identifier: Keyed,
    *,
    as_rows: bool,
) -> ft.Control:
    p = look.palette
    mark = ft.Icon(
        ft.Icons.RADIO_BUTTON_CHECKED if is_chosen else ft.Icons.RADIO_BUTTON_UNCHECKED,
        size=24 if as_rows else 20,
        color=p.primary if is_chosen else p.on_surface_variant,
    )
    color = p.on_secondary_container if is_chosen and not as_rows else p.on_surface
    words = text(
        answer.label, Role.BODY_LARGE if as_rows else Role.TITLE_SMALL, color, expand=True if as_rows else None
    )
    line = ft.Row([mark, words], spacing=12 if as_rows else 8, tight=not as_rows)
    shape = (
        line
        if as_rows
        else ft.Container(
            line,
            bgcolor=p.secondary_container if is_chosen else ft.Colors.TRANSPARENT,
            border=ft.Border.all(1, p.secondary_container if is_chosen else p.outline),
            border_radius=Radius.FULL,
            padding=ft.Padding.only(left=12, right=16, top=8, bottom=8),
        )
    )
    return pressable(
        look,
        shape,
        identifier=identifier(answer.key),
        label=sentence(answer.label, common.CHOSEN if is_chosen else None),
        on_click=lambda _event: on_choose(answer.key),
        selected=is_chosen,
        radius=Radius.FIELD if as_rows else Radius.FULL,
        padding=ft.Padding.symmetric(vertical=12 if as_rows else 6, horizontal=4 if as_rows else 0),
        key=answer.key,
    )
