"""Who put which document into a card; the document itself is a record, its bytes a file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class UploadRow(Base):
    """An uploaded document; ``removed_at`` = taken out by who put it in, kept for a while so that it may come back."""

    __tablename__ = "uploads"
    record_id: Mapped[UUID] = mapped_column(ForeignKey("records.id"), primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    size: Mapped[int]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(index=True)
    __table_args__ = (Index("ix_uploads_patient", "patient_id"),)
