"""Every screen × phone, tablet, desktop × light, dark as PNG into ``shots/`` (git ignores it).

``make shots`` renders all; ``make shots ARGS="card labs"`` only the named screens; ``ARGS=--docs`` renews the few
pictures of the README in ``docs/pictures``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser

from tests.support.browser import Visitor, started
from tests.support.road import ANNA, PASSWORD, patients, press, set_pin
from tests.support.served import latest_code, served

ROOT = Path(__file__).parent.parent
SIZES = {"phone": (412, 915), "tablet": (1024, 768), "desktop": (1280, 800)}
DOCS = {("home", "phone", "light"), ("card", "phone", "light"), ("lab-report", "phone", "dark"),
        ("lab-report", "desktop", "light")}


@dataclass
class Walk:
    """One person's way through the app, taking a picture in every size where it stops."""

    person: Visitor
    base: str
    theme: str
    wanted: set[str]
    folder: Path
    for_docs: bool

    def stop(self, name: str, until: str | None = None) -> None:
        """Take the screen in every size; ``until`` is what has to be there first."""
        if until:
            self.person.wait(until)
        if self.wanted and name not in self.wanted:
            return
        for size, (width, height) in SIZES.items():
            if self.for_docs and (name, size, self.theme) not in DOCS:
                continue
            self.person.page.set_viewport_size({"width": width, "height": height})
            self.person.page.wait_for_timeout(700)
            (self.folder / f"{name}-{size}-{self.theme}.png").write_bytes(self.person.picture())
        width, height = SIZES["phone"]
        self.person.page.set_viewport_size({"width": width, "height": height})
        self.person.page.wait_for_timeout(900)

    def sit_at(self, size: str) -> None:
        """Go on in a window of that size."""
        width, height = SIZES[size]
        self.person.page.set_viewport_size({"width": width, "height": height})
        self.person.page.wait_for_timeout(700)
        self.person.picture()

    def go(self, path: str, until: str) -> None:
        self.person.open(path, until=until)

    def fault(self, **fault: object) -> None:
        httpx.put(f"{self.base}/mock/v1/faults", json=[fault], timeout=10).raise_for_status()

    def no_faults(self) -> None:
        httpx.delete(f"{self.base}/mock/v1/faults", timeout=10).raise_for_status()


def signing_in(walk: Walk) -> None:
    person = walk.person
    person.open("/", until="login.login")
    walk.stop("login")
    person.enter("login.login", ANNA)
    person.enter("login.password", "wrong")
    person.tap("login.submit")
    walk.stop("login-wrong", "login.error")
    person.enter("login.password", PASSWORD)
    person.tap("login.submit")
    walk.stop("sms-code", "login.code")
    person.type_code("login.code", latest_code(walk.base, ANNA))
    walk.stop("pin-offer", "pin.skip")
    person.tap("pin.skip")
    walk.stop("home-before-card", "nav.home")
    artyom = patients(walk.base)["Артём"]
    person.tap(f"home.child.{artyom}")
    walk.stop("step-up", "stepup.code")


def with_a_pin(walk: Walk) -> None:
    person = walk.person
    person.open("/", until="login.login")
    person.enter("login.login", ANNA)
    person.enter("login.password", PASSWORD)
    person.tap("login.submit")
    person.wait("login.code")
    person.type_code("login.code", latest_code(walk.base, ANNA))
    person.wait("pin.skip")
    set_pin(person)
    person.page.wait_for_timeout(800)


def the_card(walk: Walk) -> None:
    person = walk.person
    with_a_pin(walk)
    walk.stop("home", "nav.home")
    child = patients(walk.base)
    artyom = f"/medcard/{child['Артём']}"
    walk.go(artyom, "medcard.section.labs")
    walk.stop("card")
    person.tap("medcard.switch")
    walk.stop("child-switcher", f"medcard.child.{child['Дарья']}")
    for slug in SECTIONS:
        walk.go(f"{artyom}/{slug}", "section.total")
        walk.stop("labs" if slug == "labs" else f"section-{slug}")
        first = person.page.locator('[flt-semantics-identifier^="section.item."]').first
        first.wait_for(state="attached")
        record = str(first.get_attribute("flt-semantics-identifier")).removeprefix("section.item.")
        walk.go(f"{artyom}/{slug}/{record}", "record.title")
        walk.stop("lab-report" if slug == "labs" else f"record-{slug}")
    walk.go(f"/medcard/{child['София']}/day-hospital", "section.empty")
    walk.stop("section-empty")
    walk.fault(method="GET", path=f"/api/v1/patients/{child['Артём']}/prescriptions", times=20, status=503)
    walk.go(f"{artyom}/prescriptions", "section.error")
    walk.stop("section-error")
    walk.no_faults()
    walk.fault(method="GET", path=f"/api/v1/patients/{child['Артём']}/visits", times=3, delayMs=15_000)
    person.page.goto(f"{walk.base}{artyom}/visits")
    person.page.wait_for_timeout(2_500)
    walk.stop("section-loading")
    walk.no_faults()


