"""Search over a whole card and the trend of a показатель: a child of 10,000 records against one of about a hundred."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import httpx
import psutil

from bench.long_section import LARGE, SMALL, wait_for_cards
from bench.road import counts, patient_named, signed_in
from bench.support import app, verdict
from tests.support.served import Served

TIMES = 300
#: What nearly every record of the large card holds, and what few do.
COMMON, RARE = "глюкоза", "гемоглобин ферритин"


def asked(path: str) -> Callable[[httpx.Client], None]:
    def ask(client: httpx.Client) -> None:
        client.get(path).raise_for_status()

    return ask


def measured(served: Served, who: tuple[str, str], tail: str) -> tuple[float, float, int]:
    """Milliseconds of the server's CPU, milliseconds until the answer and bytes, per question."""
    process = psutil.Process(served.process.pid)
    with signed_in(served, who[0]) as client:
        path = f"/patients/{patient_named(client, who[1])}/{tail}"
        size = len(client.get(path).raise_for_status().content)
        ask = asked(path)
        waits = []
        cpu = sum(process.cpu_times()[:2])
        for _ in range(TIMES):
            started = time.perf_counter()
            ask(client)
            waits.append((time.perf_counter() - started) * 1_000)
        cpu = (sum(process.cpu_times()[:2]) - cpu) / TIMES * 1_000
    return cpu, statistics.median(waits), size


def main() -> None:
    print("search and trend of a card of 10,000 records ÷ those of one of about a hundred")
    with app("server", "--seed", "large") as served:
        wait_for_cards(served)
        for who in (LARGE, SMALL):
            with signed_in(served, who[0]) as client:
                held = sum(counts(client, patient_named(client, who[1])).values())
                print(f"    {who[1]}: {held} records")
        for name, tail in (
            ("search, a common word", f"search?q={COMMON}"),
            ("search, rare words", f"search?q={RARE}"),
            ("search, one letter", "search?q=г"),
            ("trend, 5 values a page", "lab-trends?code=HGB&limit=5"),
        ):
            measured(served, SMALL, tail)
            many, few = measured(served, LARGE, tail), measured(served, SMALL, tail)
            print(f"    {name}: {many[1]:.2f} ms ({many[2]} B) against {few[1]:.2f} ms ({few[2]} B)")
            verdict(f"{name}, time", many[1] / few[1], 1.2)
            verdict(f"{name}, CPU", many[0] / few[0], 1.2)


if __name__ == "__main__":
    main()
