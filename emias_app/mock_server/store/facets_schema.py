"""The table of what a section's list can be narrowed to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class FacetRow(Base):
    """A kind or a speciality of one section of one card, with how many visible records it has.

    Kept with each write, as the counts of sections are, so that no list scans its records for its chips. ``key`` is
    the kind's UPPER_SNAKE key or the speciality itself (empty: of records that have none), ``title`` what a person
    reads, ``outside`` how many of them have something outside its norm.
    """

    __tablename__ = "section_facets"
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    count: Mapped[int]
    outside: Mapped[int]
