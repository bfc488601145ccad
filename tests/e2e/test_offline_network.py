"""Nothing is asked of anybody but the machine itself: fonts, icons and the engine come from us."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from tests.support.browser import Visitor
from tests.support.road import patients, set_pin, sign_in
from tests.support.served import Served

pytestmark = pytest.mark.browser


def test_a_whole_journey_asks_our_own_origin_only(visitor: Visitor, app: Served) -> None:
    asked: list[str] = []
    refused: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    visitor.context.on("request", note)
    visitor.page.on("websocket", lambda socket: asked.append(socket.url))
    visitor.page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    artyom = patients(app.base)["Артём"]
    sign_in(visitor)
    set_pin(visitor)
    visitor.tap(f"home.child.{artyom}")
    visitor.tap("medcard.section.labs")
    visitor.wait("section.total")
    first = visitor.page.locator('[flt-semantics-identifier^="section.item."]').first
    visitor.tap(str(first.get_attribute("flt-semantics-identifier")))
    visitor.wait("record.title")
    with visitor.page.expect_download():
        visitor.tap("record.pdf")
    ours = urlsplit(app.base).netloc
    strange = [url for url in asked if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != ours]
    assert strange == []
    assert visitor.outside == [], "not even an attempt"
    assert refused == [], "and the page's policy had nothing to refuse"
    names = " ".join(asked)
    for part in ("GolosText", "MaterialIcons", "skwasm", "/ws"):
        assert part in names, f"{part} came from us"
