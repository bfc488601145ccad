"""The demo people over HTTP, each signed in whenever that is needed; their cards are empty, since nobody reads them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import delete
from sqlalchemy.orm import Session

from emias_app.clock import FixedClock, moscow_day
from emias_app.config import Seed
from emias_app.mock_server.app import create_app
from emias_app.mock_server.seed import PASSWORD, seed_people
from emias_app.mock_server.seed.people import CHILDREN, ChildSpec
from emias_app.mock_server.store.schema import StaffRow
from tests.support.site import NOW, Site, bearer, in_memory, settings_for

ANNA, IGOR, ELENA, TIMUR, OLGA, DMITRY, MARIA, SERGEY = (f"+790000000{number:02d}" for number in range(1, 9))
MOCK = "http://test/mock/v1"
_TOKEN_LIFE = timedelta(minutes=14)


@dataclass
class Person:
    """A parent at the app; ``password`` may be changed under way."""

    site: DemoSite
    phone: str
    password: str = PASSWORD
    _tokens: dict[str, Any] | None = None
    _signed_in_at: datetime | None = None

    async def tokens(self) -> dict[str, Any]:
        now = self.site.clock.now()
        if self._tokens is None or self._signed_in_at is None or now - self._signed_in_at > _TOKEN_LIFE:
            self._tokens, self._signed_in_at = await self.site.sign_in_with(self.phone, self.password), now
        return self._tokens

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        head = bearer(await self.tokens()) | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.site.http.request(method, path, json=body, headers=head)

    async def get(self, path: str) -> Any:
        """The body of a 200."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def put(self, path: str, body: object) -> Any:
        answer = await self.ask("PUT", path, body)
        assert answer.status_code in (200, 202), answer.text
        return answer.json()

    async def number(self, paper: str, number: str) -> Any:
        """Add a СНИЛС, an ИНН or a policy."""
        return await self.put(f"/me/{paper}", {"number": number})

    async def add_child(self, body: dict[str, Any]) -> Any:
        answer = await self.ask("POST", "/family/children", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def children(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await self.get("/family/children"))["items"]
        return items

    async def accesses(self) -> dict[str, tuple[str, str]]:
        """First name → state and source of every card that is or was open."""
        items = (await self.get("/patients"))["items"]
        return {one["firstName"]: (one["access"]["state"], one["access"]["source"]) for one in items}

    async def notices(self) -> list[tuple[str, str]]:
        """Kind and title of each notice, the newest first."""
        return [(one["kind"], one["title"]) for one in (await self.get("/notices?limit=100"))["items"]]


@dataclass
class DemoSite(Site):
    """A backend with the demo people."""

    def person(self, phone: str, password: str = PASSWORD) -> Person:
        return Person(self, phone, password)

    async def sign_in_with(self, phone: str, password: str, client: str = "web") -> dict[str, Any]:
        ticket = await self.ticket(phone, password)
        body = {"ticket": ticket, "code": await self.code(phone)}
        answer = await self.http.post("/auth/login/confirm", json=body, headers={"X-Emias-Client": client})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def pass_time(self, span: str) -> None:
        """Move the clock by an ISO 8601 duration and do what falls due."""
        answer = await self.http.post(f"{MOCK}/clock", json={"advance": span})
        assert answer.status_code == 200, answer.text

    async def decide(self, registry: str, check_id: str, outcome: str, reason: str | None = None) -> httpx.Response:
        """A registry's answer by a tester's word."""
        body = {"outcome": outcome} | ({"reason": reason} if reason else {})
        return await self.http.post(f"{MOCK}/registries/{registry}/{check_id}", json=body)

    async def make_full(self, person: Person, number: int = 55) -> None:
        """Give the account what is missing for a full one."""
        from emias_app.mock_server.seed import numbers

        await person.number("snils", numbers.snils(number))
        await person.put("/me/passport", a_passport(number))
        await person.number("inn", numbers.inn(number))
        await self.pass_time("P1D")
        assert (await person.get("/me"))["level"] == "FULL"


def a_passport(number: int = 55, **other: str) -> dict[str, str]:
    body = {"series": "4500", "number": f"{number:06d}", "issuedOn": "2025-03-01", "issuedByCode": "770-001"}
    return body | other


def a_child(key: str, **other: Any) -> dict[str, Any]:
    """A demo child as a parent would enter it, with a Russian birth certificate."""
    child: ChildSpec = CHILDREN[key]
    return {
        "lastName": child.last_name, "firstName": child.first_name, "middleName": child.middle_name,
        "birthDate": child.born(moscow_day(NOW)).isoformat(), "sex": child.sex.value,
        "relation": "SON" if child.sex == "MALE" else "DAUGHTER",
        "document": {"kind": "BIRTH_CERTIFICATE", "series": "IV-МЮ", "number": f"{child.number:06d}"},
        "oms": child.oms,
    } | other  # fmt: skip


def patient_id(key: str) -> str:
    return str(CHILDREN[key].id)


def a_key() -> str:
    return str(uuid4())


@contextlib.asynccontextmanager
async def open_demo(folder: Path, database_url: str | None = None, **other: Any) -> AsyncIterator[DemoSite]:
    """A started backend with the demo people and a clock that stands."""
    clock = FixedClock(NOW)
    app = create_app(settings_for(folder, database_url, **other), clock)
    backend = app.state.backend
    await backend.start()

    def seed(session: Session) -> None:
        session.execute(delete(StaffRow))
        seed_people(
            session, seed=Seed.DEMO, now=NOW, hash_password=backend.hasher.hash_password,
            hash_code=backend.hasher.hash_code,
        )  # fmt: skip

    try:
        await backend.cards_ready()
        await backend.store.write(seed)
        async with in_memory(app) as http:
            yield DemoSite(app, clock, http)
    finally:
        await backend.stop()
