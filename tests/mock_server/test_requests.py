"""The road by request (product.md §6): a draft, the code, five working days, the decision and its reasons."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from emias_app.mock_server.seed import numbers
from emias_app.mock_server.services import requests
from tests.support.access_roads import (
    Desk,
    a_body,
    add_photo,
    confirm,
    open_card,
    pass_working_days,
    photo_id,
    redeem,
    send_request,
    set_clock,
)
from tests.support.demo_site import (
    ANNA,
    DMITRY,
    ELENA,
    IGOR,
    MARIA,
    OLGA,
    TIMUR,
    DemoSite,
    Person,
    a_child,
    a_key,
)

pytestmark = pytest.mark.anyio

REQUESTS = "/access/requests"


async def one(person: Person, request_id: str) -> dict[str, Any]:
    return dict(await person.get(f"{REQUESTS}/{request_id}"))


async def test_without_a_token_there_are_no_requests(demo: DemoSite) -> None:
    paths = [REQUESTS, f"{REQUESTS}/{uuid4()}", f"{REQUESTS}/{uuid4()}/confirm", f"{REQUESTS}/{uuid4()}/cancel"]
    for path in paths:
        for method in ("GET", "POST", "PUT"):
            answer = await demo.http.request(method, path, content=b"{")
            assert answer.status_code in (401, 405)


async def test_anothers_request_does_not_exist(demo: DemoSite) -> None:
    igor, timur = demo.person(IGOR), demo.person(TIMUR)
    request_id = (await send_request(igor))["id"]
    for method, tail in (("GET", ""), ("PUT", ""), ("POST", "/confirm"), ("POST", "/cancel")):
        answer = await timur.ask(method, f"{REQUESTS}/{request_id}{tail}", {"wrong": "body"})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await timur.get(REQUESTS))["total"] == 0


async def test_a_draft_survives_a_restart_and_may_lack_almost_all(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    child = (await igor.children())[0]["id"]
    made = await igor.ask("POST", REQUESTS, {"childId": child})
    assert (made.status_code, made.json()["state"]) == (201, "DRAFT")
    backend = demo.backend
    await backend.stop()
    await backend.start()
    (draft,) = (await igor.get(REQUESTS))["items"]
    assert draft == made.json() | {"timeline": draft["timeline"]}
    assert [step["text"] for step in draft["timeline"]] == ["Черновик сохранён"]

    kept = await igor.ask("PUT", f"{REQUESTS}/{draft['id']}", {"childId": child, "phone": "916"})
    assert (kept.status_code, kept.json()["phone"], kept.json()["state"]) == (200, "916", "DRAFT")


async def test_what_is_missing_is_told_when_it_is_sent(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    child = (await igor.children())[0]["id"]
    answer = await igor.ask("POST", REQUESTS, {"childId": child, "phone": "+79990000000", "submit": True})
    assert answer.status_code == 422
    assert [field["field"] for field in answer.json()["fields"]] == ["phone", "photoId"]
    assert (await igor.get(REQUESTS))["total"] == 0


async def test_only_my_own_child_and_photo_can_be_named(demo: DemoSite) -> None:
    igor, anna = demo.person(IGOR), demo.person(ANNA)
    theirs, mine = (await anna.children())[0]["id"], (await igor.children())[0]["id"]
    photo = await photo_id(anna)
    for body, field in (
        ({"childId": theirs}, "childId"),
        ({"childId": str(uuid4())}, "childId"),
        ({"childId": mine, "photoId": photo}, "photoId"),
        ({"childId": mine, "photoId": str(uuid4())}, "photoId"),
        ({"childId": (await igor.get("/me"))["id"]}, "childId"),
    ):
        answer = await igor.ask("POST", REQUESTS, body)
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, field)


async def test_igor_files_a_request_and_it_is_decided_on_the_fifth_working_day(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    made = await igor.ask("POST", REQUESTS, await a_body(igor))
    assert (made.json()["state"], made.json()["due"], made.json()["workingDaysLeft"]) == ("CODE_SENT", None, None)
    assert (await demo.inbox(IGOR))[0]["text"].startswith("Код для запроса доступа к медкарте:")
    sent = await confirm(igor, made.json()["id"])
    assert (sent["state"], sent["due"], sent["workingDaysLeft"]) == ("CHECKING", "2026-11-27", 5)

    await pass_working_days(demo, 4)
    waiting = await one(igor, sent["id"])
    assert (waiting["state"], waiting["workingDaysLeft"]) == ("CHECKING", 1)
    assert (await open_card(igor, "mikhail")).status_code == 404

    await set_clock(demo, "2026-11-26T23:59")
    assert (await one(igor, sent["id"]))["state"] == "CHECKING"
    await set_clock(demo, "2026-11-27T00:00")
    done = await one(igor, sent["id"])
    assert (done["state"], done["reason"], done["workingDaysLeft"]) == ("APPROVED", None, None)
    assert [step["state"] for step in done["timeline"]] == ["DRAFT", "CODE_SENT", "CHECKING", "APPROVED"]
    assert done["timeline"][-1]["at"] == "2026-11-26T21:00:00Z"
    assert (await open_card(igor, "mikhail")).status_code == 200
    (grant,) = (await igor.get("/access/grants"))["items"]
    assert (grant["source"], grant["state"], grant["mine"]) == ("REQUEST", "ACTIVE", True)
    assert ("ACCESS_OPENED", "Открыт доступ к медкарте Михаила") in await igor.notices()


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2026-12-28T10:00", "2027-01-13"),
        ("2026-12-28T23:59", "2027-01-13"),
        ("2027-02-18T12:00", "2027-02-26"),
        ("2027-11-01T08:00", "2027-11-10"),
    ],
)
async def test_holidays_and_moved_days_off_are_no_working_days(demo: DemoSite, filed: str, due: str) -> None:
    await set_clock(demo, filed)
    igor = demo.person(IGOR)
    sent = await send_request(igor)
    assert sent["due"] == due
    await pass_working_days(demo, 4)
    assert (await one(igor, sent["id"]))["state"] == "CHECKING"
    await pass_working_days(demo, 1)
    assert (await one(igor, sent["id"]))["state"] == "APPROVED"


async def test_olga_is_refused_for_her_level_and_then_for_the_policy(demo: DemoSite) -> None:
    olga = demo.person(OLGA)
    first = await send_request(olga, photoId=None)
    await pass_working_days(demo, 5)
    refused = await one(olga, first["id"])
    assert (refused["state"], refused["reasonCode"]) == ("REJECTED", "account_level_too_low")
    assert refused["reason"] == "Для запроса нужна стандартная учётная запись"
    assert (await olga.notices())[0] == ("ACCESS_REFUSED", "В доступе к медкарте отказано")

    await olga.number("snils", numbers.snils(66))
    second = await send_request(olga)
    await pass_working_days(demo, 5)
    refused = await one(olga, second["id"])
    assert (refused["state"], refused["reasonCode"]) == ("REJECTED", "policy_not_moscow")
    assert (await open_card(olga, "petr")).status_code == 404


async def test_elenas_ward_has_to_be_confirmed_first(demo: DemoSite) -> None:
    elena = demo.person(ELENA)
    sent = await send_request(elena)
    check = (await elena.children())[0]["check"]["id"]
    await demo.decide("dtszn", check, "REJECTED", "Запись с такими данными не найдена")
    await pass_working_days(demo, 5)
    assert (await one(elena, sent["id"]))["reasonCode"] == "kinship_not_confirmed"


async def test_a_check_that_ends_meanwhile_counts_on_the_day_of_the_decision(demo: DemoSite) -> None:
    elena = demo.person(ELENA)
    sent = await send_request(elena)
    await pass_working_days(demo, 5)
    assert (await one(elena, sent["id"]))["state"] == "APPROVED"
    assert (await open_card(elena, "kirill")).status_code == 200


async def test_dmitry_revoked_for_artem_adds_him_and_stays_shut_out(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.add_child(a_child("artem"))
    await demo.pass_time("PT1H")
    assert (await dmitry.children())[0]["check"]["state"] == "CONFIRMED"
    assert (await open_card(dmitry, "artem")).json()["code"] == "access_revoked"
    sent = await send_request(dmitry)
    await pass_working_days(demo, 5)
    assert (await one(dmitry, sent["id"]))["reasonCode"] == "clinic_revoked"
    assert (await open_card(dmitry, "artem")).status_code == 403

    code = await Desk(demo).send_code("artem", "Дмитрий")
    assert (await redeem(dmitry, code)).status_code == 200
    assert (await open_card(dmitry, "artem")).status_code == 200


async def test_the_other_parent_needs_an_account_with_the_kinship_confirmed(demo: DemoSite) -> None:
    anna, dmitry = demo.person(ANNA), demo.person(DMITRY)
    sent = await send_request(anna, child=2, grantee="OTHER_PARENT", phone="8 (900) 000-00-06", photoId=None)
    assert sent["phone"] == DMITRY
    await pass_working_days(demo, 5)
    stuck = await one(anna, sent["id"])
    assert (stuck["state"], stuck["reasonCode"]) == ("ACTION_REQUIRED", "other_parent_unknown")
    assert (await open_card(dmitry, "darya")).status_code == 404

    darya = a_child("darya", document={"kind": "PASSPORT", "series": "4526", "number": "000103"})
    await dmitry.add_child(darya)
    await demo.pass_time("PT1H")
    assert (await dmitry.accesses())["Дарья"] == ("ACTIVE", "AUTO")
    again = await anna.ask("PUT", f"{REQUESTS}/{sent['id']}", stuck_body(stuck))
    assert again.json()["state"] == "CODE_SENT"
    await confirm(anna, sent["id"])
    await pass_working_days(demo, 5)
    assert (await one(anna, sent["id"]))["state"] == "APPROVED"


def stuck_body(request: dict[str, Any]) -> dict[str, Any]:
    return {name: request[name] for name in ("childId", "purpose", "grantee", "phone", "photoId", "consent")}


async def test_giving_access_to_the_other_parent_opens_the_card_to_them(demo: DemoSite) -> None:
    anna, dmitry = demo.person(ANNA), demo.person(DMITRY)
    await dmitry.add_child(a_child("sofia", oms=None))
    await demo.pass_time("PT1H")
    row = await Desk(demo).live_grant("sofia", "Дмитрий")
    assert (await dmitry.ask("DELETE", f"/access/grants/{row['grantId']}")).status_code == 204
    sent = await send_request(anna, grantee="OTHER_PARENT", phone=DMITRY, photoId=None)
    await pass_working_days(demo, 5)
    assert (await one(anna, sent["id"]))["state"] == "APPROVED"
    assert (await dmitry.accesses())["София"] == ("ACTIVE", "REQUEST")
    assert any(kind == "SOMEONE_GOT_ACCESS" for kind, _ in await anna.notices())


async def test_cancelling_by_request_ends_only_ones_own_access(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    wrong = await anna.ask("POST", REQUESTS, await a_body(anna, purpose="CANCEL", grantee="OTHER_PARENT", phone=DMITRY))
    assert [field["field"] for field in wrong.json()["fields"]] == ["grantee"]
    sent = await send_request(anna, purpose="CANCEL", photoId=None)
    assert (await open_card(anna, "sofia")).status_code == 200
    await pass_working_days(demo, 5)
    done = await one(anna, sent["id"])
    assert (done["state"], done["timeline"][-1]["text"]) == (
        "APPROVED", "Запрос исполнен, доступ к медкарте прекращён",
    )  # fmt: skip
    assert (await open_card(anna, "sofia")).json()["reason"] == "вы отказались от доступа"
    assert (await open_card(anna, "artem")).status_code == 200


async def test_a_change_takes_up_the_phone_of_today(demo: DemoSite) -> None:
    anna, desk = demo.person(ANNA), Desk(demo)
    code = await desk.send_code("sofia", "Анна", phone="+79000000001")
    assert code
    old = (await anna.get("/me"))["phone"]
    sent = await send_request(anna, purpose="CHANGE", photoId=None)
    await pass_working_days(demo, 5)
    assert (await one(anna, sent["id"]))["state"] == "APPROVED"
    assert (await desk.relative("sofia", "Анна"))["phone"] == old


async def test_maria_may_ask_for_her_own_card_again(demo: DemoSite) -> None:
    maria = demo.person(MARIA)
    (own,) = (await maria.get("/access/grants"))["items"]
    assert (await maria.ask("DELETE", f"/access/grants/{own['id']}")).status_code == 204
    assert (await open_card(maria, "maria")).status_code == 403
    body = {
        "childId": (await maria.get("/me"))["id"],
        "phone": MARIA,
        "consent": True,
        "photoId": await photo_id(maria),
    }
    made = await maria.ask("POST", REQUESTS, body)
    assert made.status_code == 201, made.text
    await confirm(maria, made.json()["id"])
    await pass_working_days(demo, 5)
    assert (await one(maria, made.json()["id"]))["state"] == "APPROVED"
    assert (await open_card(maria, "maria")).status_code == 200


async def test_a_wrong_code_is_counted_and_a_new_one_waits_a_minute(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    body = await a_body(igor)
    made = (await igor.ask("POST", REQUESTS, body)).json()
    right = await demo.code(IGOR)
    wrong = "000000" if right != "000000" else "111111"
    answer = await igor.ask("POST", f"{REQUESTS}/{made['id']}/confirm", {"code": wrong})
    assert (answer.status_code, answer.json()["code"], answer.json()["remainingAttempts"]) == (422, "wrong_code", 2)
    early = await igor.ask("PUT", f"{REQUESTS}/{made['id']}", body)
    assert (early.status_code, early.json()["code"]) == (429, "too_early")
    assert (await one(igor, made["id"]))["state"] == "CODE_SENT"
    demo.advance(seconds=60)
    again = await igor.ask("PUT", f"{REQUESTS}/{made['id']}", body)
    assert again.json()["state"] == "CODE_SENT"
    old = await igor.ask("POST", f"{REQUESTS}/{made['id']}/confirm", {"code": right})
    assert old.status_code in (200, 422)
    assert (await one(igor, made["id"]))["state"] == ("CHECKING" if right == await demo.code(IGOR) else "CODE_SENT")


async def test_the_consent_may_come_last_but_has_to_come(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    made = (await igor.ask("POST", REQUESTS, await a_body(igor, consent=False, submit=True))).json()
    assert made["state"] == "CODE_SENT"
    code = await demo.code(IGOR)
    refused = await igor.ask("POST", f"{REQUESTS}/{made['id']}/confirm", {"code": code})
    assert refused.json()["fields"][0]["field"] == "consent"
    sent = await igor.ask("POST", f"{REQUESTS}/{made['id']}/confirm", {"code": code, "consent": True})
    assert (sent.status_code, sent.json()["consent"], sent.json()["state"]) == (200, True, "CHECKING")


async def test_what_is_sent_is_not_edited_and_what_is_over_stays_over(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    body = await a_body(igor)
    sent = await send_request(igor)
    path = f"{REQUESTS}/{sent['id']}"
    assert (await igor.ask("PUT", path, body)).json()["code"] == "request_not_editable"
    assert (await igor.ask("POST", REQUESTS, body)).json()["code"] == "request_exists"
    assert (await igor.ask("POST", f"{path}/confirm", {"code": "000000"})).json()["code"] == "request_not_sent"
    cancelled = await igor.ask("POST", f"{path}/cancel")
    assert (cancelled.json()["state"], cancelled.json()["due"]) == ("CANCELLED", None)
    assert (await igor.ask("POST", f"{path}/cancel")).json()["code"] == "request_is_over"
    await pass_working_days(demo, 6)
    assert (await one(igor, sent["id"]))["state"] == "CANCELLED"
    assert (await open_card(igor, "mikhail")).status_code == 404
    assert (await igor.ask("POST", REQUESTS, body)).status_code == 201


async def test_what_is_wrong_in_a_request_is_told_before_what_stands_against_it(
    demo: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """422 → 409, and nothing of a refused body is kept."""
    igor = demo.person(IGOR)
    body = await a_body(igor)
    sent = await send_request(igor)
    path = f"{REQUESTS}/{sent['id']}"
    bad = body | {"phone": "12", "submit": True}
    for method, where in (("POST", REQUESTS), ("PUT", path)):
        answer = await igor.ask(method, where, bad)
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "phone"), method
        stranger = await igor.ask(method, where, body | {"photoId": str(uuid4())})
        assert (stranger.status_code, stranger.json()["fields"][0]["field"]) == (422, "photoId"), method
    assert (await igor.ask("PUT", path, body | {"purpose": "CHANGE", "submit": False})).status_code == 409
    assert await one(igor, sent["id"]) == sent
    monkeypatch.setattr(requests, "MOST", 1)
    assert (await igor.ask("POST", REQUESTS, bad)).status_code == 422
    assert (await igor.ask("POST", REQUESTS, body)).json()["code"] == "too_many_requests"
    assert (await igor.get(REQUESTS))["total"] == 1


async def test_a_repeated_write_makes_one_request_and_a_stale_one_is_refused(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    child, key = (await igor.children())[0]["id"], a_key()
    first = await igor.ask("POST", REQUESTS, {"childId": child}, Idempotency_Key=key)
    second = await igor.ask("POST", REQUESTS, {"childId": child}, Idempotency_Key=key)
    assert first.json() == second.json()
    assert (await igor.get(REQUESTS))["total"] == 1
    path = f"{REQUESTS}/{first.json()['id']}"
    tag = (await igor.ask("GET", path)).headers["etag"]
    changed = await igor.ask("PUT", path, {"childId": child, "phone": IGOR}, If_Match=tag)
    assert changed.status_code == 200
    stale = await igor.ask("PUT", path, {"childId": child}, If_Match=tag)
    assert stale.status_code == 412


@pytest.mark.parametrize("code", ["photo_unreadable", "passport_not_confirmed", "child_is_adult"])
async def test_a_tester_may_decide_at_once_for_any_reason(demo: DemoSite, code: str) -> None:
    igor = demo.person(IGOR)
    sent = await send_request(igor)
    answer = await demo.decide("requests", sent["id"], "REJECTED", code)
    assert (answer.status_code, answer.json()["reasonCode"]) == (200, code)
    assert (await demo.decide("requests", sent["id"], "APPROVED")).status_code == 409
    assert (await demo.decide("requests", str(uuid4()), "APPROVED")).status_code == 404
    assert (await demo.decide("requests", sent["id"], "NONSENSE")).status_code == 422


async def test_a_photo_stays_as_long_as_its_request_needs_it(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    body = await a_body(igor)
    made = (await igor.ask("POST", REQUESTS, body | {"submit": False})).json()
    for _ in range(7):
        assert (await add_photo(igor)).status_code == 201
    kept = await igor.ask("PUT", f"{REQUESTS}/{made['id']}", body)
    assert kept.json()["state"] == "CODE_SENT", kept.text
