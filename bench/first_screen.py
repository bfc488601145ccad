"""From the address entered to the first usable screen, cold cache: the sign-in screen ÷ Flet's hello world.

"Usable" = the screen's own field stands in the accessibility tree and the loading picture is gone. They take turns,
each time in a new browser; 10 Mbit/s is the browser's own network emulation.
"""

from __future__ import annotations

import statistics
import sys
import time

from playwright.sync_api import sync_playwright

from bench.support import app, python, shown, verdict
from tests.support.browser import _SEMANTICS_ON, FLAGS, chromium
from tests.support.served import Served, free_port

LOOPBACK_RUNS, SLOW_RUNS = 7, 3
SLOW = 10_000_000 / 8


def opened(url: str, identifier: str, picture: str, bytes_per_second: float | None) -> tuple[float, float]:
    """Seconds to the usable screen and megabytes on the wire."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
        context.add_init_script(_SEMANTICS_ON)
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        received: list[float] = []
        network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        if bytes_per_second is not None:
            speed = {"downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second}
            network.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})
        started = time.perf_counter()
        page.goto(url, wait_until="commit", timeout=60_000)
        page.locator(f'[flt-semantics-identifier="{identifier}"]').first.wait_for(state="attached", timeout=120_000)
        page.locator(picture).wait_for(state="detached", timeout=60_000)
        seconds = time.perf_counter() - started
        browser.close()
    return seconds, sum(received) / 1e6


def compare(served: Served, hello: str, runs: int, speed: float | None, name: str, goal: float) -> None:
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for _ in range(runs):
        ours.append(opened(served.launch_address(), "login.login", "#opening", speed))
        theirs.append(opened(hello, "hello", "#loading", speed))
    times, hello_times = [one[0] for one in ours], [one[0] for one in theirs]
    print(f"    {name}: app {shown(times)}, {ours[-1][1]:.2f} MB on the wire")
    print(f"    {name}: hello world {shown(hello_times)}, {theirs[-1][1]:.2f} MB")
    verdict(name, statistics.median(times) / statistics.median(hello_times), goal)


def main() -> None:
    print("address entered to first usable screen, ÷ hello world, cold cache")
    port = free_port()
    with app("--web", "--no-browser") as served, python("bench/hello.py", port=port):
        hello = f"http://127.0.0.1:{port}/"
        opened(served.launch_address(), "login.login", "#opening", None)
        if "--slow-only" not in sys.argv:
            compare(served, hello, LOOPBACK_RUNS, None, "loopback", 1.2)
        compare(served, hello, SLOW_RUNS, SLOW, "10 Mbit/s", 0.5)


if __name__ == "__main__":
    main()
