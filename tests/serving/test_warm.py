"""What is imported ahead of the first page is all that its first picture needs."""

from __future__ import annotations

import subprocess
import sys

from emias_app.app_services import VaultPlace
from emias_app.serving.warm import start_warming

_FIRST_PAGE = """
import asyncio, sys
from emias_app.app_services import VaultPlace
from emias_app.serving.warm import warm_up
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.robots import a_page

async def look():
    warm_up(VaultPlace.MEMORY, False)
    before = set(sys.modules)
    async with a_page(World(demo=FakeDemo()), width=1280, height=800) as anna:
        assert anna.app.sees("login.login")
    print(*sorted(name for name in set(sys.modules) - before if name.startswith(("flet", "emias_app"))))

asyncio.run(look())
"""


def test_the_first_page_of_a_warm_process_imports_nothing_more() -> None:
    done = subprocess.run([sys.executable, "-c", _FIRST_PAGE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_thread_that_hangs_keeps_no_process_alive() -> None:
    thread = start_warming(VaultPlace.MEMORY, has_backend=True)
    assert thread.daemon
    thread.join(30)
    assert not thread.is_alive()


_START = """
import sys
import emias_app.app, emias_app.mock_server.app, emias_app.serving.start_page
print(*sorted({"reportlab", "flet_charts", "icalendar", "pygments"} & set(sys.modules)))
"""


def test_no_start_pays_for_papers_charts_or_calendars() -> None:
    done = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
