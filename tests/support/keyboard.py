"""Somebody with a keyboard only: Tab, Enter, Space, Escape and the arrows."""

from __future__ import annotations

import contextlib
import time

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.browser import Visitor

_FOCUSED = """() => {
    for (let node = document.activeElement; node && node.getAttribute; node = node.parentElement) {
        const known = node.getAttribute('flt-semantics-identifier');
        if (known) return known;
    }
    return '';
}"""
#: What a person could press or type into on the screen, by the nearest identifier around it.
_USABLE = """() => {
    const seen = new Set();
    for (const node of document.querySelectorAll('flt-semantics-host [flt-tappable], flt-semantics-host input, ' +
            'flt-semantics-host textarea')) {
        if (node.getAttribute('aria-disabled') === 'true' || node.getAttribute('role') === 'dialog') continue;
        const box = node.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        const known = node.closest('[flt-semantics-identifier]');
        if (known) seen.add(known.getAttribute('flt-semantics-identifier'));
    }
    return [...seen];
}"""


def focused(person: Visitor) -> str:
    """The identifier of what has the focus, empty where nothing has."""
    return str(person.page.evaluate(_FOCUSED))


def usable(person: Visitor) -> set[str]:
    """The identifiers of all that can be pressed or typed into now."""
    return set(person.page.evaluate(_USABLE))


def tab(person: Visitor, *, back: bool = False, timeout: float = 2) -> str:
    """One press of Tab; gives what has the focus then."""
    before = focused(person)
    person.page.keyboard.press("Shift+Tab" if back else "Tab")
    deadline = time.monotonic() + timeout
    while (now := focused(person)) == before and time.monotonic() < deadline:
        person.page.wait_for_timeout(20)
    return now


def tab_to(person: Visitor, identifier: str, most: int = 60) -> None:
    """Press Tab until the control has the focus and keeps it: a late answer to a Tab pressed twice carries it on."""
    person.wait(identifier)
    passed = [focused(person)]
    while True:
        if passed[-1] == identifier:
            person.page.wait_for_timeout(60)
            if focused(person) == identifier:
                return
        assert len(passed) < most, f"Tab never came to {identifier!r}, only to {passed}"
        passed.append(tab(person))


def press_on(person: Visitor, identifier: str, *, until: str | None = None, key: str = "Enter") -> None:
    """Go there by Tab and press; with ``until``, wait for what comes, and press again where a busy machine lost it."""
    tab_to(person, identifier)
    person.page.keyboard.press(key)
    for _ in range(3 if until else 0):
        with contextlib.suppress(PlaywrightTimeout):
            person.wait(str(until), timeout=8_000)
            return
        if identifier in usable(person):
            tab_to(person, identifier)
            person.page.keyboard.press(key)
    if until:
        person.wait(until)


_TICKED = """name => {
    const node = document.querySelector(`[flt-semantics-identifier="${name}"]`);
    return !!node && (!!node.closest('[aria-checked="true"]') || !!node.querySelector('[aria-checked="true"]'));
}"""


def tick(person: Visitor, identifier: str) -> None:
    """Go to an empty box and tick it by Space, again where a busy machine lost the key."""
    for _ in range(3):
        tab_to(person, identifier)
        person.page.keyboard.press("Space")
        deadline = time.monotonic() + 6
        while time.monotonic() < deadline:
            if person.page.evaluate(_TICKED, identifier):
                return
            person.page.wait_for_timeout(50)
    raise AssertionError(f"{identifier!r} was not ticked; the screen says:\n{person.read()}")


def type_at(person: Visitor, identifier: str, words: str, *, until: str | None = None) -> None:
    """Go there by Tab and type, once more where keys were lost; with ``until``, press Enter and wait for what comes."""
    box = person.at(identifier).locator("input, textarea").first
    for _ in range(6):
        tab_to(person, identifier)
        person.page.wait_for_timeout(60)
        person.page.keyboard.press("Control+A")
        person.page.keyboard.type(words, delay=15)
        if person.holds(box, words):
            break
    else:
        raise AssertionError(f"{identifier!r} did not keep what was typed")
    if until:
        press_on(person, identifier, until=until)


def walk_by_tab(person: Visitor, most: int = 80) -> list[str]:
    """Every stop of Tab until it comes round."""
    passed: list[str] = []
    for _ in range(most):
        here = tab(person)
        if here and here in passed and here == passed[0]:
            return passed
        passed.append(here)
    return passed
