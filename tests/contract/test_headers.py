"""The headers that the OpenAPI tells of are those that are taken and given (contract §2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.test_every_route_every_foreigner import BASE, PUBLIC, Route, routes_of
from tests.contract.test_preconditions import WRITES
from tests.support.card_world import World
from tests.support.records import CHILD, a_lab

pytestmark = pytest.mark.anyio


def operations(world: World) -> dict[tuple[str, str], dict[str, Any]]:
    paths = world.app.openapi()["paths"]
    return {(route.method, route.template): paths[route.template][route.method] for route in routes_of(world)}


def told(operation: dict[str, Any]) -> set[str]:
    return {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}


async def test_every_answer_tells_its_request_and_the_time(world: World) -> None:
    for where, operation in operations(world).items():
        for status, answer in operation["responses"].items():
            assert {"X-Request-Id", "X-Emias-Now"} <= set(answer["headers"]), where
            assert ("Retry-After" in answer["headers"]) == (status in ("4XX", "5XX")), where


async def test_every_write_outside_auth_takes_a_key_and_no_other_route_does(world: World) -> None:
    for (method, path), operation in operations(world).items():
        takes = method != "get" and not path.startswith(f"{BASE}/auth/") and (method, path) not in PUBLIC
        assert ("Idempotency-Key" in told(operation)) == takes, (method, path)


async def test_a_write_under_a_resource_with_a_tag_takes_if_match_and_no_other_does(world: World) -> None:
    taking = {
        (method.upper(), path.removeprefix(BASE))
        for (method, path), operation in operations(world).items()
        if "If-Match" in told(operation)
    }
    assert taking == set(WRITES)


async def test_only_routes_that_open_or_renew_a_session_ask_for_the_app(world: World) -> None:
    for (method, path), operation in operations(world).items():
        if "X-Emias-Client" in told(operation):
            assert (method, path) in PUBLIC or path.startswith(f"{BASE}/auth/"), (method, path)
    assert "X-Emias-Client" in told(operations(world)["post", f"{BASE}/auth/login/confirm"])
    assert {"Range", "If-Range"} <= told(operations(world)["get", f"{BASE}/patients/{{pid}}/exports/{{id}}/file"])


async def test_an_answer_has_a_tag_exactly_where_it_is_told(world: World) -> None:
    lab = a_lab()
    await world.add(lab)
    parent, doctor = await world.token("anna"), await world.token("doctor")
    seen = 0
    for (method, path), operation in operations(world).items():
        if method != "get":
            continue
        route = Route(method, path)
        headers = {"Authorization": f"Bearer {doctor if route.is_clinics else parent}"}
        address = route.address(pid=CHILD, section="labs", id=lab.id, kind="allergies")
        answer = await world.http.get(address, headers=headers)
        if answer.status_code == 200:
            seen += 1
            is_told = "ETag" in operation["responses"]["200"]["headers"]
            assert ("etag" in answer.headers) == is_told, path
    assert seen > 25
