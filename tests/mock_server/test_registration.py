"""Making an account (product.md §3, contract §2)."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.store.schema import AccountRow, Base, RegistrationRow
from tests.support.demo_site import OLGA, DemoSite
from tests.support.site import ANNA, Site, bearer

pytestmark = pytest.mark.anyio

NEW = "+79161234567"
PASSWORD = "Solnce-77-dom"


def a_form(**other: Any) -> dict[str, Any]:
    return {
        "lastName": "Новикова", "firstName": "Вера", "middleName": "Львовна", "birthDate": "1991-07-08",
        "sex": "FEMALE", "phone": "8 (916) 123-45-67", "email": "Vera@Example.org", "password": PASSWORD,
    } | other  # fmt: skip


async def register(site: Site, **other: Any) -> httpx.Response:
    return await site.http.post("/auth/register", json=a_form(**other))


async def confirm(site: Site, ticket: str, code: str) -> httpx.Response:
    return await site.http.post("/auth/login/confirm", json={"ticket": ticket, "code": code})


async def test_the_code_of_the_sms_makes_a_basic_account_and_signs_in(site: Site) -> None:
    answer = await register(site)
    assert answer.status_code == 200
    assert set(answer.json()) == {"ticket", "maskedPhone", "codeLength", "expiresAt", "resendAfter"}
    assert answer.json()["maskedPhone"] == "+7 916 •••-••-67"
    (message,) = await site.inbox(NEW)
    assert message["text"].startswith("Код для регистрации")
    assert await accounts(site, NEW) == 0

    done = await confirm(site, answer.json()["ticket"], message["code"])
    assert (done.status_code, done.json()["level"]) == (200, "account")
    me = (await site.http.get("/me", headers=bearer(done.json()))).json()
    assert (me["firstName"], me["level"], me["phone"], me["email"]) == ("Вера", "BASIC", NEW, "vera@example.org")
    assert await site.ticket("vera@example.org", PASSWORD)
    assert await waiting(site) == 0


async def accounts(site: Site, phone: str) -> int:
    found = select(AccountRow.id).where(AccountRow.phone == phone)
    return len(await site.backend.store.read(lambda session: session.scalars(found).all()))


async def waiting(site: Site) -> int:
    return len(await site.backend.store.read(lambda session: session.scalars(select(RegistrationRow.id)).all()))


async def test_the_owner_of_a_known_phone_is_told_by_sms_and_no_code_fits(site: Site) -> None:
    known, unknown = await register(site, phone=ANNA), await register(site)
    assert set(known.json()) == set(unknown.json())
    assert {known.status_code, unknown.status_code} == {200}
    (message,) = await site.inbox()
    assert "у вас уже есть учётная запись" in message["text"].lower()
    assert message["code"] is None
    ticket = known.json()["ticket"]
    codes = [(await confirm(site, ticket, "123456")).json()["code"] for _ in range(3)]
    assert codes == ["wrong_code", "wrong_code", "code_dead"]
    wrong = await confirm(site, unknown.json()["ticket"], "000000" if await site.code(NEW) != "000000" else "111111")
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["remainingAttempts"]) == (422, "wrong_code", 2)
    assert await site.ticket(), "the account of before is as it was"


async def test_the_next_code_is_asked_for_alike_whether_or_not_the_phone_is_known(site: Site) -> None:
    for phone in (ANNA, NEW):
        ticket = (await register(site, phone=phone)).json()["ticket"]
        early = await site.http.post("/auth/login/resend", json={"ticket": ticket})
        assert (early.status_code, early.json()["retryAfter"]) == (429, 60)
        site.advance(seconds=60)
        again = await site.http.post("/auth/login/resend", json={"ticket": ticket})
        assert (again.status_code, again.json()["ticket"]) == (200, ticket)
        assert again.json()["maskedPhone"].endswith(phone[-2:])
        assert len(await site.inbox(phone)) == 2
    assert (await confirm(site, ticket, await site.code(NEW))).status_code == 200


async def test_of_two_registrations_of_a_phone_the_first_to_confirm_has_it(site: Site) -> None:
    first, second = (await register(site)).json()["ticket"], (await register(site)).json()["ticket"]
    second_code, first_code = [one["code"] for one in await site.inbox(NEW)]
    answers = await asyncio.gather(confirm(site, first, first_code), confirm(site, second, second_code))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert await accounts(site, NEW) == 1


async def test_a_known_email_is_no_secret_told(site: Site) -> None:
    taken = f"{ANNA[1:]}@example.org"
    answer = await register(site, email=taken)
    done = await confirm(site, answer.json()["ticket"], await site.code(NEW))
    assert done.status_code == 200
    assert await site.ticket(taken), "it signs in to the account that had it first"
    refused = await site.http.post("/auth/login", json={"login": taken, "password": PASSWORD})
    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"lastName": "Novikova"}, "Пишите русскими буквами, как в документе"),
        ({"birthDate": "2015-01-01"}, "Своя учётная запись бывает с 15 лет, до этого медкарту ведут родители"),
        ({"phone": "+7 495 123-45-67"}, "Нужен номер мобильного телефона, на него придёт СМС"),
        ({"email": "vera"}, "Адрес почты выглядит так: anna@example.ru"),
        ({"password": "12345678"}, "Нужны и буквы, и цифры"),
    ],
)
async def test_a_field_that_cannot_be_is_named_with_the_reason(site: Site, wrong: dict[str, str], message: str) -> None:
    (field,) = wrong
    answer = await register(site, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["fields"] == [{"field": field, "message": message}]
    assert wrong[field] not in answer.text
    assert await waiting(site) == 0


async def test_a_code_dies_and_a_registration_is_forgotten(site: Site) -> None:
    ticket = (await register(site)).json()["ticket"]
    code = await site.code(NEW)
    site.advance(minutes=5)
    assert (await confirm(site, ticket, code)).json()["code"] == "code_dead"
    site.advance(minutes=26)
    await site.backend.run_due()
    assert await waiting(site) == 0
    gone = await site.http.post("/auth/login/resend", json={"ticket": ticket})
    assert (gone.status_code, gone.json()["code"]) == (422, "code_dead")


async def test_five_dead_codes_lock_registering_that_phone_alone(site: Site) -> None:
    for _ in range(5):
        ticket = (await register(site, phone=ANNA)).json()["ticket"]
        for _ in range(3):
            await confirm(site, ticket, "000000")
    locked = await register(site, phone=ANNA)
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_tries")
    assert (await register(site)).status_code == 200
    assert await site.ticket(), "nobody can lock another's sign-in by registering"


async def test_nothing_of_a_registration_is_kept_in_the_clear(site: Site) -> None:
    ticket = (await register(site)).json()["ticket"]

    def everything(session: Session) -> str:
        return "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(table.select())
        )

    kept = await site.backend.store.read(everything)
    assert PASSWORD not in kept
    assert ticket not in kept


async def test_registering_with_the_phone_of_a_demo_person_changes_nothing(demo: DemoSite) -> None:
    before = await demo.person(OLGA).get("/me")
    ticket = (await register(demo, phone=OLGA)).json()["ticket"]
    await confirm(demo, ticket, "000000")
    assert await demo.person(OLGA).get("/me") == before
