"""The clinic's side (product.md §7)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from emias_app.models.access import GrantSource
from emias_app.models.base import Line, Model, Request, Sex


class StaffRole(StrEnum):
    REGISTRAR = "REGISTRAR"
    DOCTOR = "DOCTOR"


class Staff(Model):
    id: UUID
    name: str
    role: StaffRole
    organisation: str


class ClinicPatient(Model):
    """A patient in the clinic's list: what the registrar needs to tell two children apart."""

    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    sex: Sex
    oms: str | None = None


class KinRelation(StrEnum):
    MOTHER = "MOTHER"
    FATHER = "FATHER"
    GUARDIAN = "GUARDIAN"
    TRUSTEE = "TRUSTEE"
    ADOPTER = "ADOPTER"


class KinshipRequest(Request):
    last_name: Line = Field(min_length=1, max_length=80)
    first_name: Line = Field(min_length=1, max_length=80)
    middle_name: Line = Field(default="", max_length=80)
    birth_date: date
    relation: KinRelation
    phone: Line = Field(min_length=1, max_length=30)


class Kinship(Model):
    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    relation: KinRelation
    phone: str


class AccessCodeRequest(Request):
    kinship_id: UUID
    phone: Line = Field(min_length=1, max_length=30)
    application_signed: bool = False


class CodeState(StrEnum):
    SENT = "SENT"
    APPLIED = "APPLIED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class HistoryRow(Model):
    """A row of «История предоставления доступа»: an access, by code or another road (then no code state)."""

    id: UUID
    kinship_id: UUID | None = None
    relative: str
    kinship: KinRelation | None = None
    phone: str
    code_state: CodeState | None = None
    grant_id: UUID | None = None
    source: GrantSource | None = None
    start: datetime | None = None
    end: date | None = None
    reason: str | None = None
    is_live: bool


class RevokeRequest(Request):
    reason: Line = Field(min_length=1, max_length=200)
