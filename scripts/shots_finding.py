"""The ways through finding things in a card that are pictured."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_diary import write_a_week
from scripts.shots_walk import Walk, first_of, with_a_pin
from tests.support.road import patients


def the_chips(walk: Walk) -> None:
    with_a_pin(walk)
    card = f"/medcard/{patients(walk.base)['Артём']}"
    walk.go(f"{card}/visits", "section.total")
    walk.stop("visits-chips")
    walk.tap_until("section.period.1y", "section.reset")
    walk.tap_until("section.filter.pediatr", "section.total")
    walk.stop("visits-chosen")


def the_own_entries(walk: Walk) -> None:
    person = walk.person
    artyom = patients(walk.base)["Артём"]
    write_a_week(walk.base, artyom)
    with_a_pin(walk)
    walk.go(f"/medcard/{artyom}/search", "find.empty")
    person.enter("find.words", "аллерг")
    walk.stop("search-child-data", "find.total")
    walk.tap_until("find.clear", "find.empty")
    person.enter("find.words", "температура")
    walk.stop("search-diary", "find.total")


def the_matches(walk: Walk) -> None:
    person = walk.person
    with_a_pin(walk)
    card = f"/medcard/{patients(walk.base)['Артём']}"
    walk.go(f"{card}/search", "find.empty")
    person.enter("find.words", "кашель")
    walk.stop("search-matches", "find.total")
    walk.go(f"{card}/visits", "section.total")
    person.enter("section.search", "кашель")
    walk.stop("visits-matches", "section.reset")


def the_reading(walk: Walk) -> None:
    person = walk.person
    with_a_pin(walk)
    card = f"/medcard/{patients(walk.base)['Артём']}"
    for slug in ("visits", "labs"):
        walk.go(f"{card}/{slug}", "section.total")
        record = first_of(person, "section.item").removeprefix("section.item.")
        walk.go(f"{card}/{slug}/{record}", "record.title")
        if slug == "visits":
            walk.stop("reading-usual")
            for _ in range(2 if person.sees("record.larger") else 0):
                person.tap("record.larger")
                person.page.wait_for_timeout(500)
        walk.stop(f"reading-{slug}")


def the_missing(walk: Walk) -> None:
    with_a_pin(walk)
    artyom = patients(walk.base)["Артём"]
    walk.go(f"/medcard/{artyom}", "medcard.find")
    for slug in ("labs", "covid-tests"):
        walk.fault(method="GET", path=f"/api/v1/patients/{artyom}/{slug}", times=20, status=503)
        walk.far(f"medcard.section.{slug}")
        walk.tap_until(f"medcard.section.{slug}", "section.error")
        walk.no_faults()
        walk.tap_until("nav.back", f"medcard.section.{slug}")
    walk.stop("card-partly")


FINDING_WALKS: tuple[Callable[[Walk], None], ...] = (the_missing, the_reading, the_chips, the_own_entries, the_matches)
