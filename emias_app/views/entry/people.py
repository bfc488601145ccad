"""The demo people on the sign-in screen: who to be, one line on each; one tap signs in as far as the SMS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.state.ports import DemoPerson
from emias_app.views import ids
from emias_app.views.components.card import rows_card, tile
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import demo
from emias_app.views.theme import Look, Radius, Role, Space

Choose = Callable[[str], Awaitable[None]]


def people_group(look: Look, people: tuple[DemoPerson, ...], on_person: Choose, *, is_busy: bool) -> ft.Control:
    """Two columns where the text is of the usual size, so that the fields below are in view; rows where it is large."""
    p = look.palette
    listed = _rows(look, people, on_person, is_busy) if look.has_large_text else _grid(look, people, on_person, is_busy)
    return ft.Column(
        [
            ft.Semantics(header=True, content=text(demo.PEOPLE_TITLE, Role.TITLE_MEDIUM, p.on_surface)),
            text(demo.PEOPLE_LEAD, Role.BODY_MEDIUM, p.on_surface_variant),
            ft.Container(height=4),
            listed,
            ft.Container(height=12),
            ft.Semantics(header=True, content=text(demo.OR_SIGN_IN, Role.TITLE_MEDIUM, p.on_surface)),
            text(demo.DATA_WARNING, Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _grid(look: Look, people: tuple[DemoPerson, ...], on_person: Choose, is_busy: bool) -> ft.Control:
    cells = [
        ft.Container(_person(look, number, person, on_person, is_busy, has_tile=not look.is_compact), expand=True)
        for number, person in enumerate(people, start=1)
    ]
    if len(cells) % 2:
        cells.append(ft.Container(expand=True))
    pairs: list[ft.Control] = [
        ft.Row(list(pair), spacing=Space.STEP, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
        for pair in zip(cells[::2], cells[1::2], strict=True)
    ]
    return ft.Column(pairs, spacing=Space.STEP, tight=True)


def _rows(look: Look, people: tuple[DemoPerson, ...], on_person: Choose, is_busy: bool) -> ft.Control:
    rows = [
        _person(look, number, person, on_person, is_busy, has_tile=False)
        for number, person in enumerate(people, start=1)
    ]
    return rows_card(look, rows)


def _person(
    look: Look, number: int, person: DemoPerson, on_person: Choose, is_busy: bool, *, has_tile: bool
) -> ft.Control:
    p = look.palette
    is_cell = not look.has_large_text

    async def choose(_event: object) -> None:
        await on_person(person.login)

    words = ft.Column(
        [
            text(person.short_name, Role.TITLE_SMALL, p.on_surface),
            text(person.line, Role.BODY_SMALL if is_cell else Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    return pressable(
        look,
        ft.Row([*([tile(look, ft.Icons.PERSON_OUTLINED, 32)] if has_tile else []), words], spacing=12),
        identifier=ids.LOGIN_DEMO(number),
        label=sentence(person.short_name, person.line),
        on_click=None if is_busy else choose,
        radius=Radius.FIELD if is_cell else 0,
        bgcolor=p.card if is_cell else ft.Colors.TRANSPARENT,
        padding=ft.Padding.symmetric(vertical=8, horizontal=12 if is_cell else Space.INSIDE),
        key=person.login,
    )
