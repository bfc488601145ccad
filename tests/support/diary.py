"""Diary entries for tests, as a client writes them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from tests.support.card_world import World
from tests.support.records import CHILD

DIARY = f"/patients/{CHILD}/diary"


def a_measurement(**changes: Any) -> dict[str, Any]:
    """A body: 36,8 °C of this morning, unless a test says otherwise."""
    body: dict[str, Any] = {"indicator": "temperature", "value": 36.8, "measuredAt": "2026-11-22T08:30:00+03:00"}
    return {key: value for key, value in (body | changes).items() if value is not None}


async def ask(
    world: World, method: str, path: str, body: object = None, *, token: str | None = None, **headers: str
) -> httpx.Response:
    """A call as Anna, unless another token is given; ``if_match`` and ``idempotency_key`` become headers."""
    bearer = token or await world.token("anna")
    sent = {"Authorization": f"Bearer {bearer}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await world.http.request(method, path, json=body, headers=sent)


async def written(world: World, **changes: Any) -> dict[str, Any]:
    """An entry that Anna has written."""
    answer = await ask(world, "POST", DIARY, a_measurement(**changes))
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


def an_own_id() -> str:
    return str(uuid4())
