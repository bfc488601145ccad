"""The app restarted: beside the real Secret Service the PIN opens the cards, no SMS; without one, a full sign-in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from emias_app.views.strings import auth
from tests.support.browser import Visitor
from tests.support.keyring_session import KeyringSession, keyring_session
from tests.support.road import PIN, patients, press, set_pin, sign_in, sms_count
from tests.support.served import Served, free_port

pytestmark = [pytest.mark.browser, pytest.mark.keyring]


@contextlib.contextmanager
def running(session: KeyringSession, folder: Path, port: int) -> Iterator[Served]:
    """The app's page inside the D-Bus session."""
    process = Served(
        "--web", "--no-browser", "--test-mode", "--data-dir", str(folder), port=port, env=session.env
    )  # fmt: skip
    try:
        yield process.wait_ready()
    finally:
        process.stop()


@contextlib.contextmanager
def a_visitor(browser: Browser, app: Served) -> Iterator[Visitor]:
    person = Visitor(browser, app.base)
    try:
        yield person
    finally:
        person.close()


def test_after_a_restart_the_pin_opens_the_card_and_no_sms_is_sent(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with keyring_session(tmp_path / "home") as session:
        with running(session, tmp_path / "data", port) as app:
            artyom = patients(app.base)["Артём"]
            with a_visitor(browser, app) as anna:
                sign_in(anna)
                assert auth.PIN_NOTE_KEPT in anna.read()
                set_pin(anna)
            sent = sms_count(app.base)
            assert app.interrupt() == 0
        with running(session, tmp_path / "data", port) as app, a_visitor(browser, app) as anna:
            anna.open("/", until="unlock.digit.1")
            press(anna, PIN, "unlock")
            anna.tap(f"home.child.{artyom}")
            anna.tap("medcard.section.labs")
            anna.wait("section.total")
            assert sms_count(app.base) == sent


def test_without_a_keyring_it_says_so_and_the_next_start_wants_a_full_sign_in(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with keyring_session(tmp_path / "home", has_daemon=False) as session:
        with running(session, tmp_path / "data", port) as app:
            with a_visitor(browser, app) as anna:
                sign_in(anna)
                assert auth.PIN_NOTE_NO_KEYRING in anna.read()
                set_pin(anna)
            assert app.interrupt() == 0
        with running(session, tmp_path / "data", port) as app, a_visitor(browser, app) as anna:
            sign_in(anna)
