"""The tables of the health diary."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class DiaryRow(Base):
    """An entry. Its id is the app's own and counts within a card only, so that no card tells of another's ids.

    ``origin`` is a hash of the body that made it: the same body again makes nothing. A deleted entry stays as a
    tombstone (``removed_at``), so that it may be brought back and is not made a second time by a late retry.
    """

    __tablename__ = "diary_entries"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    indicator: Mapped[str]
    value: Mapped[float | None]
    value2: Mapped[float | None]
    measured_at: Mapped[datetime]
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    confirmed: Mapped[bool]
    version: Mapped[int]
    origin: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_diary_list", "patient_id", "measured_at", "id"),)


class DiaryPhotoRow(Base):
    """A photo for the diary, re-encoded: nothing of the file itself is kept. Its id counts within a card, too."""

    __tablename__ = "diary_photos"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    #: The entry that holds it; None while none does.
    entry_id: Mapped[UUID | None]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes]
    created_at: Mapped[datetime]
