"""The whole house in one process: the page's server with its guard, the app, and a real backend with the demo people.

A :class:`Tab` speaks over an ASGI websocket, so what it receives is what travels to that browser, byte by byte, and
what it sends passes the guard as a stranger's packets would.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from flet_web.fastapi.flet_app_manager import app_manager
from sqlalchemy import select

from emias_app.app import make_main
from emias_app.app_services import AppServices, VaultPlace
from emias_app.clock import moscow_day
from emias_app.mock_server.seed.people import CHILDREN, PASSWORD
from emias_app.mock_server.seed.whole_card import card_of
from emias_app.mock_server.store.schema import StoredRecord
from emias_app.serving.downloads import Downloads
from emias_app.serving.launch import Door
from emias_app.serving.visit import current_visit
from emias_app.serving.web import WebApp, WebSettings
from tests.support.demo_site import MOCK, DemoSite, open_demo
from tests.support.driver import _REGISTER, App, AppFault, Mirror
from tests.support.mirror import Node
from tests.support.site import NOW

PORT = 8650
BASE = f"http://127.0.0.1:{PORT}"
PIN = "482913"


_SCROLLED = {
    "event_type": "update", "pixels": 10_000.0, "min_scroll_extent": 0.0, "max_scroll_extent": 10_000.0,
    "viewport_dimension": 800.0, "scroll_delta": 1.0,
}  # fmt: skip


class _Wire:
    """One websocket of a browser, packets in and out."""

    def __init__(self, web: WebApp, cookie: str, tab: Tab) -> None:
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._tab = tab
        headers = [
            (b"host", f"127.0.0.1:{PORT}".encode()),
            (b"origin", BASE.encode()),
            (b"user-agent", b"Chrome"),
            (b"cookie", cookie.encode()),
        ]
        scope: dict[str, Any] = {
            "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws", "path": "/ws",
            "raw_path": b"/ws", "root_path": "", "query_string": b"", "headers": headers, "subprotocols": [],
            "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", PORT),
        }  # fmt: skip
        self._inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(web(scope, self._inbox.get, self._take))

    async def _take(self, message: Any) -> None:
        if message["type"] == "websocket.send":
            self._tab.receive(message["bytes"])
        elif message["type"] == "websocket.close":
            self._tab.closed_with = message.get("code", 1000)

    def push(self, packet: bytes | None) -> None:
        if packet is None:
            self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})
        else:
            self._inbox.put_nowait({"type": "websocket.receive", "bytes": packet})


class Tab(App):
    """A page in a browser of its own; ``packets`` holds whatever the server sent to it."""

    def __init__(self, house: House, *, route: str = "/", width: float = 412, height: float = 915) -> None:
        super().__init__(route=route, width=width, height=height, platform="android", web=True, dark=False)
        self.house = house
        self.cookie = house.door.new_cookie()
        self.closed_with: int | None = None

    async def connect(self, main: object = None, cookies: object = None) -> None:
        """Open the socket (again), as after a reload."""
        self.mirror = Mirror(self._about_me)
        self._registered.clear()
        self.closed_with = None
        wire = _Wire(self.house.web, f"{self.house.door.cookie_name}={self.cookie}", self)
        self._socket, self._handler = wire, wire.task  # type: ignore[assignment]
        self.send(_REGISTER, {"session_id": self.session_id, "page_name": "", "page": self._about_me})
        await asyncio.wait_for(self._registered.wait(), 30)
        session_ids = app_manager._FletAppManager__sessions  # type: ignore[attr-defined]
        self.session = next(one for one in session_ids.values() if one.id == self.session_id)
        await self.settle()

    async def settle(self, rounds: int = 40_000) -> None:
        """Wait until only timers are left, while others wait for the same."""
        loop = asyncio.get_running_loop()
        house, quiet = self.house, 0
        house.waiting += 1
        try:
            for _ in range(rounds):
                await asyncio.sleep(0)
                if getattr(loop, "threads_at_work", 0):
                    await asyncio.sleep(0.001)
                    quiet = 0
                    continue
                quiet = quiet + 1 if len(getattr(loop, "_ready", ())) < house.waiting else 0
                if quiet >= 3:
                    break
            else:
                raise AppFault("the app keeps itself busy")
        finally:
            house.waiting -= 1
        self.check()

    async def reload(self) -> None:
        """F5: the socket goes, the page comes back to its session at the address it has."""
        self._about_me["route"] = self.route
        await self.disconnect()
        await self.connect()

    @property
    def wire(self) -> bytes:
        """Everything received so far."""
        return b"".join(self.packets)

    def received(self, words: Iterable[str]) -> list[str]:
        """Which of the words have come over the wire."""
        wire = self.wire
        return [word for word in words if word.encode() in wire]

    # what a person does

    async def presses(self, pin: str, keypad: str = "pin") -> None:
        for digit in pin:
            await self.tap(f"{keypad}.digit.{digit}")

    async def signs_in(self, phone: str, *, pin: str | None = PIN) -> None:
        """As far as an open page; ``pin=None`` skips the offer."""
        await self.enter("login.login", phone)
        await self.enter("login.password", PASSWORD)
        await self.tap("login.submit")
        await self.enter("login.code", await self.house.site.code(phone))
        if pin is None:
            await self.tap("pin.skip")
        else:
            await self.presses(pin + pin)

    async def opens(self, patient_id: object, section: str = "labs") -> None:
        await self.tap(f"home.child.{patient_id}")
        await self.tap(f"medcard.section.{section}")

    async def first_record(self) -> None:
        await self.tap(next(name for name in self.identifiers if name.startswith("section.item.")))

    # what nobody's widgets would do

    async def settle_hostile(self) -> None:
        """Wait until the app is quiet; what it says of the bent packets is its own affair."""
        with contextlib.suppress(AppFault):
            await self.settle()

    def every_event(self, nodes: Iterable[Node | int], *events: str) -> None:
        """Fire events at controls whether they listen or not."""
        for node in nodes:
            for event in events or ("click", "tap", "change", "submit", "select", "long_press", "scroll"):
                data = _SCROLLED if event == "scroll" else "1"
                self.send(3, {"target": node if isinstance(node, int) else node.id, "name": event, "data": data})


@dataclass
class House:
    """One served app over one backend."""

    site: DemoSite
    web: WebApp
    door: Door
    downloads: Downloads
    overheard: Overheard
    #: How many tabs wait for quiet at this moment.
    waiting: int = 0

    @contextlib.asynccontextmanager
    async def tab(self, *, is_hostile: bool = False, **about: Any) -> AsyncIterator[Tab]:
        """A page in a new browser. A hostile one may break its own session; any other one's faults fail the test."""
        tab = Tab(self, **about)
        try:
            await tab.connect()
            yield tab
            if not is_hostile:
                tab.check()
        finally:
            await tab.disconnect()
            if tab.session_id:
                sessions = app_manager._FletAppManager__sessions  # type: ignore[attr-defined]
                for key in [key for key, session in sessions.items() if session.id == tab.session_id]:
                    await app_manager.delete_session(key)
            await asyncio.sleep(0)

    async def asked(self, part: str) -> int:
        """How many requests with ``part`` in their path the backend has seen."""
        items = (await self.site.http.get(f"{MOCK}/requests")).json()["items"]
        return sum(part in one["path"] for one in items)

    async def words_of(self, *children: str) -> set[str]:
        """Ids and titles of a card that no other child's record bears."""
        ids = {CHILDREN[key].id for key in children}
        rows = await self.site.backend.store.read(lambda session: session.scalars(select(StoredRecord)).all())
        mine: set[str] = {str(one) for one in ids}
        others: set[str] = set()
        for row in rows:
            title = str(json.loads(row.row_json)["title"])
            (mine if row.patient_id in ids else others).update((title, str(row.id)))
        return mine - others


