"""The tables of «Данные о ребенке»: entries and who changed them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class ChildDataRow(Base):
    """What a parent entered; ``details_json`` are the fields of its kind. ``removed_at``: taken away, may come back.

    ``told_author`` and ``told_at``: of an entry that came from an archive, its words of who entered it and when.
    """

    __tablename__ = "child_data"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    kind: Mapped[str]
    details_json: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    told_author: Mapped[str | None]
    told_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_child_data_list", "patient_id", "kind", "entered_at"),)


class ChildDataChangeRow(Base):
    """One act on an entry: append-only. ``details_json`` are the fields after it."""

    __tablename__ = "child_data_changes"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("child_data.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    what: Mapped[str]
    details_json: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
