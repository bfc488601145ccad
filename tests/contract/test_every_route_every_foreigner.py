"""Every route of the OpenAPI before every kind of caller who has no business there (contract §2).

A new route is guarded by default: only :data:`PUBLIC` may be asked without a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from emias_app.models.auth import TokenLevel
from tests.support.card_world import GROWN, OTHER_CHILD, World
from tests.support.records import CHILD, a_lab

pytestmark = pytest.mark.anyio

BASE = "/api/v1"
METHODS = {"get", "post", "put", "delete", "patch"}
#: Routes that work without a token: they are how one gets it.
PUBLIC = {
    ("get", "/healthz"),
    ("post", f"{BASE}/auth/login"),
    ("post", f"{BASE}/auth/login/resend"),
    ("post", f"{BASE}/auth/login/confirm"),
    ("post", f"{BASE}/auth/register"),
    ("post", f"{BASE}/auth/password-reset"),
    ("post", f"{BASE}/auth/password-reset/confirm"),
    ("post", f"{BASE}/auth/refresh"),
    ("post", f"{BASE}/auth/logout"),
    ("post", f"{BASE}/devices/{{device_id}}/challenge"),
    ("post", f"{BASE}/devices/{{device_id}}/unlock"),
    ("post", f"{BASE}/clinic/auth/login"),
    ("post", f"{BASE}/shares/open"),
}
#: Bodies that no route takes: a refusal for the caller must come before them.
BODIES = {"none": b"", "cut short": b"{", "not a number": b'{"a": NaN}', "no text": b"\x00\xff"}
#: Only a caller with no token at all is refused before even the size of the body is known.
HUGE = {"over the limit": b"[" * 3_000_000}
bodies = pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)


@dataclass(frozen=True)
class Route:
    """One operation of the OpenAPI."""

    method: str
    template: str

    @property
    def is_of_a_card(self) -> bool:
        return self.template.startswith(f"{BASE}/patients/{{pid}}")

    @property
    def is_clinics(self) -> bool:
        return self.template.startswith(f"{BASE}/clinic")

    def address(self, **known: object) -> str:
        """The path with its parameters filled in; unknown ids are random."""
        filled = re.sub(r"{(\w+)}", lambda found: str(known.get(found[1], uuid4())), self.template)
        return f"http://test{filled}"


def routes_of(world: World) -> Iterator[Route]:
    for template, operations in world.app.openapi()["paths"].items():
        for method in METHODS & set(operations):
            yield Route(method, template)


async def ask(world: World, route: Route, token: str | None, body: bytes = b"", **known: object) -> httpx.Response:
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    answer = await world.http.request(route.method, route.address(**known), headers=headers, content=body)
    assert answer.status_code < 500, (route, answer.text)
    if answer.status_code >= 400:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json", route
        assert {"type", "title", "status", "code", "detail"} <= set(problem), route
        assert problem["status"] == answer.status_code
    assert answer.headers["x-request-id"]
    assert answer.headers["x-emias-now"]
    return answer


def told(answer: httpx.Response) -> tuple[int, str | None]:
    """Status and code; no code where it is no refusal."""
    return answer.status_code, answer.json()["code"] if answer.status_code >= 400 else None


async def test_the_routes_without_a_token_are_those_named_here_and_no_other(world: World) -> None:
    open_routes = {
        (method, template)
        for template, operations in world.app.openapi()["paths"].items()
        for method, operation in operations.items()
        if not operation.get("security")
    }
    assert open_routes == PUBLIC


@pytest.mark.parametrize("body", (BODIES | HUGE).values(), ids=BODIES | HUGE)
async def test_without_a_living_session_every_route_answers_401_before_it_reads_the_body(
    world: World, body: bytes
) -> None:
    ended = await world.token("anna", ended=True)
    for route in routes_of(world):
        if (route.method, route.template) in PUBLIC:
            continue
        for token in (None, "garbage", uuid4().hex, ended):
            for known in ({"pid": CHILD, "section": "labs"}, {"pid": uuid4(), "section": "nonsense"}):
                assert told(await ask(world, route, token, body, **known)) == (401, "unauthorized"), route


@bodies
async def test_staff_outside_the_clinic_is_told_so(world: World, body: bytes) -> None:
    token = await world.token("registrar")
    for route in routes_of(world):
        if (route.method, route.template) in PUBLIC or route.is_clinics:
            continue
        assert told(await ask(world, route, token, body, pid=CHILD)) == (403, "wrong_audience"), route


@bodies
async def test_a_guest_with_a_link_is_nobody_elsewhere(world: World, body: bytes) -> None:
    await world.add(a_lab())
    token = await world.guest("labs")
    for route in routes_of(world):
        if (route.method, route.template) in PUBLIC:
            continue
        answer = await ask(world, route, token, body, pid=OTHER_CHILD, section="labs")
        is_hidden = route.is_clinics or (route.is_of_a_card and route.method == "get")
        assert told(answer) == ((404, "not_found") if is_hidden else (403, "wrong_audience")), route


async def test_a_guest_sees_the_shown_sections_of_the_card_and_nothing_else(world: World) -> None:
    await world.add(a_lab())
    token = await world.guest("labs")
    seen = set()
    for route in routes_of(world):
        if route.is_of_a_card:
            for section in ("visits", "labs"):
                answer = await ask(world, route, token, pid=CHILD, section=section)
                if answer.status_code == 200:
                    seen.add((route.method, route.template, section if "{section}" in route.template else None))
    card = f"{BASE}/patients/{{pid}}"
    assert seen == {("get", f"{card}/sections", None), ("get", f"{card}/{{section}}", "labs")}


async def test_for_a_parent_there_is_no_clinic(world: World) -> None:
    token = await world.token("anna")
    for route in routes_of(world):
        if route.is_clinics and (route.method, route.template) not in PUBLIC:
            assert told(await ask(world, route, token, pid=CHILD)) == (404, "not_found"), route


@bodies
async def test_before_the_second_step_every_route_of_a_card_asks_for_it(world: World, body: bytes) -> None:
    token = await world.token("anna", TokenLevel.ACCOUNT)
    for route in routes_of(world):
        if route.is_of_a_card:
            for pid in (CHILD, OTHER_CHILD, uuid4(), "nonsense"):
                answer = await ask(world, route, token, body, pid=pid, section="labs")
                assert told(answer) == (403, "medcard_step_up_required"), route


@pytest.mark.parametrize(
    ("name", "pid", "expected"),
    [
        ("other", CHILD, (404, "not_found")),
        ("nobody", CHILD, (404, "not_found")),
        ("anna", OTHER_CHILD, (404, "not_found")),
        ("anna", uuid4(), (404, "not_found")),
        ("anna", "nonsense", (404, "not_found")),
        ("ended", CHILD, (403, "access_revoked")),
        ("cancelled", CHILD, (403, "access_revoked")),
        ("adult", GROWN, (403, "access_expired")),
    ],
)
async def test_a_card_that_is_not_open_to_me_is_closed_on_every_route(
    world: World, name: str, pid: object, expected: tuple[int, str]
) -> None:
    mine, theirs = a_lab(), a_lab(patient_id=OTHER_CHILD)
    await world.add(mine, theirs)
    token = await world.token(name)
    for route in routes_of(world):
        if not route.is_of_a_card:
            continue
        for section, record in (("labs", mine.id), ("labs", theirs.id), ("nonsense", uuid4())):
            answer = await ask(world, route, token, b"{", pid=pid, section=section, id=record)
            assert told(answer) == expected, route
            assert ("reason" in answer.json()) == (expected[0] == 403), route
    assert await world.journal() == []


async def test_a_record_of_another_card_is_not_found_under_mine(world: World) -> None:
    theirs = a_lab(patient_id=OTHER_CHILD)
    await world.add(theirs)
    token = await world.token("anna")
    for route in routes_of(world):
        if route.is_of_a_card and "{id}" in route.template:
            answer = await ask(world, route, token, pid=CHILD, section="labs", id=theirs.id)
            assert told(answer) == (404, "not_found"), route


async def test_an_account_sees_nothing_of_anothers(world: World) -> None:
    """Ids of other people's things are as unknown as random ones."""
    token = await world.token("other")
    for route in routes_of(world):
        if "{" in route.template and not route.is_of_a_card and (route.method, route.template) not in PUBLIC:
            answer = await ask(world, route, token, b"{}", id=CHILD)
            assert answer.status_code in (404, 422), route


@pytest.mark.parametrize("wrong", ["xx", "0", "%00", "11111111-1111-1111-1111-11111111111g"])
async def test_what_is_no_id_is_not_found_on_every_route_before_its_body_is_judged(world: World, wrong: str) -> None:
    parent, doctor = await world.token("anna"), await world.token("doctor")
    for route in routes_of(world):
        if "{" not in route.template or route.template == f"{BASE}/patients/{{pid}}/{{section}}":
            continue
        token = doctor if route.is_clinics else parent
        malformed = re.findall(r"{(\w*id)}", route.template) or re.findall(r"{(\w+)}", route.template)
        for name in malformed:
            known = {"pid": CHILD, "section": "labs", "kind": "allergies", name: wrong}
            for body in (b"", b"{"):
                assert told(await ask(world, route, token, body, **known)) == (404, "not_found"), (route, name)
