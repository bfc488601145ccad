"""The ways through trends and the search that are pictured."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients


def the_findings(walk: Walk) -> None:
    person = walk.person
    with_a_pin(walk)
    card = f"/medcard/{patients(walk.base)['Артём']}"
    walk.go(f"{card}/labs", "section.total")
    walk.tap_until("section.filter.outside", "section.reset")
    walk.stop("labs-outside")
    first = person.page.locator('[flt-semantics-identifier^="section.item."]').first
    first.wait_for(state="attached")
    record = str(first.get_attribute("flt-semantics-identifier")).removeprefix("section.item.")
    walk.go(f"{card}/labs/{record}/HGB", "trend.chart")
    walk.stop("lab-trend")
    walk.go(f"{card}/lab-trends/U_NIT", "trend.title")
    walk.stop("lab-trend-words")
    walk.go(f"{card}/search", "find.empty")
    walk.stop("search-first")
    person.enter("find.words", "гемо")
    walk.stop("search-found", "find.total")
    walk.tap_until("find.clear", "find.empty")
    person.enter("find.words", "кашель")
    walk.stop("search-words", "find.total")
    walk.tap_until("find.clear", "find.empty")
    person.enter("find.words", "ъъъъ")
    walk.stop("search-nothing", "find.reset")
    walk.fault(method="GET", path=f"/api/v1{card.replace('medcard', 'patients')}/lab-trends", times=20, status=503)
    walk.go(f"{card}/lab-trends/HGB", "trend.error")
    walk.stop("lab-trend-error")
    walk.no_faults()


LAB_WALKS: tuple[Callable[[Walk], None], ...] = (the_findings,)
