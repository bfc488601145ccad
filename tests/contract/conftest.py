"""What the tests of the contract share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.card_world import World, card_world


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def world(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    """A backend with a few people of known rights and no records."""
    async with card_world(tmp_path) as opened:
        yield opened
