"""A file from the browser: one address, one file, one browser, no more than was allowed."""

from __future__ import annotations

import asyncio
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from emias_app.clock import FixedClock
from emias_app.domain.uploads import MOST_BYTES
from emias_app.serving.uploads import LIFE_SECONDS, MOST_WAITING, Uploads
from tests.support.fake_values import NOW
from tests.support.virtual_time import on_virtual_time


def sending(*pieces: bytes, ends: bool = True) -> Any:
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.request", "body": b"", "more_body": False} if ends else {"type": "http.disconnect"})

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return receive


@on_virtual_time
async def test_its_own_browser_hands_one_file_over_once() -> None:
    uploads = Uploads(FixedClock(NOW))
    awaited = uploads.expect("browser", 100)
    assert await uploads.take("browser", awaited.address, sending(b"abc", b"def")) == 204
    assert await awaited.content == b"abcdef"
    assert await uploads.take("browser", awaited.address, sending(b"again")) == 404


@on_virtual_time
async def test_another_browser_s_try_does_not_use_the_address_up() -> None:
    uploads = Uploads(FixedClock(NOW))
    awaited = uploads.expect("browser", 100)
    for stranger in ("other", None):
        assert await uploads.take(stranger, awaited.address, sending(b"x")) == 404
    assert await uploads.take("browser", awaited.address, sending(b"mine")) == 204


@on_virtual_time
async def test_more_than_was_allowed_is_not_read_to_its_end() -> None:
    uploads = Uploads(FixedClock(NOW))
    awaited = uploads.expect("browser", 4)
    assert await uploads.take("browser", awaited.address, sending(b"12345", b"6" * 10_000)) == 413
    assert await awaited.content is None


@on_virtual_time
async def test_a_document_of_twenty_megabytes_comes_whole() -> None:
    uploads = Uploads(FixedClock(NOW))
    awaited = uploads.expect("browser", MOST_BYTES)
    piece = b"x" * 65_536
    assert await uploads.take("browser", awaited.address, sending(*[piece] * (MOST_BYTES // len(piece)))) == 204
    content = await awaited.content
    assert content is not None
    assert len(content) == MOST_BYTES


@on_virtual_time
async def test_a_file_that_breaks_off_is_no_file() -> None:
    uploads = Uploads(FixedClock(NOW))
    awaited = uploads.expect("browser", 100)
    await uploads.take("browser", awaited.address, sending(b"half", ends=False))
    assert await awaited.content is None


@on_virtual_time
async def test_an_address_lives_two_minutes_and_they_do_not_pile_up() -> None:
    clock = FixedClock(NOW)
    uploads = Uploads(clock)
    old = uploads.expect("browser", 100)
    clock.advance(timedelta(seconds=LIFE_SECONDS + 1))
    assert await uploads.take("browser", old.address, sending(b"late")) == 404
    assert await asyncio.wait_for(asyncio.shield(old.content), 1) is None
    first = uploads.expect("browser", 100)
    for _ in range(MOST_WAITING):
        uploads.expect("browser", 100)
    assert await first.content is None


def test_what_is_awaited_names_nobody() -> None:
    async def look() -> str:
        return repr(Uploads(FixedClock(NOW)).expect("browser-id", 100))

    assert "browser-id" not in asyncio.run(look())


def coming(pieces: int, piece: bytes, *, ends: bool = True) -> Any:
    """A body that is made while it comes."""
    left = [pieces]

    async def receive() -> dict[str, Any]:
        if left[0] == 0:
            return {"type": "http.request"} if ends else {"type": "http.disconnect"}
        left[0] -= 1
        return {"type": "http.request", "body": piece, "more_body": True}

    return receive


def test_a_file_of_hundreds_of_megabytes_goes_to_disk_and_memory_stays_flat() -> None:
    size, piece = 200 * 1024 * 1024, b"x" * 65_536

    async def comes() -> tuple[Path | None, int]:
        uploads = Uploads(FixedClock(NOW))
        awaited = uploads.expect_on_disk("browser", size)
        assert not awaited.begun.is_set()
        tracemalloc.start()
        try:
            assert await uploads.take("browser", awaited.address, coming(size // len(piece), piece)) == 204
            return await awaited.content, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    path, peak = asyncio.run(comes())
    assert path is not None
    try:
        assert path.stat().st_size == size
        assert peak < 4 * 1024 * 1024
    finally:
        path.unlink()


def test_nothing_is_left_of_a_large_file_that_broke_off_or_was_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def comes(status: int, body: Any) -> None:
        uploads = Uploads(FixedClock(NOW))
        awaited = uploads.expect_on_disk("browser", 100)
        assert await uploads.take("browser", awaited.address, body) == status
        assert awaited.begun.is_set()
        assert await awaited.content is None

    asyncio.run(comes(404, coming(3, b"half", ends=False)))
    asyncio.run(comes(413, coming(4, b"x" * 40)))
    assert list(tmp_path.iterdir()) == []


def test_a_large_file_that_nobody_waits_for_any_more_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def comes() -> None:
        uploads = Uploads(FixedClock(NOW))
        awaited = uploads.expect_on_disk("browser", 100)
        awaited.content.cancel()
        assert await uploads.take("browser", awaited.address, coming(1, b"late")) == 204

    asyncio.run(comes())
    assert list(tmp_path.iterdir()) == []
