"""The ways through «Показать врачу»."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients, press


def showing_to_a_doctor(walk: Walk) -> None:
    person = walk.person
    with_a_pin(walk)
    artyom = f"/medcard/{patients(walk.base)['Артём']}"
    walk.go(f"{artyom}/show", "show.begin")
    walk.stop("show-setup")
    person.tap("show.begin")
    walk.stop("show-card", "show.end")
    for slug in ("visits", "vaccinations"):
        walk.go(f"{artyom}/{slug}", "section.total")
        walk.stop(f"show-{slug}")
    walk.go(f"{artyom}/visits", "section.total")
    first = person.page.locator('[flt-semantics-identifier^="section.item."]').first
    record = str(first.get_attribute("flt-semantics-identifier")).removeprefix("section.item.")
    walk.go(f"{artyom}/visits/{record}", "record.title")
    walk.stop("show-record")
    walk.go(f"{artyom}/growth", "growth.value")
    walk.stop("show-growth")
    walk.go(artyom.replace("/medcard/", "/child-data/"), "childdata.kind.allergies")
    walk.stop("show-child-data")
    person.tap("show.end")
    walk.stop("show-gate", "show.stay")
    press(person, "111111", "unlock")
    person.page.wait_for_timeout(800)
    walk.stop("show-gate-wrong")


SHOW_WALKS: tuple[Callable[[Walk], None], ...] = (showing_to_a_doctor,)
