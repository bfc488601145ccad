"""An archive goes to the backend from disk: in pieces, whole, and again from its beginning where it must."""

from __future__ import annotations

import asyncio
import tracemalloc
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from emias_app.api.disk import FileOnDisk
from emias_app.api.in_process import InProcessTransport, Message, Receive, Send
from emias_app.api.transport import Transport
from emias_app.clock import FixedClock
from emias_app.models.exports import ImportReport
from tests.api.pretend import DROPS, Answer, Pretend
from tests.support.fake_values import NOW

PATH = f"/patients/{UUID(int=1)}/import"
REPORT = {"added": 3, "kept": 0, "sections": {"labs": 3}}


async def nothing(_: float) -> None:
    """No wait between the tries."""


def sent(app: object, file: FileOnDisk, key: str = "k") -> ImportReport:
    async def work() -> ImportReport:
        http = httpx.AsyncClient(transport=InProcessTransport(app), base_url="http://emias.local/api/v1")  # type: ignore[arg-type]
        async with http:
            transport = Transport(http, clock=FixedClock(NOW), client_kind="web", sleep=nothing, roll=lambda: 0.5)
            answer = await transport.send("POST", PATH, auth=None, raw=file, key=key)
        return ImportReport.model_validate_json(answer.content)

    return asyncio.run(work())


@pytest.fixture
def archive(tmp_path: Path) -> FileOnDisk:
    path = tmp_path / "card.zip"
    path.write_bytes(bytes(range(256)) * 8_192)
    return FileOnDisk("application/zip", path)


def test_it_arrives_whole_with_its_size_and_type(archive: FileOnDisk) -> None:
    app = Pretend(Answer(body=REPORT))
    assert sent(app, archive).added == 3
    (asked,) = app.asked
    assert asked.content == archive.path.read_bytes()
    assert asked.headers["content-length"] == str(archive.size)
    assert asked.headers["content-type"] == "application/zip"
    assert "transfer-encoding" not in asked.headers


def test_a_lost_connection_sends_it_again_from_its_beginning(archive: FileOnDisk) -> None:
    app = Pretend(DROPS, Answer(body=REPORT))
    sent(app, archive)
    assert [asked.content for asked in app.asked] == [archive.path.read_bytes()] * 2
    assert [asked.headers["idempotency-key"] for asked in app.asked] == ["k", "k"]


def test_memory_stays_flat_however_large_it_is(tmp_path: Path) -> None:
    path, size = tmp_path / "large.zip", 300 * 1024 * 1024
    with path.open("wb") as file:
        file.truncate(size)
    arrived = [0]

    async def counts(scope: Message, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            arrived[0] += len(message.get("body", b""))
            more = message.get("more_body", False)
        body = ImportReport(added=0, kept=0, sections={}).model_dump_json(by_alias=True).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    tracemalloc.start()
    try:
        sent(counts, FileOnDisk("application/zip", path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert arrived == [size]
    assert peak < 16 * 1024 * 1024
