"""SMS: how many go out, what is kept of them, what the terminal shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from emias_app.mock_server.store.schema import SmsRow
from tests.support.site import ANNA, IGOR, PASSWORD, Site, open_site

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
