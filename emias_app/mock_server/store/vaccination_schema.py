"""The table of what stands between a child and a vaccination."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class VaccinationExemptionRow(Base):
    """A medical exemption or a refusal, as the clinic noted it.

    ``kind`` is an ExemptionKind; ``targets`` are diseases as in the calendar's file, none = every vaccination;
    ``until`` is its last day, None = for good. ``imported_on``: from an archive that a parent brought, None = the
    clinic's own.
    """

    __tablename__ = "vaccination_exemptions"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), index=True)
    kind: Mapped[str]
    targets: Mapped[list[str]] = mapped_column(JSON)
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]
    imported_on: Mapped[date | None]
