"""Signing in, sessions and devices (product.md §4)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr

from emias_app.models.base import Line, Model, Request


class TokenLevel(StrEnum):
    """What a session may open: the account only, or cards after the second step."""

    ACCOUNT = "account"
    MEDCARD = "medcard"


class LoginRequest(Request):
    """``login`` is a phone, an e-mail or a СНИЛС, as typed."""

    login: Line = Field(min_length=1)
    password: SecretStr = Field(min_length=1, max_length=200)


class TicketRequest(Request):
    ticket: Line = Field(min_length=1)


class ConfirmRequest(Request):
    ticket: Line = Field(min_length=1)
    code: Line = Field(min_length=1, max_length=20)


class CodeRequest(Request):
    code: Line = Field(min_length=1, max_length=20)


class RefreshRequest(Request):
    refresh_token: SecretStr = Field(min_length=1, max_length=200)


class Ticket(Model):
    """A sent code: where to, how long, when it dies and when the next may be asked for (seconds)."""

    ticket: str
    masked_phone: str
    code_length: int = 6
    expires_at: datetime
    resend_after: int


class MedcardCode(Model):
    """A second-step code on its way; the session itself is the ticket."""

    masked_phone: str
    code_length: int = 6
    expires_at: datetime
    resend_after: int


class Tokens(Model):
    """Bearer tokens; ``expires_in`` is the access token's life in seconds."""

    access_token: SecretStr
    refresh_token: SecretStr
    expires_in: int
    level: TokenLevel


class Session(Model):
    """One living sign-in of the account."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    client: str
    device_id: UUID | None = None
    device_name: str | None = None
    current: bool


class DeviceRequest(Request):
    """``public_key`` is a raw Ed25519 public key, base64url without padding."""

    name: Line = Field(min_length=1, max_length=80)
    public_key: Line = Field(min_length=43, max_length=44)


class Device(Model):
    """A trusted device: unlocking it opens cards without an SMS."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None = None
    current: bool = False


class Challenge(Model):
    challenge: str
    expires_at: datetime


class UnlockRequest(Request):
    """``signature`` is base64url of Ed25519 over ``emias-unlock-v1|deviceId|challenge``."""

    challenge: Line = Field(min_length=1)
    signature: Line = Field(min_length=1)


Audience = Literal["parent", "staff", "share"]
