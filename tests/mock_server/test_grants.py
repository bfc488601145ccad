"""«Доступ»: my accesses, others' to the cards that are open to me, and giving one's own up."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from emias_app.mock_server.store.schema import GrantRow
from tests.support.access_roads import Desk, open_card, redeem
from tests.support.demo_site import ANNA, DMITRY, IGOR, MARIA, DemoSite, a_child, a_key, patient_id

pytestmark = pytest.mark.anyio

GRANTS = "/access/grants"


async def test_without_a_token_there_are_no_grants(demo: DemoSite) -> None:
    for method, path in (("GET", GRANTS), ("DELETE", f"{GRANTS}/{uuid4()}")):
        assert (await demo.http.request(method, path)).status_code == 401


async def test_anothers_access_is_not_mine_to_end(demo: DemoSite) -> None:
    anna, dmitry = demo.person(ANNA), demo.person(DMITRY)
    await redeem(dmitry, await Desk(demo).send_code("sofia", "Дмитрий"))
    theirs = next(one for one in (await anna.get(GRANTS))["items"] if not one["mine"] and one["state"] == "ACTIVE")
    for grant_id in (theirs["id"], str(uuid4()), "nonsense"):
        answer = await anna.ask("DELETE", f"{GRANTS}/{grant_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await open_card(dmitry, "sofia")).status_code == 200


async def test_anna_sees_hers_and_who_else_has_or_had_access(demo: DemoSite) -> None:
    shown = (await demo.person(ANNA).get(GRANTS))["items"]
    assert [(one["patientName"].split()[1], one["mine"], one["state"]) for one in shown] == [
        ("София", True, "ACTIVE"),
        ("Артём", True, "ACTIVE"),
        ("Дарья", True, "ACTIVE"),
        ("Артём", False, "REVOKED"),
    ] or {one["mine"] for one in shown[:3]} == {True}
    other = shown[-1]
    assert other["holder"] == "Морозов Дмитрий Андреевич"
    assert other["reason"].startswith("Заявление матери ребенка от")
    assert shown[0]["holder"] == "Морозова Анна Сергеевна"
    assert shown[0]["source"] == "AUTO"


async def test_who_lost_a_card_sees_nobody_elses_access_to_it(demo: DemoSite) -> None:
    shown = (await demo.person(DMITRY).get(GRANTS))["items"]
    assert [(one["mine"], one["state"], one["patientId"]) for one in shown] == [(True, "REVOKED", patient_id("artem"))]


async def test_the_list_comes_in_pages(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    first = await anna.get(f"{GRANTS}?limit=3")
    rest = await anna.get(f"{GRANTS}?limit=3&cursor={first['nextCursor']}")
    assert (len(first["items"]), first["total"], len(rest["items"]), rest["nextCursor"]) == (3, 4, 1, None)


async def test_an_access_given_up_closes_the_card_and_is_not_opened_by_itself(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    since = (await anna.get("/me/changes"))["now"].replace("+", "%2B")
    mine = next(one for one in (await anna.get(GRANTS))["items"] if one["patientId"] == patient_id("sofia"))
    key = a_key()
    for _ in range(2):
        answer = await anna.ask("DELETE", f"{GRANTS}/{mine['id']}", Idempotency_Key=key)
        assert (answer.status_code, answer.content) == (204, b"")
    again = await anna.ask("DELETE", f"{GRANTS}/{mine['id']}")
    assert (again.status_code, again.json()["code"]) == (409, "access_already_ended")

    closed = await open_card(anna, "sofia")
    assert (closed.status_code, closed.json()["code"]) == (403, "access_revoked")
    assert closed.json()["reason"] == "вы отказались от доступа"
    changes = await anna.get(f"/me/changes?since={since}")
    ((told, state),) = [(ended["patientId"], ended["state"]) for ended in changes["ended"]]
    assert (told, state) == (patient_id("sofia"), "CANCELLED")
    later = changes["now"].replace("+", "%2B")
    assert (await anna.get(f"/me/changes?since={later}"))["ended"] == []
    await demo.pass_time("P1D")
    assert (await open_card(anna, "sofia")).status_code == 403
    assert (await open_card(anna, "artem")).status_code == 200


async def test_the_other_parent_reads_that_it_was_given_up_not_that_they_did(demo: DemoSite) -> None:
    anna, dmitry = demo.person(ANNA), demo.person(DMITRY)
    await redeem(dmitry, await Desk(demo).send_code("sofia", "Дмитрий"))
    his = next(one for one in (await dmitry.get(GRANTS))["items"] if one["mine"] and one["state"] == "ACTIVE")
    assert (await dmitry.ask("DELETE", f"{GRANTS}/{his['id']}")).status_code == 204
    seen = next(one for one in (await anna.get(GRANTS))["items"] if one["id"] == his["id"])
    assert (seen["state"], seen["reason"]) == ("CANCELLED", "доступ прекращён по собственному желанию")


async def test_a_teenagers_own_access_has_no_end(demo: DemoSite) -> None:
    (own,) = (await demo.person(MARIA).get(GRANTS))["items"]
    assert (own["mine"], own["end"], own["source"]) == (True, None, "REQUEST")


async def test_of_a_person_and_a_card_one_access_lives_at_most(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    account = (await igor.get("/me"))["id"]

    def two(session: object) -> None:
        from uuid import UUID

        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        for _ in range(2):
            session.add(
                GrantRow(
                    id=uuid4(), patient_id=UUID(patient_id("mikhail")), account_id=UUID(account), source="AUTO",
                    state="ACTIVE", start=demo.clock.now(), ends_on=None, ended_at=None, reason=None,
                )
            )  # fmt: skip
        session.flush()

    with pytest.raises(IntegrityError):
        await demo.backend.store.write(two)


async def test_a_card_opened_by_two_roads_is_open_once(demo: DemoSite) -> None:
    dmitry, desk = demo.person(DMITRY), Desk(demo)
    await dmitry.add_child(a_child("sofia"))
    await demo.pass_time("PT1H")
    assert (await dmitry.accesses())["София"] == ("ACTIVE", "AUTO")
    opened = await redeem(dmitry, await desk.send_code("sofia", "Дмитрий"))
    assert (opened.status_code, opened.json()["source"]) == (200, "AUTO")
    living = [one for one in (await dmitry.get(GRANTS))["items"] if one["mine"] and one["state"] == "ACTIVE"]
    assert len(living) == 1
