"""What was measured, apart from the records that tell of it, so that a chart reads no documents."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class MeasuredRow(Base):
    """The body measures of a visible record: cm and kg; written with the record and gone with it.

    ``imported_on`` is the record's.
    """

    __tablename__ = "measured"
    record_id: Mapped[UUID] = mapped_column(ForeignKey("records.id"), primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    section: Mapped[str]
    date: Mapped[dt.date]
    title: Mapped[str]
    height: Mapped[float | None]
    weight: Mapped[float | None]
    head: Mapped[float | None]
    position: Mapped[str | None]
    imported_on: Mapped[dt.date | None]
    __table_args__ = (Index("ix_measured_patient", "patient_id", "date"),)
