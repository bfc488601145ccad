"""Writes sent twice with one Idempotency-Key (contract §2)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from emias_app.mock_server.store.schema import DeviceRow
from tests.support.site import IGOR, Phone, Site, bearer

pytestmark = pytest.mark.anyio


async def register(site: Site, tokens: dict[str, Any], key: str, body: dict[str, str]) -> httpx.Response:
    return await site.http.post("/devices", json=body, headers=bearer(tokens) | {"Idempotency-Key": key})


def a_device(name: str = "Телефон") -> dict[str, str]:
    return {"name": name, "publicKey": Phone().public_key}


async def device_count(site: Site) -> int:
    return await site.backend.store.read(
        lambda session: session.scalar(select(func.count()).select_from(DeviceRow)) or 0
    )


async def test_the_same_key_and_body_give_the_same_answer_and_no_second_effect(site: Site) -> None:
    tokens = await site.step_up(await site.sign_in())
    body = a_device()
    first, second = await register(site, tokens, "k", body), await register(site, tokens, "k", body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert await device_count(site) == 1


async def test_in_parallel_too(site: Site) -> None:
    tokens = await site.step_up(await site.sign_in())
    body = a_device()
    answers = await asyncio.gather(*(register(site, tokens, "k", body) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await device_count(site) == 1


async def test_another_body_under_the_same_key_is_a_conflict(site: Site) -> None:
    tokens = await site.step_up(await site.sign_in())
    await register(site, tokens, "k", a_device())
    answer = await register(site, tokens, "k", a_device("Другой"))
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_key_belongs_to_an_account_and_a_path_for_a_day(site: Site) -> None:
    anna, igor = await site.step_up(await site.sign_in()), await site.step_up(await site.sign_in(IGOR), IGOR)
    body = a_device()
    first = await register(site, anna, "k", body)
    assert (await register(site, igor, "k", body)).json()["id"] != first.json()["id"]
    site.advance(hours=24)
    fresh = await site.step_up(await site.sign_in())
    assert (await register(site, fresh, "k", body)).json()["id"] != first.json()["id"]


async def test_a_repeated_removal_is_answered_as_the_first(site: Site) -> None:
    tokens = await site.sign_in()
    phone = await site.trust(await site.sign_in())
    head = bearer(tokens) | {"Idempotency-Key": "k"}
    answers = [await site.http.delete(f"/devices/{phone.id}", headers=head) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert (await site.http.delete(f"/devices/{phone.id}", headers=bearer(tokens))).status_code == 404


async def test_a_refusal_is_not_kept(site: Site) -> None:
    tokens = await site.sign_in()
    body = a_device()
    await site.trust(tokens)
    assert (await register(site, tokens, "k", body)).status_code == 403
    assert (await register(site, await site.step_up(tokens), "k", body)).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201])
async def test_a_key_that_is_none_is_a_422(site: Site, key: str) -> None:
    tokens = await site.step_up(await site.sign_in())
    answer = await register(site, tokens, key, a_device())
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "Idempotency-Key")


async def test_signing_in_takes_no_key(site: Site) -> None:
    ticket = await site.ticket()
    head = {"Idempotency-Key": str(uuid4())}
    body = {"ticket": ticket, "code": await site.code()}
    statuses = [(await site.http.post("/auth/login/confirm", json=body, headers=head)).status_code for _ in range(2)]
    assert statuses == [200, 422]
