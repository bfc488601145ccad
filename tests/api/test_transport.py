"""The one road for HTTP: what is sent, what becomes of each answer, what is logged."""

from __future__ import annotations

import asyncio
import logging
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from emias_app.api.in_process import InProcessTransport
from emias_app.api.transport import Transport, new_key
from emias_app.clock import FixedClock
from emias_app.errors import (
    ApiError,
    BadAnswer,
    Conflict,
    EmiasError,
    Forbidden,
    Invalid,
    NotFound,
    Offline,
    ServerFault,
    Timeout,
    TooManyTries,
    Unauthorized,
)
from emias_app.models.base import Model
from tests.api.pretend import DROPS, HANGS, Answer, Pretend, problem
from tests.support.virtual_time import on_virtual_time

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
OK = Answer(body={"name": "Анна", "years": 3})


class Person(Model):
    name: str
    years: int


PERSON = TypeAdapter(Person)
ANNA = Person(name="Анна", years=3)


class Road:
    """A transport to a pretended backend; ``pauses`` are the sleeps between tries."""

    def __init__(self, *answers: Answer, clock: FixedClock | None = None) -> None:
        self.backend = Pretend(*answers)
        self.pauses: list[float] = []
        self.clock = clock or FixedClock(AT)
        http = httpx.AsyncClient(
            transport=InProcessTransport(self.backend), base_url="http://emias.local/api/v1", timeout=20.0
        )
        self.transport = Transport(http, clock=self.clock, client_kind="desktop", sleep=self._sleep, roll=lambda: 0.0)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.advance(timedelta(seconds=seconds))

    async def get(self, **options: Any) -> Person:
        return await self.transport.call(PERSON, "GET", "/people/1", auth=None, **options)

    async def post(self, **options: Any) -> Person:
        return await self.transport.call(PERSON, "POST", "/people", auth=None, json={"name": "Анна"}, **options)


@on_virtual_time
async def test_a_call_says_who_calls_and_is_parsed() -> None:
    road = Road(OK)
    assert await road.get(params={"q": "ё й"}) == ANNA
    (asked,) = road.backend.asked
    assert (asked.method, asked.path, asked.query) == ("GET", "/api/v1/people/1", "q=%D1%91+%D0%B9")
    assert asked.headers["x-emias-client"] == "desktop"
    assert "authorization" not in asked.headers
    assert "idempotency-key" not in asked.headers


@on_virtual_time
async def test_a_write_carries_json_and_its_key() -> None:
    road = Road(OK)
    await road.post(key="k-1")
    (asked,) = road.backend.asked
    assert asked.json == {"name": "Анна"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["idempotency-key"] == "k-1"


def test_every_intention_has_a_key_of_its_own() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(uuid.UUID(key).version == 4 for key in keys)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, ApiError), (401, Unauthorized), (403, Forbidden), (404, NotFound), (409, Conflict), (412, Conflict),
     (413, ApiError), (422, Invalid), (429, TooManyTries), (500, ServerFault), (503, ServerFault), (507, ServerFault)],
)  # fmt: skip
@on_virtual_time
async def test_a_refusal_takes_its_place_in_the_tree(status: int, expected: type[ApiError]) -> None:
    road = Road(problem(status, "some_code", remainingAttempts=2))
    with pytest.raises(expected) as caught:
        await road.post()
    error = caught.value
    assert type(error) is expected
    assert (error.status, error.code, error.detail, error.request_id) == (status, "some_code", "Отказано.", "r-1")
    assert error.remaining_attempts == 2


@on_virtual_time
async def test_a_refusal_tells_its_fields_and_reasons() -> None:
    fields = [{"field": "oms.number", "message": "Проверьте номер"}]
    with pytest.raises(Invalid) as invalid:
        await Road(problem(422, "invalid", fields=fields)).get()
    assert [(one.field, one.message) for one in invalid.value.fields] == [("oms.number", "Проверьте номер")]
    with pytest.raises(Forbidden) as forbidden:
        await Road(problem(403, "access_revoked", reason="по заявлению")).get()
    assert forbidden.value.reason == "по заявлению"
    with pytest.raises(TooManyTries) as many:
        await Road(problem(429, "too_many_tries", retryAfter=900)).get()
    assert many.value.retry_after == 900
    with pytest.raises(TooManyTries) as by_header:
        await Road(Answer(429, b"slow down", {"retry-after": "60"})).get()
    assert by_header.value.retry_after == 60


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"null", b"[]", b'{"status": "x"}', b"\xff"])
@on_virtual_time
async def test_a_refusal_without_details_keeps_its_status(body: bytes) -> None:
    with pytest.raises(ServerFault) as caught:
        await Road(Answer(502, body)).post()
    assert (caught.value.status, caught.value.code) == (502, "no_details")


