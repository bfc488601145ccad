"""The card that an export reads: everything that may come out of it, a portion at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.mock_server.services.access import CardPatient
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.schema import PatientRow, StoredRecord
from emias_app.models.base import Sex
from emias_app.models.section import SectionSlug

T = TypeVar("T")

#: Records read at once; a read holds the event loop for about a millisecond.
_PORTION = 100
_R = StoredRecord


@dataclass(frozen=True, slots=True)
class ExportedCard:
    """A card as of a moment: what comes in later stays out, so that its parts agree with each other."""

    store: Store
    patient: CardPatient
    now: datetime

    @property
    def today(self) -> date:
        """Moscow's day of the export."""
        return moscow_day(self.now)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Read from the store."""
        return await self.store.read(work)

    async def newest(self) -> int:
        """Up to which record the card reaches."""
        of_card = select(func.max(_R.seq)).where(_R.patient_id == self.patient.id)
        return await self.read(lambda session: session.scalar(of_card)) or 0

    async def counts(self, newest: int) -> dict[SectionSlug, int]:
        """How many records of each section come out."""
        counted = (
            select(_R.section, func.count())
            .where(_R.patient_id == self.patient.id, _R.is_visible.is_(True), _R.seq <= newest)
            .group_by(_R.section)
        )
        rows = await self.read(lambda session: session.execute(counted).all())
        return {SectionSlug(section): count for section, count in rows}

    async def bodies(self, section: SectionSlug, newest: int) -> AsyncIterator[list[str]]:
        """The records' JSON of a section in portions, the newest record first."""
        position: str | None = None
        while True:
            portion: Any = select(_R.sort_key, _R.body_json).where(
                _R.patient_id == self.patient.id,
                _R.section == section.value,
                _R.is_visible.is_(True),
                _R.seq <= newest,
            )
            if position is not None:
                portion = portion.where(_R.sort_key < position)
            wanted = portion.order_by(_R.sort_key.desc()).limit(_PORTION)
            rows = await self.read(partial(_rows, wanted=wanted))
            if not rows:
                return
            yield [row.body_json for row in rows]
            position = rows[-1].sort_key


def _rows(session: Session, wanted: Any) -> Sequence[Row[Any]]:
    return session.execute(wanted).all()


def card_patient(session: Session, patient_id: UUID) -> CardPatient:
    """Whose card it is."""
    row = session.get_one(PatientRow, patient_id)
    return CardPatient(
        id=row.id, last_name=row.last_name, first_name=row.first_name, middle_name=row.middle_name,
        birth_date=row.birth_date, sex=Sex(row.sex), organisation=row.organisation,
    )  # fmt: skip
