"""Every error is a problem+json in Russian, with a request id, the backend's time and nothing of the input."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from emias_app.mock_server.app import create_app
from tests.support.site import ANNA, NOW, PASSWORD, Site, bearer, in_memory, settings_for

pytestmark = pytest.mark.anyio

LOGIN = "/auth/login"
JSON = {"Content-Type": "application/json"}


async def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.text
    body: dict[str, Any] = answer.json()
    assert body.keys() >= {"type", "title", "status", "code", "detail"}
    assert (body["status"], body["code"]) == (status, code)
    assert re.search("[а-я]", body["detail"])
    assert re.fullmatch("[A-Za-z0-9-]{8,64}", answer.headers["X-Request-Id"])
    assert answer.headers["X-Emias-Now"] == "2026-11-22T09:00:00.000+03:00"
    return body


async def test_an_unknown_address_and_a_wrong_method(site: Site) -> None:
    for path in ("http://test/nothing", "/nothing", "/me/", "http://test/", "/auth/login/%00"):
        await assert_problem(await site.http.get(path), 404, "not_found")
    answer = await site.http.delete("/me")
    await assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET"


async def test_401_comes_before_the_body_is_parsed(site: Site) -> None:
    for content in (b"", b"{", b"x" * 3_000_000, json.dumps({"code": 1}).encode()):
        answer = await site.http.post("/auth/medcard-code/confirm", content=content, headers=JSON)
        await assert_problem(answer, 401, "unauthorized")
    wrong_audience = await site.http.post("/clinic/auth/login", json={"login": "doctor", "password": "Demo-2026"})
    for content in (b"", b"{"):
        answer = await site.http.post("/devices", content=content, headers=bearer(wrong_audience.json()) | JSON)
        await assert_problem(answer, 403, "wrong_audience")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer нет".encode().decode("latin-1"), "Bearer " + "x" * 5000]
)
async def test_whatever_is_no_token_is_a_401(site: Site, header: str) -> None:
    answer = await site.http.get("/me", headers={"Authorization": header.encode("latin-1")})
    await assert_problem(answer, 401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff\xfe",
        b'{"login": NaN, "password": "x"}',
        b'{"login": "a", "password": "x", "n": Infinity}',
        b'{"login": "a", "password": "x", "n": 1e999}',
        b'{"login": "a", "password": "x", "n": 18446744073709551616}',
        b'{"login": "a", "password": "x", "n": ' + b"9" * 5000 + b"}",
        b'{"login": "\\u0000", "password": "x"}',
        b'{"login": "a", "password": "\\ud800"}',
        b'{"\\udfff": 1}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_json_or_no_text_for_a_database_is_a_422(site: Site, content: bytes) -> None:
    await assert_problem(await site.http.post(LOGIN, content=content, headers=JSON), 422, "malformed_body")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        1,
        {},
        {"login": ANNA},
        {"login": 5, "password": "x"},
        {"login": ANNA, "password": ""},
        {"login": "", "password": "x"},
        {"login": "л" * 1_000_000, "password": "x"},
        {"login": ANNA, "password": "п" * 1_000_000},
        {"login": ANNA, "password": "x", "admin": True},
        {"login": 2**63 - 1, "password": "x"},
    ],
)
async def test_a_wrong_body_is_a_422_with_fields(site: Site, body: Any) -> None:
    answer = await site.http.post(LOGIN, json=body)
    problem = await assert_problem(answer, 422, "invalid")
    assert all(re.search("[а-я]", one["message"]) for one in problem["fields"])


async def test_a_422_never_echoes_input(site: Site) -> None:
    secret = "Ivanov-4815162342"
    for body in ({"login": secret}, {"login": 1, "password": secret, secret: secret}, [secret], secret):
        answer = await site.http.post(LOGIN, json=body)
        assert answer.status_code == 422
        assert secret not in answer.text
    tokens = await site.sign_in()
    for query in ({"limit": secret}, {"cursor": secret}):
        answer = await site.http.get("/notices", params=query, headers=bearer(tokens))
        assert answer.status_code == 422
        assert secret not in answer.text


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=-1", "limit=99999999999999999999", "limit=%00", "limit=NaN", "cursor=%00",
     "cursor=AAAA", "cursor=%F0%9F%98%80", "cursor=MjAyNnwx", "cursor=" + "x" * 300],
)  # fmt: skip
async def test_a_wrong_page_is_a_422(site: Site, query: str) -> None:
    tokens = await site.sign_in()
    for path in ("/notices", "/devices", "/auth/sessions"):
        await assert_problem(await site.http.get(f"{path}?{query}", headers=bearer(tokens)), 422, "invalid")


@pytest.mark.parametrize(
    "since", ["yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"]
)
async def test_a_wrong_moment_is_a_422(site: Site, since: str) -> None:
    answer = await site.http.get(f"/me/changes?since={since}", headers=bearer(await site.sign_in()))
    await assert_problem(answer, 422, "invalid")


async def test_a_body_over_two_megabytes_is_a_413(site: Site) -> None:
    await assert_problem(await site.http.post(LOGIN, content=b" " * 2_100_000, headers=JSON), 413, "body_too_large")


async def test_a_given_request_id_is_kept_if_it_is_one(site: Site) -> None:
    kept = await site.http.get("/me", headers={"X-Request-Id": "abc-DEF-12345678"})
    assert kept.headers["X-Request-Id"] == "abc-DEF-12345678"
    for other in ("short", "a b c d e f g h", "x" * 65):
        assert (await site.http.get("/me", headers={"X-Request-Id": other})).headers["X-Request-Id"] != other


async def test_before_the_start_it_answers_503(tmp_path: Path, anyio_backend: str) -> None:
    from emias_app.clock import FixedClock

    async with in_memory(create_app(settings_for(tmp_path, test_mode=False), FixedClock(NOW))) as http:
        for path in ("http://test/healthz", "/me"):
            answer = await http.get(path, headers={"Authorization": "Bearer x"})
            await assert_problem(answer, 503, "starting")


async def test_a_fault_of_ours_is_a_500_that_tells_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from emias_app.mock_server.services import accounts

    person = "Пробная Анна Петровна"

    def broken(*_: object) -> None:
        raise RuntimeError(person)

    tokens = await site.sign_in()
    monkeypatch.setattr(accounts, "me", broken)
    answer = await site.http.get("/me", headers=bearer(tokens))
    await assert_problem(answer, 500, "internal_error")
    assert person not in answer.text + caplog.text
    assert "fault RuntimeError" in caplog.text


async def test_log_lines_hold_no_secret_and_no_person(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = await site.step_up(await site.sign_in())
    code = await site.code()
    await site.http.get("/patients/00000000-0000-0000-0000-000000000009/labs?q=гастрит", headers=bearer(tokens))
    await site.http.get("/me", headers=bearer(tokens))
    ours = [record for record in caplog.records if record.name.startswith("emias_app")]
    lines = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    for private in (ANNA, PASSWORD, code, tokens["accessToken"], tokens["refreshToken"], "гастрит", "Пробная"):
        assert private not in lines
    seen = [record for record in ours if record.getMessage() == "request"]
    assert seen[-1].__dict__["route"] == "/api/v1/me"
    assert {"request_id", "method", "status", "ms"} <= seen[-1].__dict__.keys()


async def test_the_documentation_is_readable_and_asks_nobody_else(site: Site) -> None:
    page = await site.http.get("http://test/docs")
    assert page.status_code == 200
    assert "/api/v1/auth/login" in page.text
    assert not re.search(r"https?://|<script", page.text)
    schema = (await site.http.get("http://test/openapi.json")).json()
    me = schema["paths"]["/api/v1/me"]["get"]
    assert me["security"] == [{"bearer": []}]
    assert "security" not in schema["paths"]["/api/v1/auth/login"]["post"]
    assert "application/problem+json" in me["responses"]["4XX"]["content"]
