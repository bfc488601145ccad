"""The ways through «Прививки» that are pictured: the plan with and without Moscow, the other tabs, what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients


def the_vaccinations(walk: Walk) -> None:
    with_a_pin(walk)
    child = patients(walk.base)
    sofia = f"/medcard/{child['София']}/vaccinations"
    walk.go(sofia, "section.total")
    walk.stop("vaccination-plan")
    walk.far("vaccinations.moscow")
    walk.tap_until("vaccinations.moscow", "vaccinations.dose.varicella-v1")
    walk.go("/home", "nav.home")
    walk.go(sofia, "vaccinations.dose.polio-rv2")
    walk.stop("vaccination-plan-moscow")
    walk.far("vaccinations.dose.varicella-v1")
    walk.stop("vaccination-plan-exempted")
    walk.far("vaccinations.all")
    walk.stop("vaccination-plan-end")
    walk.go(f"/medcard/{child['Дарья']}/vaccinations", "section.total")
    walk.stop("vaccination-plan-refused")
    walk.tap_until("vaccinations.tab.given", "section.period.all")
    walk.stop("vaccinations-given")
    walk.tap_until("vaccinations.tab.tests", "section.period.all")
    walk.stop("vaccinations-tests")
    walk.fault(method="GET", path=f"/api/v1/patients/{child['Артём']}/vaccination-plan", times=20, status=503)
    walk.go(f"/medcard/{child['Артём']}/vaccinations", "section.error")
    walk.stop("vaccination-plan-error", "section.error")
    walk.no_faults()


VACCINATION_WALKS: tuple[Callable[[Walk], None], ...] = (the_vaccinations,)
