"""Search, trends and chips of a card: a child of 10,000 records against one of about a hundred."""

from __future__ import annotations

import contextlib
import statistics
import time
from datetime import datetime, timedelta

import httpx

from bench.long_section import LARGE, SMALL, wait_for_cards
from bench.road import counts, patient_named, signed_in
from bench.support import app, verdict
from tests.support.served import Served

#: Questions a round, and rounds by turns. Others use the machine too, so the quickest round tells the processor's time
#: and the wait under which a tenth of all answers came tells the time.
TIMES, ROUNDS = 40, 9
QUESTIONS = (
    ("the card's sections", "sections"),
    ("the card's overview", "overview"),
    ("list, first 10", "labs?limit=10"),
    ("list, a period", "visits?from=2024-01-01&limit=5"),
    ("list, words", "labs?q=анализ&limit=5"),
    ("list, a speciality", "visits?speciality=Педиатр&limit=5"),
    ("list, a kind", "labs?kind=URINE&limit=5"),
    ("search, what most records hold", "search?q=глюкоза"),
    ("search, what few hold", "search?q=ферритин"),
    ("search, one letter", "search?q=г"),
    ("trend, 5 values a page", "lab-trends?code=HGB&limit=5"),
    ("vaccination plan", "vaccination-plan"),
    ("growth", "growth"),
    ("analyses with their chips", "labs?facets=true&limit=20"),
    ("a year of analyses with their chips", "labs?facets=true&limit=5&from={year_ago}"),
    ("analyses with a common word, with their chips", "labs?facets=true&limit=5&q=анализ"),
    ("analyses of a kind with a common word, with their chips", "labs?facets=true&limit=5&q=анализ&kind=URINE"),
    ("analyses with what nearly all hold, with their chips", "labs?facets=true&limit=5&q=кровь"),
)


def asking(served: Served, client: httpx.Client, path: str) -> tuple[float, list[float]]:
    """Milliseconds of the server's CPU per question, and milliseconds until each answer."""
    process = processor_clock(served.process.pid)
    waits = []
    cpu = time.clock_gettime(process)
    for _ in range(TIMES):
        started = time.perf_counter()
        client.get(path).raise_for_status()
        waits.append((time.perf_counter() - started) * 1_000)
    return (time.clock_gettime(process) - cpu) / TIMES * 1_000, waits


def processor_clock(pid: int) -> int:
    """The clock of another process's processor time, to the nanosecond; of Linux, where the benches are run."""
    return (~pid << 3) | 2


def main() -> None:
    print("lists, search and charts of a card of 10,000 records ÷ those of one of about a hundred")
    with app("server", "--seed", "large") as served, contextlib.ExitStack() as opened:
        wait_for_cards(served)
        cards: list[tuple[httpx.Client, str]] = []
        for phone, name in (LARGE, SMALL):
            client = opened.enter_context(signed_in(served, phone))
            patient = patient_named(client, name)
            print(f"    {name}: {sum(counts(client, patient).values())} records")
            cards.append((client, f"/patients/{patient}"))
        now = datetime.fromisoformat(cards[0][0].get("/patients").headers["X-Emias-Now"])
        year_ago = (now - timedelta(days=365)).date()
        for name, question in QUESTIONS:
            tail = question.format(year_ago=year_ago)
            sizes = [len(client.get(f"{card}/{tail}").raise_for_status().content) for client, card in cards]
            rounds = [[asking(served, client, f"{card}/{tail}") for client, card in cards] for _ in range(ROUNDS)]
            both = range(len(cards))
            cpu = [min(one[which][0] for one in rounds) for which in both]
            wait = [statistics.quantiles((ms for one in rounds for ms in one[which][1]), n=10)[0] for which in both]
            print(f"    {name}: {wait[0]:.2f} ms ({sizes[0]} B) against {wait[1]:.2f} ms ({sizes[1]} B)")
            verdict(f"{name}, time", wait[0] / wait[1], 1.2)
            verdict(f"{name}, CPU", cpu[0] / cpu[1], 1.2)


if __name__ == "__main__":
    main()
