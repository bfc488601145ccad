"""Renewing a session: rotation, theft, the lost answer in the metro (contract §2)."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.site import Site, bearer

pytestmark = pytest.mark.anyio


async def test_a_refresh_token_gives_a_new_pair(site: Site) -> None:
    tokens = await site.sign_in()
    answer = await site.refresh(tokens["refreshToken"], **{"X-Emias-Client": "web"})
    assert answer.status_code == 200
    renewed = answer.json()
    assert renewed["level"] == "account"
    assert renewed["accessToken"] != tokens["accessToken"]
    assert renewed["refreshToken"] != tokens["refreshToken"]
    assert await site.is_signed_in(renewed)


async def test_a_token_just_rotated_gives_a_pair_again_to_the_same_app_for_thirty_seconds(site: Site) -> None:
    tokens = await site.sign_in()
    head = {"X-Emias-Client": "web"}
    await site.refresh(tokens["refreshToken"], **head)
    site.advance(seconds=30)
    again = await site.refresh(tokens["refreshToken"], **head)
    assert again.status_code == 200
    assert (await site.refresh(again.json()["refreshToken"], **head)).status_code == 200


async def test_after_thirty_seconds_a_used_token_ends_the_family(site: Site) -> None:
    tokens = await site.sign_in()
    head = {"X-Emias-Client": "web"}
    renewed = (await site.refresh(tokens["refreshToken"], **head)).json()
    site.advance(seconds=31)
    stolen = await site.refresh(tokens["refreshToken"], **head)
    assert (stolen.status_code, stolen.json()["code"]) == (401, "session_ended")
    assert not await site.is_signed_in(renewed)
    assert (await site.refresh(renewed["refreshToken"], **head)).status_code == 401


async def test_another_app_with_a_token_just_rotated_ends_the_family(site: Site) -> None:
    tokens = await site.sign_in()
    renewed = (await site.refresh(tokens["refreshToken"], **{"X-Emias-Client": "web"})).json()
    stolen = await site.refresh(tokens["refreshToken"], **{"X-Emias-Client": "web", "User-Agent": "thief"})
    assert stolen.status_code == 401
    assert not await site.is_signed_in(renewed)


async def test_an_older_token_ends_the_family_at_once(site: Site) -> None:
    tokens = await site.sign_in()
    head = {"X-Emias-Client": "web"}
    second = (await site.refresh(tokens["refreshToken"], **head)).json()
    third = (await site.refresh(second["refreshToken"], **head)).json()
    assert (await site.refresh(tokens["refreshToken"], **head)).status_code == 401
    assert not await site.is_signed_in(third)


async def test_parallel_renewals_of_one_app_all_succeed_and_leave_a_living_session(site: Site) -> None:
    tokens = await site.sign_in()
    head = {"X-Emias-Client": "web"}
    answers = await asyncio.gather(*(site.refresh(tokens["refreshToken"], **head) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert await site.is_signed_in(answers[-1].json())


async def test_an_access_token_lives_a_quarter_of_an_hour(site: Site) -> None:
    tokens = await site.sign_in()
    site.advance(minutes=14, seconds=59)
    assert await site.is_signed_in(tokens)
    site.advance(seconds=1)
    assert not await site.is_signed_in(tokens)


async def test_a_refresh_token_lives_twelve_hours_or_a_month_with_a_device(site: Site) -> None:
    tokens = await site.sign_in()
    phone = await site.trust(tokens)
    unlocked = (await site.unlock(phone)).json()
    site.advance(hours=12)
    assert (await site.refresh(tokens["refreshToken"])).status_code == 401
    site.advance(days=29)
    assert (await site.refresh(unlocked["refreshToken"])).status_code == 200
    site.advance(days=30)
    assert (await site.refresh(unlocked["refreshToken"])).status_code == 401


async def test_the_second_step_survives_a_renewal_but_not_half_an_hour_without_a_card(site: Site) -> None:
    raised = await site.step_up(await site.sign_in())
    site.advance(minutes=29)
    renewed = (await site.refresh(raised["refreshToken"])).json()
    assert renewed["level"] == "medcard"
    assert await site.opens_cards(renewed)
    site.advance(minutes=1, seconds=1)
    assert not await site.opens_cards(renewed)
    assert (await site.refresh(renewed["refreshToken"])).json()["level"] == "account"


async def test_what_a_device_unlocked_stays_open(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    unlocked = (await site.unlock(phone)).json()
    site.advance(hours=5)
    renewed = (await site.refresh(unlocked["refreshToken"])).json()
    assert renewed["level"] == "medcard"
    assert await site.opens_cards(renewed)


@pytest.mark.parametrize("token", ["нет такого", "x" * 200, "'; --"])
async def test_an_unknown_refresh_token_is_refused(site: Site, token: str) -> None:
    answer = await site.refresh(token)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


async def test_the_staffs_session_renews_too(site: Site) -> None:
    signed_in = await site.http.post("/clinic/auth/login", json={"login": "registrar", "password": "Demo-2026"})
    renewed = await site.refresh(signed_in.json()["refreshToken"])
    assert renewed.status_code == 200
    refused = await site.http.get("/me", headers=bearer(renewed.json()))
    assert refused.json()["code"] == "wrong_audience"
