"""The clinic takes an access away (product.md §6, §7): at once, with a reason, and for every road but its own."""

from __future__ import annotations

from uuid import uuid4

import pytest

from emias_app.mock_server.seed import numbers
from tests.support.access_roads import (
    REASON,
    Desk,
    open_card,
    pass_working_days,
    redeem,
    send_request,
)
from tests.support.demo_site import ANNA, DMITRY, IGOR, MARIA, DemoSite, a_child, a_key, patient_id

pytestmark = pytest.mark.anyio


async def opened_for_dmitry(demo: DemoSite) -> None:
    assert (await redeem(demo.person(DMITRY), await Desk(demo).send_code("sofia", "Дмитрий"))).status_code == 200


async def test_only_staff_revokes(demo: DemoSite) -> None:
    row = await Desk(demo).live_grant("sofia", "Анна")
    path = f"/clinic/grants/{row['grantId']}/revoke"
    assert (await demo.http.post(path, json={"reason": REASON})).status_code == 401
    assert (await demo.person(DMITRY).ask("POST", path, {"reason": REASON})).status_code == 404
    assert (await open_card(demo.person(ANNA), "sofia")).status_code == 200


async def test_a_reason_is_needed_and_an_ended_access_stays_as_it_ended(demo: DemoSite) -> None:
    desk = Desk(demo)
    row = await desk.live_grant("sofia", "Анна")
    path = f"/grants/{row['grantId']}/revoke"
    for reason in ("", "  ", None):
        answer = await desk.ask("POST", path, {"reason": reason} if reason is not None else {})
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "reason")
    await desk.revoke("sofia", "Анна")
    again = await desk.ask("POST", path, {"reason": "другая"})
    assert (again.status_code, again.json()["code"]) == (409, "access_already_ended")
    assert (await open_card(demo.person(ANNA), "sofia")).json()["reason"] == REASON


async def test_dmitry_loses_the_open_card_at_once_and_reads_why(demo: DemoSite) -> None:
    await opened_for_dmitry(demo)
    dmitry, anna, desk = demo.person(DMITRY), demo.person(ANNA), Desk(demo)
    assert (await open_card(dmitry, "sofia")).status_code == 200
    since = (await dmitry.get("/me/changes"))["now"].replace("+", "%2B")
    row = await desk.revoke("sofia", "Дмитрий")
    assert (row["codeState"], row["reason"], row["isLive"]) == ("APPLIED", REASON, False)

    for tail in ("overview", "sections", "labs", "access-log"):
        closed = await open_card(dmitry, "sofia", tail)
        assert (closed.status_code, closed.json()["code"], closed.json()["reason"]) == (403, "access_revoked", REASON)
    (ended,) = (await dmitry.get(f"/me/changes?since={since}"))["ended"]
    assert (ended["patientId"], ended["state"], ended["reason"]) == (patient_id("sofia"), "REVOKED", REASON)
    assert (await dmitry.notices())[0] == ("ACCESS_REVOKED", "Поликлиника отозвала доступ к медкарте Софии")
    seen = next(one for one in (await anna.get("/access/grants"))["items"]
                if one["patientId"] == patient_id("sofia") and not one["mine"])  # fmt: skip
    assert (seen["state"], seen["reason"]) == ("REVOKED", REASON)
    assert (await open_card(anna, "sofia")).status_code == 200


