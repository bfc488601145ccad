"""What the backend's tests share: the same tests run on SQLite and, where its binaries are, on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.card_world import World, card_world
from tests.support.demo_site import DemoSite, open_demo
from tests.support.postgres import Schemas, binaries, postgres_server
from tests.support.site import Site, open_site


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Schemas]:
    """A PostgreSQL that lives as long as the tests."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres_server() as address:
        yield Schemas(address)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """None = SQLite in a folder of the test; else a schema that holds nothing."""
    if request.param == "sqlite":
        yield None
        return
    with request.getfixturevalue("postgres").lent() as address:
        yield address


@pytest.fixture
async def world(tmp_path: Path, database_url: str | None, anyio_backend: str) -> AsyncIterator[World]:
    """A backend with a few people of known rights and no records."""
    async with card_world(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
async def site(tmp_path: Path, database_url: str | None, anyio_backend: str) -> AsyncIterator[Site]:
    """A backend with two parents who can sign in, and a clock that stands."""
    async with open_site(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
async def demo(tmp_path: Path, database_url: str | None, anyio_backend: str) -> AsyncIterator[DemoSite]:
    """A backend with the demo people and a clock that stands."""
    async with open_demo(tmp_path, database_url) as opened:
        yield opened
