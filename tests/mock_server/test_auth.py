"""Signing in and the second step (product.md §4, contract §2)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from emias_app.mock_server.security import Hasher
from tests.support.site import ANNA, IGOR, PASSWORD, SNILS, Site, bearer, in_memory

pytestmark = pytest.mark.anyio


async def confirm(site: Site, ticket: str, code: str) -> tuple[int, dict[str, Any]]:
    answer = await site.http.post("/auth/login/confirm", json={"ticket": ticket, "code": code})
    return answer.status_code, answer.json()


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_a_login_and_password_send_a_code_and_the_code_signs_in(site: Site) -> None:
    answer = await site.http.post("/auth/login", json={"login": ANNA, "password": PASSWORD})
    assert answer.status_code == 200
    ticket = answer.json()
    assert ticket["maskedPhone"].endswith("01")
    assert ANNA not in answer.text
    assert (ticket["codeLength"], ticket["resendAfter"]) == (6, 60)
    assert ticket["expiresAt"] == "2026-11-22T06:05:00Z"

    status, tokens = await confirm(site, ticket["ticket"], await site.code())

    assert status == 200
    assert (tokens["level"], tokens["expiresIn"]) == ("account", 900)
    me = await site.http.get("/me", headers=bearer(tokens))
    assert me.json()["firstName"] == "Анна"


@pytest.mark.parametrize("login", ["8 (911) 000-00-01", "79110000001@EXAMPLE.org", "112-233-445 95", SNILS])
async def test_a_login_may_be_a_phone_an_email_or_a_snils_as_people_type_them(site: Site, login: str) -> None:
    assert await site.ticket(login)


@pytest.mark.parametrize("login", [ANNA, "+79990000000", "nobody@example.org", "ерунда", "'; drop table accounts; --"])
async def test_a_wrong_login_and_a_wrong_password_are_answered_alike(site: Site, login: str) -> None:
    answer = await site.http.post("/auth/login", json={"login": login, "password": "не тот"})
    assert answer.status_code == 401
    body = answer.json()
    assert (body["code"], body["detail"], body["remainingAttempts"]) == (
        "wrong_credentials", "Неверный логин или пароль.", 4,
    )  # fmt: skip
    assert await site.inbox() == []


@pytest.mark.parametrize("login", [ANNA, "+79990000000"])
async def test_five_wrong_passwords_lock_the_login_for_a_quarter_of_an_hour(site: Site, login: str) -> None:
    for left in (4, 3, 2, 1, 0):
        answer = await site.http.post("/auth/login", json={"login": login, "password": "не тот"})
        assert (answer.status_code, answer.json()["remainingAttempts"]) == (401, left)

    locked = await site.http.post("/auth/login", json={"login": login, "password": PASSWORD})
    assert (locked.status_code, locked.json()["code"], locked.json()["retryAfter"]) == (429, "too_many_tries", 900)
    assert locked.headers["Retry-After"] == "900"

    site.advance(minutes=15)
    again = await site.http.post("/auth/login", json={"login": login, "password": PASSWORD})
    assert again.status_code == (200 if login == ANNA else 401)


async def test_a_lock_holds_for_one_login_and_one_address_and_no_living_session(site: Site) -> None:
    tokens = await site.sign_in()
    phone = await site.trust(tokens)
    for _ in range(5):
        await site.http.post("/auth/login", json={"login": ANNA, "password": "не тот"})

    assert await site.is_signed_in(tokens)
    assert (await site.unlock(phone)).status_code == 200
    assert await site.ticket(IGOR)
    async with in_memory(site.app, "192.0.2.7") as elsewhere:
        answer = await elsewhere.post("/auth/login", json={"login": ANNA, "password": PASSWORD})
    assert answer.status_code == 200


async def test_a_burst_of_wrong_passwords_gets_five_answers_and_no_more(site: Site) -> None:
    async def attempt(_: int) -> int:
        return (await site.http.post("/auth/login", json={"login": ANNA, "password": "не тот"})).status_code

    statuses = await asyncio.gather(*(attempt(n) for n in range(20)))
    assert sorted(statuses) == [401] * 5 + [429] * 15


async def test_a_wrong_login_costs_the_same_work_as_a_wrong_password(site: Site) -> None:
    """Time follows from work: one scrypt of equal cost, one transaction."""
    costs: list[str] = []

    class Counting(Hasher):
        async def _verified(self, secret: str, kept: str) -> bool:
            costs.append(kept.rpartition("$")[0].rpartition("$")[0])
            return await super()._verified(secret, kept)

    site.backend.hasher = Counting(fast=True)
    async with in_memory(site.app) as http:
        for login in (ANNA, "+79990000000", "nobody@example.org"):
            await http.post("/auth/login", json={"login": login, "password": "не тот"})
    assert costs == ["scrypt$2$1$1"] * 3


async def test_failures_long_ago_do_not_count(site: Site) -> None:
    for _ in range(4):
        await site.http.post("/auth/login", json={"login": ANNA, "password": "не тот"})
    site.advance(minutes=15, seconds=1)
    answer = await site.http.post("/auth/login", json={"login": ANNA, "password": "не тот"})
    assert answer.json()["remainingAttempts"] == 4


async def test_a_code_dies_after_three_wrong_tries(site: Site) -> None:
    ticket = await site.ticket()
    code = await site.code()
    for left in (2, 1):
        status, body = await confirm(site, ticket, another(code))
        assert (status, body["code"], body["remainingAttempts"]) == (422, "wrong_code", left)
    status, body = await confirm(site, ticket, another(code))
    assert (status, body["code"], body["remainingAttempts"]) == (422, "code_dead", 0)
    status, body = await confirm(site, ticket, code)
    assert (status, body["code"]) == (422, "code_dead")


async def test_of_parallel_tries_only_three_are_looked_at(site: Site) -> None:
    ticket = await site.ticket()
    code = await site.code()
    answers = await asyncio.gather(*(confirm(site, ticket, another(code)) for _ in range(10)))
    assert [body["code"] for _, body in answers].count("wrong_code") == 2
    status, body = await confirm(site, ticket, code)  # only now: which of parallel ones comes first is nobody's promise
    assert (status, body["code"]) == (422, "code_dead")


async def test_a_code_signs_in_once_even_in_parallel(site: Site) -> None:
    ticket = await site.ticket()
    code = await site.code()
    answers = await asyncio.gather(*(confirm(site, ticket, code) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200] + [422] * 7


async def test_a_code_lives_five_minutes(site: Site) -> None:
    ticket = await site.ticket()
    code = await site.code()
    site.advance(minutes=5)
    status, body = await confirm(site, ticket, code)
    assert (status, body["code"]) == (422, "code_dead")


async def test_an_unknown_ticket_is_answered_like_a_dead_code(site: Site) -> None:
    status, body = await confirm(site, "нет такого", "000000")
    assert (status, body["code"]) == (422, "code_dead")


async def test_a_code_may_be_typed_with_spaces(site: Site) -> None:
    ticket = await site.ticket()
    code = await site.code()
    status, _ = await confirm(site, ticket, f" {code[:3]} {code[3:]} ")
    assert status == 200


async def test_five_dead_codes_lock_the_login(site: Site) -> None:
    for _ in range(5):
        ticket = await site.ticket()
        wrong = another(await site.code())
        for _ in range(3):
            await confirm(site, ticket, wrong)
    answer = await site.http.post("/auth/login", json={"login": ANNA, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")


async def test_a_new_code_may_be_asked_for_after_a_minute_on_the_same_ticket(site: Site) -> None:
    ticket = await site.ticket()
    first = await site.code()
    early = await site.http.post("/auth/login/resend", json={"ticket": ticket})
    assert (early.status_code, early.json()["code"], early.json()["retryAfter"]) == (429, "too_early", 60)
    assert await site.ticket(), "the wait belongs to a ticket, not to a phone"

    site.advance(seconds=60)
    again = await site.http.post("/auth/login/resend", json={"ticket": ticket})
    assert again.status_code == 200
    assert again.json()["ticket"] == ticket
    second = await site.code()

    if first != second:
        assert (await confirm(site, ticket, first))[1]["code"] == "wrong_code"
    assert (await confirm(site, ticket, second))[0] == 200


async def test_a_superseded_code_is_not_a_dead_one(site: Site) -> None:
    ticket = await site.ticket()
    for _ in range(6):
        site.advance(seconds=60)
        assert (await site.http.post("/auth/login/resend", json={"ticket": ticket})).status_code == 200
    assert (await confirm(site, ticket, await site.code()))[0] == 200


async def test_a_dead_code_can_be_replaced_on_its_ticket_but_a_used_or_old_ticket_cannot(site: Site) -> None:
    ticket = await site.ticket()
    wrong = another(await site.code())
    for _ in range(3):
        await confirm(site, ticket, wrong)
    site.advance(seconds=60)
    assert (await site.http.post("/auth/login/resend", json={"ticket": ticket})).status_code == 200
    assert (await confirm(site, ticket, await site.code()))[0] == 200
    site.advance(seconds=60)
    used = await site.http.post("/auth/login/resend", json={"ticket": ticket})
    assert (used.status_code, used.json()["code"]) == (422, "code_dead")

    old = await site.ticket()
    site.advance(minutes=31)
    answer = await site.http.post("/auth/login/resend", json={"ticket": old})
    assert (answer.status_code, answer.json()["code"]) == (422, "code_dead")


async def test_the_second_step_opens_cards_and_belongs_to_new_tokens(site: Site) -> None:
    tokens = await site.sign_in()
    assert not await site.opens_cards(tokens)
    raised = await site.step_up(tokens)
    assert raised["level"] == "medcard"
    assert await site.opens_cards(raised)
    assert not await site.opens_cards(tokens)


async def test_the_second_step_has_its_own_code_with_the_same_rules(site: Site) -> None:
    tokens = await site.sign_in()
    head = bearer(tokens)
    nothing_sent = await site.http.post("/auth/medcard-code/confirm", json={"code": "000000"}, headers=head)
    assert (nothing_sent.status_code, nothing_sent.json()["code"]) == (422, "code_dead")
    sent = await site.http.post("/auth/medcard-code", headers=head)
    assert (sent.status_code, sent.json()["resendAfter"]) == (200, 60)
    early = await site.http.post("/auth/medcard-code", headers=head)
    assert (early.status_code, early.json()["code"]) == (429, "too_early")
    wrong = another(await site.code())
    codes = [
        (await site.http.post("/auth/medcard-code/confirm", json={"code": wrong}, headers=head)).json()["code"]
        for _ in range(3)
    ]
    assert codes == ["wrong_code", "wrong_code", "code_dead"]


async def test_the_second_step_can_be_repeated_right_after_it_was_passed(site: Site) -> None:
    tokens = await site.sign_in()
    raised = await site.step_up(tokens)
    assert (await site.step_up(raised))["level"] == "medcard"


async def test_a_staff_member_signs_in_at_the_clinic_and_nowhere_else(site: Site) -> None:
    answer = await site.http.post("/clinic/auth/login", json={"login": "Doctor ", "password": "Demo-2026"})
    assert answer.status_code == 200
    head = bearer(answer.json())
    for path in ("/me", "/auth/sessions", "/devices", "/notices", "/patients"):
        refused = await site.http.get(path, headers=head)
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_audience")
    here = await site.http.post("/auth/login", json={"login": "doctor", "password": "Demo-2026"})
    assert here.status_code == 401


async def test_staff_logins_are_locked_too(site: Site) -> None:
    for _ in range(5):
        answer = await site.http.post("/clinic/auth/login", json={"login": "doctor", "password": "не тот"})
        assert answer.status_code == 401
    locked = await site.http.post("/clinic/auth/login", json={"login": "doctor", "password": "Demo-2026"})
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_tries")


async def test_nothing_secret_is_kept_in_the_clear(site: Site) -> None:
    ticket = await site.ticket()
    code = await site.code()
    _, tokens = await confirm(site, ticket, code)
    secrets = {ticket, PASSWORD, tokens["accessToken"], tokens["refreshToken"]}

    def everything(session: Any) -> str:
        from emias_app.mock_server.store.schema import Base

        return "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(table.select())
        )

    kept = await site.backend.store.read(everything)
    assert not [one for one in secrets if one in kept]
