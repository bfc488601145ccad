"""What Анна wrote into Артём's diary before the demo began: a week of fever, and measurements of a year.

His height and weight are those of his own course, which the clinic's visits follow too.

Only the demo that ``emias`` starts by itself has it: a tester's world begins with empty diaries.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.diary_ranges import MEASURES
from emias_app.mock_server.seed.child import Child
from emias_app.mock_server.seed.people import CHILDREN, an_id
from emias_app.mock_server.store.entry_words import keep_diary_words
from emias_app.mock_server.store.schema import DiaryRow, SectionCountRow
from emias_app.models.diary import Indicator
from emias_app.models.section import SectionSlug

I = Indicator  # noqa: E741

#: Days and hours ago, indicator, value and lower pressure, note.
_MEASURED: tuple[tuple[int, int, Indicator, float, float | None, str], ...] = (
    (6, 2, I.TEMPERATURE, 37.8, None, "вечером, вялый"), (5, 14, I.TEMPERATURE, 37.6, None, ""),
    (5, 2, I.TEMPERATURE, 38.2, None, "дали жаропонижающее"), (4, 2, I.TEMPERATURE, 37.6, None, ""),
    (3, 3, I.TEMPERATURE, 37.4, None, ""), (2, 0, I.TEMPERATURE, 37.3, None, "после прогулки"),
    (1, 0, I.TEMPERATURE, 36.9, None, ""), (0, 1, I.TEMPERATURE, 36.8, None, "утром, без лекарств"),
    (5, 2, I.PULSE, 118, None, "во время жара"), (1, 0, I.PULSE, 88, None, ""),
    (5, 2, I.OXYGEN, 97, None, ""), (3, 4, I.BLOOD_PRESSURE, 104, 64, ""), (64, 3, I.BLOOD_PRESSURE, 102, 62, ""),
    (190, 3, I.BLOOD_PRESSURE, 100, 60, ""),
)  # fmt: skip
#: How many days ago he was measured and weighed at home, and at which hour before now.
_GROWN, _GROWN_HOURS = (31, 205, 390), 2


def seed_diary(session: Session, now: datetime) -> None:
    """Write it, with the count of the card's tile."""
    spec, today = CHILDREN["artem"], moscow_day(now)
    patient_id, author = spec.id, an_id("account", "anna")
    child = Child(spec, spec.born(today), today)
    grown = []
    for days in _GROWN:
        on = moscow_day(now - timedelta(days=days, hours=_GROWN_HOURS))
        grown.append((days, _GROWN_HOURS, I.WEIGHT, child.weight(on), None, ""))
        grown.append((days, _GROWN_HOURS, I.HEIGHT, child.height(on), None, ""))
    rows = [
        _row(patient_id, author, now - timedelta(days=days, hours=hours), number, indicator, value, value2, note)
        for number, (days, hours, indicator, value, value2, note) in enumerate((*_MEASURED, *grown))
    ]
    told = _row(patient_id, author, now - timedelta(days=4, hours=1), len(rows), I.NOTE, None, None, "Ел плохо, спал")
    told.told |= {"symptoms": ["Кашель", "Насморк"], "medicines": ["Ибупрофен, 5 мл"]}
    session.add_all([*rows, told])
    for row in (*rows, told):
        keep_diary_words(session, row)
    newest = max(row.measured_at for row in rows)
    session.add(
        SectionCountRow(
            patient_id=patient_id, section=SectionSlug.DIARY.value, count=len(rows) + 1, newest=moscow_day(newest)
        )
    )


def _row(
    patient_id: UUID, author: UUID, at: datetime, number: int, indicator: Indicator, value: float | None,
    value2: float | None, note: str,
) -> DiaryRow:  # fmt: skip
    measure = MEASURES.get(indicator)
    return DiaryRow(
        patient_id=patient_id, id=an_id("diary", str(number)), account_id=author, indicator=indicator.value,
        value=value, value2=value2, measured_at=at, confirmed=False, version=1, origin=f"seed-{number}",
        created_at=at, updated_at=at, removed_at=None,
        told={
            "unit": measure.unit if measure else "", "note": note, "symptoms": [], "medicines": [],
            "attachment_ids": [],
        },
    )  # fmt: skip
