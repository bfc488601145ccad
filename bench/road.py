"""Signing in over HTTP, for the measurements that read cards; codes are read from the backend's terminal."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator

import httpx

from tests.support.served import Served

PASSWORD = "Demo-2026"


def _newest_code(served: Served, phone: str, known: int) -> str:
    """The code of the newest SMS to a phone, once more than ``known`` were printed."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = re.findall(rf"{re.escape(phone)}: \D*(\d{{6}})", served.log)
        if len(found) > known:
            return str(found[-1])
        time.sleep(0.05)
    raise SystemExit("no SMS was printed")


@contextlib.contextmanager
def signed_in(served: Served, phone: str) -> Iterator[httpx.Client]:
    """A client whose token opens cards."""
    known = served.log.count(phone)
    with httpx.Client(base_url=served.base + "/api/v1", timeout=60) as client:
        answer = client.post("/auth/login", json={"login": phone, "password": PASSWORD}).raise_for_status()
        confirm = {"ticket": answer.json()["ticket"], "code": _newest_code(served, phone, known)}
        account = client.post("/auth/login/confirm", json=confirm).raise_for_status()
        client.headers["Authorization"] = f"Bearer {account.json()['accessToken']}"
        client.post("/auth/medcard-code").raise_for_status()
        confirm = {"code": _newest_code(served, phone, known + 1)}
        card = client.post("/auth/medcard-code/confirm", json=confirm).raise_for_status()
        client.headers["Authorization"] = f"Bearer {card.json()['accessToken']}"
        yield client


def patient_named(client: httpx.Client, first_name: str) -> str:
    """The id of a child of this account."""
    items = client.get("/patients").raise_for_status().json()["items"]
    return str(next(item["id"] for item in items if item["firstName"] == first_name))


def counts(client: httpx.Client, patient: str) -> dict[str, int]:
    """How many records each section holds."""
    items = client.get(f"/patients/{patient}/sections").raise_for_status().json()["items"]
    return {item["section"]: item["count"] for item in items}
