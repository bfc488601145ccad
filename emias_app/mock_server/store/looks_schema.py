"""The table of looks: when each person was in each card, so that each is told what is new to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class LookRow(Base):
    """One person's last visit to one card; ``before`` is when the visit before it ended, None for the first one."""

    __tablename__ = "looks"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    at: Mapped[datetime]
    before: Mapped[datetime | None]
