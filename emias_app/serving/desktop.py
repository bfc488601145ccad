"""The desktop window: whether there is a screen, and Flet's desktop client, which is fetched once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

from emias_app.clock import Clock

FETCH_SECONDS: Final = 20.0
_FETCH: Final = "import flet_desktop; flet_desktop.ensure_client_cached()"


def has_screen() -> bool:
    """Whether a window can appear: always on Windows and macOS, with a display server elsewhere."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def has_desktop_package() -> bool:
    """Whether Flet's desktop part is installed."""
    return find_spec("flet_desktop") is not None


def fetch_client(clock: Clock, tell: Callable[[int], None]) -> bool:
    """Make sure that the desktop client lies in Flet's cache; False where it cannot be had within 20 s.

    ``tell(seconds)`` is called about once a second while it is being fetched. A process of its own does the work, so
    that it can be given up and its words stay off our terminal.
    """
    if not has_desktop_package():
        return False
    quiet = subprocess.DEVNULL
    fetching = subprocess.Popen([sys.executable, "-c", _FETCH], stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603
    started = clock.monotonic()
    told = 0
    try:
        while (passed := clock.monotonic() - started) < FETCH_SECONDS:
            try:
                return fetching.wait(timeout=0.25) == 0
            except subprocess.TimeoutExpired:
                if int(passed) > told:
                    told = int(passed)
                    tell(told)
        return False
    finally:
        if fetching.poll() is None:
            fetching.kill()
            fetching.wait()