async def test_revoking_twice_with_one_key_is_one_revocation(demo: DemoSite) -> None:
    desk, key = Desk(demo), a_key()
    row = await desk.live_grant("sofia", "Анна")
    answers = [
        await desk.ask("POST", f"/grants/{row['grantId']}/revoke", {"reason": REASON}, Idempotency_Key=key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    kinds = [kind for kind, _ in await demo.person(ANNA).notices()]
    assert kinds.count("ACCESS_REVOKED") == 1


async def test_the_automatic_road_and_the_request_stay_closed_until_the_next_code(demo: DemoSite) -> None:
    desk, anna = Desk(demo), demo.person(ANNA)
    await desk.revoke("sofia", "Анна")
    child = (await anna.children())[0]["id"]
    assert (await anna.ask("DELETE", f"/family/children/{child}")).status_code == 204
    await anna.add_child(a_child("sofia"))
    await demo.pass_time("PT1H")
    assert (await anna.children())[2]["check"]["state"] == "CONFIRMED"
    assert (await open_card(anna, "sofia")).status_code == 403
    sent = await send_request(anna, child=2, photoId=None)
    await pass_working_days(demo, 5)
    assert (await anna.get(f"/access/requests/{sent['id']}"))["reasonCode"] == "clinic_revoked"

    assert (await redeem(anna, await desk.send_code("sofia", "Анна"))).status_code == 200
    assert (await open_card(anna, "sofia")).status_code == 200
    mine = next(one for one in (await anna.get("/access/grants"))["items"]
                if one["mine"] and one["state"] == "ACTIVE" and one["patientId"] == patient_id("sofia"))  # fmt: skip
    assert (await anna.ask("DELETE", f"/access/grants/{mine['id']}")).status_code == 204
    sent = await send_request(anna, child=2, photoId=None)
    await pass_working_days(demo, 5)
    assert (await anna.get(f"/access/requests/{sent['id']}"))["state"] == "APPROVED"


async def test_a_code_sent_before_the_revocation_opens_nothing_after_it(demo: DemoSite) -> None:
    desk, anna = Desk(demo), demo.person(ANNA)
    earlier = await desk.send_code("sofia", "Анна")
    await desk.revoke("sofia", "Анна")
    assert (await redeem(anna, earlier)).status_code == 404
    assert (await open_card(anna, "sofia")).status_code == 403


async def test_a_second_account_of_the_same_person_is_shut_out_too(demo: DemoSite) -> None:
    """Who was revoked is the person, not the phone."""
    phone = "+79160000606"
    dmitry = await demo.person(DMITRY).get("/me")
    body = {name: dmitry[name] for name in ("lastName", "firstName", "middleName", "birthDate", "sex")}
    made = await demo.http.post(
        "/auth/register", json=body | {"phone": phone, "email": "two@example.com", "password": "Demo-2026-two"}
    )
    ticket = {"ticket": made.json()["ticket"], "code": await demo.code(phone)}
    assert (await demo.http.post("/auth/login/confirm", json=ticket)).status_code == 200
    second = demo.person(phone, "Demo-2026-two")
    await second.number("snils", numbers.snils(91))
    await second.add_child(a_child("artem"))
    await demo.pass_time("PT1H")
    sent = await send_request(second)
    await pass_working_days(demo, 5)
    assert (await second.get(f"/access/requests/{sent['id']}"))["reasonCode"] == "clinic_revoked"
    await demo.make_full(second, 91)
    assert (await open_card(second, "artem")).status_code in (403, 404)


async def test_a_patients_own_access_is_not_the_clinics_to_take(demo: DemoSite) -> None:
    desk = Desk(demo)
    assert await desk.history("maria") == []
    (own,) = (await demo.person(MARIA).get("/access/grants"))["items"]
    answer = await desk.ask("POST", f"/grants/{own['id']}/revoke", {"reason": REASON})
    assert answer.status_code == 404


async def test_a_revocation_during_a_request_decides_it(demo: DemoSite) -> None:
    igor, desk = demo.person(IGOR), Desk(demo)
    sent = await send_request(igor)
    assert (await redeem(igor, await desk.send_code("mikhail", "Игорь"))).status_code == 200
    await desk.revoke("mikhail", "Игорь")
    await pass_working_days(demo, 5)
    assert (await igor.get(f"/access/requests/{sent['id']}"))["reasonCode"] == "clinic_revoked"
    assert (await open_card(igor, "mikhail")).status_code == 403


async def test_an_unknown_access_is_not_found(demo: DemoSite) -> None:
    answer = await Desk(demo).ask("POST", f"/grants/{uuid4()}/revoke", {"reason": REASON})
    assert answer.status_code == 404
