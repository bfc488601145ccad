"""A one-time link lives by the access it was given by, and by no other (product.md §13)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.access_roads import Desk, redeem
from tests.support.demo_site import ANNA, DMITRY, DemoSite, Person, patient_id
from tests.support.site import bearer

pytestmark = pytest.mark.anyio

CARD = f"/patients/{patient_id('sofia')}"


async def asked(person: Person, method: str, path: str, body: object = None) -> httpx.Response:
    tokens = await person.site.step_up(await person.tokens(), person.phone)
    return await person.site.http.request(method, f"{CARD}{path}", json=body, headers=bearer(tokens))


async def given(person: Person) -> dict[str, Any]:
    answer = await asked(person, "POST", "/shares", {"sections": ["visits"], "hours": 72})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def opened(demo: DemoSite, share: dict[str, Any]) -> httpx.Response:
    body = {"token": share["link"].removeprefix("/s#"), "code": share["code"]}
    return await demo.http.post("/shares/open", json=body)


async def looked(demo: DemoSite, token: str) -> int:
    answer = await demo.http.get(f"{CARD}/visits", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


async def test_an_opened_link_stays_dead_when_its_maker_gets_a_new_access(demo: DemoSite) -> None:
    anna, desk = demo.person(ANNA), Desk(demo)
    token = (await opened(demo, await given(anna))).json()["accessToken"]
    assert await looked(demo, token) == 200
    await desk.revoke("sofia", "Анна")
    assert await looked(demo, token) == 401
    assert (await redeem(anna, await desk.send_code("sofia", "Анна"))).status_code == 200
    assert await looked(demo, token) == 401
    (listed,) = (await asked(anna, "GET", "/shares")).json()["items"]
    assert listed["state"] == "ENDED"


async def test_a_link_that_waits_stays_dead_too(demo: DemoSite) -> None:
    anna, desk = demo.person(ANNA), Desk(demo)
    share = await given(anna)
    await desk.revoke("sofia", "Анна")
    assert (await redeem(anna, await desk.send_code("sofia", "Анна"))).status_code == 200
    answer = await opened(demo, share)
    assert (answer.status_code, answer.json()["code"]) == (422, "share_dead")


async def test_giving_the_access_up_ends_its_links_at_once(demo: DemoSite) -> None:
    dmitry, desk = demo.person(DMITRY), Desk(demo)
    assert (await redeem(dmitry, await desk.send_code("sofia", "Дмитрий"))).status_code == 200
    token = (await opened(demo, await given(dmitry))).json()["accessToken"]
    grants = (await dmitry.get("/access/grants"))["items"]
    mine = next(one for one in grants if one["mine"] and one["patientId"] == patient_id("sofia"))
    assert (await dmitry.ask("DELETE", f"/access/grants/{mine['id']}")).status_code == 204
    assert await looked(demo, token) == 401
    assert (await redeem(dmitry, await desk.send_code("sofia", "Дмитрий"))).status_code == 200
    assert await looked(demo, token) == 401
    assert [one["state"] for one in (await asked(dmitry, "GET", "/shares")).json()["items"]] == ["ENDED"]


async def test_the_other_parents_links_are_untouched(demo: DemoSite) -> None:
    anna, dmitry, desk = demo.person(ANNA), demo.person(DMITRY), Desk(demo)
    assert (await redeem(dmitry, await desk.send_code("sofia", "Дмитрий"))).status_code == 200
    token = (await opened(demo, await given(anna))).json()["accessToken"]
    await desk.revoke("sofia", "Дмитрий")
    assert await looked(demo, token) == 200
