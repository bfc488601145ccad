"""The page as its owner runs it: the printed address opens it once, and another user of the machine gets nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.support.browser import Visitor
from tests.support.served import Served, served

pytestmark = pytest.mark.browser
REFUSED = "Откройте адрес из терминала"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Served]:
    with served("--web", "--no-browser", data_dir=tmp_path) as process:
        yield process


def cookie_of(visitor: Visitor) -> str:
    return "; ".join(f"{one.get('name')}={one.get('value')}" for one in visitor.context.cookies())


def opens_a_socket(base: str, **headers: str) -> bool:
    try:
        with connect(base.replace("http", "ws") + "/ws", origin=base, additional_headers=headers):  # type: ignore[arg-type]
            return True
    except InvalidStatus as refusal:
        if refusal.response.status_code != 403:
            raise
        return False


def test_the_printed_address_opens_once_and_a_stranger_gets_nothing(browser: Browser, page: Served) -> None:
    address = page.launch_address()
    owner, stranger = Visitor(browser, page.base), Visitor(browser, page.base)
    try:
        owner.open(address.removeprefix(page.base), until="login.demo.1")
        assert owner.page.url.rstrip("/") in (page.base, f"{page.base}/login"), "the token has left the address"
        for path in (address, f"{page.base}/", f"{page.base}/home", f"{page.base}/?k=guess"):
            answer = stranger.page.goto(path)
            assert answer is not None
            assert answer.status == 403
            assert REFUSED in stranger.page.content()
        assert stranger.context.cookies() == []
        assert not opens_a_socket(page.base)
        assert opens_a_socket(page.base, Cookie=cookie_of(owner))

        owner.tap("login.demo.1")
        owner.tap("demo.sms")
        owner.tap("pin.skip")
        owner.wait("nav.home")
        child = owner.page.locator('[flt-semantics-identifier^="home.child."]').first
        owner.tap(str(child.get_attribute("flt-semantics-identifier")))
        owner.wait("stepup.code")
        owner.tap("demo.sms")
        owner.tap("medcard.section.labs")
        owner.wait("section.total")
        first = owner.page.locator('[flt-semantics-identifier^="section.item."]').first
        owner.tap(str(first.get_attribute("flt-semantics-identifier")))
        owner.wait("record.title")
        owner.context.route("**/download/**", lambda route: route.abort())
        with owner.page.expect_request("**/download/**") as request:
            owner.tap("record.pdf")
        file = request.value.url
        assert httpx.get(file, timeout=10).status_code == 404
        answer = stranger.page.goto(file)
        assert answer is not None
        assert answer.status == 404
        mine = httpx.get(file, headers={"Cookie": cookie_of(owner)}, timeout=10)
        assert (mine.status_code, mine.content[:5]) == (200, b"%PDF-")
        assert httpx.get(file, headers={"Cookie": cookie_of(owner)}, timeout=10).status_code == 404, "one use"
    finally:
        owner.close()
        stranger.close()
    assert owner.outside == stranger.outside == []
