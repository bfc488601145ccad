"""Signing in over HTTP, for the measurements that read cards."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx

from tests.support.served import latest_code

PASSWORD = "Demo-2026"


@contextlib.contextmanager
def signed_in(base: str, phone: str) -> Iterator[httpx.Client]:
    """A client whose token opens cards; needs test mode, whose outbox shows the codes."""
    with httpx.Client(base_url=base + "/api/v1", timeout=60) as client:
        answer = client.post("/auth/login", json={"login": phone, "password": PASSWORD}).raise_for_status()
        confirm = {"ticket": answer.json()["ticket"], "code": latest_code(base, phone)}
        account = client.post("/auth/login/confirm", json=confirm).raise_for_status()
        client.headers["Authorization"] = f"Bearer {account.json()['accessToken']}"
        client.post("/auth/medcard-code").raise_for_status()
        card = client.post("/auth/medcard-code/confirm", json={"code": latest_code(base, phone)}).raise_for_status()
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
