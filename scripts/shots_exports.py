"""The ways to «Показать и забрать»."""

from __future__ import annotations

from collections.abc import Callable

from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients


def taking_away(walk: Walk) -> None:
    with_a_pin(walk)
    child = patients(walk.base)
    walk.go(f"/medcard/{child['Артём']}/take-away", "export.make.summary-pdf")
    walk.stop("take-away")
    walk.tap_until("export.make.card-zip", "export.state.card-zip")
    walk.person.wait("export.save.card-zip", timeout=60_000)
    walk.stop("take-away-ready")
    walk.tap_until("export.save.card-zip", "export.state.card-zip")
    walk.person.page.wait_for_timeout(600)
    walk.stop("take-away-told")
    walk.tap("share.give")
    walk.person.wait("share.link")
    walk.person.page.wait_for_timeout(900)
    walk.stop("share-given")
    walk.fault(method="GET", path=f"/api/v1/patients/{child['София']}/exports", times=9, status=503)
    walk.go(f"/medcard/{child['София']}/take-away", "export.retry")
    walk.stop("take-away-failed", "export.retry")
    walk.no_faults()


def a_section_file(walk: Walk) -> None:
    """«Скачать раздел»: the button, the file being made, one that did not come."""
    with_a_pin(walk)
    artyom = patients(walk.base)["Артём"]
    walk.go(f"/medcard/{artyom}/studies", "section.download")
    walk.stop("section-download")
    walk.fault(method="POST", path=f"/api/v1/patients/{artyom}/exports", times=9, status=503)
    walk.tap_until("section.download", "section.download.error")
    walk.stop("section-download-failed")
    walk.no_faults()
    walk.fault(method="GET", path=f"/api/v1/patients/{artyom}/exports/*", times=99, status=503)
    walk.tap_until("section.download.retry", "section.download.cancel")
    walk.stop("section-download-making")
    walk.no_faults()


EXPORT_WALKS: tuple[Callable[[Walk], None], ...] = (taking_away, a_section_file)
