"""The short road to a list answers as the framework would: the same bodies, refusals and rows of the journal."""

from __future__ import annotations

import httpx
import pytest
from starlette.middleware.exceptions import ExceptionMiddleware

from emias_app.mock_server.envelope import Envelope
from emias_app.models.auth import TokenLevel
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, a_lab

pytestmark = pytest.mark.anyio

ADDRESSES = (
    f"/patients/{CHILD}/labs",
    f"/patients/{CHILD}/labs?limit=1",
    f"/patients/{CHILD}/labs?limit=-1",
    f"/patients/{CHILD}/labs?q=%00",
    f"/patients/{OTHER_CHILD}/labs",
    "/patients/not-an-id/labs",
    f"/patients/{CHILD}/no-such-section",
)


def the_framework_alone(world: World) -> httpx.AsyncClient:
    routes = ExceptionMiddleware(world.app.router, handlers=world.app.exception_handlers)
    whole = httpx.ASGITransport(Envelope(routes, world.backend))
    return httpx.AsyncClient(transport=whole, base_url="http://test/api/v1")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["anna", "ended", "nobody", "registrar", "account-level", "signed-out"])
async def test_both_roads_answer_alike(world: World, who: str, address: str) -> None:
    await world.add(a_lab(), a_lab(abnormal=True))
    headers = {}
    if who != "signed-out":
        level = TokenLevel.ACCOUNT if who == "account-level" else TokenLevel.MEDCARD
        token = await world.token("anna" if who == "account-level" else who, level)
        headers = {"Authorization": f"Bearer {token}"}
    short = await world.http.get(address, headers=headers)
    rows = await world.journal()
    await world.forget_journal()
    async with the_framework_alone(world) as http:
        long = await http.get(address, headers=headers)
    assert (short.status_code, short.content) == (long.status_code, long.content)
    assert short.headers["content-type"] == long.headers["content-type"]
    assert await world.journal() == rows
    assert bool(rows) == (short.status_code == 200)


@pytest.mark.parametrize("address", ["/patients//labs", f"/patients/{CHILD}/labs/"])
async def test_what_is_not_quite_a_list_is_not_found(world: World, address: str) -> None:
    answer = await world.get(address, await world.token("anna"))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
