"""Keys typed while the page is being drawn are not lost: the newest text is the person's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft
import pytest

from emias_app.views.components.boundary import component, install
from emias_app.views.components.buttons import text_button
from emias_app.views.components.code_input import CodeInput, LetterCodeInput
from emias_app.views.components.form_field import FormField
from emias_app.views.components.search_field import SearchField
from emias_app.views.theme import LIGHT, Look
from tests.support.driver import App, opened
from tests.support.mirror import Node
from tests.support.virtual_time import on_virtual_time

LOOK = Look(LIGHT)


def form(text: str, put: Callable[[str], None]) -> ft.Control:
    return FormField(LOOK, "Имя", text, put, identifier="field")  # type: ignore[no-any-return]


def code(text: str, put: Callable[[str], None]) -> ft.Control:
    return CodeInput(LOOK, text, put, lambda _code: None, identifier="field")  # type: ignore[no-any-return]


def letters(text: str, put: Callable[[str], None]) -> ft.Control:
    return LetterCodeInput(LOOK, text, text, put, lambda: None, identifier="field", label="Код")  # type: ignore[no-any-return]


def search(_text: str, _put: Callable[[str], None]) -> ft.Control:
    return SearchField(LOOK, "Поиск", lambda _words: None, identifier="field")  # type: ignore[no-any-return]


def page_with(make: Callable[[str, Callable[[str], None]], ft.Control]) -> Callable[[ft.Page], None]:
    @component
    def root() -> ft.Control:
        text, put = ft.use_state("")
        return ft.Column(
            [make(text, put), text_button(LOOK, "Очистить", identifier="clear", on_click=lambda _event: put(""))]
        )

    return lambda page: install(page, root, views=False)


def field_of(app: App) -> Node:
    return next(node for node in app.mirror.screen() if node.type == "TextField")


async def key(app: App, text: str) -> None:
    """One key: its text travels, then its event."""
    app.set_props(field_of(app), {"value": text})
    app.fire(field_of(app), "change", text)


@pytest.mark.parametrize("make", [form, code, letters, search], ids=["form", "code", "letters", "search"])
@pytest.mark.parametrize("turns", range(12))
@on_virtual_time
async def test_a_key_between_two_redraws_stays(make: Any, turns: int) -> None:
    async with opened(page_with(make)) as app:
        await key(app, "1")
        for _ in range(turns):
            await asyncio.sleep(0)
        # The second key's text is here, its event is not: what is drawn now knows only the first.
        app.set_props(field_of(app), {"value": "12"})
        await app.settle()
        assert field_of(app).props["value"] == "12"
        app.fire(field_of(app), "change", "12")
        await app.settle()
        assert field_of(app).props["value"] == "12"
        await key(app, "123")
        await app.settle()
        assert field_of(app).props["value"] == "123"


@pytest.mark.parametrize("make", [form, letters], ids=["form", "letters"])
@on_virtual_time
async def test_the_page_may_still_empty_the_field(make: Any) -> None:
    async with opened(page_with(make)) as app:
        await key(app, "12")
        await app.settle()
        await app.tap("clear")
        assert field_of(app).props["value"] == ""
