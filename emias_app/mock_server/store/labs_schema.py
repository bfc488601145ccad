"""The tables of показатели: every value of a card by its code, and what codes a card holds."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class LabValueRow(Base):
    """One value of one показатель; ``sort_key`` is its report's, ``value_json`` the JSON that goes out."""

    __tablename__ = "lab_values"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    sort_key: Mapped[str] = mapped_column(primary_key=True)
    low: Mapped[float | None]
    high: Mapped[float | None]
    value_json: Mapped[str] = mapped_column(Text)


class LabKindRow(Base):
    """A показатель in one unit of one card: how many values there are, and the newest of them."""

    __tablename__ = "lab_kinds"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    count: Mapped[int]
    newest_key: Mapped[str]
    newest_json: Mapped[str] = mapped_column(Text)
