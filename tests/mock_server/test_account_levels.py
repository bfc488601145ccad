"""From a basic to a full account: СНИЛС, passport, ИНН, policy (product.md §3)."""

from __future__ import annotations

from typing import Any

import pytest

from emias_app.mock_server.seed import numbers
from tests.support.demo_site import ANNA, IGOR, OLGA, DemoSite, a_key, a_passport

pytestmark = pytest.mark.anyio

PAPERS = ("snils", "inn", "oms")


async def test_without_a_token_no_paper_is_taken(demo: DemoSite) -> None:
    for paper in (*PAPERS, "passport", "password", "phone"):
        answer = await demo.http.put(f"/me/{paper}", content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_a_snils_makes_the_account_standard(demo: DemoSite) -> None:
    olga = demo.person(OLGA)
    assert (await olga.get("/me"))["level"] == "BASIC"
    me = await olga.number("snils", "999-000-005 " + numbers.snils(5)[-2:])
    assert (me["level"], me["snils"]["check"]) == ("STANDARD", None)
    assert me["snils"]["maskedNumber"].endswith(numbers.snils(5)[-2:])
    assert await demo.ticket(numbers.snils(5), olga.password), "it is a login from now on"


async def test_anothers_snils_is_refused_in_the_words_of_a_slip_and_may_not_be_guessed(demo: DemoSite) -> None:
    olga = demo.person(OLGA)
    for left in range(5, 0, -1):
        answer = await olga.ask("PUT", "/me/snils", {"number": numbers.snils(1)})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), left
        assert "remainingAttempts" not in answer.json()
    locked = await olga.ask("PUT", "/me/snils", {"number": numbers.snils(5)})
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_tries")
    await demo.pass_time("PT15M")
    assert (await olga.number("snils", numbers.snils(5)))["level"] == "STANDARD"


@pytest.mark.parametrize(
    ("paper", "number", "message"),
    [
        ("snils", "112-233-445 96", "Контрольное число СНИЛС не сходится, проверьте цифры"),
        ("snils", "12", "В СНИЛС должно быть 11 цифр"),
        ("inn", "770000000512", "Контрольные цифры ИНН не сходятся, проверьте номер"),
        ("oms", "7700000000000000", "Контрольная цифра полиса не сходится, проверьте номер"),
    ],
)
async def test_a_number_that_cannot_be_is_refused_with_the_reason(
    demo: DemoSite, paper: str, number: str, message: str
) -> None:
    answer = await demo.person(OLGA).ask("PUT", f"/me/{paper}", {"number": number})
    assert (answer.status_code, answer.json()["fields"]) == (422, [{"field": "number", "message": message}])
    assert number not in answer.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"series": "45"}, "series"),
        ({"number": "1"}, "number"),
        ({"issuedOn": "2030-01-01"}, "issuedOn"),
        ({"issuedOn": "2005-01-01"}, "issuedOn"),
        ({"issuedByCode": "7"}, "issuedByCode"),
    ],
)
async def test_a_field_of_the_passport_that_cannot_be_is_named(
    demo: DemoSite, wrong: dict[str, str], field: str
) -> None:
    answer = await demo.person(OLGA).ask("PUT", "/me/passport", a_passport(5) | wrong)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == [field]


