"""Changing a password and setting a forgotten one (product.md §4.6)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.demo_site import a_key
from tests.support.site import ANNA, IGOR, PASSWORD, SNILS, Site, bearer, in_memory

pytestmark = pytest.mark.anyio

NEW = "Solnce-77-dom"


async def change(
    site: Site, tokens: dict[str, Any], current: str = PASSWORD, password: str = NEW, **headers: str
) -> httpx.Response:
    body = {"current": current, "password": password}
    return await site.http.put("/me/password", json=body, headers=bearer(tokens) | headers)


async def ask_reset(site: Site, login: str = ANNA) -> dict[str, Any]:
    answer = await site.http.post("/auth/password-reset", json={"login": login})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def reset(site: Site, ticket: str, code: str, password: str = NEW) -> httpx.Response:
    body = {"ticket": ticket, "code": code, "password": password}
    return await site.http.post("/auth/password-reset/confirm", json=body)


async def reset_code(site: Site) -> str:
    return str(next(one["code"] for one in await site.inbox() if one["code"]))


async def test_a_new_password_ends_the_other_sessions_and_signs_in(site: Site) -> None:
    mine, other, igor = await site.sign_in(), await site.sign_in(client="ios"), await site.sign_in(IGOR)
    phone = await site.trust(other)
    unlocked = (await site.unlock(phone)).json()
    answer = await change(site, mine)
    assert (answer.status_code, answer.content) == (204, b"")
    assert await site.is_signed_in(mine)
    assert await site.is_signed_in(igor)
    assert not await site.is_signed_in(other)
    assert not await site.is_signed_in(unlocked)
    assert (await site.refresh(other["refreshToken"])).status_code == 401
    assert (await site.http.post("/auth/login", json={"login": ANNA, "password": PASSWORD})).status_code == 401
    assert await site.ticket(ANNA, NEW)
    assert "Пароль изменён" in (await site.inbox())[1]["text"]


async def test_the_present_password_is_asked_for_and_may_not_be_guessed(site: Site) -> None:
    tokens = await site.sign_in()
    for left in (4, 3, 2, 1, 0):
        answer = await change(site, tokens, current="не тот")
        assert (answer.status_code, answer.json()["code"]) == (422, "wrong_password")
        assert answer.json()["remainingAttempts"] == left
        assert answer.json()["fields"][0]["field"] == "current"
    locked = await change(site, tokens)
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_tries")
    assert await site.is_signed_in(tokens), "a lock-out touches no living session"


@pytest.mark.parametrize("weak", ["1234567", "12345678", "пробная2026", "qwerty123", "+79110000001a"])
async def test_a_weak_password_is_refused_with_the_reason(site: Site, weak: str) -> None:
    tokens = await site.sign_in()
    answer = await change(site, tokens, password=weak)
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "password")
    assert weak not in answer.text
    assert await site.ticket()


async def test_a_change_sent_twice_with_one_key_is_one_change(site: Site) -> None:
    tokens, key = await site.sign_in(), a_key()
    statuses = [(await change(site, tokens, **{"Idempotency-Key": key})).status_code for _ in range(2)]
    assert statuses == [204, 204]


async def test_the_code_of_the_sms_sets_a_forgotten_password_and_signs_in(site: Site) -> None:
    old = await site.sign_in()
    asked = await ask_reset(site)
    assert asked["maskedPhone"] == "+7 911 •••-••-01"
    done = await reset(site, asked["ticket"], await site.code())
    assert (done.status_code, done.json()["level"]) == (200, "account")
    assert await site.is_signed_in(done.json())
    assert not await site.is_signed_in(old)
    assert await site.ticket(ANNA, NEW)
    again = await reset(site, asked["ticket"], await reset_code(site))
    assert (again.status_code, again.json()["code"]) == (422, "code_dead")


@pytest.mark.parametrize(
    "login", ["+79990000000", "nobody@example.org", "112-233-445 95", "79110000001@example.org", "ерунда"]
)
async def test_a_reset_tells_no_more_than_was_typed(site: Site, login: str) -> None:
    asked = await ask_reset(site, login)
    shown = "+7 999 •••-••-00" if login.startswith("+7") else "+7 ••• •••-••-••"
    assert (asked["maskedPhone"], asked["codeLength"], asked["resendAfter"]) == (shown, 6, 60)
    codes = [(await reset(site, asked["ticket"], "не код")).json() for _ in range(3)]
    assert [(one["code"], one["remainingAttempts"]) for one in codes] == [
        ("wrong_code", 2), ("wrong_code", 1), ("code_dead", 0),
    ]  # fmt: skip
    early = await site.http.post("/auth/login/resend", json={"ticket": asked["ticket"]})
    assert early.status_code == 429
    site.advance(seconds=60)
    again = await site.http.post("/auth/login/resend", json={"ticket": asked["ticket"]})
    assert (again.status_code, again.json()["maskedPhone"]) == (200, shown)
    is_known = login in ("112-233-445 95", "79110000001@example.org")
    assert len(await site.inbox()) == (2 if is_known else 0)


async def test_a_reset_by_snils_reaches_its_owner(site: Site) -> None:
    asked = await ask_reset(site, SNILS)
    assert (await reset(site, asked["ticket"], await site.code())).status_code == 200


async def test_a_weak_password_does_not_use_the_code_up(site: Site) -> None:
    asked = await ask_reset(site)
    code = await site.code()
    for weak in ("12345678", "Пробная-2026"):
        answer = await reset(site, asked["ticket"], code, weak)
        assert answer.json()["fields"][0]["field"] == "password"
    assert (await reset(site, asked["ticket"], code)).status_code == 200


async def test_the_ticket_of_a_reset_does_not_sign_in(site: Site) -> None:
    asked = await ask_reset(site)
    body = {"ticket": asked["ticket"], "code": await site.code()}
    answer = await site.http.post("/auth/login/confirm", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "code_dead")
    ticket = await site.ticket()
    assert (await reset(site, ticket, await site.code())).json()["code"] == "code_dead"


async def test_dead_codes_lock_the_reset_from_that_address_alone(site: Site) -> None:
    for _ in range(5):
        ticket = (await ask_reset(site))["ticket"]
        for _ in range(3):
            await reset(site, ticket, "не код")
    locked = await site.http.post("/auth/password-reset", json={"login": ANNA})
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_tries")
    async with in_memory(site.app, "192.0.2.7") as elsewhere:
        assert (await elsewhere.post("/auth/password-reset", json={"login": ANNA})).status_code == 200
    assert await site.ticket()
