"""The tables of the roads to a card: requests with their timeline and photos, what was told ahead, doubts on reads."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class AccessPhotoRow(Base):
    """A photo of the applicant with the open passport, re-encoded: nothing of the file itself is kept."""

    __tablename__ = "access_photos"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes]
    created_at: Mapped[datetime]


class AccessRequestRow(Base):
    """A request for a card; ``child_id`` None = the applicant's own. ``phone`` as typed until it is sent.

    ``due`` is the day at whose Moscow midnight it is decided.
    """

    __tablename__ = "access_requests"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("children.id"))
    purpose: Mapped[str]
    grantee: Mapped[str]
    phone: Mapped[str | None]
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_photos.id"))
    consent: Mapped[bool]
    state: Mapped[str] = mapped_column(index=True)
    due: Mapped[date | None]
    reason: Mapped[str | None]
    reason_code: Mapped[str | None]
    created_at: Mapped[datetime]


class RequestStepRow(Base):
    """A line of a request's timeline."""

    __tablename__ = "request_steps"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("access_requests.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[str]
    text: Mapped[str]


class ToldEndingRow(Base):
    """An end (or a beginning) that an account was told of; ``step`` is how many days ahead."""

    __tablename__ = "told_endings"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)


class JournalQuestionRow(Base):
    """«Непонятный просмотр»: who asked about which row of the journal, which itself never changes."""

    __tablename__ = "journal_questions"
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("journal.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    at: Mapped[datetime]
