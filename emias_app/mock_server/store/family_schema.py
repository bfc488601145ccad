"""The tables of accounts in the making and of what the registries hold."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class RegistrationRow(Base):
    """A new account that waits for the code of its SMS; gone once confirmed or too old."""

    __tablename__ = "registrations"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str]
    birth_date: Mapped[date]
    sex: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


class RegistryPaperRow(Base):
    """A paper of a patient as the registries hold it; ``kind`` is a DocumentKind."""

    __tablename__ = "registry_papers"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    kind: Mapped[str]
    series: Mapped[str]
    number: Mapped[str]