def the_account(walk: Walk) -> None:
    person = walk.person
    with_a_pin(walk)
    walk.go("/profile", "profile.logout")
    walk.stop("profile")
    person.scroll_to("profile.lock")
    person.tap("profile.lock")
    walk.stop("unlock", "unlock.digit.1")
    press(person, "111111", "unlock")
    person.page.wait_for_timeout(800)
    walk.stop("unlock-wrong")


def the_clinic(walk: Walk) -> None:
    person = walk.person
    person.open("/clinic", until="clinic.login.login")
    walk.stop("clinic-login")
    person.tap("clinic.demo.doctor")
    person.wait("clinic.search")
    walk.stop("clinic-patients")
    sofia = patients(walk.base)["София"]
    walk.go(f"/clinic/patients/{sofia}", "clinic.access")
    walk.stop("clinic-card")
    walk.sit_at("desktop")
    person.tap("clinic.logout")
    person.tap("clinic.demo.registrar")
    person.wait("clinic.search")
    walk.stop("clinic-journal")
    walk.go(f"/clinic/patients/{sofia}", "clinic.access")
    walk.stop("clinic-menu")
    walk.go(f"/clinic/patients/{sofia}/access", "clinic.signed")
    walk.sit_at("desktop")
    person.tap("clinic.send")
    person.wait_text("Выберите, кому")
    walk.stop("clinic-access-errors")
    walk.sit_at("desktop")
    person.tap("clinic.relative")
    person.tap("clinic.relative.add")
    walk.stop("clinic-kin", "clinic.kin.save")
    person.tap("clinic.kin.cancel")
    walk.sit_at("desktop")
    person.tap("clinic.relative")
    person.page.wait_for_timeout(400)
    person.page.locator('[flt-semantics-identifier^="clinic.relative."]').first.click(force=True)
    person.tap("clinic.signed")
    person.tap("clinic.send")
    walk.stop("clinic-access", "clinic.sent")
    walk.sit_at("desktop")
    living = person.page.locator('[flt-semantics-identifier^="clinic.revoke."]').first
    living.wait_for(state="attached")
    person.tap(str(living.get_attribute("flt-semantics-identifier")))
    person.wait("clinic.reason")
    person.tap("clinic.revoke.confirm")
    walk.stop("clinic-revoke")


SECTIONS = (
    "visits", "labs", "vaccinations", "studies", "covid-tests", "certificates", "prescriptions", "referrals",
    "discharges", "hospitalizations", "day-hospital", "ambulance", "health-info", "uploads",
)
WALKS: tuple[Callable[[Walk], None], ...] = (signing_in, the_card, the_account, the_clinic)


def take(browser: Browser, base: str, wanted: set[str], folder: Path, for_docs: bool) -> None:
    for theme in ("light", "dark"):
        for way in WALKS:
            httpx.post(f"{base}/mock/v1/reset", timeout=60).raise_for_status()
            person = Visitor(browser, base, dark=theme == "dark", scale=2 if for_docs else 1)
            try:
                way(Walk(person, base, theme, wanted, folder, for_docs))
            finally:
                person.close()


def main() -> None:
    arguments = sys.argv[1:]
    for_docs = "--docs" in arguments
    named = {name for name in arguments if not name.startswith("-")}
    wanted = named or ({name for name, *_ in DOCS} if for_docs else set())
    folder = ROOT / "docs" / "pictures" if for_docs else ROOT / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        served("--web", "--no-browser", "--test-mode", data_dir=Path(data)) as app,
        started() as browser,
    ):
        take(browser, app.base, wanted, folder, for_docs)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
