"""One browser and one served app for all journeys; each test resets the backend it plays with.

Both end with this package: Playwright keeps an event loop running in the thread, beside which no other test could run.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from tests.support.browser import Visitor, started
from tests.support.served import Served, served


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``emias --web --test-mode``: page, API and /mock on one port."""
    folder = tmp_path_factory.mktemp("served")
    with served("--web", "--no-browser", "--test-mode", data_dir=folder) as process:
        yield process


@pytest.fixture
def visitor(browser: Browser, app: Served) -> Iterator[Visitor]:
    httpx.post(f"{app.base}/mock/v1/reset", timeout=60).raise_for_status()
    person = Visitor(browser, app.base)
    yield person
    person.close()
    assert person.outside == [], "requests left this machine"
