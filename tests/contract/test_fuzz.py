"""Requests that nobody would write by hand: whatever comes, no fault and no answer outside the OpenAPI.

The seed is fixed; ``make fuzz`` (``EMIAS_FUZZ_SEED=random``) takes a new one and more examples.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
from starlette.types import Message

from emias_app.config import ServerSettings
from emias_app.mock_server.app import create_app
from emias_app.models.section import SectionSlug
from tests.support.card_world import OTHER_CHILD, World, card_world
from tests.support.records import CHILD, FACTORIES, a_record

BASE = "/api/v1"
IS_RANDOM = os.environ.get("EMIAS_FUZZ_SEED") == "random"
EXAMPLES = 1_000 if IS_RANDOM else 60
#: They end the session that fuzzes.
LEFT_OUT = {
    ("POST", f"{BASE}/auth/logout"),
    ("DELETE", f"{BASE}/auth/sessions/{{session_id}}"),
    ("DELETE", f"{BASE}/devices/{{device_id}}"),
}
schemathesis.serializer.alias("application/zip", "application/octet-stream")
CHECKS: list[CheckFunction] = [content_type_conformance, response_headers_conformance, response_schema_conformance]
#: Entries of «Данные о ребенке» that are there.
ENTERED = {"allergies": b'{"substance": "\xd0\xa1\xd0\xbe\xd1\x8f"}', "visits": b'{"speciality": "X"}'}
CHILD_LISTS = tuple(f"child-data/{kind}" for kind in ENTERED)
RECORDS = {section: a_record(section) for section in FACTORIES}

SCHEMA = schemathesis.openapi.from_dict(create_app(ServerSettings()).openapi())
OPERATIONS = [
    (operation.ok().method.upper(), operation.ok().path)
    for operation in SCHEMA.get_all_operations()
    if (operation.ok().method.upper(), operation.ok().path) not in LEFT_OUT
]


class Fuzzed:
    """A backend on a loop of its own, asked from the synchronous world of hypothesis."""

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._opened = card_world(folder)
        self.world: World = self._runner.run(self._opened.__aenter__())
        self._runner.run(self.world.add(*RECORDS.values()))
        self.token: str = self._runner.run(self.world.token("anna"))
        self.entries: list[tuple[str, str]] = [self._enter(kind, body) for kind, body in ENTERED.items()]

    def _enter(self, kind: str, body: bytes) -> tuple[str, str]:
        """Kind and id of a fresh entry of «Данные о ребенке»."""
        headers: dict[str, str | bytes] = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        answer = self.ask("POST", f"/patients/{CHILD}/child-data/{kind}", headers, body)
        return kind, answer.json()["id"]

    def ask(self, method: str, url: str, headers: dict[str, str | bytes], body: bytes) -> httpx.Response:
        return self._runner.run(self.world.http.request(method, url, headers=headers, content=body))

    def get_with_query(self, path: str, query: bytes) -> httpx.Response:
        """GET by ASGI itself, for queries longer than a client would send."""
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": BASE + path, "raw_path": (BASE + path).encode(), "root_path": "", "query_string": query,
            "headers": [(b"authorization", f"Bearer {self.token}".encode())],
            "client": ("127.0.0.1", 1), "server": ("test", 80),
        }  # fmt: skip
        status, headers, content = 0, list[tuple[bytes, bytes]](), b""

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status, headers, content
            if message["type"] == "http.response.start":
                status, headers = message["status"], message["headers"]
            else:
                content += message.get("body", b"")

        self._runner.run(self.world.app(scope, receive, send))
        return httpx.Response(status, headers=headers, content=content)

    def close(self) -> None:
        self._runner.run(self._opened.__aexit__(None, None, None))
        self._runner.close()


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    opened = Fuzzed(tmp_path_factory.mktemp("fuzz"))
    yield opened
    opened.close()


def within_the_contract(answer: httpx.Response) -> None:
    """Never a fault; every refusal is a whole problem+json."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert all(isinstance(problem[key], str) and problem[key] for key in ("type", "title", "code", "detail"))


known_cards = st.sampled_from([str(CHILD), str(CHILD), str(CHILD), str(OTHER_CHILD)])
known_records = st.sampled_from(sorted((slug.value, str(record.id)) for slug, record in RECORDS.items()))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_brings_the_backend_down(fuzzed: Fuzzed, method: str, path: str) -> None:
    operation = SCHEMA[path][method]
    cases = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=not IS_RANDOM,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if IS_RANDOM else [Phase.generate],
    )
    @given(case=cases, card=known_cards, record=known_records, goes_deep=st.booleans())
    def run(case: Any, card: str, record: tuple[str, str], goes_deep: bool) -> None:
        if goes_deep and "{pid}" in path:
            kind, entry_id = fuzzed.entries[ord(card[-1]) % len(fuzzed.entries)]
            of_child_data = "/child-data" in path
            known = {"pid": card, "section": record[0], "kind": kind, "id": entry_id if of_child_data else record[1]}
            case.path_parameters |= {name: value for name, value in known.items() if f"{{{name}}}" in path}
        headers = {"Authorization": f"Bearer {fuzzed.token}"}
        prepared = requests.Request(**case.as_transport_kwargs(base_url="http://test", headers=headers)).prepare()
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body or b""
        sent: dict[str, str | bytes] = {
            name: _raw(value) for name, value in prepared.headers.items() if name.lower() != "content-length"
        }
        answer = fuzzed.ask(prepared.method or method, prepared.url or "", sent, body)
        within_the_contract(answer)
        if answer.status_code < 400:
            case.validate_response(answer, checks=CHECKS)

    run()


