"""What is fetched belongs to somebody; what is tapped runs once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.errors import Offline
from emias_app.state._loadable import Failed, Loading, Ready
from emias_app.views.components.boundary import component, install
from emias_app.views.components.feedback import SKELETON_AFTER, when_ready
from emias_app.views.components.loading import use_action, use_load
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import LIGHT, Look
from tests.support.driver import opened
from tests.support.virtual_time import on_virtual_time

LOOK = Look(LIGHT)


class Source:
    """Answers after ``delay`` seconds; fails where told to."""

    def __init__(self) -> None:
        self.delay = 1.0
        self.failure: Exception | None = None
        self.calls: list[str] = []

    async def fetch(self, who: str) -> str:
        self.calls.append(who)
        await asyncio.sleep(self.delay)
        if self.failure:
            raise self.failure
        return f"card of {who}"


def button(identifier: str, on_click: Callable[..., Any]) -> ft.Control:
    return tagged(identifier, ft.TextButton(identifier, on_click=on_click))


def page_of(source: Source, seen: list[tuple[str, object]]) -> Callable[[ft.Page], None]:
    @component
    def Card() -> ft.Control:  # noqa: N802
        who, set_who = ft.use_state("Артём")
        load = use_load(lambda: source.fetch(who), [who])
        seen.append((who, load.state))
        return ft.Column(
            [
                button("x.other", lambda _event: set_who("Дарья")),
                button("x.again", load.reload),
                when_ready(LOOK, load.state, ft.Text, on_retry=load.reload, retry_id="x.retry", error_id="x.error"),
            ]
        )

    return lambda page: install(page, Card, views=False)


@on_virtual_time
async def test_another_child_s_value_is_never_drawn_not_even_once() -> None:
    source, seen = Source(), list[tuple[str, object]]()
    async with opened(page_of(source, seen)) as app:
        await asyncio.sleep(1.1)
        await app.settle()
        assert "card of Артём" in app.text
        await app.tap("x.other")
        assert "card of" not in app.text
        await asyncio.sleep(1.1)
        await app.settle()
        assert "card of Дарья" in app.text
    for who, state in seen:
        assert not isinstance(state, Ready) or state.value == f"card of {who}"


@on_virtual_time
async def test_a_late_answer_of_a_child_left_behind_is_dropped() -> None:
    source, seen = Source(), list[tuple[str, object]]()
    source.delay = 5
    async with opened(page_of(source, seen)) as app:
        source.delay = 1
        await app.tap("x.other")
        await asyncio.sleep(10)
        await app.settle()
        assert "card of Дарья" in app.text
    assert all(not isinstance(state, Ready) or "Дарья" in state.value for _, state in seen)


@on_virtual_time
async def test_old_rows_stay_while_new_ones_come() -> None:
    source, seen = Source(), list[tuple[str, object]]()
    async with opened(page_of(source, seen)) as app:
        await asyncio.sleep(1.1)
        await app.tap("x.again")
        assert "card of Артём" in app.text
        assert seen[-1][1] == Ready("card of Артём", refreshing=True)


@on_virtual_time
async def test_an_error_is_told_and_can_be_retried() -> None:
    source, seen = Source(), list[tuple[str, object]]()
    source.failure = Offline()
    async with opened(page_of(source, seen)) as app:
        await asyncio.sleep(1.1)
        await app.settle()
        assert common.OFFLINE_TITLE in app.text
        assert app.sees("x.error")
        source.failure = None
        await app.tap("x.retry")
        await asyncio.sleep(1.1)
        await app.settle()
        assert "card of Артём" in app.text


@on_virtual_time
async def test_an_error_outside_the_tree_is_told_without_its_text() -> None:
    source, seen = Source(), list[tuple[str, object]]()
    source.failure = RuntimeError("secret")
    async with opened(page_of(source, seen)) as app:
        await asyncio.sleep(1.1)
        await app.settle()
        assert isinstance(seen[-1][1], Failed)
        assert common.FAILED_TITLE in app.text
        assert "secret" not in app.text


@on_virtual_time
async def test_a_skeleton_waits_a_moment() -> None:
    source, seen = Source(), list[tuple[str, object]]()
    async with opened(page_of(source, seen)) as app:
        assert seen[-1][1] == Loading()
        assert loading(app) == 0
        await asyncio.sleep(SKELETON_AFTER + 0.05)
        await app.settle()
        assert loading(app) == 1


def loading(app: Any) -> int:
    return sum(node.props.get("label") == common.LOADING for node in app.mirror.screen())


@on_virtual_time
async def test_a_second_tap_does_nothing_while_the_first_works() -> None:
    done: list[str] = []

    @component
    def Sender() -> ft.Control:  # noqa: N802
        async def send(_event: Any) -> None:
            await asyncio.sleep(1)
            done.append("sent")

        action = use_action(send)
        return ft.Column([button("x.send", action.run), ft.Text("busy" if action.busy else "free")])

    async with opened(lambda page: install(page, Sender, views=False)) as app:
        await app.tap("x.send")
        assert "busy" in app.text
        await app.tap("x.send")
        await asyncio.sleep(5)
        await app.settle()
        assert done == ["sent"]
        assert "free" in app.text


@on_virtual_time
async def test_an_action_s_error_is_a_snack_bar_or_the_screen_s() -> None:
    told: list[Exception] = []

    @component
    def Sender() -> ft.Control:  # noqa: N802
        async def fail(_event: Any) -> None:
            raise Offline

        quiet = use_action(fail)
        loud = use_action(fail, on_error=told.append)
        return ft.Column([button("x.quiet", quiet.run), button("x.loud", loud.run)])

    async with opened(lambda page: install(page, Sender, views=False)) as app:
        await app.tap("x.loud")
        assert len(told) == 1
        assert common.SOMETHING_WENT_WRONG not in app.text
        await app.tap("x.quiet")
        assert common.SOMETHING_WENT_WRONG in app.text
