"""Living sessions: seen and ended."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.site import IGOR, Site, bearer

pytestmark = pytest.mark.anyio


async def test_an_account_sees_its_own_sessions_and_which_one_it_is_in(site: Site) -> None:
    web = await site.sign_in(client="web")
    site.advance(minutes=2)
    android = await site.sign_in(client="android")
    await site.sign_in(IGOR)
    page = (await site.http.get("/auth/sessions", headers=bearer(android))).json()
    assert page["total"] == 2
    assert [(one["client"], one["current"]) for one in page["items"]] == [("android", True), ("web", False)]
    first = (await site.http.get("/auth/sessions", params={"limit": 1}, headers=bearer(web))).json()
    rest = await site.http.get(
        "/auth/sessions", params={"limit": 1, "cursor": first["nextCursor"]}, headers=bearer(web)
    )
    assert first["items"][0]["id"] != rest.json()["items"][0]["id"]
    assert rest.json()["nextCursor"] is None


async def test_the_app_is_known_by_its_kind_and_never_by_what_else_it_says(site: Site) -> None:
    tokens = await site.sign_in(client="<script>")
    page = (await site.http.get("/auth/sessions", headers=bearer(tokens))).json()
    assert page["items"][0]["client"] == "other"


async def test_an_ended_session_is_refused_from_the_next_request_on(site: Site) -> None:
    mine, lost = await site.sign_in(), await site.sign_in(client="ios")
    listed = (await site.http.get("/auth/sessions", headers=bearer(mine))).json()["items"]
    lost_id = next(one["id"] for one in listed if one["client"] == "ios")
    answer = await site.http.delete(f"/auth/sessions/{lost_id}", headers=bearer(mine))
    assert (answer.status_code, answer.content) == (204, b"")
    assert not await site.is_signed_in(lost)
    assert (await site.refresh(lost["refreshToken"])).status_code == 401
    assert await site.is_signed_in(mine)
    again = await site.http.delete(f"/auth/sessions/{lost_id}", headers=bearer(mine))
    assert again.status_code == 404


async def test_anothers_session_does_not_exist(site: Site) -> None:
    anna, igor = await site.sign_in(), await site.sign_in(IGOR)
    theirs = (await site.http.get("/auth/sessions", headers=bearer(igor))).json()["items"][0]["id"]
    for one in (theirs, uuid4()):
        answer = await site.http.delete(f"/auth/sessions/{one}", headers=bearer(anna))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await site.is_signed_in(igor)


async def test_signing_out_ends_the_session_and_says_nothing_of_unknown_ones(site: Site) -> None:
    tokens = await site.sign_in()
    for token in (tokens["refreshToken"], tokens["refreshToken"], "нет такого"):
        answer = await site.http.post("/auth/logout", json={"refreshToken": token})
        assert answer.status_code == 204
    assert not await site.is_signed_in(tokens)


async def test_a_session_is_last_seen_when_it_was_last_used(site: Site) -> None:
    tokens = await site.sign_in()
    site.advance(minutes=5)
    page = (await site.http.get("/auth/sessions", headers=bearer(tokens))).json()
    assert page["items"][0]["lastSeenAt"] == "2026-11-22T06:05:00Z"
