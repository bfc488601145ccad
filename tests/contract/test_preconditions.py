"""``If-Match`` on every write under a resource that has an ETag (contract §2), in one order: 404 → 422 → 412 → 409."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from emias_app.mock_server.app import create_app
from emias_app.mock_server.seed import numbers
from tests.contract.test_every_route_every_foreigner import BASE
from tests.support.access_roads import Desk, a_body
from tests.support.demo_site import ANNA, IGOR, DemoSite, a_child, a_key, open_demo, patient_id
from tests.support.papers import a_pdf
from tests.support.site import bearer, settings_for

pytestmark = pytest.mark.anyio

_ARTEM = f"/patients/{patient_id('artem')}"
_MEASURED = {"indicator": "temperature", "value": 36.8, "measuredAt": "2026-11-22T08:30:00+03:00"}
_KIN = {
    "lastName": "Морозова", "firstName": "Лидия", "middleName": "Петровна", "birthDate": "1960-01-01",
    "relation": "GUARDIAN", "phone": "+79161234567",
}  # fmt: skip
#: Resources whose GET gives an ETag and that are written: as the OpenAPI has them, and what makes one.
TAGGED = {
    "/me": "me",
    "/family/children/{id}": "child",
    "/access/requests/{request_id}": "request",
    "/patients/{pid}/diary/{id}": "entry",
    "/patients/{pid}/child-data/{kind}/{id}": "fact",
    "/patients/{pid}/uploads/{id}": "upload",
    "/patients/{pid}/exports/{id}": "export",
    "/clinic/patients/{pid}": "patient",
}
#: Every write under them: a body that is taken, and one that is not (None = there is nothing to be wrong in it).
WRITES: dict[tuple[str, str], tuple[Any, Any]] = {
    ("PUT", "/me/password"): ({"current": "Demo-2026", "password": "Sovsem-Novyj-1"}, {"current": "x"}),
    ("PUT", "/me/phone"): ({"phone": "+79161112233"}, {"phone": "1"}),
    ("PUT", "/me/snils"): ({"number": numbers.snils(5)}, {"number": "1"}),
    ("PUT", "/me/passport"): (
        {"series": "4500", "number": "000055", "issuedOn": "2025-03-01", "issuedByCode": "770-001"},
        {"series": "1", "number": "2", "issuedOn": "2025-03-01", "issuedByCode": "770-001"},
    ),
    ("PUT", "/me/inn"): ({"number": numbers.inn(5)}, {"number": "1"}),
    ("PUT", "/me/oms"): ({"number": numbers.enp(5)}, {"number": "1"}),
    ("POST", "/me/passport/recheck"): (None, None),
    ("POST", "/me/oms/recheck"): (None, None),
    ("PUT", "/family/children/{id}"): (a_child("mikhail", oms=None), {}),
    ("DELETE", "/family/children/{id}"): (None, None),
    ("POST", "/family/children/{id}/recheck"): (None, None),
    ("PUT", "/access/requests/{request_id}"): (..., {}),
    ("POST", "/access/requests/{request_id}/confirm"): ({"code": "000000", "consent": True}, {"consent": 5}),
    ("POST", "/access/requests/{request_id}/cancel"): (None, None),
    ("PUT", "/patients/{pid}/diary/{id}"): (_MEASURED | {"value": 36.7}, _MEASURED | {"value": 500}),
    ("DELETE", "/patients/{pid}/diary/{id}"): (None, None),
    ("POST", "/patients/{pid}/diary/{id}/restore"): (None, None),
    ("PUT", "/patients/{pid}/child-data/{kind}/{id}"): ({"substance": "Арахис"}, {"substance": " "}),
    ("DELETE", "/patients/{pid}/child-data/{kind}/{id}"): (None, None),
    ("POST", "/patients/{pid}/child-data/{kind}/{id}/restore"): (None, None),
    ("DELETE", "/patients/{pid}/uploads/{id}"): (None, None),
    ("POST", "/patients/{pid}/uploads/{id}/restore"): (None, None),
    ("DELETE", "/patients/{pid}/exports/{id}"): (None, None),
    ("POST", "/clinic/patients/{pid}/kinships"): (_KIN, _KIN | {"phone": "1"}),
    ("POST", "/clinic/patients/{pid}/access-codes"): (..., {}),
}


@pytest.fixture
async def demo(tmp_path: Path, anyio_backend: str) -> AsyncIterator[DemoSite]:
    async with open_demo(tmp_path) as opened:
        yield opened


@dataclass
class Made:
    """One of each resource: who writes to it, and where it is."""

    demo: DemoSite
    igor: dict[str, str]
    anna: dict[str, str]
    desk: dict[str, str]
    addresses: dict[str, str]

    def headers(self, what: str) -> dict[str, str]:
        return {"me": self.igor, "child": self.igor, "request": self.igor, "patient": self.desk}.get(what, self.anna)

    async def ask(self, what: str, method: str, path: str, body: Any = None, **more: str) -> httpx.Response:
        sent = self.headers(what) | {name.replace("_", "-"): value for name, value in more.items()}
        return await self.demo.http.request(method, path, json=body, headers=sent)

    async def tag(self, what: str) -> str:
        answer = await self.ask(what, "GET", self.addresses[what])
        assert answer.status_code == 200, answer.text
        return answer.headers["ETag"]


async def one_of_each(demo: DemoSite) -> Made:
    igor, anna = demo.person(IGOR), demo.person(ANNA)
    staff = await demo.http.post("/clinic/auth/login", json={"login": "registrar", "password": "Demo-2026"})
    card = bearer(await demo.step_up(await anna.tokens(), ANNA))
    made = Made(demo, bearer(await igor.tokens()), card, bearer(staff.json()), {"me": "/me"})

    async def create(what: str, path: str, body: Any) -> None:
        answer = await made.ask(what, "POST", path, body)
        assert answer.is_success, answer.text
        made.addresses[what] = f"{path}/{answer.json()['id']}"

    made.addresses["child"] = f"/family/children/{(await igor.children())[0]['id']}"
    made.addresses["patient"] = f"/clinic{_ARTEM}"
    await create("request", "/access/requests", await a_body(igor, consent=False))
    await create("entry", f"{_ARTEM}/diary", _MEASURED)
    await create("fact", f"{_ARTEM}/child-data/allergies", {"substance": "Соя"})
    await create("export", f"{_ARTEM}/exports", {"kind": "IPS"})
    fields = {"kind": "VISIT", "title": "Ортодонт", "date": "2026-11-18"}
    file = {"file": ("a.pdf", a_pdf(1), "application/pdf")}
    answer = await demo.http.post(f"{_ARTEM}/uploads", headers=card, data=fields, files=file)
    made.addresses["upload"] = f"{_ARTEM}/uploads/{answer.json()['id']}"
    await demo.backend.exports.idle()
    return made


async def body_of(made: Made, method: str, template: str) -> Any:
    body = WRITES[method, template][0]
    if body is not ...:
        return body
    if "requests" in template:
        return await a_body(made.demo.person(IGOR), consent=False)
    kin = await Desk(made.demo).relative("artem", "Анна")
    return {"kinshipId": kin["id"], "phone": kin["phone"], "applicationSigned": True}


def what_of(template: str) -> str:
    return TAGGED[next(tagged for tagged in TAGGED if template == tagged or template.startswith(f"{tagged}/"))]


def test_every_write_under_a_tagged_resource_is_tried_here() -> None:
    paths = create_app(settings_for(Path("unused"))).openapi()["paths"]
    found = {
        (method.upper(), template.removeprefix(BASE))
        for template, operations in paths.items()
        for method in {"post", "put", "delete", "patch"} & set(operations)
        if any(template == f"{BASE}{tagged}" or template.startswith(f"{BASE}{tagged}/") for tagged in TAGGED)
    }
    assert found == set(WRITES)


@pytest.mark.parametrize("what", TAGGED.values())
async def test_a_write_over_another_state_is_refused_after_its_body_and_changes_nothing(
    demo: DemoSite, what: str
) -> None:
    made = await one_of_each(demo)
    if what == "me":
        await made.ask("me", "PUT", "/me/passport", WRITES["PUT", "/me/passport"][0])
        await made.ask("me", "PUT", "/me/oms", WRITES["PUT", "/me/oms"][0])
    for (method, template), (_, wrong) in WRITES.items():
        if what_of(template) != what:
            continue
        path = made.addresses[what] + template.partition(next(t for t in TAGGED if TAGGED[t] == what))[2]
        body, before = await body_of(made, method, template), await made.tag(what)
        if wrong is not None:
            answer = await made.ask(what, method, path, wrong, If_Match='"stale"')
            assert answer.status_code == 422, (template, answer.text)
        answer = await made.ask(what, method, path, body, If_Match='"stale"', Idempotency_Key=a_key())
        assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed"), (template, answer.text)
        assert await made.tag(what) == before, template


@pytest.mark.parametrize("what", TAGGED.values())
async def test_a_write_over_the_present_state_is_taken_and_told_the_same_when_it_comes_twice(
    demo: DemoSite, what: str
) -> None:
    method, template = next(one for one in WRITES if what_of(one[1]) == what)
    made = await one_of_each(demo)
    path = made.addresses[what] + template.partition(next(t for t in TAGGED if TAGGED[t] == what))[2]
    body, tag, key = await body_of(made, method, template), await made.tag(what), a_key()
    first = await made.ask(what, method, path, body, If_Match=tag, Idempotency_Key=key)
    assert first.is_success, (template, first.text)
    answers = demo.app.openapi()["paths"][f"{BASE}{template}"][method.lower()]["responses"]
    assert ("etag" in first.headers) == ("ETag" in answers[str(first.status_code)]["headers"]), template
    again = await made.ask(what, method, path, body, If_Match=tag, Idempotency_Key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content), template


async def test_a_wrong_code_over_another_state_is_a_wrong_code_and_counts(demo: DemoSite) -> None:
    made = await one_of_each(demo)
    igor = demo.person(IGOR)
    path = made.addresses["request"]
    await made.ask("request", "PUT", path, await a_body(igor))
    right = await demo.code(IGOR)
    wrong = "000000" if right != "000000" else "111111"
    told = await made.ask("request", "POST", f"{path}/confirm", {"code": wrong}, If_Match='"stale"')
    assert (told.status_code, told.json()["remainingAttempts"]) == (422, 2)
    stale = await made.ask("request", "POST", f"{path}/confirm", {"code": right}, If_Match='"stale"')
    assert stale.status_code == 412
    sent = await made.ask("request", "POST", f"{path}/confirm", {"code": right}, If_Match=await made.tag("request"))
    assert (sent.status_code, sent.json()["state"]) == (200, "CHECKING")
