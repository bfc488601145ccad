"""A card shown to a doctor in a real browser: the back button, an address typed by hand and F5 are no ways out."""

from __future__ import annotations

import pytest

from emias_app.views.strings import auth
from emias_app.views.strings import show as words
from tests.support.browser import Visitor
from tests.support.road import ANNA, PIN, patients, press, set_pin, sign_in
from tests.support.served import Served, latest_code

pytestmark = pytest.mark.browser


def test_nothing_but_the_pin_leads_out_of_a_show(visitor: Visitor, app: Served) -> None:
    children = patients(app.base)
    card, other = f"/medcard/{children['Артём']}", f"/medcard/{children['Дарья']}"
    sign_in(visitor)
    set_pin(visitor)
    visitor.tap(f"home.child.{children['Артём']}")
    visitor.scroll_to("medcard.show")
    visitor.tap("medcard.show")
    visitor.tap("show.begin")
    visitor.wait("show.end")
    visitor.tap("medcard.section.labs")
    visitor.wait("section.total")
    visitor.page.go_back()  # within the show
    visitor.wait("medcard.section.labs")

    visitor.page.go_back()  # out of it
    visitor.wait("show.stay")
    visitor.tap("show.stay")
    visitor.wait("medcard.section.labs")
    assert visitor.page.url.endswith(card)

    visitor.reload()
    visitor.wait("show.end", timeout=60_000)
    assert not visitor.sees("nav.home")

    for address in ("/home", other, "/profile"):
        visitor.page.goto(f"{app.base}{address}")
        visitor.wait("show.stay", timeout=60_000)
        visitor.page.wait_for_url(f"**{card}")
        assert not visitor.sees("nav.home")
        assert "Дарья" not in visitor.read()
        visitor.tap("show.stay")
        visitor.wait("medcard.section.labs")
        assert words.BAND.format(name="Артём") in visitor.read()

    visitor.tap("show.end")
    press(visitor, PIN, "unlock")
    visitor.wait("nav.home")
    assert not visitor.sees("show.end")


def test_without_a_pin_one_is_set_on_the_way_to_a_show(visitor: Visitor, app: Served) -> None:
    artyom = patients(app.base)["Артём"]
    sign_in(visitor)
    visitor.tap("pin.skip", until=f"home.child.{artyom}")
    visitor.tap(f"home.child.{artyom}", until="stepup.code")
    visitor.type_code("stepup.code", latest_code(app.base, ANNA))
    visitor.wait("medcard.section.labs")
    visitor.scroll_to("medcard.show")
    visitor.tap("medcard.show", until="show.pin")
    visitor.tap("show.pin", until="pin.digit.1")
    press(visitor, PIN)
    visitor.wait_text(auth.PIN_REPEAT_TITLE)
    press(visitor, PIN)
    visitor.wait("show.begin")
