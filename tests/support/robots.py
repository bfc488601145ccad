"""Robots say what a person does and sees; tests of screens never mention controls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import flet as ft

from emias_app.app import draw_page
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.root import RootState
from tests.support.driver import App, opened
from tests.support.fake_ports import World
from tests.support.fake_values import CODE, PASSWORD, PHONE
from tests.support.root import PIN


class Person:
    """Anna before her page."""

    def __init__(self, app: App, world: World) -> None:
        self.app, self.world = app, world

    async def signs_in(self, *, pin: str | None = PIN) -> None:
        """As far as an open page; ``pin=None`` skips the offer."""
        await self.app.enter("login.login", PHONE)
        await self.app.enter("login.password", PASSWORD)
        await self.app.tap("login.submit")
        await self.app.enter("login.code", CODE)
        if pin is None:
            await self.app.tap("pin.skip")
        else:
            await self.presses(pin + pin)

    async def presses(self, pin: str, keypad: str = "pin") -> None:
        for digit in pin:
            await self.app.tap(f"{keypad}.digit.{digit}")

    async def opens_labs_of(self, patient_id: UUID) -> None:
        await self.app.tap(f"home.child.{patient_id}")
        await self.app.tap("medcard.section.labs")

    def items(self) -> list[str]:
        return [name for name in self.app.identifiers if name.startswith("section.item.")]


@asynccontextmanager
async def a_page(
    world: World,
    *,
    route: str = "/",
    width: float = 412,
    height: float = 915,
    dark: bool = False,
    with_sensor: bool = False,
) -> AsyncIterator[Person]:
    """The whole page over a played world."""

    async def main(page: ft.Page) -> None:
        from emias_app.app_ports import PageNavigator

        sensor = DemoSensorState() if with_sensor else None
        ports = world.ports_with(PageNavigator(page), sensor)
        await draw_page(page, RootState(ports, sensor), is_still=True)

    async with opened(main, route=route, width=width, height=height, dark=dark) as app:
        yield Person(app, world)
