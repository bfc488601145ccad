"""A backend of the tests' own, seen from outside: a person's steps over HTTP, a clock to move, an inbox to read."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from pydantic import SecretStr

from emias_app.clock import FixedClock
from emias_app.config import Seed, ServerSettings
from emias_app.mock_server.app import create_app
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.store.schema import AccountRow

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
PASSWORD = "Proba-2026"
ANNA, IGOR = "+79110000001", "+79110000002"
SNILS = "11223344595"


def in_memory(app: FastAPI, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """An HTTP client that needs no port."""
    transport = httpx.ASGITransport(app, client=(address, 1234))
    return httpx.AsyncClient(transport=transport, base_url="http://test/api/v1")


class InTurn(httpx.AsyncBaseTransport):
    """Gives each request to the next of several workers that share a database."""

    def __init__(self, apps: list[FastAPI]) -> None:
        self._workers = cycle([httpx.ASGITransport(app) for app in apps])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await next(self._workers).handle_async_request(request)


def an_account(phone: str, name: str, password_hash: str, **other: Any) -> AccountRow:
    return AccountRow(
        id=other.pop("id", None) or uuid4(), last_name="Пробная", first_name=name, middle_name="Петровна",
        birth_date=date(1990, 5, 1), sex="FEMALE", level="FULL", phone=phone, email=f"{phone[1:]}@example.org",
        password_hash=password_hash, created_at=NOW, **other,
    )  # fmt: skip


@dataclass
class Phone:
    """A device with a key."""

    id: str = ""
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public_key(self) -> str:
        return _text(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, challenge: str, device_id: str | None = None) -> str:
        return _text(self.key.sign(f"emias-unlock-v1|{device_id or self.id}|{challenge}".encode()))


@dataclass
class Site:
    """``http`` speaks for nobody; tokens go in by :func:`bearer`."""

    app: FastAPI
    clock: FixedClock
    http: httpx.AsyncClient

    @property
    def backend(self) -> Backend:
        backend: Backend = self.app.state.backend
        return backend

    def advance(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    async def inbox(self, phone: str = ANNA) -> list[dict[str, Any]]:
        answer = await self.http.get("http://test/mock/v1/outbox", params={"phone": phone})
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def code(self, phone: str = ANNA) -> str:
        """The code of the newest SMS."""
        return str((await self.inbox(phone))[0]["code"])

    async def ticket(self, login: str = ANNA, password: str = PASSWORD) -> str:
        answer = await self.http.post("/auth/login", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["ticket"])

    async def sign_in(self, phone: str = ANNA, *, client: str = "web") -> dict[str, Any]:
        """The tokens of a complete sign-in."""
        ticket = await self.ticket(phone)
        answer = await self.http.post(
            "/auth/login/confirm",
            json={"ticket": ticket, "code": await self.code(phone)},
            headers={"X-Emias-Client": client},
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def step_up(self, tokens: dict[str, Any], phone: str = ANNA) -> dict[str, Any]:
        """Tokens that open cards."""
        sent = await self.http.post("/auth/medcard-code", headers=bearer(tokens))
        assert sent.status_code == 200, sent.text
        answer = await self.http.post(
            "/auth/medcard-code/confirm", json={"code": await self.code(phone)}, headers=bearer(tokens)
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def trust(self, tokens: dict[str, Any], name: str = "Телефон") -> Phone:
        """Register a device."""
        phone = Phone()
        body = {"name": name, "publicKey": phone.public_key}
        answer = await self.http.post("/devices", json=body, headers=bearer(tokens))
        assert answer.status_code == 201, answer.text
        phone.id = answer.json()["id"]
        return phone

    async def unlock(self, phone: Phone) -> httpx.Response:
        """Sign a fresh challenge."""
        asked = await self.http.post(f"/devices/{phone.id}/challenge")
        challenge = asked.json()["challenge"]
        body = {"challenge": challenge, "signature": phone.sign(challenge)}
        return await self.http.post(f"/devices/{phone.id}/unlock", json=body)

    async def refresh(self, token: str, **headers: str) -> httpx.Response:
        return await self.http.post("/auth/refresh", json={"refreshToken": token}, headers=headers)

    async def is_signed_in(self, tokens: dict[str, Any]) -> bool:
        return (await self.http.get("/me", headers=bearer(tokens))).status_code == 200

    async def opens_cards(self, tokens: dict[str, Any]) -> bool:
        """Whether a card is refused for what it is (404) rather than for the level (403)."""
        return (await self.http.get(f"/patients/{uuid4()}/sections", headers=bearer(tokens))).status_code == 404


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['accessToken']}"}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def settings_for(folder: Path, database_url: str | None = None, **other: Any) -> ServerSettings:
    given: dict[str, Any] = {
        "data_dir": folder,
        "database_url": SecretStr(database_url) if database_url else None,
        "seed": Seed.EMPTY,
        "test_mode": True,
        "fast_hashing": True,
    }
    return ServerSettings(**(given | other))


@contextlib.asynccontextmanager
async def open_site(folder: Path, database_url: str | None = None, **other: Any) -> AsyncIterator[Site]:
    """A started backend with two parents, Анна and Игорь, and the clinic's staff; on PostgreSQL, two workers of it."""
    clock = FixedClock(NOW)
    settings = settings_for(folder, database_url, **other)
    apps = [create_app(settings, clock) for _ in range(2 if database_url else 1)]
    async with contextlib.AsyncExitStack() as stack:
        for app in apps:
            await app.state.backend.start()
            stack.push_async_callback(app.state.backend.stop)
            await app.state.backend.cards_ready()
        kept = apps[0].state.backend.hasher.hash_password(PASSWORD)
        people = [an_account(ANNA, "Анна", kept, snils=SNILS, id=UUID(int=1)), an_account(IGOR, "Игорь", kept)]
        await apps[0].state.backend.store.write(lambda session: session.add_all(people))
        http = httpx.AsyncClient(transport=InTurn(apps), base_url="http://test/api/v1")
        yield Site(apps[0], clock, await stack.enter_async_context(http))
