"""The typed client of the backend: one object per signed-in page.

>>> client = EmiasClient.over_http("http://127.0.0.1:8600", clock=SystemClock())
>>> ticket = await client.auth.login("+79000000001", password)
>>> await client.auth.confirm(ticket, code)
>>> children = await client.patients.list()

Every method raises the tree of :mod:`emias_app.errors`.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import TypeAdapter

from emias_app.api.auth import BearerAuth
from emias_app.api.disk import FileOnDisk
from emias_app.api.in_process import AsgiApp, InProcessTransport
from emias_app.api.resources.access import AccessResource
from emias_app.api.resources.auth import AuthResource
from emias_app.api.resources.child_data import ChildDataResource
from emias_app.api.resources.clinic import ClinicResource
from emias_app.api.resources.devices import DevicesResource
from emias_app.api.resources.diary import DiaryResource
from emias_app.api.resources.exports import ExportsResource
from emias_app.api.resources.family import FamilyResource
from emias_app.api.resources.me import MeResource
from emias_app.api.resources.patients import PatientsResource
from emias_app.api.resources.registration import RegistrationResource
from emias_app.api.tokens import TokenHolder
from emias_app.api.transport import FilePart, ServerTime, Transport
from emias_app.clock import Clock
from emias_app.errors import StartupError
from emias_app.models.auth import TokenLevel, Tokens

__all__ = ["TIMEOUT", "AnswerCopy", "EmiasClient"]

log = logging.getLogger("emias_app.api")

T = TypeVar("T")

API = "/api/v1"

#: Seconds for a connection, and between two pieces of an answer.
TIMEOUT = httpx.Timeout(20.0, connect=6.0)

_TOKENS: TypeAdapter[Tokens] = TypeAdapter(Tokens)


class AnswerCopy(Protocol):
    """What stands between the calls of a session and the wire: keeps answers for when there is no network."""

    async def through(
        self, method: str, path: str, params: Mapping[str, str], send: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        """The body of the answer that ``send`` gets, or one that was kept. Raises the tree of errors."""
        ...


class EmiasClient:
    """One session with the backend; tokens live in its memory only.

    ``on_session_lost`` is called when the backend ended the session (not by :meth:`forget` and sign-out).
    """

    def __init__(
        self, http: httpx.AsyncClient, *, clock: Clock, client_kind: str = "web", transport: Transport | None = None
    ) -> None:
        self._http = http
        self._transport = transport or Transport(http, clock=clock, client_kind=client_kind)
        self._holder = TokenHolder(lambda: self.server_now().timestamp())
        self._bearer = BearerAuth(self._holder, self._renew, self._lost)
        self.on_session_lost: Callable[[], None] | None = None
        self.copy: AnswerCopy | None = None
        self.auth = AuthResource(self)
        self.devices = DevicesResource(self)
        self.me = MeResource(self)
        self.patients = PatientsResource(self)
        self.registration = RegistrationResource(self)
        self.family = FamilyResource(self)
        self.access = AccessResource(self)
        self.diary = DiaryResource(self)
        self.child_data = ChildDataResource(self)
        self.exports = ExportsResource(self)
        self.clinic = ClinicResource(self)

    @classmethod
    def in_process(
        cls, app: AsgiApp, *, clock: Clock, client_kind: str = "web", headers: Mapping[str, str] | None = None
    ) -> Self:
        """A client of a backend in this very process; no port is opened."""
        http = httpx.AsyncClient(
            transport=InProcessTransport(app), base_url=f"http://emias.local{API}", timeout=TIMEOUT, headers=headers
        )
        return cls(http, clock=clock, client_kind=client_kind)

    @classmethod
    def over_http(
        cls, base_url: str, *, clock: Clock, client_kind: str = "web", headers: Mapping[str, str] | None = None
    ) -> Self:
        """A client of a backend elsewhere: https, or http to this machine. Raises StartupError otherwise."""
        is_loopback = _check_address(base_url)
        http = httpx.AsyncClient(
            base_url=base_url.rstrip("/") + API, timeout=TIMEOUT, headers=headers, trust_env=not is_loopback
        )
        return cls(http, clock=clock, client_kind=client_kind)

    def __repr__(self) -> str:
        return f"EmiasClient({self._holder!r})"

    @property
    def signed_in(self) -> bool:
        return self._holder.held is not None

    @property
    def level(self) -> TokenLevel | None:
        """What the session may open, as far as is known here; None when signed out."""
        return self._holder.level

    def server_now(self) -> datetime:
        """The backend's time, in UTC."""
        return self._transport.time.now()

    @property
    def backend_time(self) -> ServerTime:
        """The backend's clock, which the offline copy remembers."""
        return self._transport.time

    def forget(self) -> None:
        """Drop the tokens without a word to the backend."""
        self._holder.drop()

    def adopt(self, tokens: Tokens) -> TokenLevel:
        """Go on with these tokens; for the resources that get some."""
        return self._holder.adopt(tokens).level

    async def close(self) -> None:
        """Drop the tokens and the connections."""
        await self._bearer.settle()
        self.forget()
        await self._http.aclose()

    async def request(
        self,
        into: TypeAdapter[T],
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        file: FilePart | None = None,
        raw: FileOnDisk | None = None,
        key: str | None = None,
        if_match: str | None = None,
        is_bare: bool = False,
    ) -> T:
        """The parsed answer of one call under ``/api/v1``; ``is_bare`` = without a token."""
        auth = None if is_bare else self._bearer
        if self.copy is None or is_bare:
            return await self._transport.call(
                into, method, path, auth=auth, params=params, json=json, file=file, raw=raw, key=key, if_match=if_match
            )

        async def send() -> bytes:
            answer = await self._transport.send(
                method, path, auth=auth, params=params, json=json, file=file, raw=raw, key=key, if_match=if_match
            )
            return answer.content

        content = await self.copy.through(method, path, params or {}, send)
        return self._transport.parsed(into, content, method, path)

    async def list_of_cards(self) -> bytes:
        """``GET /patients`` as it comes, past the offline copy, which asks by it whose access ended."""
        return (await self._transport.send("GET", "/patients", auth=self._bearer, params={"limit": "100"})).content

    async def download(
        self, path: str, *, params: Mapping[str, str] | None = None, span: tuple[int, int] | None = None
    ) -> bytes:
        """The bytes of a file, such as a PDF; ``span`` is the first and the last byte that is wanted."""

        async def send() -> bytes:
            return (await self._transport.send("GET", path, auth=self._bearer, params=params, span=span)).content

        if self.copy is None or span is not None:
            return await send()
        return await self.copy.through("GET", path, params or {}, send)

    async def sign_out(self) -> None:
        """End the session at the backend; the tokens are dropped whatever it answers."""
        await self._bearer.settle()
        held = self._holder.held
        self.forget()
        if held is not None:
            body = {"refreshToken": held.refresh}
            await self._transport.send("POST", "/auth/logout", auth=_Once(held.access), json=body)

    async def _renew(self, refresh: str) -> Tokens:
        body = {"refreshToken": refresh}
        return await self._transport.call(_TOKENS, "POST", "/auth/refresh", auth=None, json=body)

    def _lost(self) -> None:
        log.info("the session is over")
        if self.on_session_lost is not None:
            self.on_session_lost()


class _Once(httpx.Auth):
    """One token, for the last request of a session."""

    def __init__(self, access: str) -> None:
        self._access = access

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = f"Bearer {self._access}"
        yield request


def _check_address(base_url: str) -> bool:
    """Whether the address is this machine; raises StartupError for one that must not be talked to."""
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise StartupError("Адрес сервера не разобрать: нужен вид https://host[:port]") from None
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if parts.username or parts.password:
        raise StartupError("В адресе сервера не место имени и паролю")
    if host and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback)):
        return is_loopback
    raise StartupError("Адрес сервера должен начинаться с https:// (http:// только для этого компьютера)")
