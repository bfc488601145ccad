"""Access without a mouse: every control is a stop of Tab, and whole stories go by keys alone."""

from __future__ import annotations

import time

import httpx
import pytest

from tests.e2e.test_two_windows import clinic_code
from tests.support.browser import Visitor
from tests.support.keyboard import press_on, tab, tab_to, tick, type_at, usable, walk_by_tab
from tests.support.road import PASSWORD, patients
from tests.support.served import Served, latest_code

pytestmark = pytest.mark.browser

DMITRY, IGOR = "+79000000006", "+79000000002"
REASON = "ошибка в данных"


def signs_in(person: Visitor, phone: str) -> None:
    person.open("/", until="login.login")
    type_at(person, "login.login", phone)
    type_at(person, "login.password", PASSWORD, until="login.code")
    tab_to(person, "login.code")
    person.page.keyboard.type(latest_code(person.base, phone), delay=20)
    person.wait("pin.skip")
    press_on(person, "pin.skip", until="nav.access")


def check(person: Visitor, path: str, until: str) -> None:
    """All that can be pressed on the screen can be come to by Tab."""
    person.open(path, until=until)
    passes_all(person, path)


def passes_all(person: Visitor, where: str) -> None:
    """Round by round, since a round that begins while the screen is still being drawn misses some."""
    passed: set[str] = set()
    for _ in range(3):
        passed |= set(walk_by_tab(person))
        if usable(person) <= passed:
            return
    assert usable(person) - passed == set(), where


def test_a_code_is_redeemed_by_keys_alone(visitor: Visitor, app: Served) -> None:
    signs_in(visitor, DMITRY)
    press_on(visitor, "nav.access", until="access.redeem")
    press_on(visitor, "access.redeem", until="redeem.code")
    tab_to(visitor, "redeem.code")
    visitor.page.keyboard.type(clinic_code(app.base).lower(), delay=20)
    press_on(visitor, "redeem.code", until="redeem.done")
    press_on(visitor, "redeem.done", until="stepup.code")
    tab_to(visitor, "stepup.code")
    visitor.page.keyboard.type(latest_code(app.base, DMITRY), delay=20)
    visitor.wait("medcard.section.visits")


def revocable(person: Visitor) -> set[str]:
    """What of the history can be revoked now."""
    return {one for one in usable(person) if one.startswith("clinic.revoke.")}


def comes_after(person: Visitor, before: set[str], timeout: float = 45) -> str:
    """The row that the history has besides those of ``before``; a new code makes the earlier one void."""
    deadline = time.monotonic() + timeout
    while not (new := revocable(person) - before):
        assert time.monotonic() < deadline, "the history shows nothing new"
        person.page.wait_for_timeout(50)
    return new.pop()


def test_the_registrar_sends_and_takes_back_a_code_by_keys_alone(visitor: Visitor, app: Served) -> None:
    visitor.page.set_viewport_size({"width": 1360, "height": 860})
    sofia = patients(app.base)["София"]
    visitor.open("/clinic", until="clinic.login.login")
    type_at(visitor, "clinic.login.login", "registrar")
    type_at(visitor, "clinic.login.password", PASSWORD, until="clinic.search")
    type_at(visitor, "clinic.search", "Морозова София")
    visitor.page.keyboard.press("Enter")
    visitor.wait_text("Найдено: 1")
    press_on(visitor, f"clinic.patient.{sofia}", until="clinic.access")
    press_on(visitor, "clinic.access", until="clinic.signed")
    # The list's own stop comes after the way back; Flutter gives it no focus in the page's tree.
    tab_to(visitor, "clinic.back")
    tab(visitor, timeout=0.5)
    visitor.page.keyboard.press("Enter")
    visitor.wait("clinic.relative.add")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    visitor.gone("clinic.relative.add")
    tick(visitor, "clinic.signed")
    before = revocable(visitor)
    press_on(visitor, "clinic.send", until="clinic.sent")
    sent = comes_after(visitor, before)
    press_on(visitor, sent, until="clinic.reason")
    visitor.page.keyboard.press("Escape")
    visitor.gone("clinic.reason")
    press_on(visitor, sent, until="clinic.reason")
    type_at(visitor, "clinic.reason", REASON)
    press_on(visitor, "clinic.revoke.confirm")
    visitor.gone("clinic.reason")
    visitor.wait_text(REASON)


def test_every_control_of_the_front_door_is_a_stop_of_tab(visitor: Visitor, app: Served) -> None:
    check(visitor, "/register", "register.submit")
    check(visitor, "/forgot", "forgot.submit")
    check(visitor, "/clinic", "clinic.login.login")


def test_every_control_of_access_is_a_stop_of_tab(visitor: Visitor, app: Served) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 1400})
    signs_in(visitor, IGOR)
    with httpx.Client(base_url=app.base, timeout=30) as http:
        http.post("/mock/v1/clock", json={"advance": "PT1M"}).raise_for_status()
    for path, until in (
        ("/access", "access.redeem"),
        ("/access/redeem", "redeem.code"),
        ("/access/request", "request.next"),
        ("/family", "family.add"),
        ("/family/new", "family.save"),
        ("/profile", "profile.logout"),
        ("/profile/passport", "paper.save"),
        ("/profile/password", "paper.save"),
        ("/notices", "notices.back"),
        ("/home", "home.bell"),
    ):
        check(visitor, path, until)
    visitor.open("/access/request", until="request.next")
    press_on(visitor, "request.next")
    for step, of_its_own in (("about", "request.profile"), ("photo", "request.photo")):
        visitor.page.wait_for_url(f"**/access/request/{step}")
        visitor.wait(of_its_own)
        visitor.wait("request.next")
        passes_all(visitor, step)
        if step == "photo":
            with visitor.page.expect_file_chooser():
                press_on(visitor, "request.photo")
        else:
            press_on(visitor, "request.next")
    tab_to(visitor, "request.back")
