"""The ways through finding things in a card that are pictured."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients


def the_chips(walk: Walk) -> None:
    with_a_pin(walk)
    card = f"/medcard/{patients(walk.base)['Артём']}"
    walk.go(f"{card}/visits", "section.total")
    walk.stop("visits-chips")
    walk.tap_until("section.period.1y", "section.reset")
    walk.tap_until("section.filter.pediatr", "section.total")
    walk.stop("visits-chosen")


FINDING_WALKS: tuple[Callable[[Walk], None], ...] = (the_chips,)
