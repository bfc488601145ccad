"""SMS: how many go out, what is kept of them, what the terminal shows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from emias_app.mock_server.store.schema import SmsRow
from tests.support.site import ANNA, IGOR, PASSWORD, Site, bearer, open_site

pytestmark = pytest.mark.anyio


async def log_in(site: Site, phone: str = ANNA) -> tuple[int, str]:
    answer = await site.http.post("/auth/login", json={"login": phone, "password": PASSWORD})
    return answer.status_code, answer.json().get("code", "")


async def test_a_phone_gets_ten_codes_in_a_quarter_of_an_hour(
    tmp_path: Path, database_url: str | None, anyio_backend: str
) -> None:
    async with open_site(tmp_path, database_url, test_mode=False) as site:
        for _ in range(10):
            assert (await log_in(site))[0] == 200
            site.advance(seconds=1)
        answer = await site.http.post("/auth/login", json={"login": ANNA, "password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_sms")
        assert answer.json()["retryAfter"] == 15 * 60 - 10
        assert (await log_in(site, IGOR))[0] == 200
        site.advance(seconds=answer.json()["retryAfter"])
        assert (await log_in(site))[0] == 200


async def trusted(site: Site, tokens: dict[str, Any], count: int) -> None:
    for number in range(count):
        await site.trust(tokens, f"Телефон {number}")
        site.advance(seconds=1)


async def went_to(site: Site, phone: str = ANNA) -> int:
    rows = select(func.count()).where(SmsRow.phone == phone, SmsRow.sent_at > site.clock.now() - timedelta(minutes=15))
    return await site.backend.store.read(lambda session: session.scalar(rows)) or 0


async def test_news_take_three_of_the_ten_places_and_the_rest_stays_in_the_app(
    tmp_path: Path, database_url: str | None, anyio_backend: str
) -> None:
    async with open_site(tmp_path, database_url, test_mode=False, demo=True) as site:
        tokens = await demo_step_up(site, await demo_sign_in(site))
        site.advance(minutes=16)
        assert await went_to(site) == 0
        tokens = (await site.refresh(tokens["refreshToken"])).json()
        await trusted(site, tokens, 15)
        assert await went_to(site) == 3
        notices = (await site.http.get("/notices?limit=100", headers=bearer(tokens))).json()["items"]
        assert [one["kind"] for one in notices].count("NEW_DEVICE") == 15
        for _ in range(7):
            assert (await log_in(site))[0] == 200
        assert await log_in(site) == (429, "too_many_sms")
        await trusted(site, tokens, 3)
        assert await went_to(site) == 10


async def test_news_find_no_place_where_codes_took_all(tmp_path: Path, anyio_backend: str) -> None:
    async with open_site(tmp_path, test_mode=False, demo=True) as site:
        tokens = await demo_step_up(site, await demo_sign_in(site))
        for _ in range(8):
            assert (await log_in(site))[0] == 200
        await trusted(site, tokens, 2)
        assert await went_to(site) == 10


async def demo_code(site: Site) -> str:
    newest = await site.backend.latest_sms(ANNA)
    assert newest is not None
    return str(newest[1])


async def demo_sign_in(site: Site) -> dict[str, Any]:
    ticket = await site.ticket()
    answer = await site.http.post("/auth/login/confirm", json={"ticket": ticket, "code": await demo_code(site)})
    return dict(answer.json())


async def demo_step_up(site: Site, tokens: dict[str, Any]) -> dict[str, Any]:
    await site.http.post("/auth/medcard-code", headers=bearer(tokens))
    body = {"code": await demo_code(site)}
    return dict((await site.http.post("/auth/medcard-code/confirm", json=body, headers=bearer(tokens))).json())


async def test_in_test_mode_there_is_no_such_limit(site: Site) -> None:
    for _ in range(12):
        assert (await log_in(site))[0] == 200


async def test_outside_demo_and_test_mode_no_text_of_a_message_is_kept(
    tmp_path: Path, anyio_backend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_site(tmp_path, test_mode=False, print_sms=True) as site:
        await log_in(site)
        rows = await site.backend.store.read(lambda session: session.scalars(select(SmsRow)).all())
        assert [(row.text, row.code) for row in rows] == [(None, None)]
        assert await site.backend.latest_sms(ANNA) is None
    assert f"СМС на {ANNA}: Код для входа: " in capsys.readouterr().out


async def test_the_demo_shows_the_newest_message_of_a_phone(tmp_path: Path, anyio_backend: str) -> None:
    async with open_site(tmp_path, test_mode=False, demo=True) as site:
        await log_in(site)
        newest = await site.backend.latest_sms(ANNA)
        assert newest is not None
        text, code, sent_at = newest
        assert code is not None
        assert code in text
        assert sent_at == site.clock.now()
        assert await site.backend.latest_sms(IGOR) is None
        assert (await site.http.get("http://test/mock/v1/outbox")).status_code == 404
