"""A real Chromium before the served app, driven by identifiers.

Flutter draws on a canvas; what can be addressed is its accessibility tree: ``Semantics(identifier=…)`` becomes
the attribute ``flt-semantics-identifier``. Nodes overlap, so clicks are forced and Flutter does the hit-testing.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, WebSocket, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]

#: Turns the accessibility tree on as soon as Flutter offers it (test mode has it on by itself).
_SEMANTICS_ON = """
(() => {
  const timer = setInterval(() => {
    if (document.querySelector('flt-semantics-host > flt-semantics')) { clearInterval(timer); return; }
    document.querySelector('flt-semantics-placeholder')?.click();
  }, 25);
})()
"""
#: Flutter takes the text size from the root's font.
_TEXT_SIZE = "document.addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '16px')"
_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"


def chromium() -> str | None:
    """The system's Chromium, if there is one."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """A browser for the whole run; skips where a machine truly has none."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        except Exception as error:
            pytest.skip(f"no browser on this machine: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


class Visitor:
    """A person at a screen. ``outside`` collects requests that tried to leave loopback."""

    def __init__(
        self, browser: Browser, base: str, *, width: int = 412, height: int = 915, dark: bool = False,
        scale: float = 1, text: float = 1,
    ) -> None:  # fmt: skip
        """``scale`` is of the pixels, ``text`` the system's text size (2 is 200 %)."""
        self.base = base
        self._browser, self._looks = browser, {"dark": dark, "scale": scale, "text": text}
        self.outside: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
            device_scale_factor=scale,
            accept_downloads=True,
        )
        self.context.add_init_script(_SEMANTICS_ON)
        if text != 1:
            self.context.add_init_script(_TEXT_SIZE.replace("16px", f"{16 * text}px"))
        self.context.route(self._is_outside, self._refuse)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(45_000)
        self._told = self._heard = 0
        self.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._count_told)
        socket.on("framereceived", self._count_heard)

    def _count_told(self, _frame: object) -> None:
        self._told += 1

    def _count_heard(self, _frame: object) -> None:
        self._heard += 1

    def _is_outside(self, url: str) -> bool:
        return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "blob:", "data:"))

    def _refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def close(self) -> None:
        self.context.close()

    def at_address(self, base: str) -> Visitor:
        """Somebody with the same looks in a context of their own, at another app."""
        return Visitor(self._browser, base, **self._looks)  # type: ignore[arg-type]

    def open(self, path: str = "/", *, until: str | None = None) -> Visitor:
        self.page.goto(self.base + path, wait_until="commit")
        self.page.locator("flt-semantics-host > flt-semantics").first.wait_for(state="attached", timeout=60_000)
        if until:
            self.wait(until, timeout=60_000)
        # Flutter takes no pointer in its first moments, and tells nobody when it begins to.
        self.page.wait_for_timeout(600)
        return self

    def reload(self) -> None:
        """F5. Chromium refuses the command while an earlier load is just being taken over: then once more."""
        for _ in range(20):
            try:
                self.page.reload(wait_until="commit")
                return
            except PlaywrightError as error:
                if "Not attached to an active page" not in str(error):
                    raise
                self.page.wait_for_timeout(50)
        self.page.reload(wait_until="commit")

    def at(self, identifier: str) -> Locator:
        return self.page.locator(f'[flt-semantics-identifier="{identifier}"]')

    def wait(self, identifier: str, timeout: float = 45_000) -> Locator:
        found = self.at(identifier).first
        found.wait_for(state="attached", timeout=timeout)
        return found

    def gone(self, identifier: str) -> None:
        self.at(identifier).first.wait_for(state="detached")

    def sees(self, identifier: str) -> bool:
        return self.at(identifier).count() > 0

    def read(self) -> str:
        """Everything that the accessibility tree says now, with plain spaces."""
        said = self.page.evaluate(
            """() => {
                const found = [];
                const walker = document.createTreeWalker(
                    document.querySelector('flt-semantics-host'), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const node = walker.currentNode;
                    found.push(node.nodeType === Node.TEXT_NODE ? node.data : node.getAttribute('aria-label') || '');
                }
                return found.filter(text => text.trim()).join('\\n');
            }"""
        )
        return str(said).replace("\u00a0", " ")

    def wait_text(self, text: str, timeout: float = 45) -> None:
        """Look until the accessibility tree says the words; the page's policy forbids waiting inside it."""
        deadline = time.monotonic() + timeout
        while text not in self.read():
            if time.monotonic() > deadline:
                raise AssertionError(f"{text!r} did not come up; the screen says:\n{self.read()}")
            self.page.wait_for_timeout(50)

    def tap(self, identifier: str, *, until: str | None = None) -> None:
        """Tap, and again where Flutter swallowed it (it does, on a busy machine and moments after a load); with
        ``until``, also where the tap went to what was there before."""
        if until:
            for _ in range(3):
                self.tap(identifier)
                if self.comes(until, timeout=8_000):
                    return
                if not self.sees(identifier):
                    break
            if not self.comes(until):
                raise AssertionError(f"{until!r} did not come after {identifier!r}; the screen says:\n{self.read()}")
            return
        node = self.wait(identifier)
        inner = node.locator("[flt-tappable], input, textarea")
        target = inner.first if inner.count() else node
        for is_last in (False, False, False, True):
            self._bring(target)
            self.page.evaluate(_TWO_FRAMES)
            told, said = self._told, self.read()
            try:
                target.click(force=True)
            except PlaywrightTimeout:
                raise
            except PlaywrightError:  # drawn anew under the finger: it is looked for again
                if is_last:
                    raise
                self.page.wait_for_timeout(100)
                continue
            if self._was_felt(told, said) or not target.count():
                return

    def comes(self, identifier: str, timeout: float = 45_000) -> bool:
        """Whether it comes up in time."""
        with contextlib.suppress(PlaywrightTimeout):
            self.wait(identifier, timeout=timeout)
            return True
        return False

    def _was_felt(self, told: int, said: str, timeout: float = 6) -> bool:
        """Whether the page told its server of a tap, or looks another way by itself (a menu)."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._told != told or self.read() != said:
                return True
            self.page.wait_for_timeout(25)
        return False

    def turn(self, width: int, height: int, quiet: float = 0.7, timeout: float = 4) -> None:
        """Another window size; waits until the server has said nothing more about it for a while, in seconds."""
        if self.page.viewport_size == {"width": width, "height": height}:
            return
        self.page.set_viewport_size({"width": width, "height": height})
        deadline = time.monotonic() + timeout
        heard, since = self._heard, time.monotonic()
        is_answered = False
        while (now := time.monotonic()) < deadline and not (is_answered and now - since > quiet):
            self.page.wait_for_timeout(50)
            if self._heard != heard:
                heard, since, is_answered = self._heard, time.monotonic(), True

    def _bring(self, target: Locator) -> None:
        """Turn the wheel until the middle of the node is on the screen, as a person would."""
        size = self.page.viewport_size or {"width": 412, "height": 915}
        for _ in range(40):
            box = target.bounding_box()
            if box is None:
                return
            middle = box["y"] + box["height"] / 2
            if 8 < middle < size["height"] - 8:
                return
            self.page.mouse.move(size["width"] / 2, size["height"] / 2)
            self.page.mouse.wheel(0, max(-300, min(300, middle - size["height"] / 2)))
            self.page.wait_for_timeout(120)

    def enter(self, identifier: str, text: str, *, submit: bool = False) -> None:
        """Type into a field. Flutter attaches its editor a moment after the focus, so what was typed is checked."""
        node = self.wait(identifier)
        field = node.locator("input, textarea")
        box = field.first if field.count() else node
        for _ in range(8):
            self._bring(box)
            box.click(force=True)
            self._settle_focus(box)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.type(text, delay=25)  # as fast fingers do
            if self.holds(box, text):
                break
        else:
            raise AssertionError(f"{identifier!r} did not keep what was typed, it holds {box.input_value()!r}")
        if submit:
            self.page.keyboard.press("Enter")

    def _settle_focus(self, box: Locator, timeout: float = 3) -> None:
        """Until the field has the keyboard and Flutter had its frames."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and not box.evaluate("one => document.activeElement === one"):
            self.page.wait_for_timeout(30)
        self.page.evaluate(_TWO_FRAMES)
        self.page.wait_for_timeout(60)

    def holds(self, box: Locator, text: str, timeout: float = 2) -> bool:
        """Whether what was typed stays; a busy machine shows it late."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.page.evaluate(_TWO_FRAMES)
            self.page.wait_for_timeout(100)
            if box.input_value() == text:
                return True
        return False

    def type_code(self, identifier: str, code: str) -> None:
        """Type into a code field that submits itself with the last digit (so it may be gone at once)."""
        node = self.wait(identifier)
        field = node.locator("input, textarea")
        box = field.first if field.count() else node
        for _ in range(5):
            before = self._words()
            box.click(force=True)
            self._settle_focus(box)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.type(code, delay=20)
            if self._took_code(box, code, before):
                return
        raise AssertionError(f"{identifier!r} did not take the code")

    def _took_code(self, box: Locator, code: str, before: str, timeout: float = 6) -> bool:
        """Whether the whole code arrived: it stands there, or the screen has already answered it."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                if box.input_value(timeout=500) == code:
                    return True
            except PlaywrightError:
                return True  # the field is gone: the code was taken
            if self._words() != before:
                return True
            self.page.wait_for_timeout(50)
        return False

    def _words(self) -> str:
        """What the screen says, without the timer's figures."""
        return re.sub(r"\d", "", self.read())

    def scroll_to(self, identifier: str, *, x: int = 200, y: int = 500) -> None:
        """Lists are built as they scroll: turn the wheel until the node is there."""
        self.page.mouse.move(x, y)
        for _ in range(150):
            if self.sees(identifier):
                return
            self.page.mouse.wheel(0, 400)
            self.page.wait_for_timeout(40)
        raise AssertionError(f"{identifier!r} did not come up while scrolling")

    def picture(self, tries: int = 40) -> bytes:
        """A screenshot taken when two in a row are alike."""
        before = b""
        for _ in range(tries):
            now = self.page.screenshot(animations="disabled", caret="hide")
            if now == before:
                return now
            before = now
            self.page.wait_for_timeout(60)
        return before
