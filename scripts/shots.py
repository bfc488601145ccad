"""Every screen × phone, tablet, desktop × light, dark as PNG into ``shots/`` (git ignores it).

``make shots`` renders all; ``make shots ARGS="card labs"`` only the named screens; ``ARGS=--docs`` renews the few
pictures of the README in ``docs/pictures``.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.access_roads import a_photo
from tests.support.browser import Visitor, started
from tests.support.road import ANNA, PASSWORD, PIN, patients, press, set_pin
from tests.support.served import latest_code, served

IGOR_PHONE, DMITRY_PHONE = "+79000000002", "+79000000006"
ROOT = Path(__file__).parent.parent
#: Their places among the demo people of the sign-in screen.
IGOR, ELENA, TIMUR, OLGA, DMITRY = range(2, 7)
SIZES = {"phone": (412, 915), "tablet": (1024, 768), "desktop": (1280, 800)}
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

    def tap_until(self, identifier: str, until: str) -> None:
        """Tap, and once more where a busy machine lost the tap."""
        for _ in range(4):
            if not self.person.sees(identifier):
                break
            self.person.tap(identifier)
            with contextlib.suppress(PlaywrightTimeout):
                self.person.wait(until, timeout=6_000)
                return
        self.person.wait(until)

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


def with_a_pin(walk: Walk, phone: str = ANNA) -> None:
    person = walk.person
    person.open("/", until="login.login")
    person.enter("login.login", phone)
    person.enter("login.password", PASSWORD)
    person.tap("login.submit")
    person.wait("login.code")
    person.type_code("login.code", latest_code(walk.base, phone))
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


def as_someone(walk: Walk, number: int) -> None:
    """One of the demo people by a tap on the name and one on the SMS, without a PIN."""
    person = walk.person
    if not person.sees(f"login.demo.{number}"):
        person.open("/", until=f"login.demo.{number}")
    walk.tap_until(f"login.demo.{number}", "demo.sms")
    walk.tap_until("demo.sms", "pin.skip")
    walk.tap_until("pin.skip", "nav.home")


def at_the_door(walk: Walk) -> None:
    person = walk.person
    person.open("/register", until="register.submit")
    walk.stop("register")
    person.tap("register.submit")
    walk.stop("register-errors", "register.error")
    walk.go("/forgot", "forgot.submit")
    walk.stop("forgot")
    person.enter("forgot.login", ANNA)
    person.tap("forgot.submit")
    walk.stop("forgot-code", "forgot.code")


def the_family(walk: Walk) -> None:
    person = walk.person
    for name, number in (("request", IGOR), ("checking", ELENA), ("basic", OLGA), ("code", DMITRY)):
        as_someone(walk, number)
        walk.stop(f"home-{name}", "home.bell")
        walk.go("/profile", "profile.logout")
        walk.tap_until("profile.logout", "login.login")
    as_someone(walk, TIMUR)
    walk.stop("home-mfc", "home.bell")
    walk.go("/family", "family.add")
    walk.stop("family")
    child = person.page.locator('[flt-semantics-identifier^="family.child."]').first
    child_id = str(child.get_attribute("flt-semantics-identifier")).removeprefix("family.child.")
    walk.go(f"/family/{child_id}", "family.state")
    walk.stop("family-child")
    walk.go(f"/family/{child_id}/edit", "family.save")
    walk.stop("family-edit")
    walk.go("/family/new", "family.save")
    person.tap("family.relation.daughter")
    person.tap("family.save")
    walk.stop("family-form", "family.save.error")
    walk.go("/profile", "profile.level")
    walk.stop("profile-level")
    walk.go("/profile/passport", "paper.save")
    walk.stop("paper-passport")
    walk.go("/profile/phone", "paper.save")
    person.enter("paper.field.phone", "+7 916 123-45-67")
    person.tap("paper.save")
    walk.stop("paper-phone", "paper.code.old")
    walk.go("/demo", "demo.back")
    walk.stop("demo")


def the_messages(walk: Walk) -> None:
    as_someone(walk, 1)
    walk.go("/notices", "notices.back")
    walk.stop("notices")


def first_of(person: Visitor, stem: str) -> str:
    """The first control on the screen whose identifier begins so."""
    found = person.page.locator(f'[flt-semantics-identifier^="{stem}."]').first
    found.wait_for(state="attached")
    return str(found.get_attribute("flt-semantics-identifier"))


def the_access(walk: Walk) -> None:
    """Анна: who sees the cards, one access, the question before it is given up, the journal."""
    person = walk.person
    with_a_pin(walk)
    walk.go("/access", "access.redeem")
    walk.stop("access", "access.journal")
    person.tap(first_of(person, "access.grant"))
    walk.stop("access-grant", "access.giveup")
    walk.go("/access", "access.redeem")
    person.tap(first_of(person, "access.grant"))
    person.tap("access.giveup")
    walk.stop("access-give-up", "access.giveup.confirm")
    walk.go(f"/access/journal/{patients(walk.base)['Артём']}", "journal.total")
    walk.stop("access-journal")


def the_code(walk: Walk) -> None:
    """Дмитрий: a code of the clinic, a wrong one, the card that opened, the tries used up."""
    person = walk.person
    with_a_pin(walk, DMITRY_PHONE)
    walk.go("/access", "access.redeem")
    walk.stop("access-revoked")
    walk.go("/access/redeem", "redeem.code")
    walk.stop("redeem")
    for _ in range(2):
        person.enter("redeem.code", "k7pm 4rxe")
        person.tap("redeem.submit")
        person.wait("redeem.error")
    walk.stop("redeem-wrong")
    inbox = httpx.get(f"{walk.base}/mock/v1/outbox", params={"phone": DMITRY_PHONE}, timeout=10).json()["items"]
    text = next(item["text"] for item in inbox if "доступа к медкарте" in item["text"])
    person.enter("redeem.code", re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text)[0])
    person.tap("redeem.submit")
    walk.stop("redeem-done", "redeem.done")
    walk.go("/access", "access.redeem")
    walk.go("/access/redeem", "redeem.code")
    for number in range(6):
        if "Попытки закончились" in person.read():
            break
        person.enter("redeem.code", f"ABCE-HKM{number + 2}")
        person.tap("redeem.submit")
        person.page.wait_for_timeout(1_500)
    person.wait_text("Попытки закончились")
    walk.stop("redeem-locked")


def the_request(walk: Walk) -> None:
    """Игорь: from the first page to the decision."""
    person = walk.person
    with_a_pin(walk, IGOR_PHONE)
    walk.go("/access/request", "request.next")
    walk.stop("request")
    for step in ("about", "photo", "child", "purpose", "grantee", "phone", "confirm"):
        walk.sit_at("phone")
        person.tap("request.next")
        person.page.wait_for_url(f"**/access/request/{step}")
        if step == "photo":
            person.wait("request.photo")
            person.picture()
            person.tap("request.next")
            walk.stop("request-photo-missing", "request.photo.error")
            with person.page.expect_file_chooser() as chooser:
                person.tap("request.photo")
            photo = {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": a_photo(size=(1200, 900))}
            chooser.value.set_files(photo)
            person.wait("request.photo.remove")
        walk.stop(f"request-{step}")
    walk.sit_at("phone")
    person.type_code("request.code", latest_code(walk.base, IGOR_PHONE))
    person.tap("request.submit")
    person.wait_text("Нужно ваше согласие")
    walk.stop("request-no-consent")
    walk.sit_at("phone")
    person.tap("request.consent")
    person.tap("request.submit")
    walk.stop("request-sent", "request.status")
    walk.go("/access", "access.redeem")
    walk.stop("access-request")
    httpx.post(f"{walk.base}/mock/v1/clock", json={"advanceWorkingDays": 5}, timeout=60).raise_for_status()
    # Days without a touch have locked the page.
    person.open("/access", until="unlock.digit.1")
    press(person, PIN, "unlock")
    walk.stop("access-approved", "access.redeem")


SECTIONS = (
    "visits",
    "labs",
    "vaccinations",
    "studies",
    "covid-tests",
    "certificates",
    "prescriptions",
    "referrals",
    "discharges",
    "hospitalizations",
    "day-hospital",
    "ambulance",
    "health-info",
    "uploads",
)
WALKS: tuple[Callable[[Walk], None], ...] = (
    at_the_door,
    the_family,
    the_messages,
    signing_in,
    the_card,
    the_account,
    the_clinic,
    the_access,
    the_code,
    the_request,
)


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
