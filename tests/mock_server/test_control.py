"""Test mode's own part, ``/mock/v1`` (contract §2)."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from emias_app.mock_server.app import create_app
from emias_app.mock_server.backend import Backend
from tests.support.site import ANNA, IGOR, PASSWORD, Site, bearer, in_memory, settings_for

pytestmark = pytest.mark.anyio

MOCK = "http://test/mock/v1"


@pytest.fixture
async def tester(tmp_path: Path, database_url: str | None, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    """Test mode as it is started by the command: with its own clock, kept in the database."""
    app = create_app(settings_for(tmp_path, database_url))
    backend: Backend = app.state.backend
    await backend.start()
    try:
        await backend.cards_ready()
        async with in_memory(app) as http:
            yield http
    finally:
        await backend.stop()


async def move(http: httpx.AsyncClient, **body: Any) -> str:
    answer = await http.post(f"{MOCK}/clock", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["now"])


async def test_the_clock_stands_until_it_is_moved(tester: httpx.AsyncClient) -> None:
    first = await tester.get(f"{MOCK}/clock")
    assert first.json() == {"now": "2026-11-22T09:00:00+03:00"}
    assert (await tester.get("/me")).headers["X-Emias-Now"] == "2026-11-22T09:00:00.000+03:00"
    assert await move(tester, advance="P1DT2H") == "2026-11-23T11:00:00+03:00"
    assert await move(tester, set="2026-12-30T10:30:00+03:00") == "2026-12-30T10:30:00+03:00"
    assert (await tester.get("/me")).headers["X-Emias-Now"] == "2026-12-30T10:30:00.000+03:00"


async def test_working_days_keep_the_time_of_day_and_pass_over_holidays(tester: httpx.AsyncClient) -> None:
    assert await move(tester, advanceWorkingDays=5) == "2026-11-27T09:00:00+03:00"
    await move(tester, set="2026-12-30T18:45:00+03:00")
    moved = await move(tester, advanceWorkingDays=1)
    assert moved.startswith("2027-01-")
    assert moved.endswith("T18:45:00+03:00")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"advance": "P1D", "advanceWorkingDays": 1},
        {"advance": "-P1D"},
        {"advance": "P300Y"},
        {"set": "9999-12-31T23:59:59+00:00"},
        {"set": "2026-01-01T00:00:00"},
        {"advanceWorkingDays": -1},
        {"advanceWorkingDays": 10**30},
        {"yesterday": True},
    ],
)
async def test_a_move_that_is_none_is_refused(tester: httpx.AsyncClient, body: dict[str, Any]) -> None:
    answer = await tester.post(f"{MOCK}/clock", json=body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_the_clock_survives_a_restart_and_is_shared_by_workers(tmp_path: Path, anyio_backend: str) -> None:
    first, second = (create_app(settings_for(tmp_path)) for _ in range(2))
    await first.state.backend.start()
    await second.state.backend.start()
    try:
        async with in_memory(first) as one, in_memory(second) as other:
            await move(one, advance="PT1H")
            assert (await other.get("/me")).headers["X-Emias-Now"] == "2026-11-22T10:00:00.000+03:00"
    finally:
        await first.state.backend.stop()
        await second.state.backend.stop()


async def test_a_reset_brings_back_the_start_in_well_under_a_second(tester: httpx.AsyncClient) -> None:
    login = {"login": "doctor", "password": "Demo-2026"}
    tokens = (await tester.post("/clinic/auth/login", json=login)).json()
    await move(tester, advance="P1D")
    await tester.put(f"{MOCK}/faults", json=[{"path": "*", "status": 503}])
    began = time.perf_counter()
    assert (await tester.post(f"{MOCK}/reset")).status_code == 204
    assert time.perf_counter() - began < 1
    assert (await tester.get(f"{MOCK}/clock")).json() == {"now": "2026-11-22T09:00:00+03:00"}
    assert (await tester.get(f"{MOCK}/requests")).json() == {"items": []}
    assert (await tester.get("/me", headers=bearer(tokens))).status_code == 401
    assert (await tester.post("/clinic/auth/login", json=login)).status_code == 200
    assert (await tester.post(f"{MOCK}/reset")).status_code == 204


async def test_the_outbox_is_newest_first_and_by_phone(site: Site) -> None:
    for phone in (ANNA, IGOR, ANNA):
        await site.http.post("/auth/login", json={"login": phone, "password": PASSWORD})
    everything = (await site.http.get(f"{MOCK}/outbox")).json()["items"]
    assert [one["phone"] for one in everything] == [ANNA, IGOR, ANNA]
    assert everything[0].keys() == {"phone", "text", "code", "sentAt"}
    assert len(await site.inbox(ANNA)) == 2
    as_curl_sends_it = await site.http.get(f"{MOCK}/outbox?phone={IGOR}")
    assert len(as_curl_sends_it.json()["items"]) == 1


async def test_the_requests_are_kept_newest_first_without_the_control_parts_own(site: Site) -> None:
    await site.http.get("/me?a=1")
    await site.http.get("/nothing")
    await site.http.get(f"{MOCK}/clock")
    items = (await site.http.get(f"{MOCK}/requests")).json()["items"]
    assert [(one["method"], one["path"], one["query"], one["status"]) for one in items] == [
        ("GET", "/api/v1/nothing", "", 404),
        ("GET", "/api/v1/me", "a=1", 401),
    ]


async def order(site: Site, *faults: dict[str, Any]) -> None:
    answer = await site.http.put(f"{MOCK}/faults", json=list(faults))
    assert answer.status_code == 204, answer.text


@pytest.mark.parametrize("status", [401, 403, 404, 409, 429, 500, 503, 507])
async def test_a_fault_answers_a_status_for_so_many_calls(site: Site, status: int) -> None:
    await order(site, {"method": "get", "path": "/api/v1/m*", "times": 2, "status": status})
    answers = [await site.http.get("/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 401]
    assert answers[0].json()["status"] == status
    assert answers[0].headers["X-Request-Id"]
    assert ("Retry-After" in answers[0].headers) == (status in (429, 503))
    assert (await site.http.get("/notices")).status_code == 401


async def test_faults_are_taken_one_after_another_and_can_be_called_off(site: Site) -> None:
    await order(site, {"path": "/api/v1/me", "status": 500}, {"path": "/api/v1/me", "status": 503})
    assert [(await site.http.get("/me")).status_code for _ in range(2)] == [500, 503]
    await order(site, {"path": "*", "status": 500, "times": 100})
    assert (await site.http.delete(f"{MOCK}/faults")).status_code == 204
    assert (await site.http.get("/me")).status_code == 401


async def test_a_delay_and_a_corrupted_and_a_cut_answer(site: Site) -> None:
    tokens = await site.sign_in()
    await order(
        site,
        {"path": "/api/v1/me", "delayMs": 50},
        {"path": "/api/v1/me", "corrupt": True},
        {"path": "/api/v1/me", "drop": True},
    )
    began = time.perf_counter()
    assert (await site.http.get("/me", headers=bearer(tokens))).status_code == 200
    assert time.perf_counter() - began >= 0.05
    corrupted = await site.http.get("/me", headers=bearer(tokens))
    assert corrupted.status_code == 200
    with pytest.raises(ValueError):
        corrupted.json()
    with pytest.raises(ConnectionResetError):
        await site.http.get("/me", headers=bearer(tokens))
    assert (await site.http.get("/me", headers=bearer(tokens))).status_code == 200
    items = (await site.http.get(f"{MOCK}/requests")).json()["items"]
    assert [one["status"] for one in items[:2]] == [200, 0]


@pytest.mark.parametrize("fault", [{"status": 200}, {"times": 0}, {"delayMs": -1}, {"path": "a\x00b"}, {"what": 1}])
async def test_a_fault_that_is_none_is_refused(site: Site, fault: dict[str, Any]) -> None:
    assert (await site.http.put(f"{MOCK}/faults", json=[fault])).status_code == 422


async def test_it_has_an_openapi_of_its_own_and_a_page(site: Site) -> None:
    schema = (await site.http.get(f"{MOCK}/openapi.json")).json()
    assert {"/outbox", "/clock", "/reset", "/faults", "/requests"} <= schema["paths"].keys()
    public = (await site.http.get("http://test/openapi.json")).json()
    assert not [path for path in public["paths"] if "mock" in path]
    page = await site.http.get(f"{MOCK}/docs")
    assert "outbox" in page.text


async def test_without_test_mode_there_is_nothing(tmp_path: Path, anyio_backend: str) -> None:
    app = create_app(settings_for(tmp_path, test_mode=False))
    await app.state.backend.start()
    try:
        async with in_memory(app) as http:
            for path in ("/outbox", "/clock", "/reset", "/openapi.json", "/docs", "/"):
                answer = await http.get(MOCK + path)
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    finally:
        await app.state.backend.stop()


async def test_with_a_token_only_its_holder_may_turn_anything(tmp_path: Path, anyio_backend: str) -> None:
    app = create_app(settings_for(tmp_path, mock_token=SecretStr("secret")))
    await app.state.backend.start()
    try:
        async with in_memory(app) as http:
            for head in ({}, {"X-Emias-Mock-Token": "wrong"}):
                answer = await http.post(f"{MOCK}/clock", json={"advance": "P1D"}, headers=head)
                assert (answer.status_code, answer.json()["code"]) == (401, "mock_token_required")
            head = {"X-Emias-Mock-Token": "secret"}
            assert (await http.get(f"{MOCK}/outbox", headers=head)).status_code == 200
    finally:
        await app.state.backend.stop()
