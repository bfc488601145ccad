"""Pictures of the clinic's side."""

from __future__ import annotations

from scripts.shots_walk import Walk, first_of
from tests.support.road import patients


def the_clinic(walk: Walk) -> None:
    """The registrar: the journal with its extra menu, the form, a new relative, the paper, a code, a revocation."""
    person = walk.person
    person.open("/clinic", until="clinic.login.login")
    walk.stop("clinic-login")
    walk.tap_until("clinic.demo.registrar", "clinic.search")
    walk.stop("clinic-journal")
    person.enter("clinic.search", "никого такого", submit=True)
    walk.stop("clinic-nobody", "clinic.empty")
    sofia = patients(walk.base)["София"]
    walk.go(f"/clinic/patients/{sofia}", "clinic.access")
    walk.stop("clinic-menu")
    walk.go(f"/clinic/patients/{sofia}/access", "clinic.signed")
    walk.sit_at("desktop")
    person.tap("clinic.send")
    person.wait_text("Выберите, кому")
    walk.stop("clinic-access-errors")
    walk.sit_at("desktop")
    walk.tap_until("clinic.relative", "clinic.relative.add")
    walk.stop("clinic-relatives")
    walk.sit_at("desktop")
    if not person.sees("clinic.relative.add"):
        walk.tap_until("clinic.relative", "clinic.relative.add")
    walk.tap_until("clinic.relative.add", "clinic.kin.save")
    person.tap("clinic.kin.save")
    walk.stop("clinic-kin", "clinic.kin.save")
    person.tap("clinic.kin.cancel")
    walk.sit_at("desktop")
    walk.tap_until("clinic.relative", "clinic.relative.add")
    person.page.locator('[flt-semantics-identifier^="clinic.relative."]').first.click(force=True)
    person.gone("clinic.relative.add")
    person.tap("clinic.signed")
    person.tap("clinic.send")
    walk.stop("clinic-access", "clinic.sent")
    walk.sit_at("desktop")
    walk.far_of("clinic.revoke")
    walk.tap_until(first_of(person, "clinic.revoke"), "clinic.reason")
    person.tap("clinic.revoke.confirm")
    walk.stop("clinic-revoke")


def the_doctor(walk: Walk) -> None:
    """The doctor: the patients, a patient's card with its toolbar."""
    person = walk.person
    person.open("/clinic", until="clinic.login.login")
    walk.tap_until("clinic.demo.doctor", "clinic.search")
    walk.stop("clinic-patients")
    sofia = patients(walk.base)["София"]
    walk.go(f"/clinic/patients/{sofia}", "clinic.access")
    walk.stop("clinic-card")
    walk.sit_at("desktop")
    walk.tap_until("clinic.access", "clinic.signed")
    walk.stop("clinic-doctor-access")
