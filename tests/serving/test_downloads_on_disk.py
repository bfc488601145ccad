"""A large file waits on disk for its browser, and no longer than it has to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from emias_app.clock import FixedClock
from emias_app.serving import answers
from emias_app.serving.downloads import Downloads

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def waiting(folder: Path, content: bytes) -> tuple[Downloads, FixedClock, Path, str]:
    clock, path = FixedClock(NOW), folder / "card.part"
    path.write_bytes(content)
    downloads = Downloads(clock)
    return downloads, clock, path, downloads.put_file("me", "Медкарта.zip", "application/zip", path, len(content))


async def test_it_comes_whole_in_pieces_and_is_gone_afterwards(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4_000
    downloads, _, path, address = waiting(tmp_path, content)
    file = downloads.take("me", address)
    assert file is not None
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await answers.download({"method": "GET"}, send, file)
    assert b"".join(one.get("body", b"") for one in sent) == content
    assert len(sent) > 4
    assert (b"content-length", str(len(content)).encode()) in sent[0]["headers"]
    assert not path.exists()
    assert downloads.take("me", address) is None


def test_nobody_else_takes_it_and_after_a_minute_it_is_removed(tmp_path: Path) -> None:
    downloads, clock, path, address = waiting(tmp_path, b"x")
    assert downloads.take("another", address) is None
    assert path.exists()
    clock.advance(timedelta(seconds=61))
    assert downloads.take("me", address) is None
    assert not path.exists()
