"""From the address entered to the first usable screen, cold cache: the sign-in screen ÷ Flet's hello world.

"Usable" = the first picture handed to the page that looks like the one that stays, with our loading picture gone;
measured inside the page, with the accessibility tree off, as a person has it. The first picture after the server's last
word would not do: for both it is still Flet's waiting ring, whose drawing began earlier. Afterwards the tree is turned
on to see that it really was that screen. Both were opened once before, then they take turns, each time in a new
browser, and change places every round; 10 Mbit/s is the browser's own network emulation.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import sync_playwright

from bench.support import app, python, shown, verdict
from tests.support.browser import FLAGS, chromium
from tests.support.served import Served, free_port

LOOPBACK_RUNS, SLOW_RUNS = 9, 3
SLOW = 10_000_000 / 8
#: Notes when messages came and when pictures were handed over, and keeps each of them small; quiet for a second = the
#: screen is complete.
_WATCH = """
(() => {
  const seen = window.seen = { last: 0, messages: 0, pictures: [] };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => { seen.last = performance.now(); seen.messages += 1; });
    }
  };
  const kind = ImageBitmapRenderingContext.prototype, hand = kind.transferFromImageBitmap;
  kind.transferFromImageBitmap = function (picture) {
    const small = new OffscreenCanvas(80, 50);
    small.getContext("2d").drawImage(picture, 0, 0, 80, 50);
    hand.call(this, picture);
    seen.pictures.push({ at: performance.now(), small });
  };
})()
"""
#: A blinking cursor or a ring's last turn is a point or two of the small picture; another screen is hundreds.
_USABLE = """
() => new Promise((done) => {
  const points = (one) => one.small.getContext("2d").getImageData(0, 0, 80, 50).data;
  const look = () => {
    const isQuiet = seen.messages > 1 && performance.now() - seen.last > 1000;
    const isDrawn = seen.pictures.some((one) => one.at > seen.last);
    if (!isQuiet || !isDrawn || document.getElementById("opening")) { setTimeout(look, 100); return; }
    const all = seen.pictures.map(points), stays = all.at(-1);
    const alike = all.findIndex((one) => one.filter((value, at) => Math.abs(value - stays[at]) > 16).length <= 8);
    const own = performance.getEntriesByName("emias-ready")[0];
    done(Math.max(seen.pictures[alike].at, own ? own.startTime : 0) / 1000);
  };
  look();
})
"""


def opened(url: str, identifier: str, bytes_per_second: float | None) -> tuple[float, float]:
    """Seconds to the usable screen and megabytes on the wire."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
        context.add_init_script(_WATCH)
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        received: list[float] = []
        network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        if bytes_per_second is not None:
            speed = {"downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second}
            network.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})
        page.goto(url, wait_until="commit", timeout=60_000)
        seconds = float(page.evaluate(_USABLE))
        page.locator("flt-semantics-placeholder").dispatch_event("click")
        page.locator(f'[flt-semantics-identifier="{identifier}"]').first.wait_for(state="attached", timeout=30_000)
        browser.close()
    return seconds, sum(received) / 1e6


def compare(served: Served, hello: str, runs: int, speed: float | None, name: str, goal: float) -> None:
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for turn in range(runs):
        if turn % 2:
            theirs.append(opened(hello, "hello", speed))
        ours.append(opened(served.launch_address(), "login.login", speed))
        if not turn % 2:
            theirs.append(opened(hello, "hello", speed))
    times, hello_times = [one[0] for one in ours], [one[0] for one in theirs]
    print(f"    {name}: app {shown(times)}, {ours[-1][1]:.2f} MB on the wire")
    print(f"    {name}: hello world {shown(hello_times)}, {theirs[-1][1]:.2f} MB")
    verdict(name, statistics.median(times) / statistics.median(hello_times), goal)


def main() -> None:
    print("address entered to first usable screen, ÷ hello world, cold cache")
    port = free_port()
    with app("--web", "--no-browser") as served, python("bench/hello.py", port=port):
        hello = f"http://127.0.0.1:{port}/"
        opened(served.launch_address(), "login.login", None)
        opened(hello, "hello", None)
        if "--slow-only" not in sys.argv:
            compare(served, hello, LOOPBACK_RUNS, None, "loopback", 1.2)
        compare(served, hello, SLOW_RUNS, SLOW, "10 Mbit/s", 0.5)


if __name__ == "__main__":
    main()
