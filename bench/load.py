"""A small load generator: ``python -m bench.load URL SECONDS CONNECTIONS [TOKEN]`` prints requests/s.

It shares two cores with the server that it asks, so it costs little: some 20 µs a request, nothing but a look at the
status and the length of each answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

_LENGTH = b"content-length:"


class Asker(asyncio.Protocol):
    """One connection that asks again as soon as it was answered."""

    answered = 0
    is_over = False

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._head = b""
        self._left = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if self._left:
            self._left -= len(data)
        else:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._left = _length_of(self._head[:end].lower()) - (len(self._head) - end - 4)
            self._head = b""
        if self._left == 0 and self._transport is not None:
            Asker.answered += 1
            if not Asker.is_over:
                self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not Asker.is_over:
            raise SystemExit("the server hung up")


def _length_of(head: bytes) -> int:
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"not 200: {head.splitlines()[0].decode()}")
    return int(head[head.index(_LENGTH) + len(_LENGTH) :].split(b"\r", 1)[0])


async def load(url: str, seconds: float, connections: int, token: str) -> float:
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\n{authorization}Accept: */*\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(lambda: Asker(request), host, port) for _ in range(connections)]
    before, began = Asker.answered, time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (Asker.answered - before) / (time.perf_counter() - began)
    Asker.is_over = True
    for transport, _ in opened:
        transport.abort()
    return rate


def _runner() -> Callable[[Coroutine[Any, Any, float]], float]:
    with contextlib.suppress(ImportError):
        import uvloop

        return uvloop.run
    return asyncio.run


if __name__ == "__main__":
    print(_runner()(load(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), *(sys.argv[4:5] or [""]))))
