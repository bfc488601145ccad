"""Opening a long section against a short one of the same kind: bytes, the server's CPU and time.

The large seed's child has 10,000 records in all; the sections compared are printed with their counts.
"""

from __future__ import annotations

import statistics
import time

import psutil

from bench.road import counts, patient_named, signed_in
from bench.support import app, verdict
from tests.support.served import Served

TIMES = 300
LARGE, SMALL = ("+79000000009", "Максим"), ("+79000000001", "Артём")


def wait_for_cards(served: Served) -> None:
    """Until the large card is whole: its counts stop growing."""
    with signed_in(served, LARGE[0]) as client:
        patient = patient_named(client, LARGE[1])
        deadline = time.monotonic() + 180
        before = -1
        while time.monotonic() < deadline:
            held = sum(counts(client, patient).values())
            if held == before and held >= 9_000:
                return
            before = held
            time.sleep(2)
    raise SystemExit("the large card was not seeded in time")


def measured(served: Served, who: tuple[str, str], section: str) -> tuple[float, float, float]:
    """Bytes, milliseconds of the server's CPU and milliseconds until the answer, per opening."""
    process = psutil.Process(served.process.pid)
    with signed_in(served, who[0]) as client:
        path = f"/patients/{patient_named(client, who[1])}/{section}?limit=20"
        size = len(client.get(path).raise_for_status().content)
        waits = []
        cpu = sum(process.cpu_times()[:2])
        for _ in range(TIMES):
            started = time.perf_counter()
            client.get(path).raise_for_status()
            waits.append((time.perf_counter() - started) * 1_000)
        cpu = (sum(process.cpu_times()[:2]) - cpu) / TIMES * 1_000
    return size, cpu, statistics.median(waits)


def main() -> None:
    print("opening a section of thousands of records ÷ one of about a hundred")
    with app("server", "--seed", "large") as served:
        wait_for_cards(served)
        with signed_in(served, LARGE[0]) as client:
            large = counts(client, patient_named(client, LARGE[1]))
        with signed_in(served, SMALL[0]) as client:
            small = counts(client, patient_named(client, SMALL[1]))
        section = max(large, key=lambda slug: large[slug])
        print(f"    {section}: {large[section]} records against {small[section]}, first page of 20, {TIMES} times")
        measured(served, SMALL, section)
        many = measured(served, LARGE, section)
        few = measured(served, SMALL, section)
    for name, unit, one, other in zip(("bytes", "CPU", "time"), ("B", "ms", "ms"), many, few, strict=True):
        print(f"    {name}: {one:.2f} {unit} against {other:.2f} {unit}")
        verdict(name, one / other, 1.2)


if __name__ == "__main__":
    main()
