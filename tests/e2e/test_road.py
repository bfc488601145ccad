"""The whole road in a real browser, by identifiers only."""

from __future__ import annotations

import re

import pytest

from tests.support.browser import Visitor
from tests.support.road import ANNA, PIN, patients, press, set_pin, sign_in, sms_count
from tests.support.served import Served

pytestmark = pytest.mark.browser


def open_labs(person: Visitor, child: str) -> None:
    person.tap(f"home.child.{child}")
    person.tap("medcard.section.labs")
    person.wait("section.total")


def first_item(person: Visitor) -> str:
    """The identifier of the first row of the open list."""
    person.page.locator('[flt-semantics-identifier^="section.item."]').first.wait_for(state="attached")
    found = person.page.locator('[flt-semantics-identifier^="section.item."]').first
    return str(found.get_attribute("flt-semantics-identifier"))


def test_anna_walks_from_sign_in_to_a_pdf_and_comes_back_by_pin(visitor: Visitor, app: Served) -> None:
    artyom = patients(app.base)["Артём"]
    sign_in(visitor)
    set_pin(visitor)
    open_labs(visitor, artyom)
    visitor.tap(first_item(visitor))
    visitor.wait("record.title")
    address = visitor.page.url
    with visitor.page.expect_download() as download:
        visitor.tap("record.pdf")
    assert download.value.suggested_filename.endswith(".pdf")
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"

    before = sms_count(app.base)
    visitor.open("/profile", until="profile.lock")
    visitor.tap("profile.lock")
    visitor.wait("unlock.digit.1")
    assert "Анализ" not in visitor.read()
    press(visitor, PIN, "unlock")
    visitor.wait("profile.lock")
    assert sms_count(app.base) == before, "no SMS after an unlock"
    visitor.page.goto(address)
    visitor.wait("record.title")
    assert sms_count(app.base) == before, "the card opens without an SMS"


def test_a_lock_returns_to_the_very_same_screen(visitor: Visitor, app: Served) -> None:
    artyom = patients(app.base)["Артём"]
    visitor.page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(visitor)
    set_pin(visitor)
    open_labs(visitor, artyom)
    visitor.tap(first_item(visitor))
    visitor.wait("record.title")
    address = visitor.page.url
    visitor.tap("nav.lock")
    visitor.wait("unlock.digit.1")
    assert not visitor.sees("record.title")
    press(visitor, PIN, "unlock")
    visitor.wait("record.title")
    assert visitor.page.url == address


def test_five_wrong_pins_erase_the_vault(visitor: Visitor, app: Served) -> None:
    sign_in(visitor)
    set_pin(visitor)
    visitor.tap("nav.profile")
    visitor.scroll_to("profile.lock")
    visitor.tap("profile.lock")
    for left in range(4, -1, -1):
        visitor.wait("unlock.digit.1")
        press(visitor, "111111", "unlock")
        if left:
            visitor.wait_text(f"Остал{'ась' if left == 1 else 'ось'} {left} ")
    visitor.wait("login.login")
    assert not visitor.sees("unlock.digit.1")


def test_switching_the_child_keeps_the_section_and_leaves_nothing_of_the_first(visitor: Visitor, app: Served) -> None:
    children = patients(app.base)
    sign_in(visitor)
    set_pin(visitor)
    open_labs(visitor, children["Артём"])
    of_artyom = set(re.findall(r"section\.item\.[0-9a-f-]+", visitor.page.content()))
    visitor.tap("medcard.switch")
    visitor.tap(f"medcard.child.{children['Дарья']}")
    visitor.page.wait_for_url(f"**/medcard/{children['Дарья']}/labs")
    for identifier in of_artyom:
        visitor.gone(identifier)
    first_item(visitor)
    assert not of_artyom & set(re.findall(r"section\.item\.[0-9a-f-]+", visitor.page.content()))
    assert "Артём" not in visitor.read()


def test_a_wrong_code_is_told_beside_the_field_and_the_right_one_still_works(visitor: Visitor, app: Served) -> None:
    visitor.open("/", until="login.login")
    visitor.enter("login.login", ANNA)
    visitor.enter("login.password", "wrong")
    visitor.tap("login.submit")
    visitor.wait("login.error")
    visitor.enter("login.password", "Demo-2026")
    visitor.tap("login.submit")
    visitor.wait("login.code")
    visitor.type_code("login.code", "000000")
    visitor.wait("login.error")
