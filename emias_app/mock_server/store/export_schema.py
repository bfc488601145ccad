"""The tables of taking the card away: jobs that make a file, one-time links and who came by them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class ExportJobRow(Base):
    """A file being made for whoever holds ``grant_id``; the file itself lies in the data folder under ``id``.

    ``client`` is the kind of app that asked. ``owner`` and ``lease_until`` (the machine's own time, whatever the demo's
    clock says) tell a running job from one whose process died; ``attempt`` counts how often it began.
    ``part`` is the list that a section's file holds, as JSON. ``journalled_at``: when its first part was read.
    """

    __tablename__ = "export_jobs"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"), index=True)
    kind: Mapped[str]
    part: Mapped[str | None]
    state: Mapped[str] = mapped_column(index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None]
    reason: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    journalled_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_export_jobs_mine", "account_id", "patient_id"),)


class ShareRow(Base):
    """A one-time link to some sections of a card; its token and code are kept as hashes only.

    ``sections`` are slugs between commas. ``salt`` makes the secrets of a repeated request the same ones (they are
    derived from its Idempotency-Key, which is not kept). ``opened_at``: the code was given, nobody can give it again.
    ``ended_at``: ended by hand, or with the access of who gave it.
    """

    __tablename__ = "shares"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str]
    salt: Mapped[str]
    sections: Mapped[str]
    hours: Mapped[int]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_shares_mine", "account_id", "patient_id"),)


class ShareSessionRow(Base):
    """Whose link a session came by."""

    __tablename__ = "share_sessions"
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    share_id: Mapped[UUID] = mapped_column(ForeignKey("shares.id"), index=True)