class Overheard:
    """Stands before a backend and keeps the JSON bodies that go in and out."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.bodies: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def taken() -> Any:
            message = await receive()
            self._keep(message.get("body"))
            return message

        async def sent(message: Any) -> None:
            self._keep(message.get("body"))
            await send(message)

        await self._app(scope, taken, sent)

    def _keep(self, body: bytes | None) -> None:
        with contextlib.suppress(ValueError):
            if body:
                self.bodies.append(json.loads(body))

    def values(self, *names: str) -> set[str]:
        """Every string that any of the names had."""
        return {str(body[name]) for body in self.bodies if isinstance(body, dict) for name in names if body.get(name)}


@contextlib.asynccontextmanager
async def open_house(folder: Path, *children: str) -> AsyncIterator[House]:
    """A served app; the named children have their whole cards, other cards are empty."""
    async with open_demo(folder / "backend") as site:
        for key in children:
            await site.backend._write_card(site.backend.store, card_of(CHILDREN[key], moscow_day(NOW)))
        downloads, overheard = Downloads(site.clock), Overheard(site.app)
        services = AppServices(
            clock=site.clock, data_dir=folder, vault_place=VaultPlace.MEMORY, vault_namespace="house",
            backend=cast(FastAPI, overheard), is_test_mode=True, downloads=downloads, visit=current_visit,
            has_fonts=True,
        )  # fmt: skip
        door = Door(b"k" * 32, port=PORT, needs_token=False)
        settings = WebSettings(makes_best=False, cache=folder / "cache")
        web = WebApp(make_main(services), door=door, downloads=downloads, settings=settings)
        yield House(site, web, door, downloads, overheard)
