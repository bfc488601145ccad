"""A page outlives errors of bodies, handlers, effects and of the update loop itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component, install, scope_of
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from tests.support.driver import App, AppFault, opened
from tests.support.virtual_time import on_virtual_time


def button(identifier: str, on_click: Callable[..., Any]) -> ft.Control:
    return tagged(identifier, ft.TextButton(identifier, on_click=on_click))


def page_of(root: Callable[..., Any], **options: Any) -> Callable[[ft.Page], None]:
    return lambda page: install(page, root, views=False, **options)


@component
def Fragile() -> ft.Control:  # noqa: N802
    count, set_count = ft.use_state(0)

    def fail(_event: Any) -> None:
        raise RuntimeError("secret of a handler")

    async def fail_later(_event: Any) -> None:
        raise RuntimeError("secret of a handler")

    return ft.Column(
        [
            ft.Text(f"count {count}"),
            button("x.more", lambda _event: set_count(count + 1)),
            button("x.fail", fail),
            button("x.later", fail_later),
            Broken(count),
        ]
    )


@component
def Broken(count: int) -> ft.Control:  # noqa: N802
    if count == 1:
        raise ValueError("secret of a body")
    return ft.Text(f"whole {count}")


@on_virtual_time
async def test_a_body_that_raises_leaves_the_rest_alive() -> None:
    async with opened(page_of(Fragile)) as app:
        await app.tap("x.more")
        assert common.RENDER_FAILED in app.text
        assert "secret" not in app.text
        await app.tap("x.more")
        assert "whole 2" in app.text


@on_virtual_time
async def test_a_handler_that_raises_becomes_a_snack_bar() -> None:
    async with opened(page_of(Fragile)) as app:
        for failing in ("x.fail", "x.later"):
            await told_or_not(app, failing)
            assert common.SOMETHING_WENT_WRONG in app.text
            assert "secret" not in app.text
        await app.tap("x.more")
        assert "count 1" in app.text


@component
def Unspeakable() -> ft.Control:  # noqa: N802
    value, set_value = ft.use_state("fine")
    other, set_other = ft.use_state(0)
    return ft.Column(
        [
            ft.Text(f"other {other}"),
            ft.Text(object() if value == "bad" else value),  # type: ignore[arg-type]
            button("x.bad", lambda _event: set_value("bad")),
            button("x.good", lambda _event: (set_value("good"), set_other(7))),
        ]
    )


@on_virtual_time
async def test_the_update_loop_is_started_again_when_it_dies() -> None:
    async with opened(page_of(Unspeakable)) as app:
        await told_or_not(app, "x.bad")
        await told_or_not(app, "x.good")
        assert "other 7" in app.text


async def told_or_not(app: App, identifier: str) -> None:
    """Tap what fails: Flet logs it, which the driver takes for a fault, and the person must not see it."""
    with contextlib.suppress(AppFault):
        await app.tap(identifier)
    app.faults.clear()
    await app.settle()


@component
def Late() -> ft.Control:  # noqa: N802
    value, set_value = ft.use_state("before")

    async def change(_event: Any) -> None:
        await asyncio.sleep(5)
        set_value("after")

    return ft.Column([ft.Text(value), button("x.change", change)])


@on_virtual_time
async def test_what_changed_while_the_socket_was_down_is_drawn_on_reconnect() -> None:
    main = page_of(Late)
    async with opened(main) as app:
        await app.tap("x.change")
        await app.disconnect()
        await asyncio.sleep(10)
        await app.connect(main, {})
        assert "after" in app.text


@on_virtual_time
async def test_the_session_s_tasks_end_with_it() -> None:
    closed: list[str] = []
    async with opened(page_of(Fragile, on_close=lambda: closed.append("yes"))) as app:
        scope = scope_of(app.session.page)
        task = scope.spawn(asyncio.sleep(10_000))
        app.session.page.on_close(None)
        await app.settle()
        assert task.cancelled()
        assert scope.is_idle
        assert closed == ["yes"]
