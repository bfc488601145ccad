"""A file from the browser: one address, one file, one browser, no more than was allowed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

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