async def test_passport_and_inn_make_the_account_full_once_the_ministry_has_confirmed(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    me = await igor.put("/me/passport", a_passport(2))
    assert (me["passport"]["check"]["registry"], me["passport"]["check"]["state"]) == ("MVD", "CHECKING")
    assert me["passport"]["check"]["due"] == "2026-11-23T06:00:00Z"
    assert "4500000002" not in str(me)
    me = await igor.number("inn", numbers.inn(2))
    assert me["level"] == "STANDARD"
    await demo.pass_time("PT23H59M")
    assert (await igor.get("/me"))["level"] == "STANDARD"
    await demo.pass_time("PT1M")
    me = await igor.get("/me")
    assert (me["level"], me["passport"]["check"]["state"]) == ("FULL", "CONFIRMED")


async def test_the_inn_may_come_last(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    await igor.put("/me/passport", a_passport(2))
    await demo.pass_time("P1D")
    assert (await igor.get("/me"))["level"] == "STANDARD"
    assert (await igor.number("inn", numbers.inn(2)))["level"] == "FULL"


async def test_a_passport_without_a_snils_leaves_the_account_basic(demo: DemoSite) -> None:
    olga = demo.person(OLGA)
    await olga.put("/me/passport", a_passport(5))
    await olga.number("inn", numbers.inn(5))
    await demo.pass_time("P1D")
    assert (await olga.get("/me"))["level"] == "BASIC"
    assert (await olga.number("snils", numbers.snils(5)))["level"] == "FULL"


async def test_the_ministry_may_fail_in_passing_and_is_asked_again(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    await igor.number("inn", numbers.inn(2))
    await igor.put("/me/passport", a_passport(503))
    running = await igor.ask("POST", "/me/passport/recheck")
    assert (running.status_code, running.json()["code"]) == (409, "check_is_running")
    await demo.pass_time("P1D")
    check = (await igor.get("/me"))["passport"]["check"]
    assert (check["state"], check["reason"]) == ("FAILED_TEMPORARILY", "МВД не ответило. Повторите попытку позже")

    again = await igor.ask("POST", "/me/passport/recheck")
    assert (again.status_code, again.json()["passport"]["check"]["state"]) == (200, "CHECKING")
    await demo.pass_time("P1D")
    assert (await igor.get("/me"))["level"] == "FULL"
    over = await igor.ask("POST", "/me/passport/recheck")
    assert (over.status_code, over.json()["code"]) == (409, "check_is_over")


async def test_a_passport_that_the_ministry_does_not_know_is_corrected(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    await igor.number("inn", numbers.inn(2))
    for number, reason in (
        (404, "Паспорт с такими данными не найден"), (1, "Данные паспорта не совпадают с данными МВД"),
    ):  # fmt: skip
        await igor.put("/me/passport", a_passport(number))
        await demo.pass_time("P1D")
        check = (await igor.get("/me"))["passport"]["check"]
        assert (check["state"], check["reason"]) == ("REJECTED", reason)
    await igor.put("/me/passport", a_passport(2))
    await demo.pass_time("P1D")
    assert (await igor.get("/me"))["level"] == "FULL"


async def test_a_full_account_that_changes_its_passport_waits_again_and_keeps_what_is_open(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    assert (await anna.put("/me/passport", a_passport(1)))["level"] == "FULL", "the same one is not checked anew"
    me = await anna.put("/me/passport", a_passport(77))
    assert (me["level"], me["passport"]["check"]["state"]) == ("STANDARD", "CHECKING")
    assert {state for state, _ in (await anna.accesses()).values()} == {"ACTIVE"}
    await demo.pass_time("P1D")
    assert (await anna.get("/me"))["level"] == "FULL"
    assert "ACCESS_REFUSED" not in {kind for kind, _ in await anna.notices()}


@pytest.mark.parametrize(
    ("number", "state", "reason"),
    [
        (numbers.enp(5), "CONFIRMED", None),
        (numbers.enp(5, 50), "REJECTED", "Полис ОМС зарегистрирован не в Москве"),
        (numbers.enp(404), "REJECTED", "Полис ОМС с таким номером не найден"),
        (numbers.enp(102), "REJECTED", "Полис ОМС с таким номером не найден"),
    ],
)
async def test_a_policy_exists_and_is_of_moscow_or_not(
    demo: DemoSite, number: str, state: str, reason: str | None
) -> None:
    olga = demo.person(OLGA)
    assert (await olga.number("oms", number))["oms"]["check"]["state"] == "CHECKING"
    await demo.pass_time("PT5M")
    check = (await olga.get("/me"))["oms"]["check"]
    assert (check["registry"], check["state"], check["reason"]) == ("OMS", state, reason)


async def test_there_is_nothing_to_check_again_before_a_paper_was_added(demo: DemoSite) -> None:
    for paper in ("passport", "oms"):
        answer = await demo.person(OLGA).ask("POST", f"/me/{paper}/recheck")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_me_has_an_etag_and_a_stale_write_is_refused(demo: DemoSite) -> None:
    olga = demo.person(OLGA)
    tag = (await olga.ask("GET", "/me")).headers["ETag"]
    first = await olga.ask("PUT", "/me/inn", {"number": numbers.inn(5)}, If_Match=tag)
    assert first.status_code == 200
    assert first.headers["ETag"] == (await olga.ask("GET", "/me")).headers["ETag"] != tag
    bodies: dict[str, Any] = {
        paper: {"number": getattr(numbers, "enp" if paper == "oms" else paper)(5)} for paper in PAPERS
    }
    for paper, body in (bodies | {"passport": a_passport(5)}).items():
        stale = await olga.ask("PUT", f"/me/{paper}", body, If_Match=tag)
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed"), paper
    assert (await olga.get("/me"))["level"] == "BASIC"


async def test_a_paper_sent_twice_with_one_key_is_checked_once(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    key = a_key()
    first = await igor.ask("PUT", "/me/passport", a_passport(2), Idempotency_Key=key)
    await demo.decide("mvd", first.json()["passport"]["check"]["id"], "CONFIRMED")
    again = await igor.ask("PUT", "/me/passport", a_passport(2), Idempotency_Key=key)
    assert again.json() == first.json()
    assert (await igor.get("/me"))["passport"]["check"]["state"] == "CONFIRMED"
