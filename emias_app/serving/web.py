"""The one ASGI app of the page: the API, the client's files, downloads, and Flet behind the guard.

Order of a request::

    headers of safety → Host (on loopback) → /api /healthz /docs /openapi.json /mock → the backend (or JSON 404)
                                           → /client/<version>/…  compressed files, kept for ever
                                           → fonts, icons, manifest
                                           → /download/<name>     one use, this browser only
                                           → PUT /upload/<name>   the same, for one awaited file
                                           → /ws                  guard → Flet
                                           → any other route      the loading page, for browsers that were let in
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from starlette.websockets import WebSocket

from emias_app.serving import answers
from emias_app.serving.answers import DATA_POLICY, DOCS_POLICY, App, Receive, Scope, Send, answer, header
from emias_app.serving.client_files import ClientFile, assets_folder, load_client, media_type_of
from emias_app.serving.compressed import Compressor
from emias_app.serving.downloads import PREFIX as DOWNLOAD_PREFIX
from emias_app.serving.downloads import Downloads
from emias_app.serving.guard import Limits, SocketGuard, refuse
from emias_app.serving.launch import Door
from emias_app.serving.page import loading_page
from emias_app.serving.uploads import PREFIX as UPLOAD_PREFIX
from emias_app.serving.uploads import Uploads
from emias_app.serving.visit import current_visit

if TYPE_CHECKING:
    import flet as ft

API_PREFIXES: Final = ("/api", "/s", "/mock", "/docs", "/redoc", "/openapi.json", "/healthz")
LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
SESSION_SECONDS: Final = 1_800
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_CHECK_FIRST: Final = "no-cache"


@dataclass(frozen=True)
class WebSettings:
    """How the page is served. ``is_loopback``: only names of this machine are taken in Host (no DNS rebinding)."""

    is_loopback: bool = True
    limits: Limits = field(default_factory=Limits)
    #: Make the best compressed forms in a process of its own; tests leave it out.
    makes_best: bool = True
    assets: Path | None = None
    cache: Path | None = None


class WebApp:
    """The ASGI app; its lifespan starts Flet's session eviction and the compression."""

    def __init__(
        self,
        main: Callable[[ft.Page], Awaitable[None]],
        *,
        door: Door,
        downloads: Downloads,
        uploads: Uploads | None = None,
        backend: App | None = None,
        settings: WebSettings | None = None,
    ) -> None:
        self._settings = settings or WebSettings()
        self._assets = self._settings.assets or assets_folder()
        self._client = load_client(self._assets)
        self._page = loading_page(self._client, self._assets)
        self._compressor = Compressor(self._client, self._settings.cache)
        self._public = _public_files(self._assets)
        self._main = main
        self._door = door
        self._downloads = downloads
        self._uploads = uploads
        self._backend = backend
        self._guard = SocketGuard(self._flet, self._settings.limits)

    @property
    def open_sockets(self) -> int:
        return self._guard.open_count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    # ------------------------------------------------------------------ requests

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        is_api = any(path == prefix or path.startswith(prefix + "/") for prefix in API_PREFIXES)
        docs = path == "/docs" or path.startswith("/docs/")
        send = answers.with_headers(send, DOCS_POLICY if docs else DATA_POLICY if is_api else None)
        if self._settings.is_loopback and _host_name(header(scope, b"host")) not in LOOPBACK_NAMES:
            await answers.small_page(scope, send, 421, "Не тот адрес", "Откройте страницу по адресу из терминала.")
        elif is_api:
            await self._api(scope, receive, send)
        elif scope["method"] == "PUT" and path.startswith(UPLOAD_PREFIX):
            await self._upload(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            await answer(scope, send, 405, [("allow", "GET, HEAD")])
        elif path.startswith("/client/"):
            await self._client_file(scope, send)
        elif path in self._public:
            await self._file(scope, send, self._public[path], _CHECK_FIRST)
        elif path.startswith(DOWNLOAD_PREFIX):
            await self._download(scope, send)
        elif "." in path.rsplit("/", 1)[-1]:
            await answer(scope, send, 404, [("cache-control", "no-store")])
        else:
            await self._loading_page(scope, send)

    async def _api(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._backend is not None:
            await self._backend(scope, receive, send)
        elif scope["path"] == "/healthz":
            await answer(scope, send, 200, [("content-type", "application/json")], b'{"status":"ok"}')
        else:
            await answers.not_found(scope, send)

    async def _client_file(self, scope: Scope, send: Send) -> None:
        name = scope["path"].removeprefix(self._client.prefix)
        file = self._client.files.get(name)
        if file is None:
            await answer(scope, send, 404, [("cache-control", "no-store")])
        else:
            await self._file(scope, send, file, _FOR_EVER)

    async def _file(self, scope: Scope, send: Send, file: ClientFile, keep: str) -> None:
        body, coding = await self._compressor.body(file, header(scope, b"accept-encoding"))
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        headers = [("etag", tag), ("cache-control", keep), ("vary", "accept-encoding")]
        if tag in header(scope, b"if-none-match"):
            await answer(scope, send, 304, headers)
            return
        headers.append(("content-type", file.media_type))
        if coding is not None:
            headers.append(("content-encoding", coding))
        await answer(scope, send, 200, headers, body)

    async def _download(self, scope: Scope, send: Send) -> None:
        browser = self._door.browser_of(answers.cookies(scope))
        found = self._downloads.take(browser, scope["path"]) if scope["method"] == "GET" else None
        if found is None:
            text = "Она действует одну минуту и один раз. Вернитесь в медкарту и скачайте файл ещё раз."
            await answers.small_page(scope, send, 404, "Ссылка уже не действует", text)
        else:
            await answers.download(scope, send, found)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        browser = self._door.browser_of(answers.cookies(scope))
        status = await self._uploads.take(browser, scope["path"], receive) if self._uploads is not None else 404
        await answer(scope, send, status, [("cache-control", "no-store")])

    async def _loading_page(self, scope: Scope, send: Send) -> None:
        browser = self._door.browser_of(answers.cookies(scope))
        is_secure = scope["scheme"] == "https"
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("k", []) if self._door.needs_token else []
        headers: list[tuple[str, str]] = [("cache-control", "no-store")]
        if tokens:
            # A browser that only guesses where its user goes must not use the token up.
            is_guess = "prefetch" in header(scope, b"sec-purpose") or scope["method"] == "HEAD"
            cookie = None if is_guess else self._door.use(tokens[0])
            if cookie is not None or browser is not None:
                if cookie is not None:
                    headers.append(self._door.set_cookie(cookie, is_secure=is_secure))
                await answer(scope, send, 303, [*headers, ("location", scope["path"])])
                return
        if browser is None and self._door.needs_token:
            text = (
                "Медкарта открывается только по адресу, который напечатан в терминале, где запущено приложение. "
                "Каждый адрес действует один раз: возьмите последний."
            )
            await answers.small_page(scope, send, 403, "Откройте адрес из терминала", text)
            return
        if browser is None:
            headers.append(self._door.set_cookie(self._door.new_cookie(), is_secure=is_secure))
        policy = self._page.policy(header(scope, b"host"), is_secure=is_secure)
        headers += [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)]
        await answer(scope, send, 200, headers, self._page.body)

    # ------------------------------------------------------------------ the socket

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = header(scope, b"host")
        origin = urlsplit(header(scope, b"origin"))
        browser = self._door.browser_of(answers.cookies(scope))
        is_ours = origin.scheme in ("http", "https") and bool(host) and origin.netloc == host
        if self._settings.is_loopback:
            is_ours = is_ours and _host_name(host) in LOOPBACK_NAMES
        if scope["path"] != "/ws" or not is_ours or browser is None:
            await refuse(receive, send)
            return
        await self._guard.serve(scope, receive, send, browser)

    async def _flet(self, scope: Scope, receive: Receive, send: Send) -> None:
        from flet_web.fastapi import FletApp, app_manager  # type: ignore[import-untyped,unused-ignore]

        def remember(page: ft.Page) -> None:
            visit = current_visit()
            if visit is not None:
                self._guard.own(page.session.id, visit.browser_id)

        app = FletApp(
            loop=asyncio.get_running_loop(),
            executor=app_manager.executor,
            main=self._main,
            before_main=remember,
            session_timeout_seconds=SESSION_SECONDS,
        )
        try:
            await app.handle(WebSocket(scope, receive, send))
        finally:
            await _let_go(app)

    # ------------------------------------------------------------------ life

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self.running():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While entered, sessions are evicted and files get compressed."""
        from flet_web.fastapi import app_manager

        await app_manager.start()
        warming = asyncio.create_task(self._compressor.warm())
        best = self._compressor.start_making_best() if self._settings.makes_best else None
        try:
            yield
        finally:
            warming.cancel()
            if best is not None:
                best.terminate()
                best.wait()
            await app_manager.shutdown()


def _host_name(host: str) -> str:
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name.lower()


async def _let_go(app: Any) -> None:
    """Flet 1.0.5 forgets to disconnect a session whose socket breaks while something is being sent; the reload that
    follows would then find it taken, and the person would be signed out."""
    from flet_web.fastapi import app_manager

    session = getattr(app, "_FletApp__session", None)
    if session is not None and session.connection is app:
        unique_id = app._FletApp__get_unique_session_id(session.id)
        await app_manager.disconnect_session(unique_id, SESSION_SECONDS)


def _public_files(assets: Path) -> dict[str, ClientFile]:
    """Files of ``assets`` under their own address: fonts (for ``page.fonts``), icons, the manifest."""
    files: dict[str, ClientFile] = {}
    for path in sorted(assets.rglob("*")):
        name = path.relative_to(assets).as_posix()
        if path.is_file() and name not in ("index.html", "splash.png", "icon.png"):
            files[f"/{name}"] = ClientFile(f"public/{name}", media_type_of(name), path)
    return files


__all__ = ["WebApp", "WebSettings"]
