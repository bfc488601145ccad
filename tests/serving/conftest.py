"""The page's server without a port: HTTP over ASGITransport, sockets over two queues, and the smallest of screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flet as ft
import httpx
import msgpack
import pytest

from emias_app.clock import FixedClock
from emias_app.serving.answers import App
from emias_app.serving.downloads import Downloads
from emias_app.serving.guard import Limits
from emias_app.serving.launch import Door
from emias_app.serving.visit import Visit, current_visit
from emias_app.serving.web import WebApp, WebSettings

BASE = "http://127.0.0.1:8650"
HOST = b"127.0.0.1:8650"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Socket:
    """One websocket from the browser's side."""

    def __init__(self, web: WebApp, headers: list[tuple[bytes, bytes]], path: str, address: str) -> None:
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope: dict[str, Any] = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "client": (address, 50_000),
            "server": ("127.0.0.1", 8650),
            "subprotocols": [],
        }
        self._in.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(web(scope, self._in.get, self._put))

    async def _put(self, message: Any) -> None:
        self._out.put_nowait(message)

    async def next(self) -> dict[str, Any]:
        """What the server says next."""
        return await asyncio.wait_for(self._out.get(), 5)

    def send(self, content: bytes) -> None:
        self._in.put_nowait({"type": "websocket.receive", "bytes": content})

    def register(self, session_id: str = "") -> None:
        """Flet's first message."""
        page = {"route": "/", "width": 400, "height": 800, "platform": "linux", "web": True, "pwa": False}
        body = {"session_id": session_id, "page_name": "", "page": page}
        self.send(b"\x00" + bytes(msgpack.packb([1, body])))

    async def registered(self) -> str:
        """The session that the server gave."""
        while True:
            message = await self.next()
            if message["type"] == "websocket.send":
                action, body = msgpack.unpackb(message["bytes"][1:], strict_map_key=False)
                if action == 1:
                    return str(body["session_id"])

    async def leave(self) -> None:
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, 5)


class Site:
    """A web app under test with what it was made of."""

    def __init__(
        self, assets: Path | None, cache: Path, *, needs_token: bool, limits: Limits, backend: App | None
    ) -> None:
        self.clock = FixedClock(datetime(2026, 11, 22, 6, tzinfo=UTC))
        self.tokens: list[str] = []
        self.visits: list[Visit | None] = []
        self.pages: list[ft.Page] = []
        self.downloads = Downloads(self.clock)
        self.door = Door(b"k" * 32, port=8650, needs_token=needs_token, on_new_token=self.tokens.append)
        settings = WebSettings(makes_best=False, limits=limits, assets=assets, cache=cache)
        self.web = WebApp(self._main, door=self.door, downloads=self.downloads, backend=backend, settings=settings)

    async def _main(self, page: ft.Page) -> None:
        self.visits.append(current_visit())
        self.pages.append(page)
        page.add(ft.Text("Привет"))

    def browser(self) -> httpx.AsyncClient:
        """A browser with its own cookies."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.web), base_url=BASE)

    def socket(
        self,
        cookie: str | None,
        *,
        origin: str | None = BASE,
        path: str = "/ws",
        host: bytes = HOST,
        address: str = "127.0.0.1",
    ) -> Socket:
        headers = [(b"host", host), (b"user-agent", b"test")]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        if cookie is not None:
            headers.append((b"cookie", f"{self.door.cookie_name}={cookie}".encode()))
        return Socket(self.web, headers, path, address)


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    def make(
        *,
        needs_token: bool = False,
        limits: Limits | None = None,
        backend: App | None = None,
        assets: Path | None = None,
    ) -> Site:
        small = limits or Limits(grace=0.05)
        return Site(assets, tmp_path / "cache", needs_token=needs_token, limits=small, backend=backend)

    return make


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A page for whoever comes, as in test mode."""
    return make_site()


@pytest.fixture
def locked_site(make_site: Callable[..., Site]) -> Site:
    """A page that a launch token opens."""
    return make_site(needs_token=True)
