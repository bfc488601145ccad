"""The one road for HTTP: headers, tries, errors, parsing and the log line of every call."""

from __future__ import annotations

import asyncio
import email.utils
import hashlib
import json as jsonlib
import logging
import math
import random
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from emias_app.api.disk import SLOW, FileOnDisk
from emias_app.api.retry import Answered, Attempt, Lost, delay_before_next_try
from emias_app.clock import Clock
from emias_app.errors import ApiError, BadAnswer, EmiasError, Offline, Timeout, api_error
from emias_app.models.problem import Problem

__all__ = ["FilePart", "Transport", "new_key"]

log = logging.getLogger("emias_app.api")

T = TypeVar("T")

Sleep = Callable[[float], Awaitable[None]]


def new_key() -> str:
    """A new ``Idempotency-Key``: one per intention of the person, kept over the tries."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True, repr=False)
class FilePart:
    """A file in a form: the field's name, the file's name and type, what is in it; ``fields`` stand before it."""

    field: str
    name: str
    media_type: str
    content: bytes
    fields: tuple[tuple[str, str], ...] = ()

    def form(self) -> tuple[str, bytes]:
        """The form's ``Content-Type`` and body, the same for the same form, so that it may be sent again under its key.

        In the file's name no sign stays that could break it.
        """
        told = "\0".join((self.field, self.name, self.media_type, *(part for pair in self.fields for part in pair)))
        boundary = hashlib.sha256(told.encode("utf-8", "replace") + self.content).hexdigest()[:40]
        name = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in self.name)
        before = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in self.fields
        )
        head = before + (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{self.field}"; filename="{name}"\r\n'
            f"Content-Type: {self.media_type}\r\n\r\n"
        )
        body = head.encode("utf-8", "replace") + self.content + f"\r\n--{boundary}--\r\n".encode()
        return f"multipart/form-data; boundary={boundary}", body


@dataclass(frozen=True, slots=True, repr=False)
class _Call:
    method: str
    path: str
    params: Mapping[str, str]
    content: bytes | FileOnDisk | None
    headers: Mapping[str, str]
    key: str | None
    auth: httpx.Auth | None


class ServerTime:
    """The backend's clock, as its last answer told it; until then this machine's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        if self._seen is None:
            return self._clock.now()
        at, monotonic = self._seen
        return at + timedelta(seconds=max(0.0, self._clock.monotonic() - monotonic))

    def learn(self, header: str | None) -> None:
        """Take over an ``X-Emias-Now``; what is no time with an offset is passed over."""
        if header is None:
            return
        try:
            at = datetime.fromisoformat(header)
        except ValueError:
            return
        if at.tzinfo is not None:
            self._seen = (at.astimezone(UTC), self._clock.monotonic())


