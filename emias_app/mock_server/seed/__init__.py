"""The demo data: people with their states, and cards written by a generator that always writes the same.

What a seed makes is told by its two functions: :func:`seed_people` writes everything but the records,
:func:`cards` gives the cards one by one, those of Анна's children first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from emias_app.clock import moscow_day
from emias_app.config import Seed
from emias_app.mock_server.seed.accounts import SOFIA_CODE, seed_people
from emias_app.mock_server.seed.chart import Card, SeedFile
from emias_app.mock_server.seed.people import DEMO_PEOPLE, PASSWORD, DemoPerson, children, demo_people

__all__ = [
    "DEMO_PEOPLE", "PASSWORD", "SOFIA_CODE", "Card", "DemoPerson", "SeedFile", "cards", "demo_people", "seed_people",
]  # fmt: skip


def cards(seed: Seed, now: datetime) -> Iterator[Card]:
    """The cards of a seed, made one at a time as they are asked for."""
    from emias_app.mock_server.seed.whole_card import card_of  # the generator and its tables, wanted only here

    today = moscow_day(now)
    for spec in children(seed):
        yield card_of(spec, today)
