"""Trusted devices: who may register one, and what its signature opens (product.md §4.3, contract §2)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.site import IGOR, Phone, Site, bearer

pytestmark = pytest.mark.anyio


async def register(site: Site, tokens: dict[str, Any], key: str | None = None, **headers: str) -> httpx.Response:
    body = {"name": "Телефон Анны", "publicKey": key or Phone().public_key}
    return await site.http.post("/devices", json=body, headers=bearer(tokens) | headers)


async def test_right_after_the_sign_in_a_device_is_trusted_with_no_second_sms(site: Site) -> None:
    tokens = await site.sign_in()
    phone = await site.trust(tokens)
    answer = await site.unlock(phone)
    assert answer.status_code == 200
    assert answer.json()["level"] == "medcard"
    assert await site.opens_cards(answer.json())


async def test_a_new_device_is_announced_by_sms_and_notice(site: Site) -> None:
    tokens = await site.sign_in()
    await site.trust(tokens, "Телефон Анны")
    newest = (await site.inbox())[0]
    assert newest["text"].startswith("Новое устройство «Телефон Анны»")
    assert newest["code"] is None
    notices = (await site.http.get("/notices", headers=bearer(tokens))).json()["items"]
    assert (notices[0]["kind"], notices[0]["title"], notices[0]["read"]) == ("NEW_DEVICE", "Новое устройство", False)


async def test_one_sign_in_trusts_one_device(site: Site) -> None:
    tokens = await site.sign_in()
    await site.trust(tokens)
    refused = await register(site, tokens)
    assert (refused.status_code, refused.json()["code"]) == (403, "medcard_step_up_required")
    raised = await site.step_up(tokens)
    assert (await register(site, raised)).status_code == 201


async def test_parallel_registrations_of_one_sign_in_trust_one_device(site: Site) -> None:
    tokens = await site.sign_in()
    answers = await asyncio.gather(*(register(site, tokens) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 403, 403, 403, 403]


async def test_five_minutes_after_the_sms_a_device_needs_the_second_step(site: Site) -> None:
    tokens = await site.sign_in()
    site.advance(minutes=4, seconds=59)
    assert (await register(site, tokens)).status_code == 201
    late = await site.sign_in()
    site.advance(minutes=5)
    refused = await register(site, late)
    assert (refused.status_code, refused.json()["code"]) == (403, "medcard_step_up_required")
    not_even_json = await site.http.post(
        "/devices", content=b"{", headers=bearer(late) | {"Content-Type": "application/json"}
    )
    assert not_even_json.status_code == 403
    assert (await register(site, await site.step_up(late))).status_code == 201


async def test_a_renewed_session_keeps_the_age_of_its_sms(site: Site) -> None:
    tokens = await site.sign_in()
    site.advance(minutes=6)
    renewed = (await site.refresh(tokens["refreshToken"], **{"X-Emias-Client": "web"})).json()
    assert (await register(site, renewed)).status_code == 403


@pytest.mark.parametrize("key", ["A" * 42 + "!", "A" * 44, "=" * 43, "ы" * 43, "_" * 43])
async def test_a_key_that_is_none_is_refused(site: Site, key: str) -> None:
    answer = await register(site, await site.sign_in(), key)
    assert answer.status_code == 422
    assert key not in answer.text


async def test_the_same_idempotency_key_registers_once(site: Site) -> None:
    tokens = await site.sign_in()
    key = Phone().public_key
    first = await register(site, tokens, key, **{"Idempotency-Key": "k-1"})
    assert first.status_code == 201
    raised = await site.step_up(tokens)
    again = await register(site, raised, key, **{"Idempotency-Key": "k-1"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert (await site.http.get("/devices", headers=bearer(raised))).json()["total"] == 1


async def test_an_unknown_device_gets_a_challenge_of_the_same_shape(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    known = await site.http.post(f"/devices/{phone.id}/challenge")
    unknown = await site.http.post(f"/devices/{uuid4()}/challenge")
    assert known.status_code == unknown.status_code == 200
    assert known.json().keys() == unknown.json().keys()
    assert len(known.json()["challenge"]) == len(unknown.json()["challenge"])
    assert known.json()["expiresAt"] == unknown.json()["expiresAt"] == "2026-11-22T06:01:00Z"


async def unlock(site: Site, device_id: str, challenge: str, signature: str) -> tuple[int, str]:
    body = {"challenge": challenge, "signature": signature}
    answer = await site.http.post(f"/devices/{device_id}/unlock", json=body)
    return answer.status_code, answer.json().get("code", "")


async def challenge_of(site: Site, device_id: str) -> str:
    return str((await site.http.post(f"/devices/{device_id}/challenge")).json()["challenge"])


async def test_a_challenge_is_good_once_and_for_a_minute(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    value = await challenge_of(site, phone.id)
    assert (await unlock(site, phone.id, value, phone.sign(value)))[0] == 200
    assert await unlock(site, phone.id, value, phone.sign(value)) == (401, "unlock_refused")
    value = await challenge_of(site, phone.id)
    site.advance(seconds=60)
    assert await unlock(site, phone.id, value, phone.sign(value)) == (401, "unlock_refused")


async def test_a_challenge_used_in_parallel_unlocks_once(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    value = await challenge_of(site, phone.id)
    answers = await asyncio.gather(*(unlock(site, phone.id, value, phone.sign(value)) for _ in range(6)))
    assert sorted(status for status, _ in answers) == [200, 401, 401, 401, 401, 401]


async def test_a_wrong_signature_is_refused_and_uses_the_challenge_up(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    for forged in (Phone(id=phone.id).sign, lambda value: phone.sign(value, str(uuid4())), lambda _: "", lambda _: "ы"):
        value = await challenge_of(site, phone.id)
        status, code = await unlock(site, phone.id, value, forged(value) or "A")
        assert (status, code) == (401, "unlock_refused")
        assert (await unlock(site, phone.id, value, phone.sign(value)))[0] == 401


async def test_a_challenge_of_one_device_is_no_good_for_another(site: Site) -> None:
    anna, igor = await site.trust(await site.sign_in()), await site.trust(await site.sign_in(IGOR))
    value = await challenge_of(site, anna.id)
    assert await unlock(site, igor.id, value, igor.sign(value)) == (401, "unlock_refused")


async def test_an_unknown_device_is_refused_like_a_wrong_signature(site: Site) -> None:
    stranger = Phone(id=str(uuid4()))
    value = await challenge_of(site, stranger.id)
    assert await unlock(site, stranger.id, value, stranger.sign(value)) == (401, "unlock_refused")


async def test_a_removed_device_loses_its_sessions_and_unlocks_no_more(site: Site) -> None:
    tokens = await site.sign_in()
    phone = await site.trust(tokens)
    unlocked = (await site.unlock(phone)).json()
    elsewhere = await site.sign_in(client="ios")
    answer = await site.http.delete(f"/devices/{phone.id}", headers=bearer(elsewhere))
    assert answer.status_code == 204
    assert not await site.is_signed_in(unlocked)
    assert not await site.is_signed_in(tokens), "the session that registered it runs on the same device"
    assert await site.is_signed_in(elsewhere)
    assert (await site.unlock(phone)).status_code == 401
    assert (await site.http.get("/devices", headers=bearer(elsewhere))).json()["items"] == []


async def test_anothers_device_does_not_exist(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    igor = await site.sign_in(IGOR)
    answer = await site.http.delete(f"/devices/{phone.id}", headers=bearer(igor))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await site.unlock(phone)).status_code == 200


async def test_the_list_says_which_device_this_is_and_when_it_was_used(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    site.advance(minutes=1)
    unlocked = (await site.unlock(phone)).json()
    (device,) = (await site.http.get("/devices", headers=bearer(unlocked))).json()["items"]
    assert (device["id"], device["current"], device["lastUsedAt"]) == (phone.id, True, "2026-11-22T06:01:00Z")
    (session, _) = (await site.http.get("/auth/sessions", headers=bearer(unlocked))).json()["items"]
    assert session["deviceName"] == "Телефон"


async def test_sessions_that_the_devices_own_lock_ended_do_not_pile_up(site: Site) -> None:
    phone = await site.trust(await site.sign_in())
    for _ in range(4):
        unlocked = (await site.unlock(phone)).json()
        site.advance(hours=1)
    fresh = (await site.unlock(phone)).json()
    page = (await site.http.get("/auth/sessions", headers=bearer(fresh))).json()
    assert len([one for one in page["items"] if one["deviceId"]]) == 1
    assert not await site.is_signed_in(unlocked)
