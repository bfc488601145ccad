"""Every screen × phone, tablet, desktop × light, dark as PNG into ``shots/`` (git ignores it).

``make shots`` renders all; ``make shots ARGS="card labs"`` only the named screens; ``ARGS="--walk the_clinic
--theme light"`` one way through the app; ``--text 2`` everything at 200 % text, the names ending in ``-200``;
``--size kiosk`` another window. A way that a busy machine breaks off is gone once more; one that fails again is told
at the end, when the others have been gone.
``ARGS=--docs`` renews the few pictures of the README in ``docs/pictures``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from scripts.shots_access import ACCESS_WALKS
from scripts.shots_child_data import CHILD_DATA_WALKS
from scripts.shots_diary import the_diary
from scripts.shots_documents import the_documents
from scripts.shots_exports import EXPORT_WALKS
from scripts.shots_finding import FINDING_WALKS
from scripts.shots_growth import GROWTH_WALKS
from scripts.shots_labs import LAB_WALKS
from scripts.shots_offline import OFFLINE_WALKS
from scripts.shots_show import SHOW_WALKS
from scripts.shots_vaccinations import VACCINATION_WALKS
from scripts.shots_walk import DOCS, SIZES, USUAL, Walk, with_a_pin
from tests.support.browser import Visitor, started
from tests.support.road import ANNA, PASSWORD, patients, press, sign_in
from tests.support.served import latest_code, served

ROOT = Path(__file__).parent.parent
THEMES = ("light", "dark")


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
    walk.stop("section-error", "section.error")
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
    walk.go("/profile/pin", "pin.skip")
    walk.stop("pin-change")
    press(person, "111111", "pin")
    person.page.wait_for_timeout(800)
    walk.stop("pin-change-wrong")
    walk.go("/profile", "profile.logout")
    person.scroll_to("profile.lock")
    person.tap("profile.lock")
    walk.stop("unlock", "unlock.digit.1")
    press(person, "111111", "unlock")
    person.page.wait_for_timeout(800)
    walk.stop("unlock-wrong")


def a_pin_from_the_profile(walk: Walk) -> None:
    person = walk.person
    sign_in(person)
    person.tap("pin.skip")
    walk.go("/profile", "profile.logout")
    walk.stop("profile-no-pin")
    walk.go("/profile/pin", "stepup.code")
    walk.stop("pin-step-up")
    person.type_code("stepup.code", latest_code(walk.base, ANNA))
    walk.stop("pin-set", "pin.skip")
    press(person, "123456", "pin")
    person.page.wait_for_timeout(800)
    walk.stop("pin-set-again")
    press(person, "123456", "pin")
    person.wait("profile.logout")
    person.page.wait_for_timeout(300)
    person.picture()
    walk.stop("profile-pin-saved")


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
    signing_in,
    the_card,
    the_account,
    a_pin_from_the_profile,
    the_diary,
    the_documents,
    *ACCESS_WALKS,
    *GROWTH_WALKS,
    *VACCINATION_WALKS,
    *CHILD_DATA_WALKS,
    *LAB_WALKS,
    *EXPORT_WALKS,
    *FINDING_WALKS,
    *SHOW_WALKS,
    *OFFLINE_WALKS,
)


def take(
    browser: Browser,
    base: str,
    walks: Sequence[Callable[[Walk], None]],
    themes: Sequence[str],
    wanted: set[str],
    folder: Path,
    *,
    text: float,
    for_docs: bool,
    sizes: Sequence[str],
) -> list[str]:
    """Go all ways; the answer tells which could not be gone to their ends."""
    broken: list[str] = []
    for theme in themes:
        for way in walks:
            suffix = f"{theme}-{text:.0%}".removesuffix("%") if text != 1 else theme
            for is_last in (False, True):
                httpx.post(f"{base}/mock/v1/reset", timeout=60).raise_for_status()
                person = Visitor(browser, base, dark=theme == "dark", scale=2 if for_docs else 1, text=text)
                try:
                    way(Walk(person, base, theme, suffix, wanted, folder, for_docs, sizes))
                    break
                except (PlaywrightError, AssertionError) as error:
                    print(f"{way.__name__} ({theme}) at {person.page.url}: {error}", flush=True)
                    if is_last:
                        broken.append(f"{way.__name__} ({theme})")
                finally:
                    person.close()
    return broken


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", help="only these screens")
    asked.add_argument("--walk", action="append", choices=[way.__name__ for way in WALKS], help="only this way")
    asked.add_argument("--theme", choices=THEMES)
    asked.add_argument("--text", type=float, default=1, help="the system's text size, 2 is 200 %%")
    asked.add_argument("--size", action="append", choices=list(SIZES))
    asked.add_argument("--docs", action="store_true")
    given = asked.parse_args()
    wanted = set(given.names) or ({name for name, *_ in DOCS} if given.docs else set())
    walks = [way for way in WALKS if not given.walk or way.__name__ in given.walk]
    themes = [given.theme] if given.theme else THEMES
    folder = ROOT / "docs" / "pictures" if given.docs else ROOT / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        served("--web", "--no-browser", "--test-mode", data_dir=Path(data)) as app,
        started() as browser,
    ):
        broken = take(
            browser, app.base, walks, themes, wanted, folder,
            text=given.text, for_docs=given.docs, sizes=given.size or USUAL,
        )  # fmt: skip
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}")
    if broken:
        sys.exit("not to the end: " + ", ".join(broken))


if __name__ == "__main__":
    main()
