"""kill -9 in the middle of 200 parallel writes: whatever was acknowledged is there after the restart."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.support.served import Served, free_port

PASSWORD = "Demo-2026"
PHONES = tuple(f"+790000000{number:02d}" for number in range(1, 9))
ANNA = PHONES[0]
#: How many writers of each kind; 200 in all.
CHAINS, LOGINS, NOTICES, READS = 9, 7, 60, 124
#: The kill comes when so many writes are acknowledged and every kind is among them.
ENOUGH = 400

Tokens = dict[str, Any]
Work = Callable[["Client"], Awaitable[None]]


@dataclass
class Acknowledged:
    """What the server said was done."""

    tickets: dict[str, str] = field(default_factory=dict)
    #: By chain: the newest refresh token that arrived.
    chains: dict[int, str] = field(default_factory=dict)
    notices: list[tuple[str, str]] = field(default_factory=list)
    reads: Counter[str] = field(default_factory=Counter)
    renewals: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    def count(self) -> None:
        """Called after each write."""
        of_each = (len(self.tickets), self.renewals, len(self.notices), self.reads.total())
        if all(of_each) and sum(of_each) >= ENOUGH:
            self.enough.set()


class Client:
    """A person over HTTP, who finds the codes where this server gives them."""

    def __init__(self, server: Served, *, has_outbox: bool) -> None:
        self.server, self.has_outbox = server, has_outbox
        self.http = httpx.AsyncClient(base_url=server.base + "/api/v1", timeout=60, verify=False)
        #: By phone: how many codes of the terminal were taken; the next one may be printed after its answer came.
        self._taken: Counter[str] = Counter()

    async def code(self, phone: str) -> str:
        """The newest code for a phone: from the outbox, or from what the terminal says."""
        if self.has_outbox:
            answer = await self.http.get(self.server.base + "/mock/v1/outbox", params={"phone": phone})
            return str(next(item["code"] for item in answer.json()["items"] if item["code"]))
        for _ in range(200):
            found: list[str] = re.findall(rf"СМС на {re.escape(phone)}: .*?(\d{{6}})", self.server.log)
            if len(found) > self._taken[phone]:
                self._taken[phone] = len(found)
                return found[-1]
            await asyncio.sleep(0.05)
        raise AssertionError("the terminal shows no code")

    async def ask(self, path: str, token: str | None = None, body: object = None, **headers: str) -> httpx.Response:
        head = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            head["Authorization"] = f"Bearer {token}"
        return await self.http.request("GET" if body is None else "POST", path, json=body, headers=head)

    async def told(self, path: str, token: str | None = None, body: object = None) -> Any:
        answer = await self.ask(path, token, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def sign_in(self, phone: str) -> Tokens:
        ticket = (await self.told("/auth/login", body={"login": phone, "password": PASSWORD}))["ticket"]
        return dict(await self.told("/auth/login/confirm", body={"ticket": ticket, "code": await self.code(phone)}))


@pytest.mark.parametrize("flags", [("--test-mode",), ()], ids=["test mode", "as people run it"])
def test_what_was_acknowledged_before_a_kill_is_there_after_the_restart(flags: tuple[str, ...], tmp_path: Path) -> None:
    asyncio.run(_kill_and_look(flags, tmp_path))
    with contextlib.closing(sqlite3.connect(tmp_path / "emias.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


async def _kill_and_look(flags: tuple[str, ...], folder: Path) -> None:
    done = Acknowledged()
    server = Served("server", *flags, "--data-dir", str(folder), port=free_port())
    try:
        await asyncio.to_thread(server.wait_ready)
        client = Client(server, has_outbox=bool(flags))
        async with client.http:
            await _write_until_killed(client, server, done)
    finally:
        server.stop()
    again = Served("server", *flags, "--data-dir", str(folder), port=free_port())
    try:
        await asyncio.to_thread(again.wait_ready)
        _look_inside(folder / "emias.sqlite3", done)
        client = Client(again, has_outbox=bool(flags))
        async with client.http:
            await _look_from_outside(client, done)
        assert again.interrupt() == 0
    finally:
        again.stop()
    assert "Traceback" not in again.log


async def _write_until_killed(client: Client, server: Served, done: Acknowledged) -> None:
    sessions = [await client.sign_in(phone) for phone in (ANNA, ANNA, *PHONES[1:])]
    assert len(sessions) == CHAINS
    anna = sessions[1]["accessToken"]
    await client.told("/auth/medcard-code", anna, {})
    anna = (await client.told("/auth/medcard-code/confirm", anna, {"code": await client.code(ANNA)}))["accessToken"]
    artyom = next(one["id"] for one in (await client.told("/patients", anna))["items"] if one["firstName"] == "Артём")
    labs = [row["id"] for row in (await client.told(f"/patients/{artyom}/labs?limit=20", anna))["items"]]
    notices = [one["id"] for one in (await client.told("/notices?limit=100", anna))["items"]]
    assert labs
    assert notices
    done.chains = {number: one["refreshToken"] for number, one in enumerate(sessions) if number != 1}

    async def renew(client: Client, number: int) -> None:
        answer = await client.ask("/auth/refresh", body={"refreshToken": done.chains[number]})
        assert answer.status_code == 200, answer.text
        done.chains[number] = answer.json()["refreshToken"]
        done.renewals += 1

    async def log_in(client: Client, phone: str) -> None:
        answer = await client.ask("/auth/login", body={"login": phone, "password": PASSWORD})
        if answer.status_code == 200:
            done.tickets[answer.json()["ticket"]] = phone
        else:
            assert answer.status_code == 429, answer.text

    turns = itertools.count()

    async def read_notice(client: Client) -> None:
        notice, key = notices[next(turns) % len(notices)], str(uuid4())
        answer = await client.ask(f"/notices/{notice}/read", anna, {}, Idempotency_Key=key)
        assert answer.status_code == 200, answer.text
        done.notices.append((notice, key))

    async def read_record(client: Client) -> None:
        record = labs[next(turns) % len(labs)]
        answer = await client.ask(f"/patients/{artyom}/labs/{record}", anna)
        assert answer.status_code == 200, answer.text
        done.reads[record] += 1

    works: list[Work] = [read_notice] * NOTICES + [read_record] * READS
    works += [partial(log_in, phone=phone) for phone in PHONES[1:]]
    works += [partial(renew, number=number) for number in done.chains]
    works += [read_record]
    assert len(works) == LOGINS + (CHAINS - 1) + NOTICES + READS + 1 == 200

    async def again_and_again(work: Work) -> None:
        writer = Client(server, has_outbox=client.has_outbox)
        async with writer.http:
            with contextlib.suppress(httpx.TransportError):
                while True:
                    await work(writer)
                    done.count()

    writers = [asyncio.create_task(again_and_again(work)) for work in works]
    await asyncio.wait([asyncio.create_task(done.enough.wait()), *writers], timeout=60, return_when="FIRST_COMPLETED")
    server.kill()
    await asyncio.gather(*writers)
    assert done.enough.is_set()


def _look_inside(file: Path, done: Acknowledged) -> None:
    """Tickets and the journal's rows, which no caller is shown one by one."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:

        def column(query: str) -> list[Any]:
            return [row[0] for row in database.execute(query)]

        kept = set(column("SELECT ticket_hash FROM sms_codes"))
        assert {hashlib.sha256(ticket.encode()).hexdigest() for ticket in done.tickets} <= kept
        rows = Counter(column("SELECT record_id FROM journal WHERE what = 'RECORD'"))
        lost = [record for record, count in done.reads.items() if rows[UUID(record).hex] < count]
        assert lost == [], "reads without their row in the journal"


async def _look_from_outside(client: Client, done: Acknowledged) -> None:
    for token in done.chains.values():
        renewed = await client.ask("/auth/refresh", body={"refreshToken": token})
        assert renewed.status_code == 200, renewed.text
        assert (await client.ask("/me", renewed.json()["accessToken"])).status_code == 200
    anna = await client.sign_in(ANNA)
    items = (await client.told("/notices?limit=100", anna["accessToken"]))["items"]
    unread = {one["id"] for one in items if not one["read"]}
    assert not unread & {notice for notice, _ in done.notices}
    for notice, key in done.notices:
        path, body = f"/notices/{notice}/read", {"another": "body"}
        other = await client.ask(path, anna["accessToken"], body, Idempotency_Key=key)
        assert (other.status_code, other.json().get("code")) == (409, "idempotency_key_reused"), "the key is known"
