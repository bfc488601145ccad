"""The named stories of test mode and of the demo's page."""

from __future__ import annotations

from typing import Any

import pytest

from emias_app.mock_server.control.scenarios import SCENES
from tests.support.access_roads import Desk, open_card, redeem, send_request
from tests.support.demo_site import ANNA, DMITRY, ELENA, IGOR, MOCK, TIMUR, DemoSite
from tests.support.site import Site

pytestmark = pytest.mark.anyio


async def play(demo: DemoSite, name: str, status: int = 200) -> dict[str, Any]:
    answer = await demo.http.post(f"{MOCK}/scenarios/{name}")
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def test_the_stories_are_listed_each_with_what_it_makes_true(demo: DemoSite) -> None:
    listed = (await demo.http.get(f"{MOCK}/scenarios")).json()["items"]
    assert [one["name"] for one in listed] == list(SCENES)
    for one in listed:
        assert (await demo.http.get(f"{MOCK}/scenarios/{one['name']}")).json() == one
    for method in ("GET", "POST"):
        assert (await demo.http.request(method, f"{MOCK}/scenarios/nonsense")).status_code == 404


async def test_a_code_for_dmitry_opens_sofia(demo: DemoSite) -> None:
    await play(demo, "code-for-dmitry")
    assert (await redeem(demo.person(DMITRY), await demo.code(DMITRY))).status_code == 200


async def test_dmitry_is_revoked_whether_or_not_he_had_come_in(demo: DemoSite) -> None:
    for _ in range(2):
        await play(demo, "revoke-dmitry")
        assert (await open_card(demo.person(DMITRY), "sofia")).json()["code"] == "access_revoked"
    assert [row["isLive"] for row in await Desk(demo).history("sofia") if row["source"] == "AUTO"] == [True]


async def test_igors_request_is_checked_and_approved(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    await play(demo, "igor-request-checking")
    await play(demo, "igor-request-checking")
    (request,) = (await igor.get("/access/requests"))["items"]
    assert (request["state"], request["workingDaysLeft"]) == ("CHECKING", 5)
    await play(demo, "igor-request-approved")
    assert (await open_card(igor, "mikhail")).status_code == 200


async def test_a_request_that_igor_began_himself_is_the_one_that_goes_on(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    mine = await send_request(igor)
    await play(demo, "igor-request-approved")
    assert [one["id"] for one in (await igor.get("/access/requests"))["items"]] == [mine["id"]]


async def test_the_offices_confirm_amina_and_kirill_once(demo: DemoSite) -> None:
    for name, phone in (("mfc-confirms-amina", TIMUR), ("dtszn-confirms-kirill", ELENA)):
        await play(demo, name)
        assert (await demo.person(phone).children())[0]["check"]["state"] == "CONFIRMED"
        assert (await play(demo, name, 409))["code"] == "check_is_over"


async def test_darya_is_emancipated_and_her_parents_lose_the_card(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    await play(demo, "darya-emancipated")
    closed = (await open_card(anna, "darya")).json()
    assert (closed["code"], closed["reason"]) == ("access_expired", "подросток признан полностью дееспособным")


async def test_without_the_demo_people_a_story_says_so(site: Site) -> None:
    for name in SCENES:
        answer = await site.http.post(f"{MOCK}/scenarios/{name}")
        assert (answer.status_code, answer.json()["code"]) == (409, "no_demo_people")
