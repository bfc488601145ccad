"""The account, its people and what it is told (product.md §3, contract §2)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from emias_app.models.access import AccessView
from emias_app.models.base import Model, Sex


class AccountLevel(StrEnum):
    """упрощённая / стандартная / полная учётная запись."""

    BASIC = "BASIC"
    STANDARD = "STANDARD"
    FULL = "FULL"


class Registry(StrEnum):
    """Who checks what: ЗАГС, МФЦ, ДТСЗН, МВД, ОМС."""

    ZAGS = "ZAGS"
    MFC = "MFC"
    DTSZN = "DTSZN"
    MVD = "MVD"
    OMS = "OMS"


class CheckState(StrEnum):
    CHECKING = "CHECKING"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    VISIT_MFC = "VISIT_MFC"
    FAILED_TEMPORARILY = "FAILED_TEMPORARILY"


class Check(Model):
    """A slow check by a registry; ``reason`` is Russian, ``due`` is when it will be decided.

    ``fields`` are those of the form that differ from what the registry holds, where it was rejected for that.
    """

    id: UUID
    registry: Registry
    state: CheckState
    due: datetime | None = None
    reason: str | None = None
    fields: list[str] = []


class AccountDocument(Model):
    """A document of the account's owner; the number comes masked («•••-•••-445 95»)."""

    masked_number: str
    check: Check | None = None


class Me(Model):
    """The signed-in account."""

    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    sex: Sex
    level: AccountLevel
    phone: str
    email: str
    snils: AccountDocument | None = None
    passport: AccountDocument | None = None
    inn: AccountDocument | None = None
    oms: AccountDocument | None = None


class Relation(StrEnum):
    """«Родство» as the account's owner says it; SELF is a teenager's own card."""

    SON = "SON"
    DAUGHTER = "DAUGHTER"
    WARD = "WARD"
    SELF = "SELF"


class PatientSummary(Model):
    """A child in the account's list: nothing medical."""

    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    sex: Sex
    relation: Relation
    access: AccessView


class NoticeKind(StrEnum):
    NEW_DEVICE = "NEW_DEVICE"
    ACCESS_OPENED = "ACCESS_OPENED"
    ACCESS_REFUSED = "ACCESS_REFUSED"
    ACCESS_ENDS_SOON = "ACCESS_ENDS_SOON"
    ACCESS_REVOKED = "ACCESS_REVOKED"
    CODE_SENT = "CODE_SENT"
    SOMEONE_GOT_ACCESS = "SOMEONE_GOT_ACCESS"
    NEW_RECORDS = "NEW_RECORDS"


class Notice(Model):
    """A message inside the app."""

    id: UUID
    kind: NoticeKind
    at: datetime
    title: str
    text: str
    patient_id: UUID | None = None
    read: bool


class EndedAccess(Model):
    """A card that was mine and closed."""

    patient_id: UUID
    state: str
    reason: str | None = None
    at: datetime


class Changes(Model):
    """The small poll: what ended, what is new; ``now`` is the ``since`` of the next call."""

    now: datetime
    ended: list[EndedAccess]
    checks: list[Check]
    unread_notices: int
