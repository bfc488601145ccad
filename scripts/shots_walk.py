"""One person's way through the app, taking a picture in every size where it stops."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.browser import Visitor
from tests.support.road import ANNA, set_pin, sign_in

SIZES = {"phone": (412, 915), "tablet": (1024, 768), "desktop": (1280, 800), "kiosk": (1080, 1920)}
#: Taken where no size is asked for.
USUAL = ("phone", "tablet", "desktop")
DOCS = {
    ("home", "phone", "light"),
    ("card", "phone", "light"),
    ("lab-report", "phone", "dark"),
    ("lab-report", "desktop", "light"),
}


@dataclass
class Walk:
    """One person's way through the app, taking a picture in every size where it stops."""

    person: Visitor
    base: str
    theme: str
    suffix: str
    wanted: set[str]
    folder: Path
    for_docs: bool
    sizes: Sequence[str] = USUAL

    def stop(self, name: str, until: str | None = None) -> None:
        """Take the screen in every size; ``until`` is what has to be there first, and again after each turn."""
        if until:
            self.person.wait(until)
        if self.wanted and name not in self.wanted:
            return
        for size in self.sizes:
            width, height = SIZES[size]
            if self.for_docs and (name, size, self.theme) not in DOCS:
                continue
            self.person.turn(width, height)
            if until:
                self.person.comes(until, timeout=8_000)
            (self.folder / f"{name}-{size}-{self.suffix}.png").write_bytes(self.person.picture())
        self.person.turn(*SIZES["phone"])

    def page_stop(self, name: str) -> None:
        """The same for a page that is not the app's and needs no word from a server to fit a window."""
        if self.wanted and name not in self.wanted:
            return
        for size in self.sizes:
            width, height = SIZES[size]
            self.person.page.set_viewport_size({"width": width, "height": height})
            (self.folder / f"{name}-{size}-{self.suffix}.png").write_bytes(self.person.picture())

    def sit_at(self, size: str) -> None:
        """Go on in a window of that size."""
        self.person.turn(*SIZES[size])
        self.person.picture()

    def tap_until(self, identifier: str, until: str) -> None:
        """Tap what may stand below the screen, and once more where a busy machine lost the tap."""
        self.far(identifier)
        for _ in range(4):
            if not self.person.sees(identifier):
                break
            self.person.tap(identifier)
            with contextlib.suppress(PlaywrightTimeout):
                self.person.wait(until, timeout=6_000)
                return
        self.person.wait(until)

    def tap(self, identifier: str) -> None:
        """Tap what may stand below the screen."""
        self.far(identifier)
        self.person.tap(identifier)

    def tap_on_to(self, identifier: str, address: str) -> None:
        """Tap what leads to an address, and once more where a busy machine lost the tap."""
        for _ in range(4):
            with contextlib.suppress(PlaywrightTimeout):
                self.tap(identifier)
                self.person.page.wait_for_url(f"**{address}", timeout=6_000)
                return
        self.person.page.wait_for_url(f"**{address}")

    def go(self, path: str, until: str) -> None:
        self.person.open(path, until=until)

    def far(self, identifier: str) -> None:
        """Scroll to a control that is not on the screen, from the top."""
        if not self.person.sees(identifier):
            self.person.page.mouse.move(200, 500)
            self.person.page.mouse.wheel(0, -20_000)
            self.person.page.wait_for_timeout(200)
            for _ in range(60):
                if self.person.sees(identifier):
                    self.person.page.wait_for_timeout(300)
                    if self.person.sees(identifier):
                        return
                self.person.page.mouse.wheel(0, 250)
                self.person.page.wait_for_timeout(100)
            self.person.scroll_to(identifier)

    def far_of(self, stem: str) -> None:
        """The same for the first control whose identifier begins so."""
        nodes = self.person.page.locator(f'[flt-semantics-identifier^="{stem}."]')
        self.person.page.mouse.move(200, 500)
        for _ in range(30):
            if nodes.count():
                return
            self.person.page.mouse.wheel(0, 300)
            self.person.page.wait_for_timeout(80)

    def fault(self, **fault: object) -> None:
        httpx.put(f"{self.base}/mock/v1/faults", json=[fault], timeout=10).raise_for_status()

    def no_faults(self) -> None:
        httpx.delete(f"{self.base}/mock/v1/faults", timeout=10).raise_for_status()


def with_a_pin(walk: Walk, phone: str = ANNA) -> None:
    sign_in(walk.person, phone, sms_at=walk.base)
    set_pin(walk.person)
    walk.person.page.wait_for_timeout(800)


def as_someone(walk: Walk, number: int) -> None:
    """One of the demo people by a tap on the name and one on the SMS, without a PIN."""
    person = walk.person
    if not person.sees(f"login.demo.{number}"):
        person.open("/", until=f"login.demo.{number}")
    walk.tap_until(f"login.demo.{number}", "demo.sms")
    walk.tap_until("demo.sms", "pin.skip")
    walk.tap_until("pin.skip", "nav.home")


def first_of(person: Visitor, stem: str) -> str:
    """The first control on the screen whose identifier begins so."""
    found = person.page.locator(f'[flt-semantics-identifier^="{stem}."]').first
    found.wait_for(state="attached")
    return str(found.get_attribute("flt-semantics-identifier"))
