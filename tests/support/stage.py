"""The demo as ``emias`` starts it, no test mode: its people, a clock that runs and may be turned, its pages."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from emias_app.app import make_main
from emias_app.app_services import AppServices, Demo, ShownSms, VaultPlace
from emias_app.clock import FixedClock
from emias_app.config import Seed, ServerSettings
from emias_app.mock_server.app import create_app
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.control.clock import RunningClock
from emias_app.mock_server.control.desk import Desk
from emias_app.mock_server.seed import PASSWORD, seed_people
from emias_app.mock_server.seed.people import CHILDREN, DEMO_PEOPLE, an_id
from emias_app.mock_server.store.schema import StaffRow
from tests.support.driver import App, opened
from tests.support.site import NOW


@dataclass
class Stage:
    """``machine`` is the clock of the machine; ``backend.clock`` is as far ahead of it as the demo was turned."""

    services: AppServices
    backend: Backend
    machine: FixedClock

    @contextlib.asynccontextmanager
    async def page(self, route: str = "/", width: float = 412) -> AsyncIterator[Actor]:
        async with opened(make_main(self.services), route=route, width=width) as app:
            yield Actor(app, self)


@dataclass
class Actor:
    """Whoever is before a page of the demo."""

    app: App
    stage: Stage

    async def signs_in(self, name: str) -> None:
        """By one tap on the name, one on the SMS, and no PIN."""
        number = [person.short_name for person in DEMO_PEOPLE].index(name) + 1
        await self.app.tap(f"login.demo.{number}")
        await self.lets_in()

    async def lets_in(self) -> None:
        await self.app.tap("demo.sms")
        await self.app.tap("pin.skip")

    async def goes(self, route: str) -> None:
        await self.app.go(route)

    @property
    def text(self) -> str:
        return self.app.text


def child_id(adult: str, child: str) -> str:
    """The id of a child in the family of a demo person."""
    return str(an_id("child", adult, child))


def check_id(adult: str, child: str) -> str:
    return str(an_id("check", adult, child))


def card_of(child: str) -> str:
    return str(CHILDREN[child].id)


@contextlib.asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """The demo's people with empty cards, so that it is there in a moment."""
    machine = FixedClock(NOW)
    settings = ServerSettings(data_dir=folder, seed=Seed.EMPTY, demo=True, fast_hashing=True)
    app = create_app(settings, RunningClock(machine))
    backend: Backend = app.state.backend
    await backend.start()

    def seed(session: Session) -> None:
        session.execute(delete(StaffRow))
        seed_people(
            session, seed=Seed.DEMO, now=NOW, hash_password=backend.hasher.hash_password,
            hash_code=backend.hasher.hash_code,
        )  # fmt: skip

    async def latest_sms(phone: str, from_clinic: bool) -> ShownSms | None:
        found = await backend.latest_sms(phone, from_clinic=from_clinic)
        return None if found is None else ShownSms(*found)

    async def sms_of(ticket: str) -> ShownSms | None:
        found = await backend.sms_of(ticket)
        return None if found is None else ShownSms(*found)

    try:
        await backend.cards_ready()
        await backend.store.write(seed)
        services = AppServices(
            clock=machine,
            data_dir=folder,
            vault_place=VaultPlace.MEMORY,
            vault_namespace="stage",
            backend=app,
            demo=Demo(tuple(DEMO_PEOPLE), PASSWORD, latest_sms, sms_of, Desk(backend)),
        )
        yield Stage(services, backend, machine)
    finally:
        await backend.stop()