MEGABYTE = "я" * 524_288
STRINGS = {
    "megabyte": MEGABYTE,
    "nul": "a\x00b",
    "emoji": "💉👩‍👩‍👧",
    "sql": "'; DROP TABLE records; --",
    "quotes": "\"'`«»",
    "surrogate": "\ud800",
    "bidi": "\u202eкод",
    "path": "../../etc/passwd",
    "format": "%s%n{0}{{}}",
}
NUMBERS = ("-1", "0", "1e400", "NaN", "99999999999999999999999", "-9223372036854775809", "0x10", "٣")
DATES = ("99999-12-31", "0000-00-00", "-0001-01-01", "2026-02-30", "10000-01-01", "2026-01-01T00:00:00Z", "1700000000")


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_strange_words_in_an_address_are_answered_or_refused(fuzzed: Fuzzed, text: str) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))
    for name in ("q", "speciality", "kind", "cursor", "from", "to", "limit", "unknown"):
        answer = fuzzed.get_with_query(f"/patients/{CHILD}/labs", f"{name}={quoted}".encode())
        within_the_contract(answer)
        assert answer.status_code in (200, 422), name
    quoted = quoted[:18_000]
    for address in (f"/patients/{quoted}/labs", f"/patients/{CHILD}/{quoted}", f"/patients/{CHILD}/labs/{quoted}"):
        within_the_contract(fuzzed.ask("GET", address, _bearer(fuzzed), b""))


@pytest.mark.parametrize("value", NUMBERS)
def test_strange_numbers_are_refused(fuzzed: Fuzzed, value: str) -> None:
    for address in (f"/patients/{CHILD}/labs", "/patients", "/notices", "/devices", "/auth/sessions"):
        answer = fuzzed.ask("GET", f"{address}?limit={value}", _bearer(fuzzed), b"")
        within_the_contract(answer)
        assert answer.status_code == 422, address


@pytest.mark.parametrize("value", DATES)
def test_strange_dates_are_refused(fuzzed: Fuzzed, value: str) -> None:
    for name in ("from", "to"):
        answer = fuzzed.ask("GET", f"/patients/{CHILD}/labs?{name}={value}", _bearer(fuzzed), b"")
        within_the_contract(answer)
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "section", [*(section.value for section in SectionSlug if section is not SectionSlug.CHILD_DATA), *CHILD_LISTS]
)
@pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "%F0%9F%92%89", "bnVsbA", "e30", "MjAyNi0wMS0wMVQwMDowMCM"])
def test_broken_cursors_are_refused(fuzzed: Fuzzed, section: str, cursor: str) -> None:
    answer = fuzzed.ask("GET", f"/patients/{CHILD}/{section}?cursor={cursor}", _bearer(fuzzed), b"")
    within_the_contract(answer)
    lists = {slug.value for slug in (*FACTORIES, SectionSlug.DIARY)}
    assert answer.status_code == (422 if section in {*lists, *CHILD_LISTS} else 404)


BODIES = {
    "megabyte": b'{"login": "' + MEGABYTE.encode() + b'", "password": "x"}',
    "nul": b'{"login": "a\\u0000b", "password": "x"}',
    "surrogate": b'{"login": "\\ud800", "password": "x"}',
    "nan": b'{"login": NaN, "password": Infinity}',
    "huge integer": b'{"login": ' + b"9" * 5_000 + b', "password": 1}',
    "deep": b"[" * 100_000,
    "wrong types": b'{"login": [], "password": {"a": 1}}',
    "unknown fields": b'{"login": "a", "password": "b", "evil": 1}',
    "no json": b"login=a&password=b",
    "no utf-8": b'{"login": "\xff\xfe", "password": "x"}',
    "empty": b"",
    "null": b"null",
    "list": b"[]",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_strange_bodies_are_refused_without_an_echo(fuzzed: Fuzzed, body: bytes) -> None:
    headers: dict[str, str | bytes] = {**_bearer(fuzzed), "Content-Type": "application/json"}
    for method, path in OPERATIONS:
        if method != "POST" or "{" in path or path.endswith(("medcard-code", "recheck")):
            continue
        answer = fuzzed.ask("POST", path.removeprefix(BASE), headers, body)
        within_the_contract(answer)
        assert answer.status_code in (403, 422, 429), (path, answer.text)
        assert "evil" not in answer.text
        assert len(answer.content) < 2_000


def _raw(value: str | bytes) -> bytes:
    """A header as it travels: any byte may stand in it."""
    return value if isinstance(value, bytes) else value.encode("latin-1")


def _bearer(fuzzed: Fuzzed) -> dict[str, str | bytes]:
    return {"Authorization": f"Bearer {fuzzed.token}"}
