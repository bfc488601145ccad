"""Pictures of «Данные о ребенке»: a parent's and the doctor's."""

from __future__ import annotations

from scripts.shots_walk import Walk, first_of, with_a_pin
from tests.support.papers import a_pdf
from tests.support.road import patients


def the_child_data(walk: Walk) -> None:
    """The kinds, a kind with a conflict, a form with suggestions and errors, an entry, an empty kind, a failure."""
    person = walk.person
    with_a_pin(walk)
    home = f"/child-data/{patients(walk.base)['Артём']}"
    walk.go(home, "childdata.kind.injuries")
    walk.stop("child-data")
    walk.go(f"{home}/allergies", "childdata.total")
    walk.stop("child-data-allergies")
    walk.go(f"{home}/vaccinations", "childdata.total")
    walk.stop("child-data-vaccinations")
    walk.go(f"{home}/surgeries", "childdata.empty")
    walk.stop("child-data-empty")
    walk.go(f"{home}/allergies/new", "childdata.back")
    walk.tap("childdata.save")
    walk.stop("child-data-errors", "childdata.save.error")
    walk.far("childdata.field.substance")
    person.enter("childdata.field.substance", "амокс")
    walk.stop("child-data-suggestions", "childdata.hint.1")
    walk.go(f"{home}/vaccinations/new", "childdata.back")
    walk.stop("child-data-vaccination")
    walk.far("childdata.paper")
    patient = patients(walk.base)["Артём"]
    walk.fault(method="POST", path=f"/api/v1/patients/{patient}/uploads", times=20, status=503)
    with person.page.expect_file_chooser() as chooser:
        walk.tap("childdata.paper")
    chooser.value.set_files([{"name": "сертификат.pdf", "mimeType": "application/pdf", "buffer": a_pdf(1)}])
    walk.stop("child-data-paper-failed", "childdata.paper.again")
    walk.no_faults()
    walk.far("childdata.paper.again")
    walk.tap_until("childdata.paper.again", "childdata.attached.1")
    walk.stop("child-data-paper")
    walk.go(f"{home}/allergies", "childdata.total")
    walk.tap_until(first_of(person, "childdata.item"), "childdata.back")
    walk.stop("child-data-entry")
    walk.fault(method="GET", path=f"/api/v1/patients/{patients(walk.base)['Артём']}/child-data*", times=20, status=503)
    walk.go(f"{home}/injuries", "childdata.list.error")
    walk.stop("child-data-failed", "childdata.list.error")
    walk.no_faults()


def the_parents_words(walk: Walk) -> None:
    """The doctor: what the parents entered beside the clinic's own records."""
    person = walk.person
    person.open("/clinic", until="clinic.login.login")
    walk.tap_until("clinic.demo.doctor", "clinic.search")
    walk.go(f"/clinic/patients/{patients(walk.base)['Артём']}", "clinic.access")
    walk.far("clinic.childdata.refresh")
    walk.stop("clinic-child-data")
    walk.far("clinic.uploads.refresh")
    walk.stop("clinic-uploads")


CHILD_DATA_WALKS = (the_child_data, the_parents_words)
