"""The documents: one of every layout, of whichever child has it newest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from emias_app.clock import MOSCOW
from emias_app.config import Seed
from emias_app.mock_server.seed import cards
from emias_app.mock_server.seed.chart import is_visible
from emias_app.models.records import Certificate, InstrumentalStudy, Record
from emias_app.models.section import SectionSlug
from scripts.shots_walk import Walk, with_a_pin
from tests.support.road import patients

S = SectionSlug
#: The day on which the test mode's clock stands.
NOW = datetime(2026, 11, 22, 9, tzinfo=MOSCOW)


def _of(section: SectionSlug, kind: str | None = None) -> Callable[[Record], bool]:
    return lambda record: record.section is section and kind in (None, record.kind)


def _form(number: str) -> Callable[[Record], bool]:
    return lambda record: isinstance(record, Certificate) and record.form == number


LAYOUTS: dict[str, Callable[[Record], bool]] = {
    "visit": _of(S.VISITS),
    "ecg": lambda record: isinstance(record, InstrumentalStudy) and record.cardiogram is not None,
    "ultrasound": _of(S.STUDIES, "ULTRASOUND"),
    "discharge": _of(S.DISCHARGES),
    "stay": _of(S.HOSPITALIZATIONS),
    "day-hospital": _of(S.DAY_HOSPITAL),
    "095": _form("095/у"),
    "079": _form("079/у"),
    "026": _form("026/у-2000"),
    "exemption": _of(S.CERTIFICATES, "EXEMPTION"),
    "prescription": _of(S.PRESCRIPTIONS),
    "referral": _of(S.REFERRALS),
    "ambulance": _of(S.AMBULANCE),
}


def the_documents(walk: Walk) -> None:
    """Артём's newest document of each layout."""
    artyom = patients(walk.base)["Артём"]
    card = next(card for card in cards(Seed.DEMO, NOW) if str(card.patient_id) == artyom)
    newest: dict[str, Record] = {}
    for record in sorted(card.records, key=_when):
        newest.update({name: record for name, fits in LAYOUTS.items() if fits(record) and is_visible(record)})
    with_a_pin(walk)
    for name, record in newest.items():
        if walk.wanted and f"document-{name}" not in walk.wanted:
            continue
        walk.go(f"/medcard/{artyom}/{record.section.value}/{record.id}", "record.title")
        walk.stop(f"document-{name}")


def _when(record: Record) -> tuple[date, str]:
    return record.date, record.time or ""
