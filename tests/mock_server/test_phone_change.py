"""A new phone: a code to the old one and a code to the new one (product.md §6)."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.support.site import ANNA, IGOR, PASSWORD, Site, bearer

pytestmark = pytest.mark.anyio

NEW = "+79161234567"


async def put(site: Site, tokens: dict[str, Any], **body: str) -> httpx.Response:
    return await site.http.put("/me/phone", json={"phone": NEW} | body, headers=bearer(tokens))


async def both_codes(site: Site, old: str = ANNA, new: str = NEW) -> dict[str, str]:
    return {"codeOld": await site.code(old), "codeNew": await site.code(new)}


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_without_a_token_no_phone_is_changed(site: Site) -> None:
    answer = await site.http.put("/me/phone", json={"phone": NEW})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_anothers_phone_is_answered_alike_and_its_owner_is_told(site: Site) -> None:
    tokens = await site.sign_in()
    answer = await put(site, tokens, phone=IGOR)
    assert answer.status_code == 202
    assert set(answer.json()) == {"maskedOld", "maskedNew", "expiresAt", "resendAfter"}
    (message,) = await site.inbox(IGOR)
    assert message["code"] is None
    wrong = await put(site, tokens, phone=IGOR, codeOld=await site.code(), codeNew="000000")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_code")
    assert [one["field"] for one in wrong.json()["fields"]] == ["codeNew"]
    assert (await site.http.get("/me", headers=bearer(tokens))).json()["phone"] == ANNA


async def test_both_codes_change_the_phone_and_all_codes_go_there(site: Site) -> None:
    tokens = await site.sign_in()
    sent = await put(site, tokens, phone="8 916 123-45-67")
    assert (sent.status_code, sent.json()["maskedOld"], sent.json()["maskedNew"]) == (
        202, "+7 911 •••-••-01", "+7 916 •••-••-67",
    )  # fmt: skip
    codes = await both_codes(site)
    assert (await site.http.get("/me", headers=bearer(tokens))).json()["phone"] == ANNA

    done = await put(site, tokens, **codes)
    assert (done.status_code, done.json()["phone"]) == (200, NEW)
    assert "изменён" in (await site.inbox())[0]["text"]
    assert await site.ticket(NEW)
    assert (await site.inbox(NEW))[0]["text"].startswith("Код для входа")
    assert (await site.http.post("/auth/login", json={"login": ANNA, "password": PASSWORD})).status_code == 401
    again = await put(site, tokens, phone="+79161234568", **codes)
    assert (again.status_code, again.json()["code"]) == (422, "code_dead")


async def test_a_wrong_code_is_named_and_the_right_one_stays_good(site: Site) -> None:
    tokens = await site.sign_in()
    await put(site, tokens)
    codes = await both_codes(site)
    for field, left in (("codeOld", 2), ("codeNew", 2), ("codeOld", 1)):
        answer = await put(site, tokens, **(codes | {field: another(codes[field])}))
        assert (answer.status_code, answer.json()["code"], answer.json()["remainingAttempts"]) == (
            422, "wrong_code", left,
        )  # fmt: skip
        assert [one["field"] for one in answer.json()["fields"]] == [field]
    assert (await put(site, tokens, **codes)).status_code == 200


async def test_three_wrong_tries_kill_both_codes(site: Site) -> None:
    tokens = await site.sign_in()
    await put(site, tokens)
    codes = await both_codes(site)
    wrong = {field: another(code) for field, code in codes.items()}
    told = [(await put(site, tokens, **wrong)).json()["code"] for _ in range(3)]
    assert told == ["wrong_code", "wrong_code", "code_dead"]
    assert (await put(site, tokens, **codes)).json()["code"] == "code_dead"


async def test_codes_are_of_one_phone_one_session_and_five_minutes(site: Site) -> None:
    tokens, elsewhere = await site.sign_in(), await site.sign_in()
    await put(site, tokens)
    codes = await both_codes(site)
    assert (await put(site, tokens, phone="+79161234568", **codes)).json()["code"] == "wrong_code"
    assert (await put(site, elsewhere, **codes)).json()["code"] == "code_dead"
    site.advance(minutes=5)
    assert (await put(site, tokens, **codes)).json()["code"] == "code_dead"


async def test_new_codes_are_sent_after_a_minute(site: Site) -> None:
    tokens = await site.sign_in()
    await put(site, tokens)
    first = await both_codes(site)
    early = await put(site, tokens)
    assert (early.status_code, early.json()["code"], early.json()["retryAfter"]) == (429, "too_early", 60)
    site.advance(seconds=60)
    assert (await put(site, tokens)).status_code == 202
    second = await both_codes(site)
    if first != second:
        assert (await put(site, tokens, **first)).json()["code"] == "wrong_code"
    assert (await put(site, tokens, **second)).status_code == 200


async def test_of_two_accounts_that_want_one_phone_one_gets_it(site: Site) -> None:
    anna, igor = await site.sign_in(), await site.sign_in(IGOR)
    await put(site, anna)
    annas = await both_codes(site)
    await put(site, igor)
    igors = await both_codes(site, IGOR)
    answers = await asyncio.gather(put(site, anna, **annas), put(site, igor, **igors))
    assert sorted(answer.status_code for answer in answers) == [200, 422]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "123"}, "phone"),
        ({"phone": ANNA}, "phone"),
        ({"codeOld": "123456"}, "codeNew"),
        ({"codeNew": "123456"}, "codeOld"),
    ],
)
async def test_what_cannot_be_is_named(site: Site, body: dict[str, str], field: str) -> None:
    answer = await put(site, await site.sign_in(), **body)
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, field)
