"""The same client over a real socket: an answer, half an answer, none, a backend that is not there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from emias_app.api import EmiasClient
from emias_app.api.client import API
from emias_app.api.transport import Transport
from emias_app.clock import FixedClock
from emias_app.errors import BadAnswer, EmiasError, Offline, Timeout

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
WHOLE = HEAD + b'{"items":[]}'


@asynccontextmanager
async def listening(*says: bytes | None) -> AsyncIterator[tuple[str, list[str]]]:
    """A socket that answers each connection with the next bytes and closes it; None = never answers."""
    lines: list[str] = []
    rest = list(says)
    over = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append((await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[0])
        said = rest.pop(0) if len(rest) > 1 else rest[0]
        if said is None:
            await over.wait()
        writer.write(said or b"")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", lines
    finally:
        over.set()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def a_client(address: str, *, seconds: float = 5.0) -> AsyncIterator[EmiasClient]:
    """A client that does not really wait between its tries."""

    async def at_once(pause: float) -> None:
        return None

    clock = FixedClock(AT)
    async with httpx.AsyncClient(base_url=address + API, timeout=seconds, trust_env=False) as http:
        transport = Transport(http, clock=clock, client_kind="web", sleep=at_once)
        yield EmiasClient(http, clock=clock, transport=transport)


def running(road: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await road()

    asyncio.run(run())


def test_an_answer_comes_over_a_port_as_it_does_in_process() -> None:
    async def road() -> None:
        async with listening(WHOLE) as (address, lines):
            client = EmiasClient.over_http(address, clock=FixedClock(AT))
            assert await client.patients.list() == []
            assert lines == ["GET /api/v1/patients?limit=100 HTTP/1.1"]
            await client.close()

    running(road)


@pytest.mark.parametrize("broken", [b"", HEAD[:20], HEAD + b'{"ite'])
def test_a_read_that_broke_is_read_again(broken: bytes) -> None:
    async def road() -> None:
        async with listening(broken, WHOLE) as (address, lines), a_client(address) as client:
            assert await client.patients.list() == []
            assert len(lines) == 2

    running(road)


@pytest.mark.parametrize(
    ("said", "expected", "seconds"),
    [(b"", Offline, 5.0), (HEAD[:20], Offline, 5.0), (HEAD + b'{"ite', BadAnswer, 5.0), (b"SSH-2.0\r\n", Offline, 5.0),
     (None, Timeout, 0.05)],
)  # fmt: skip
def test_a_wire_that_breaks_is_told_by_its_kind(said: bytes | None, expected: type[EmiasError], seconds: float) -> None:
    async def road() -> None:
        async with listening(said) as (address, lines), a_client(address, seconds=seconds) as client:
            with pytest.raises(expected) as caught:
                await client.patients.list()
            assert type(caught.value) is expected
            assert len(lines) == 3

    running(road)


def test_a_backend_that_is_not_there_is_offline() -> None:
    async def road() -> None:
        async with listening(WHOLE) as (address, _):
            pass
        async with a_client(address) as client:
            with pytest.raises(Offline):
                await client.patients.list()

    running(road)
