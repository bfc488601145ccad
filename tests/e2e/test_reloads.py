"""Ten times F5 in a real browser: the same screen each time, and a page that lives on."""

from __future__ import annotations

import pytest

from tests.support.browser import Visitor
from tests.support.road import patients, set_pin, sign_in, sms_count
from tests.support.served import Served

pytestmark = pytest.mark.browser


def test_ten_reloads_in_a_row_leave_a_living_page(visitor: Visitor, app: Served) -> None:
    artyom = patients(app.base)["Артём"]
    sign_in(visitor)
    set_pin(visitor)
    visitor.tap(f"home.child.{artyom}")
    visitor.tap("medcard.section.labs")
    visitor.wait("section.total")
    address, sent = visitor.page.url, sms_count(app.base)
    for turn in range(10):
        visitor.reload()
        if turn % 3 == 0:  # the others are interrupted by the next
            visitor.wait("section.total", timeout=60_000)
    visitor.wait("section.total", timeout=60_000)
    assert visitor.page.url == address
    assert sms_count(app.base) == sent, "nobody had to sign in again"
    first = visitor.page.locator('[flt-semantics-identifier^="section.item."]').first
    visitor.tap(str(first.get_attribute("flt-semantics-identifier")))
    visitor.wait("record.title")
