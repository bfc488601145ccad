"""The ways through «Показать врачу»."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import ANNA, patients, press, sign_in
from tests.support.served import latest_code


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


def showing_without_a_pin(walk: Walk) -> None:
    person = walk.person
    sign_in(person)
    person.tap("pin.skip")
    walk.go(f"/medcard/{patients(walk.base)['Артём']}/show", "stepup.code")
    person.type_code("stepup.code", latest_code(walk.base, ANNA))
    walk.stop("show-no-pin", "show.pin")


SHOW_WALKS: tuple[Callable[[Walk], None], ...] = (showing_to_a_doctor, showing_without_a_pin)
