"""One whole journey with every log line of ours caught: none tells who, what, or by which secret."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from emias_app.logs import Reserved
from emias_app.mock_server.seed.people import ADULTS, CHILDREN, PASSWORD
from emias_app.views.medcard import section
from tests.support.demo_site import ANNA
from tests.support.house import PIN, House, Tab, open_house
from tests.support.virtual_time import on_virtual_time

MOTHER = next(adult for adult in ADULTS if adult.key == "anna")
ARTYOM = CHILDREN["artem"]
WRONG_PASSWORD, WRONG_PIN, SOUGHT = "Wrong-Word-77", "750316", "гемоглобин"
#: What a record carries for its formatter; everything else of it must be clean by itself.
_SHOWN = ("exc_info", "exc_text", "args")
OURS = ("emias_app", "flet", "flet_web", "uvicorn", "asyncio", "concurrent.futures", "httpx")


@contextlib.contextmanager
def caught() -> Iterator[list[str]]:
    """Every line as the terminal would show it, with whatever else its record carries; ours from DEBUG on."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            extra = {name: value for name, value in vars(record).items() if name not in _SHOWN}
            lines.append(f"{Reserved().format(record)} {extra}")

    handler = Kept(logging.DEBUG)
    ours, root = logging.getLogger("emias_app"), logging.getLogger()
    before = ours.level
    ours.setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        ours.setLevel(before)


async def the_road(anna: Tab, house: House) -> None:
    """Wrong and right words, a PIN, a search, a document, a lock, an unlock, a renewal."""
    await anna.enter("login.login", ANNA)
    await anna.enter("login.password", WRONG_PASSWORD)
    await anna.tap("login.submit")
    assert anna.sees("login.error")
    await anna.signs_in(ANNA)
    await anna.opens(ARTYOM.id)
    await anna.enter("section.search", SOUGHT, submit=True)
    await anna.first_record()
    await anna.tap("record.pdf")
    await anna.go("/profile")
    await anna.tap("profile.lock")
    await anna.presses(WRONG_PIN, "unlock")
    await anna.presses(PIN, "unlock")
    house.site.clock.advance(timedelta(minutes=4))
    await anna.go("/home")
    for _ in range(3):
        house.site.clock.advance(timedelta(minutes=4))
        await anna.press("Shift")
        await anna.go("/profile")
        await anna.go("/home")
    await anna.go("/access")
    await anna.go("/home")


@on_virtual_time
async def test_no_line_of_a_whole_journey_tells_a_secret_or_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError(f"{ARTYOM.last_name} {ARTYOM.first_name} {SOUGHT} {PASSWORD}")

    with caught() as lines:
        async with open_house(tmp_path, "artem") as house, house.tab() as anna:
            await the_road(anna, house)
            heard = house.overheard
            secrets = heard.values("ticket", "accessToken", "refreshToken", "challenge", "signature", "code")
            assert len(heard.values("refreshToken")) > 2, "it was renewed"
            assert heard.values("challenge"), "it was unlocked"
            secrets |= {PASSWORD, WRONG_PASSWORD, PIN, WRONG_PIN, anna.cookie}
            secrets -= {code for code in secrets if len(code) < 6 or code.isupper()}
            people = {ANNA, ANNA[2:], MOTHER.last_name, MOTHER.first_name, MOTHER.middle_name, MOTHER.email}
            people |= {ARTYOM.last_name, ARTYOM.first_name, ARTYOM.middle_name, SOUGHT, *heard.values("snils", "oms")}
            assert_silent(reprs(is_data=False), secrets | people)
            assert_silent(reprs(is_data=True), secrets)
            with monkeypatch.context() as patch:
                patch.setattr(section, "month_heading", broken)
                await anna.opens(ARTYOM.id)
            await anna.go("/profile")
            await anna.tap("profile.logout")
            for confirm in [one for one in anna.identifiers if one.endswith("logout.confirm")]:
                await anna.tap(confirm)
            assert anna.sees("login.login")
    ours = [line for line in lines if any(f" {name}" in line.split(":", 1)[0] for name in OURS)]
    assert any("RuntimeError" in line and "section.py" in line for line in ours), "errors are told, by their places"
    assert any("request" in line for line in ours)
    assert_silent(ours, secrets | people)


def reprs(*, is_data: bool) -> list[str]:
    """How clients, vaults, ports and states show themselves; ``is_data``: the values among them too."""
    floors = ("emias_app.api", "emias_app.vault", "emias_app.state", "emias_app.app", "emias_app.device_trust")
    found = []
    for one in gc.get_objects():
        kind = type(one)
        if str(kind.__module__).startswith(floors):
            is_value = dataclasses.is_dataclass(kind) or issubclass(kind, BaseModel)
            if is_data or not is_value:
                found.append(f"{kind.__qualname__}: {one!r}")
    assert len(found) > 10
    return found


def assert_silent(lines: list[str], private: set[str]) -> None:
    told = sorted({f"{word!r} in {line[:300]}" for line in lines for word in private if word in line})
    assert told == []
