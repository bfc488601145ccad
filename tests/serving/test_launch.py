"""The launch token and the browsers' cookies."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from emias_app.serving.launch import KEY_FILE, Door, launch_key
from tests.serving.conftest import Site

pytestmark = pytest.mark.anyio


async def test_without_the_token_there_is_a_small_page_and_no_app(locked_site: Site) -> None:
    async with locked_site.browser() as browser:
        for path in ("/", "/login", "/?k=guess", "/medcard/1?k="):
            answer = await browser.get(path)
            assert answer.status_code == 403
            assert "Откройте адрес из терминала" in answer.text
            assert "flutter_bootstrap" not in answer.text
            assert "set-cookie" not in answer.headers


async def test_the_token_becomes_a_strict_cookie_and_a_clean_address(locked_site: Site) -> None:
    async with locked_site.browser() as browser:
        answer = await browser.get("/medcard/7", params={"k": locked_site.tokens[-1]})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/medcard/7"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        opened = await browser.get(answer.headers["location"])
        assert opened.status_code == 200
        assert "Открываем медкарту…" in opened.text


async def test_a_token_works_once_and_the_next_one_is_minted(locked_site: Site) -> None:
    first = locked_site.tokens[-1]
    async with locked_site.browser() as browser, locked_site.browser() as other:
        await browser.get("/", params={"k": first})
        assert (await other.get("/", params={"k": first})).status_code == 403
        assert len(locked_site.tokens) == 2
        assert (await other.get("/", params={"k": locked_site.tokens[-1]})).status_code == 303


async def test_a_known_browser_may_open_an_old_address(locked_site: Site) -> None:
    first = locked_site.tokens[-1]
    async with locked_site.browser() as browser:
        await browser.get("/", params={"k": first})
        again = await browser.get("/", params={"k": first})
        assert again.status_code == 303
        assert again.headers["location"] == "/"
    assert len(locked_site.tokens) == 2


async def test_a_browser_that_only_guesses_does_not_use_the_token_up(locked_site: Site) -> None:
    token = locked_site.tokens[-1]
    async with locked_site.browser() as browser:
        guess = await browser.get("/", params={"k": token}, headers={"Sec-Purpose": "prefetch;prerender"})
        assert guess.status_code == 403
        assert (await browser.head("/", params={"k": token})).status_code == 403
        assert (await browser.get("/", params={"k": token})).status_code == 303


async def test_where_anybody_may_come_each_browser_gets_its_own_cookie(site: Site) -> None:
    async with site.browser() as one, site.browser() as two:
        assert (await one.get("/")).status_code == 200
        await two.get("/")
        assert one.cookies[site.door.cookie_name] != two.cookies[site.door.cookie_name]
        assert "set-cookie" not in (await one.get("/")).headers


def test_a_foreign_or_bent_cookie_is_nobody() -> None:
    door = Door(b"a" * 32, port=1, needs_token=True)
    cookie = door.new_cookie()
    assert door.browser_of({door.cookie_name: cookie}) == cookie.split(".")[0]
    strangers = [cookie + "0", "x" + cookie, cookie.split(".")[0], ".", "", "é.é"]
    strangers.append(Door(b"b" * 32, port=1, needs_token=True).new_cookie())
    strangers.append(Door(b"a" * 32, port=1, needs_token=False).new_cookie())
    assert [door.browser_of({door.cookie_name: stranger}) for stranger in strangers] == [None] * len(strangers)


def test_the_key_outlives_a_restart_and_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    key = launch_key(tmp_path)
    assert launch_key(tmp_path) == key
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    (tmp_path / KEY_FILE).write_bytes(b"short")
    assert len(launch_key(tmp_path)) == 32
