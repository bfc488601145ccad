"""The ways to «Рост и вес» and to the documents of parents."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients


def the_growth(walk: Walk) -> None:
    with_a_pin(walk)
    child = patients(walk.base)
    walk.go(f"/medcard/{child['Артём']}/growth", "growth.value")
    walk.stop("growth")
    for tab in ("weight", "bmi", "head"):
        walk.person.tap(f"growth.tab.{tab}")
        walk.person.page.wait_for_timeout(500)
        walk.stop(f"growth-{tab}", "growth.value")
    walk.go(f"/medcard/{child['София']}/growth", "growth.value")
    walk.stop("growth-small")
    walk.go(f"/medcard/{child['Дарья']}/growth", "growth.value")
    walk.stop("growth-teenager")


def the_uploads(walk: Walk) -> None:
    with_a_pin(walk)
    uploads = f"/medcard/{patients(walk.base)['Артём']}/uploads"
    walk.go(uploads, "uploads.add")
    walk.stop("uploads")
    walk.go(f"{uploads}/new", "uploads.kind.vaccination")
    walk.stop("uploads-new")
    walk.tap("uploads.send")
    walk.person.page.wait_for_timeout(500)
    walk.stop("uploads-new-errors", "uploads.error")


GROWTH_WALKS: tuple[Callable[[Walk], None], ...] = (the_growth, the_uploads)
