"""The driver itself, tried on a small page: what it says must be what the wire says."""

from __future__ import annotations

import asyncio

import flet as ft
import pytest

from tests.support.driver import AppFault, opened
from tests.support.virtual_time import on_virtual_time


@ft.component
def Counter() -> ft.Control:  # noqa: N802
    count, set_count = ft.use_state(0)
    name, set_name = ft.use_state("")

    async def later(_: object) -> None:
        await asyncio.sleep(3600)
        set_count(100)

    def fail(_: object) -> None:
        raise RuntimeError("broken on purpose")

    return ft.Column(
        [
            ft.Semantics(identifier="count", content=ft.Text(f"{count}")),
            ft.Semantics(identifier="add", content=ft.FilledButton("+", on_click=lambda e: set_count(count + 1))),
            ft.Semantics(identifier="later", content=ft.FilledButton("…", on_click=later)),
            ft.Semantics(identifier="fail", content=ft.FilledButton("!", on_click=fail)),
            ft.Semantics(identifier="off", content=ft.FilledButton("-", disabled=True, on_click=fail)),
            ft.Semantics(
                identifier="name", content=ft.TextField(value=name, on_change=lambda e: set_name(e.control.value))
            ),
            ft.Text(f"Здравствуйте, {name}"),
        ]
    )


def main(page: ft.Page) -> None:
    page.render(Counter)


@on_virtual_time
async def test_taps_and_typing_reach_the_app_and_come_back() -> None:
    async with opened(main) as app:
        await app.tap("add")
        await app.tap("add")
        assert app.get("count").texts == ["2"]
        await app.enter("name", "Анна")
        assert "Здравствуйте, Анна" in app.text


@on_virtual_time
async def test_an_hour_passes_at_once() -> None:
    async with opened(main) as app:
        await app.tap("later")
        await asyncio.sleep(3601)
        await app.settle()
        assert app.get("count").texts == ["100"]


@on_virtual_time
async def test_a_swallowed_error_fails_the_test() -> None:
    async with opened(main) as app:
        with pytest.raises(AppFault, match="broken on purpose"):
            await app.tap("fail")


@on_virtual_time
async def test_a_disabled_button_cannot_be_tapped() -> None:
    async with opened(main) as app:
        with pytest.raises(AssertionError, match="disabled"):
            await app.tap("off")


@on_virtual_time
async def test_a_dropped_connection_comes_back_to_the_same_session() -> None:
    async with opened(main) as app:
        await app.tap("add")
        await app.disconnect()
        await app.connect(main, {})
        assert app.get("count").texts == ["1"]
