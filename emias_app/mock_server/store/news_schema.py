"""The table of records that are on their way into a card."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class ComingRecordRow(Base):
    """A record that enters its card at ``due_at``; gone once it has. ``body_json`` is the whole record."""

    __tablename__ = "coming_records"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    due_at: Mapped[datetime] = mapped_column(index=True)
    body_json: Mapped[str] = mapped_column(Text)