@on_virtual_time
async def test_a_proxy_s_lie_about_the_status_is_not_believed() -> None:
    lying = Answer(404, {"title": "", "status": 200, "code": "not_found", "detail": "Не найдено."})
    with pytest.raises(NotFound) as caught:
        await Road(lying).get()
    assert caught.value.status == 404


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DROPS, Offline),
        (HANGS, Timeout),
        (Answer(body={"name": "Анна", "years": 3}, ends=False), BadAnswer),
        (Answer(body=b'{"name": "\xd0'), BadAnswer),
        (Answer(body=b""), BadAnswer),
        (Answer(body={"name": "Анна"}), BadAnswer),
        (Answer(302, headers={"location": "/elsewhere"}), BadAnswer),
    ],
)
@on_virtual_time
async def test_what_is_no_answer_is_told_by_its_kind(answer: Answer, expected: type[EmiasError]) -> None:
    with pytest.raises(expected) as caught:
        await Road(answer).post()
    assert type(caught.value) is expected


@pytest.mark.parametrize("lost", [DROPS, HANGS, Answer(body=OK.body, ends=False), problem(503, "starting")])
@on_virtual_time
async def test_a_read_that_got_lost_is_read_again(lost: Answer) -> None:
    road = Road(lost, OK)
    assert await road.get() == ANNA
    assert len(road.backend.asked) == 2


@on_virtual_time
async def test_a_write_is_repeated_with_the_same_key_or_not_at_all() -> None:
    road = Road(DROPS, DROPS, OK)
    assert await road.post(key="k-1") == ANNA
    assert [asked.headers["idempotency-key"] for asked in road.backend.asked] == ["k-1"] * 3
    bare = Road(DROPS, OK)
    with pytest.raises(Offline):
        await bare.post()
    assert len(bare.backend.asked) == 1


@on_virtual_time
async def test_after_two_more_tries_the_last_error_is_told() -> None:
    road = Road(DROPS, problem(503, "starting"), problem(500, "internal_error"), OK)
    with pytest.raises(ServerFault) as caught:
        await road.get()
    assert caught.value.code == "internal_error"
    assert road.pauses == [0.15, 0.3]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [({"retry-after": "2"}, 2.0), ({"retry-after": "Sun, 22 Nov 2026 06:00:03 GMT"}, 3.0), ({}, 1.0),
     ({"retry-after": "soon"}, 1.0)],
)  # fmt: skip
@on_virtual_time
async def test_the_pause_is_the_one_asked_for(headers: dict[str, str], pause: float) -> None:
    asked = problem(503, "starting", retryAfter=1)
    road = Road(Answer(503, asked.body, headers), OK)
    await road.get()
    assert road.pauses == [pause]


@on_virtual_time
async def test_an_answer_that_is_whole_but_wrong_is_not_asked_for_again() -> None:
    road = Road(Answer(body=b"{"), OK)
    with pytest.raises(BadAnswer):
        await road.get()
    assert len(road.backend.asked) == 1


@on_virtual_time
async def test_the_backend_s_clock_is_followed() -> None:
    clock = FixedClock(AT)
    road = Road(
        Answer(body=OK.body, headers={"x-emias-now": "2027-01-01T09:00:00+03:00"}),
        Answer(body=OK.body, headers={"x-emias-now": "yesterday"}),
        Answer(body=OK.body, headers={"x-emias-now": "2027-02-01T09:00:00"}),
        clock=clock,
    )
    assert road.transport.time.now() == AT
    await road.get()
    assert road.transport.time.now() == datetime(2027, 1, 1, 6, tzinfo=UTC)
    clock.advance(timedelta(minutes=5))
    clock.set(AT - timedelta(days=400))
    await road.get()
    await road.get()
    assert road.transport.time.now() == datetime(2027, 1, 1, 6, 5, tzinfo=UTC)


@on_virtual_time
async def test_the_log_has_the_request_s_id_and_no_word_of_the_person(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    road = Road(Answer(body={"name": "Анна", "years": "тайна-1"}))
    with pytest.raises(BadAnswer) as caught:
        await road.transport.call(
            PERSON, "POST", "/people", auth=None, params={"q": "тайна-2"}, json={"password": "тайна-3"}, key="k"
        )
    assert "POST /people: 200" in caplog.text
    assert "r-1" in caplog.text
    assert "years (int_parsing)" in caplog.text
    for secret in ("тайна", "%D1%82%D0%B0", "Анна", "password"):
        assert secret not in caplog.text
        assert secret not in f"{caught.value!r} {caught.value.__context__!r}"


@on_virtual_time
async def test_signs_that_no_wire_carries_do_not_break_a_call() -> None:
    road = Road(OK)
    await road.transport.call(PERSON, "POST", "/x", auth=None, params={"q": "a\ud800"}, json={"q": "\ud800\x00"})
    (asked,) = road.backend.asked
    assert asked.query == "q=a%3F"
    assert asked.content == b'{"q":"\\ud800\\u0000"}'


@on_virtual_time
async def test_a_page_that_goes_away_takes_its_call_along() -> None:
    road = Road(HANGS)
    call = asyncio.create_task(road.get())
    await asyncio.sleep(1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert len(road.backend.asked) == 1
