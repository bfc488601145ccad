"""Messages at the foot of the page: one look, one at a time, an action that runs once."""

from __future__ import annotations

import flet as ft
import pytest

from emias_app.views.components.boundary import component, install
from emias_app.views.components.snack import LONG, SHORT, WITH_ACTION, SnackAction, snack
from tests.support.driver import App, opened
from tests.support.virtual_time import on_virtual_time

LINE = "Сохранено"
TWO_LINES = "Файл «Общий анализ крови, 18 ноября 2026.pdf» передан браузеру: он в загрузках"


async def told(app: App, said: str) -> dict[str, object]:
    await app.settle()
    bar = next(one for one in app.mirror.dialogs if one.type == "SnackBar")
    assert said in app.text
    return bar.props


def saying(said: str, action: SnackAction | None = None) -> object:
    @component
    def Speaker() -> ft.Control:  # noqa: N802
        page = ft.context.page
        say = ft.TextButton("сказать", on_click=lambda _event: snack(page, said, action))
        return ft.Semantics(identifier="x.say", content=say)

    return lambda page: install(page, Speaker, views=False)


@pytest.mark.parametrize(("width", "floats_over"), [(412, 92), (1280, None)])
@on_virtual_time
async def test_a_message_floats_over_a_phone_s_bar_and_can_be_closed(width: int, floats_over: int | None) -> None:
    async with opened(saying(LINE), width=width) as app:  # type: ignore[arg-type]
        await app.tap("x.say")
        bar = await told(app, LINE)
        assert bar["behavior"] == "floating"
        assert bar["show_close_icon"] is True
        margin = bar.get("margin")
        assert (margin["bottom"] if isinstance(margin, dict) else None) == floats_over
        assert bar["duration"] == SHORT


@on_virtual_time
async def test_two_lines_stay_long_enough_to_be_read() -> None:
    async with opened(saying(TWO_LINES)) as app:  # type: ignore[arg-type]
        await app.tap("x.say")
        assert (await told(app, TWO_LINES))["duration"] == LONG


@on_virtual_time
async def test_an_action_stays_longer_closes_the_message_and_runs_once() -> None:
    done: list[str] = []
    action = SnackAction("Вернуть", "x.undo", lambda: done.append("undone"))
    async with opened(saying(LINE, action)) as app:  # type: ignore[arg-type]
        await app.tap("x.say")
        assert (await told(app, LINE))["duration"] == WITH_ACTION
        await app.tap("x.undo")
        assert done == ["undone"]
        assert not app.sees("x.undo")
