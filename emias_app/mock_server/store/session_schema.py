"""The tables of signing in: codes, sessions, tokens, devices, tries, and answers kept for repeated writes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from emias_app.mock_server.store.base import Base


class SmsCodeRow(Base):
    """A one-time code of a ticket (sign-in, registration, reset) or of a session (second step, change of phone).

    ``phone`` is where it went, None = the account's own. ``state`` is LIVE, USED, DEAD or SUPERSEDED;
    ``ticket_hash`` is the SHA-256 of the ticket, or the session's id.
    ``attempt_key`` is what a dead code is counted under (see AttemptRow).
    """

    __tablename__ = "sms_codes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_hash: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    phone: Mapped[str | None]
    attempt_key: Mapped[str]
    code_hash: Mapped[str]
    state: Mapped[str]
    wrong_tries: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    resend_at: Mapped[datetime]


class SessionRow(Base):
    """One sign-in: the family of its tokens; ``last_card_at`` is its last request for a card.

    ``device_id`` is the device that unlocked it, ``registered_device_id`` the one it registered;
    ``fingerprint`` is a hash of what kind of client signed in, for "the same device" of a repeated refresh.
    """

    __tablename__ = "sessions"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    audience: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    level: Mapped[str]
    client: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    last_card_at: Mapped[datetime | None]
    sms_confirmed_at: Mapped[datetime | None]
    registered_device_id: Mapped[UUID | None]
    fingerprint: Mapped[str]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AccessTokenRow(Base):
    """An access token by its SHA-256."""

    __tablename__ = "access_tokens"
    hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    level: Mapped[str]
    expires_at: Mapped[datetime]


class RefreshTokenRow(Base):
    """A refresh token by its SHA-256; ``rotated_at`` is when it was exchanged."""

    __tablename__ = "refresh_tokens"
    hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    generation: Mapped[int]
    rotated_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]


class DeviceRow(Base):
    """A trusted device by its Ed25519 public key (raw, base64url)."""

    __tablename__ = "devices"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    public_key: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class ChallengeRow(Base):
    """An unlock challenge by its SHA-256; single use, 60 s. One for an unknown device has a row too (same time)."""

    __tablename__ = "challenges"
    hash: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[UUID]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class AttemptRow(Base):
    """A failed or rate-limited attempt, counted by ``key`` (a hash, never the login itself)."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    key: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)


class IdempotencyRow(Base):
    """The answer of a write with an Idempotency-Key; ``scope`` = account + method + path + key, hashed."""

    __tablename__ = "idempotency"
    scope: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int]
    answer: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
