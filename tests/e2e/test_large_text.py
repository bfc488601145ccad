"""Access at 200 % text on a phone: nothing stands outside the screen, every control is whole and can be reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload

from tests.support.access_roads import a_photo
from tests.support.browser import Visitor
from tests.support.road import patients
from tests.support.served import Served

pytestmark = pytest.mark.browser

#: A target is as high as a finger.
LEAST = 48
_BOXES = """() => [...document.querySelectorAll('flt-semantics-host [flt-semantics-identifier]')].map(node => {
    const box = node.getBoundingClientRect();
    const usable = node.matches('[flt-tappable]') || node.querySelector('[flt-tappable], input, textarea') !== null;
    return [node.getAttribute('flt-semantics-identifier'), box.left, box.right, box.height, usable];
})"""


@pytest.fixture
def large(browser: Browser, app: Served, visitor: Visitor) -> Iterator[Visitor]:
    """A phone with the text at 200 %; ``visitor`` has reset the backend."""
    person = Visitor(browser, app.base, text=2)
    yield person
    person.close()
    assert person.outside == [], "requests left this machine"


def check(person: Visitor, path: str, until: str, reached: str = "") -> None:
    """Look at the whole screen, turning the wheel to its end; what scrolls is whole at one place at least.

    ``reached`` has to be met on the way. A screen that needs no opening has an empty path.

    A busy machine swallows the wheel too, so it is turned on while something is still cut.
    """
    if path:
        person.open(path, until=until)
    person.wait(until)
    # From the top: a wheel that was turned late may have moved the screen that came since.
    person.page.mouse.move(200, 500)
    person.page.mouse.wheel(0, -20_000)
    person.page.wait_for_timeout(300)
    heights: dict[str, float] = {}
    before: list[object] = []
    still = rounds = 0
    while still < 3 or (rounds < 40 and any(height < LEAST for height in heights.values())):
        rounds += 1
        boxes = person.page.evaluate(_BOXES)
        still, before = (still + 1 if boxes == before else 0), boxes
        for name, left, right, height, is_usable in boxes:
            assert not height or left >= -1, f"{path}: {name} begins left of the screen"
            assert not height or right <= 413, f"{path}: {name} ends right of the screen"
            if is_usable:
                heights[name] = max(height, heights.get(name, 0))
        person.page.mouse.move(200, 500)
        person.page.mouse.wheel(0, 300)
        person.page.wait_for_timeout(300)
    low = {name: height for name, height in heights.items() if height < LEAST}
    assert low == {}, path or until
    assert not reached or reached in heights, f"{path or until}: {reached} cannot be reached"


def test_the_front_door_at_200_percent(large: Visitor) -> None:
    check(large, "/register", "register.back", "register.submit")
    check(large, "/forgot", "forgot.login", "forgot.submit")
    check(large, "/clinic", "clinic.login.login")


def test_the_family_and_a_request_at_200_percent(large: Visitor) -> None:
    large.open("/", until="login.demo.2")
    large.tap("login.demo.2", until="demo.sms")
    large.tap("demo.sms", until="pin.skip")
    large.tap("pin.skip", until="nav.access")
    for path, until, reached in (
        ("/home", "home.bell", ""),
        ("/access", "access.redeem", ""),
        ("/access/redeem", "redeem.code", "redeem.submit"),
        ("/family", "family.add", ""),
        ("/family/new", "family.back", "family.save"),
        ("/access/request", "request.back", "request.next"),
    ):
        check(large, path, until, reached)
    for step in ("about", "photo", "child", "purpose", "grantee", "phone", "confirm"):
        if step == "child":
            add_photo(large)
        large.scroll_to("request.next")
        large.tap("request.next")
        large.page.wait_for_url(f"**/access/request/{step}")
        check(large, "", "request.back", "request.submit" if step == "confirm" else "request.next")


def add_photo(person: Visitor) -> None:
    """On the step of the photo: without one it says so where one looks, with one it goes on."""
    person.tap("request.next", until="request.photo.error")
    person.page.mouse.wheel(0, -200)
    with person.page.expect_file_chooser() as chooser:
        person.tap("request.photo")
    photo: FilePayload = {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": a_photo(size=(1200, 900))}
    chooser.value.set_files(photo)
    person.wait("request.photo.remove")


def test_the_clinic_at_200_percent(large: Visitor, app: Served) -> None:
    sofia = patients(app.base)["София"]
    large.open("/clinic", until="clinic.login.login")
    large.tap("clinic.demo.registrar", until="clinic.search")
    check(large, f"/clinic/patients/{sofia}/access", "clinic.signed")
