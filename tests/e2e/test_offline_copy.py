"""The backend is gone and the app was started anew: the PIN opens what was seen, and the diary can be written."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.support.browser import Visitor
from tests.support.keyring_session import keyring_session
from tests.support.road import ANNA, PASSWORD, PIN, patients, press, set_pin, sign_in
from tests.support.served import Served, free_port, latest_code

pytestmark = [pytest.mark.browser, pytest.mark.keyring]


def test_without_the_backend_the_pin_opens_what_was_seen(browser: Browser, tmp_path: Path) -> None:
    ports = {"backend": free_port(), "app": free_port()}

    def start_backend() -> Served:
        folder = str(tmp_path / "backend")
        return Served("server", "--test-mode", "--data-dir", folder, port=ports["backend"]).wait_ready()

    with keyring_session(tmp_path / "home") as session:
        backend = start_backend()

        def start_app() -> Served:
            return Served(
                "--web", "--no-browser", "--test-mode", "--backend", backend.base, "--data-dir",
                str(tmp_path / "app"), port=ports["app"], env=session.env,
            ).wait_ready()  # fmt: skip

        artyom = patients(backend.base)["Артём"]
        app = start_app()
        try:
            anna = Visitor(browser, app.base)
            sign_in(anna, sms_at=backend.base)
            set_pin(anna)
            anna.open(f"/medcard/{artyom}/labs", until="section.total")
            seen = anna.read()
            anna.open(f"/diary/{artyom}", until="diary.empty")
            anna.close()
            backend.kill()
            backend.stop()
            assert app.interrupt() == 0
            app.stop()
            app = start_app()
            anna = Visitor(browser, app.base)
            anna.open("/", until="unlock.digit.1")
            press(anna, PIN, "unlock")
            anna.wait("offline.banner")
            anna.open(f"/medcard/{artyom}/labs", until="section.total")
            assert _total(anna.read()) == _total(seen)
            anna.open(f"/diary/{artyom}", until="diary.add")
            anna.tap("diary.add", until="diary.value")
            anna.enter("diary.value", "37,4")
            anna.tap("diary.save")
            anna.wait_text("ждёт сети")
            backend = start_backend()
            anna.gone("offline.banner")
            anna.close()
        finally:
            app.stop()
            backend.stop()
        again = start_backend()
        try:
            assert _diary(again.base, artyom) == [37.4]
        finally:
            again.stop()


def _total(told: str) -> str:
    return next(line for line in told.splitlines() if "анализ" in line and any(sign.isdigit() for sign in line))


def _diary(base: str, patient_id: str) -> list[float]:
    with httpx.Client(base_url=f"{base}/api/v1", timeout=30) as http:
        ticket = http.post("/auth/login", json={"login": ANNA, "password": PASSWORD}).json()["ticket"]
        body = {"ticket": ticket, "code": latest_code(base, ANNA)}
        for path in ("/auth/login/confirm", "/auth/medcard-code/confirm"):
            if path.endswith("medcard-code/confirm"):
                http.post("/auth/medcard-code").raise_for_status()
                body = {"code": latest_code(base, ANNA)}
            tokens = http.post(path, json=body).json()
            http.headers["Authorization"] = f"Bearer {tokens['accessToken']}"
        return [one["value"] for one in http.get(f"/patients/{patient_id}/diary").json()["items"]]
