"""Pictures of what a parent sees without the backend, and of what a doctor sees by a parent's link."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from scripts.shots_walk import Walk, with_a_pin
from tests.support.keyring_session import keyring_session
from tests.support.road import PIN, annas_link, patients, press
from tests.support.served import Served, free_port


@contextlib.contextmanager
def _elsewhere(walk: Walk, app: Served, backend: str) -> Iterator[Walk]:
    """The same person at another app, whose messages come from that backend."""
    person = walk.person.at_address(app.base)
    try:
        yield replace(walk, person=person, base=backend)
    finally:
        person.close()


def without_the_backend(walk: Walk) -> None:
    """Seen once, then opened by the PIN with the backend gone: the copy, what it holds and what not."""
    with tempfile.TemporaryDirectory() as folder, keyring_session(Path(folder) / "home") as session:
        own = Path(folder)
        backend = Served("server", "--test-mode", "--data-dir", str(own / "backend"), port=free_port()).wait_ready()
        port = free_port()

        def start() -> Served:
            return Served(
                "--web", "--no-browser", "--test-mode", "--backend", backend.base, "--data-dir", str(own / "app"),
                port=port, env=session.env,
            ).wait_ready()  # fmt: skip

        app = start()
        try:
            artyom = patients(backend.base)["Артём"]
            with _elsewhere(walk, app, backend.base) as seen:
                with_a_pin(seen)
                seen.go(f"/medcard/{artyom}", "medcard.section.labs")
                seen.go(f"/medcard/{artyom}/visits", "section.total")
                seen.go(f"/diary/{artyom}", "diary.add")
            backend.stop()
            app.interrupt()
            app.stop()
            app = start()
            with _elsewhere(walk, app, backend.base) as cut:
                cut.go("/", "unlock.digit.1")
                press(cut.person, PIN, "unlock")
                cut.stop("offline-home", "offline.banner")
                cut.go(f"/medcard/{artyom}", "medcard.section.labs")
                cut.stop("offline-card", "offline.banner")
                cut.go(f"/medcard/{artyom}/visits", "section.total")
                cut.stop("offline-section", "offline.banner")
                cut.go(f"/medcard/{artyom}/labs", "section.error")
                cut.stop("offline-not-kept", "offline.banner")
                cut.go(f"/diary/{artyom}", "diary.add")
                cut.tap_until("diary.add", "diary.value")
                cut.person.enter("diary.value", "37,4")
                cut.person.tap("diary.save")
                cut.person.wait_text("ждёт сети")
                cut.stop("offline-diary", "offline.banner")
        finally:
            app.stop()
            backend.stop()


def by_a_link(walk: Walk) -> None:
    """A page of its own, without an account: the code, a wrong code, what is shared, a paper, the end."""
    artyom = patients(walk.base)["Артём"]
    link, code, anna = annas_link(walk.base, artyom, "labs", "visits", "diary", "child-data", "growth", "vaccinations")
    page = walk.person.page
    page.goto(link)
    page.locator("#code").wait_for()
    walk.page_stop("link-code")
    page.fill("#code", "000000" if code != "000000" else "111111")
    page.click("#open")
    page.get_by_role("alert").filter(has_text="попыт").wait_for()
    walk.page_stop("link-wrong")
    page.fill("#code", code)
    page.click("#open")
    page.locator('[data-section="labs"]').wait_for()
    walk.page_stop("link-card")
    page.click('[data-section="labs"]')
    page.locator("[data-record]").first.wait_for()
    walk.page_stop("link-section")
    page.locator("[data-record]").first.click()
    page.locator("table").first.wait_for()
    walk.page_stop("link-record")
    for section in ("growth", "vaccinations", "child-data"):
        page.goto(link)
        page.click(f'[data-section="{section}"]')
        page.wait_for_load_state("networkidle")
        walk.page_stop(f"link-{section}")
    (share,) = anna.get(f"/patients/{artyom}/shares").json()["items"]
    anna.delete(f"/patients/{artyom}/shares/{share['id']}").raise_for_status()
    page.goto(link)
    page.wait_for_load_state("networkidle")
    walk.page_stop("link-ended")
    anna.close()


OFFLINE_WALKS: tuple[Callable[[Walk], None], ...] = (without_the_backend, by_a_link)
