"""The road that every journey walks: sign in, set a PIN, open a card. By identifiers only."""

from __future__ import annotations

import re
import time

import httpx

from emias_app.views.strings import auth, common
from tests.support.browser import Visitor
from tests.support.served import latest_code

ANNA = "+79000000001"
PASSWORD = "Demo-2026"
PIN = "482913"
_ENTERED = common.PIN_ENTERED.format(done=r"\d", length=r"\d")


def sms_count(base: str, phone: str = ANNA) -> int:
    """How many SMS the phone has got so far."""
    return len(httpx.get(f"{base}/mock/v1/outbox", params={"phone": phone}, timeout=10).json()["items"])


def sign_in(person: Visitor, login: str = ANNA, *, sms_at: str | None = None) -> None:
    """As far as the offer of a PIN; ``sms_at`` is the backend of an app that has none of its own."""
    person.open("/", until="login.login")
    for _ in range(3):
        person.enter("login.login", login)
        person.enter("login.password", PASSWORD)
        person.tap("login.submit")
        if person.comes("login.code", timeout=12_000):
            break
    else:
        raise AssertionError(f"no code was asked for; the screen says:\n{person.read()}")
    person.type_code("login.code", latest_code(sms_at or person.base, login))
    person.wait("pin.skip")


def press(person: Visitor, pin: str, keypad: str = "pin") -> None:
    """Touch digit after digit, each when the one before has come up: Flutter swallows taps on a busy machine."""
    before = _entered(person)
    for digit in pin:
        for _ in range(3):
            person.tap(f"{keypad}.digit.{digit}")
            if _has_moved(person, before):
                break
        before = _entered(person)


def _entered(person: Visitor) -> str:
    """What the pad says of itself («Введено 2 из 6»); empty where there is none."""
    found = re.search(_ENTERED, person.read())
    return found.group() if found else ""


def _has_moved(person: Visitor, before: str, timeout: float = 6) -> bool:
    deadline = time.monotonic() + timeout
    while _entered(person) == before:
        if time.monotonic() > deadline:
            return False
        person.page.wait_for_timeout(30)
    return True


def set_pin(person: Visitor, pin: str = PIN) -> None:
    """Choose a PIN twice; ends at home."""
    press(person, pin)
    person.wait_text(auth.PIN_REPEAT_TITLE)
    press(person, pin)
    person.wait("nav.home")


def patients(base: str, login: str = ANNA) -> dict[str, str]:
    """First name → patient id of the account's children, asked over HTTP with the account's own sign-in."""
    api = f"{base}/api/v1"
    with httpx.Client(timeout=30) as http:
        ticket = http.post(f"{api}/auth/login", json={"login": login, "password": PASSWORD}).json()["ticket"]
        code = latest_code(base, login)
        tokens = http.post(f"{api}/auth/login/confirm", json={"ticket": ticket, "code": code}).json()
        answer = http.get(f"{api}/patients", headers={"Authorization": f"Bearer {tokens['accessToken']}"})
        return {child["firstName"]: child["id"] for child in answer.json()["items"]}


def annas_link(base: str, child: str, *sections: str) -> tuple[str, str, httpx.Client]:
    """The link, its code, and Anna's own client."""
    http = httpx.Client(base_url=f"{base}/api/v1", timeout=30)
    ticket = http.post("/auth/login", json={"login": ANNA, "password": PASSWORD}).json()["ticket"]
    confirmed = http.post("/auth/login/confirm", json={"ticket": ticket, "code": latest_code(base, ANNA)}).json()
    http.headers["Authorization"] = f"Bearer {confirmed['accessToken']}"
    http.post("/auth/medcard-code").raise_for_status()
    opened = http.post("/auth/medcard-code/confirm", json={"code": latest_code(base, ANNA)}).json()
    http.headers["Authorization"] = f"Bearer {opened['accessToken']}"
    share = http.post(f"/patients/{child}/shares", json={"sections": list(sections), "hours": 1}).json()
    return base + share["link"], share["code"], http
