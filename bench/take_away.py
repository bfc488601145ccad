"""Taking a card of ten thousand records away as an archive: how long, how the memory grows, and how the API answers
meanwhile.
"""

from __future__ import annotations

import hashlib
import statistics
import time

import httpx
import psutil

from bench.long_section import LARGE, wait_for_cards
from bench.road import patient_named, signed_in
from bench.support import app, verdict

MEGABYTE = 1024 * 1024
#: How much the process may grow while it makes the archive (MB), and how long a read may take beside it (ms).
MOST_GROWTH, MOST_WAIT = 80, 200


def read_ms(client: httpx.Client, path: str, times: int) -> list[float]:
    waits = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(path).raise_for_status()
        waits.append((time.perf_counter() - began) * 1_000)
    return waits


def main() -> None:
    print("a card of ten thousand records as an archive")
    with app("server", "--seed", "large") as served:
        wait_for_cards(served)
        process = psutil.Process(served.process.pid)
        with signed_in(served, LARGE[0]) as client:
            card = f"/patients/{patient_named(client, LARGE[1])}"
            idle = statistics.median(read_ms(client, f"{card}/labs?limit=20", 200))
            client.get(f"{card}/export/summary.pdf").raise_for_status()  # the fonts are loaded once
            before, began = process.memory_info().rss, time.perf_counter()
            job = client.post(f"{card}/exports", json={"kind": "CARD_ZIP"}).raise_for_status().json()
            most, busy = before, []
            while job["state"] in ("QUEUED", "RUNNING"):
                time.sleep(1)
                busy += read_ms(client, f"{card}/labs?limit=20", 5)
                most = max(most, process.memory_info().rss)
                job = client.get(f"{card}/exports/{job['id']}").raise_for_status().json()
            took = time.perf_counter() - began
            digest, size = hashlib.sha256(), 0
            while size < job["size"]:
                span = {"Range": f"bytes={size}-{size + MEGABYTE - 1}"}
                part = client.get(f"{card}/exports/{job['id']}/file", headers=span).raise_for_status().content
                digest.update(part)
                size += len(part)
                most = max(most, process.memory_info().rss)
            assert digest.hexdigest() == job["sha256"]
    count = job["total"]
    print(f"    {count} records, {size / MEGABYTE:.0f} MB in {took:.0f} s: {took / count * 1_000:.1f} ms a record")
    worst, usual = sorted(busy)[int(len(busy) * 0.95)], statistics.median(busy)
    print(f"    a page of 20 meanwhile: {usual:.1f} ms, 95 % under {worst:.1f} ms; idle {idle:.1f} ms")
    verdict("a page of 20 meanwhile, 95 %, ms", worst, MOST_WAIT)
    verdict("growth of memory, MB", (most - before) / MEGABYTE, MOST_GROWTH)


if __name__ == "__main__":
    main()