class Transport:
    """Sends calls of one session.

    ``sleep`` and ``roll`` are given by tests; ``client_kind`` (web, desktop, android, ios) is what the journal
    of the card says of this app.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        clock: Clock,
        client_kind: str,
        sleep: Sleep = asyncio.sleep,
        roll: Callable[[], float] = random.random,
    ) -> None:
        # httpx writes whole addresses at INFO, words of a search included.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._http = http
        self._clock = clock
        self._client_kind = client_kind
        self._sleep = sleep
        self._roll = roll
        self.time = ServerTime(clock)

    async def call(
        self,
        into: TypeAdapter[T],
        method: str,
        path: str,
        *,
        auth: httpx.Auth | None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        file: FilePart | None = None,
        raw: FileOnDisk | None = None,
        key: str | None = None,
        if_match: str | None = None,
    ) -> T:
        """The parsed answer of a call; ``key`` is the Idempotency-Key of a write. Raises the tree of errors."""
        response = await self.send(
            method, path, auth=auth, params=params, json=json, file=file, raw=raw, key=key, if_match=if_match
        )
        return self.parsed(into, response.content, method, path)

    @staticmethod
    def parsed(into: TypeAdapter[T], content: bytes, method: str, path: str) -> T:
        """An answer's body as its model. Raises BadAnswer."""
        try:
            return into.validate_json(content or b"null")
        except ValidationError as error:
            places = sorted({".".join(map(str, one["loc"])) + f" ({one['type']})" for one in error.errors()})
        # Outside of the except: the validator's own text quotes the answer, which may be medical.
        log.warning("%s %s: unexpected answer at %s", method, path, "; ".join(places[:5]))
        raise BadAnswer(f"{method} {path}: unexpected answer at {'; '.join(places[:5])}")

    async def send(
        self,
        method: str,
        path: str,
        *,
        auth: httpx.Auth | None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        file: FilePart | None = None,
        raw: FileOnDisk | None = None,
        key: str | None = None,
        if_match: str | None = None,
        span: tuple[int, int] | None = None,
    ) -> httpx.Response:
        """The successful answer of a call, read to its end; tried again where that is safe. ``file`` goes as a form,
        ``raw`` as it is, from disk; ``if_match`` is the ETag of the state that a write was thought out over,
        ``span`` the first and the last byte that is wanted."""
        headers = {"Accept": "application/json, */*;q=0.5", "X-Emias-Client": self._client_kind}
        content: bytes | FileOnDisk | None = None
        if json is not None:
            headers["Content-Type"] = "application/json"
            content = jsonlib.dumps(json, separators=(",", ":")).encode()
        elif file is not None:
            headers["Content-Type"], content = file.form()
        elif raw is not None:
            content = raw
            headers |= {"Content-Type": raw.media_type, "Content-Length": str(raw.size)}
        if key is not None:
            headers["Idempotency-Key"] = key
        if if_match is not None:
            headers["If-Match"] = if_match
        if span is not None:
            headers["Range"] = f"bytes={span[0]}-{span[1]}"
        call = _Call(method, path, params or {}, content, headers, key, auth)
        began = self._clock.monotonic()
        number = 1
        while True:
            outcome, result = await self._try(call)
            if isinstance(result, httpx.Response):
                return result
            if outcome is None:
                raise result
            elapsed = self._clock.monotonic() - began
            delay = delay_before_next_try(Attempt(method, key is not None, number, elapsed, outcome), self._roll())
            if delay is None:
                raise result
            await self._sleep(delay)
            number += 1

    async def _try(self, call: _Call) -> tuple[Lost | Answered | None, httpx.Response | EmiasError]:
        """One try: what came of it for the retry rule, and the answer or the error to raise."""
        began = self._clock.monotonic()
        where = f"{call.method} {call.path}"
        request = self._http.build_request(
            call.method,
            call.path,
            params={name: _sendable(value) for name, value in call.params.items()} or None,
            content=call.content,
            headers=dict(call.headers),
            timeout=SLOW if isinstance(call.content, FileOnDisk) else self._http.timeout,
        )
        response: httpx.Response | None = None
        lost: Lost | None = None
        try:
            response = await self._http.send(request, auth=call.auth, stream=True)
            await response.aread()
        except httpx.TimeoutException:
            lost = Lost.TOO_SLOW
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL):
            lost = Lost.NO_CONNECTION if response is None else Lost.HALF_AN_ANSWER
        finally:
            if response is not None:
                await response.aclose()
        took = round((self._clock.monotonic() - began) * 1000)
        if lost is not None or response is None:
            log.warning("%s lost (%s) in %d ms", where, (lost or Lost.NO_CONNECTION).name, took)
            return lost, _lost_error(lost, where)
        self.time.learn(response.headers.get("X-Emias-Now"))
        request_id = response.headers.get("X-Request-Id")
        log.info("%s: %d in %d ms, request %s", where, response.status_code, took, request_id)
        if response.is_success:
            return None, response
        error = _refusal(response, where, request_id, self._asked_pause(response))
        return Answered(response.status_code, error.retry_after if isinstance(error, ApiError) else None), error

    def _asked_pause(self, response: httpx.Response) -> int | None:
        """The whole seconds of a ``Retry-After``, which may be a number or a date."""
        header = response.headers.get("Retry-After", "").strip()
        if header.isascii() and header.isdigit():
            return int(header[:9])
        try:
            wait = email.utils.parsedate_to_datetime(header) - self.time.now()
        except (ValueError, TypeError):
            return None
        return max(0, math.ceil(wait.total_seconds()))


def _sendable(value: str) -> str:
    """Half a surrogate pair, which a keyboard may give, has no place in an address."""
    return value.encode("utf-8", "replace").decode()


def _lost_error(lost: Lost | None, where: str) -> EmiasError:
    if lost is Lost.TOO_SLOW:
        return Timeout(f"{where}: no answer in time")
    if lost is Lost.HALF_AN_ANSWER:
        return BadAnswer(f"{where}: the answer broke off")
    return Offline(f"{where}: no connection")


def _refusal(response: httpx.Response, where: str, request_id: str | None, pause: int | None) -> EmiasError:
    """The error of a refusal; one without problem+json keeps its place in the tree by the status.

    The header's ``pause`` counts before the body's: a proxy may speak for the backend.
    """
    if response.status_code < 400:
        return BadAnswer(f"{where}: unexpected status {response.status_code}")
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        problem = Problem(title="", status=response.status_code, code="no_details", detail="Сервис не смог ответить.")
    known = {"status": response.status_code, "retry_after": problem.retry_after if pause is None else pause}
    return api_error(problem.model_copy(update=known), request_id)
