"""A backend of a few lines with knobs: what it answers next, how it breaks, what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emias_app.api.in_process import Message, Receive, Send

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass
class Asked:
    """A request as the backend saw it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def token(self) -> str | None:
        return self.headers.get("authorization", "").removeprefix("Bearer ") or None


@dataclass
class Answer:
    """What it says; ``body`` is JSON or raw bytes, ``ends`` False breaks off half-way."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    ends: bool = True


class Dropped(Exception):
    """The connection breaks before an answer."""


HANGS = Answer(status=0)
DROPS = Answer(status=-1)

Rule = Callable[[Asked], Answer]


def problem(status: int, code: str, **extra: Any) -> Answer:
    body = {"title": "Refused", "status": status, "code": code, "detail": "Отказано.", **extra}
    return Answer(status, body, {"content-type": PROBLEM})


class Pretend:
    """An ASGI app. ``answers`` are given one by one, the last one for ever; ``rule`` decides instead when
    set. What it does takes effect at once, the answer comes after ``delay`` seconds."""

    def __init__(self, *answers: Answer, rule: Rule | None = None) -> None:
        self.answers = list(answers)
        self.rule = rule
        self.asked: list[Asked] = []
        self.delay = 0.0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        asked = await _read(scope, receive)
        self.asked.append(asked)
        answer = self.rule(asked) if self.rule else self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await asyncio.sleep(self.delay)
        if answer is HANGS:
            await asyncio.Event().wait()
        if answer is DROPS:
            raise Dropped
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        headers = {"content-type": JSON, "content-length": str(len(body)), "x-request-id": "r-1"} | answer.headers
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        if not answer.ends:
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            raise Dropped
        await send({"type": "http.response.body", "body": body})


async def _read(scope: Message, receive: Receive) -> Asked:
    content = b""
    while True:
        message = await receive()
        content += message.get("body", b"")
        if not message.get("more_body", False):
            break
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    return Asked(scope["method"], scope["path"], scope["query_string"].decode(), headers, content)
