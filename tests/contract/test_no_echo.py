"""No 422 sends back what was sent (contract §2): recognisable values into every field and parameter of every route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.test_every_route_every_foreigner import BASE, PUBLIC, routes_of
from tests.support.card_world import World
from tests.support.demo_site import a_child
from tests.support.records import CHILD, a_lab

pytestmark = pytest.mark.anyio

#: Values that occur nowhere else; whatever is made of their digits and letters is recognised too.
MARKS: tuple[Any, ...] = (
    "Эхо-4815162342",
    "+7 481 516-23-42",
    "4815-01-06",
    481516.2342,
    4815162342,
    {"Эхо": "4815162342"},
    ["Эхо-4815162342"],
)
#: Measurements that are asked about or refused for what they are, and how they could be written back.
MEASURED: tuple[tuple[str, float, float | None, tuple[str, ...]], ...] = (
    ("temperature", 41.7, None, ("41,7", "41.7")),
    ("temperature", 43.91, None, ("43,91", "43.91")),
    ("weight", 26_417, None, ("26417", "26,4")),
    ("weight", 261.7, None, ("261,7", "26,17")),
    ("height", 1_347, None, ("1347", "134,7")),
    ("height", 187.3, None, ("187,3", "187.3")),
    ("pulse", 291, None, ("291",)),
    ("bloodPressure", 187, 41, ("187", "41/")),
    ("bloodPressure", 87, 187, ("187", "87/")),
    ("oxygen", 61, None, ("61",)),
)


def holds(answer: httpx.Response, *marks: str) -> bool:
    text = answer.text.casefold()
    bare = "".join(sign for sign in text if not sign.isspace() and sign not in "-_\u00a0")
    return any(mark in bare for mark in (marks or ("эхо", "481516", "48151", "4815")))


def filled(schema: dict[str, Any], parts: dict[str, Any], depth: int = 0) -> Any:
    """A value that a schema takes, so that what judges the whole of a body is reached."""
    if "$ref" in schema:
        return filled(parts[schema["$ref"].rpartition("/")[2]], parts, depth)
    for one in ("anyOf", "oneOf", "allOf"):
        if one in schema:
            return filled(schema[one][0], parts, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            return {name: filled(field, parts, depth + 1) for name, field in schema.get("properties", {}).items()}
        case "array":
            return [filled(schema["items"], parts, depth + 1)]
        case "boolean":
            return True
        case "integer" | "number":
            return schema.get("minimum", 1)
        case _:
            by_format = {"uuid": str(uuid4()), "date": "2020-01-01", "date-time": "2026-11-22T08:30:00+03:00"}
            return by_format.get(schema.get("format", ""), "Слово")


def marked(whole: Any) -> Iterator[Any]:
    """``whole`` with a mark in one field, at whatever depth."""
    for mark in MARKS:
        yield mark
    if not isinstance(whole, dict):
        return
    for name, value in whole.items():
        for mark in marked(value):
            yield {**whole, name: mark}
    yield {**whole, "Эхо-4815162342": 1}
    yield dict.fromkeys(whole, MARKS[0])


async def known_ids(world: World, headers: dict[str, str]) -> dict[str, str]:
    """Ids of things that are there, by the routes that take them."""
    base = f"/patients/{CHILD}"
    measured = {"indicator": "temperature", "value": 36.8, "measuredAt": "2026-11-22T08:30:00+03:00"}
    made = {
        "/diary/{id}": (f"{base}/diary", measured),
        "/child-data/{kind}/{id}": (f"{base}/child-data/allergies", {"substance": "Соя"}),
        "/family/children/{id}": ("/family/children", a_child("mikhail", oms=None)),
    }
    known: dict[str, str] = {}
    for tail, (path, body) in made.items():
        answer = await world.http.post(path, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        known[tail] = answer.json()["id"]
    request = await world.http.post(
        "/access/requests", json={"childId": known["/family/children/{id}"]}, headers=headers
    )
    known["/access/requests/{request_id}"] = request.json()["id"]
    return known


async def test_no_route_echoes_a_field_of_its_body(world: World) -> None:
    await world.add(a_lab())
    parent = {"Authorization": f"Bearer {await world.token('anna')}"}
    doctor = {"Authorization": f"Bearer {await world.token('doctor')}"}
    known, schema = await known_ids(world, parent), world.app.openapi()
    refused = set()
    for route in routes_of(world):
        operation = schema["paths"][route.template][route.method]
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None or route.template.endswith("/auth/logout"):
            continue
        headers = doctor if route.is_clinics else {} if (route.method, route.template) in PUBLIC else parent
        ids = {"pid": CHILD, "kind": "allergies"} | {
            name: value for tail, value in known.items() if tail in route.template for name in ("id", "request_id")
        }
        for body in marked(filled(content["schema"], schema["components"]["schemas"])):
            answer = await world.http.request(route.method, route.address(**ids), json=body, headers=headers)
            assert answer.status_code < 500, (route, body, answer.text)
            if answer.status_code == 422:
                refused.add(route)
                assert not holds(answer), (route, body, answer.text)
    wanted = {f"{BASE}/patients/{{pid}}/diary/{{id}}", f"{BASE}/me/passport", f"{BASE}/access/requests/{{request_id}}"}
    assert wanted <= {route.template for route in refused}
    assert len(refused) > 30


async def test_no_route_echoes_a_parameter(world: World) -> None:
    parent = {"Authorization": f"Bearer {await world.token('anna')}"}
    doctor = {"Authorization": f"Bearer {await world.token('doctor')}"}
    schema = world.app.openapi()
    for route in routes_of(world):
        for one in schema["paths"][route.template][route.method].get("parameters", ()):
            if one["in"] != "query" or route.method != "get":
                continue
            for mark in MARKS[:3]:
                address = route.address(pid=CHILD, section="labs", kind="allergies")
                headers = doctor if route.is_clinics else parent
                answer = await world.http.get(address, params={one["name"]: mark}, headers=headers)
                assert answer.status_code != 422 or not holds(answer), (route, one["name"], answer.text)


@pytest.mark.parametrize(("indicator", "value", "value2", "marks"), MEASURED)
async def test_a_measurement_that_is_asked_about_is_not_sent_back(
    world: World, indicator: str, value: float, value2: float | None, marks: tuple[str, ...]
) -> None:
    parent = {"Authorization": f"Bearer {await world.token('anna')}"}
    body = {"indicator": indicator, "value": value, "value2": value2, "measuredAt": "2026-11-22T08:30:00+03:00"}
    answer = await world.http.post(f"/patients/{CHILD}/diary", json=body, headers=parent)
    assert answer.status_code == 422
    assert not holds(answer, *marks), answer.text


async def test_a_field_that_is_too_much_is_told_by_its_place(world: World) -> None:
    parent = {"Authorization": f"Bearer {await world.token('anna')}"}
    child = a_child("mikhail", oms=None)
    for body, place in (
        (child | {"Эхо": 1}, "body"),
        (child | {"document": child["document"] | {"Эхо": 1}}, "document"),
    ):
        answer = await world.http.post("/family/children", json=body, headers=parent)
        assert answer.json()["fields"] == [{"field": place, "message": "Лишнее поле."}]
