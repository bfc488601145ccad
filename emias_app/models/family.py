"""«Моя семья» (product.md §5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from emias_app.models.account import Check, Relation
from emias_app.models.base import Line, Model, Request, Sex


class DocumentKind(StrEnum):
    """Which document proves the child: the kind also decides which registry checks it."""

    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE"
    FOREIGN_BIRTH_CERTIFICATE = "FOREIGN_BIRTH_CERTIFICATE"
    PASSPORT = "PASSPORT"
    GUARDIANSHIP_ACT = "GUARDIANSHIP_ACT"


class ChildDocumentRequest(Request):
    kind: DocumentKind
    series: Line = Field(default="", max_length=20)
    number: Line = Field(min_length=1, max_length=30)
    issued_on: date | None = None
    issued_by: Line | None = None


class ChildRequest(Request):
    """A child as the account's owner enters it; ``relation`` is SON, DAUGHTER or WARD."""

    last_name: Line = Field(min_length=1, max_length=80)
    first_name: Line = Field(min_length=1, max_length=80)
    middle_name: Line = Field(default="", max_length=80)
    birth_date: date
    sex: Sex
    relation: Relation
    document: ChildDocumentRequest
    oms: Line | None = Field(default=None, max_length=40)


class ChildDocument(Model):
    kind: DocumentKind
    series: str
    number: str
    issued_on: date | None = None
    issued_by: str | None = None


class Child(Model):
    """A child in «Моя семья»; ``patient_id`` once confirmed, ``what_to_do`` in Russian where a step is needed.

    ``check`` is of the child, ``oms_check`` of the policy number where one was entered.
    """

    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    sex: Sex
    relation: Relation
    document: ChildDocument
    oms: str | None = None
    check: Check
    oms_check: Check | None = None
    patient_id: UUID | None = None
    what_to_do: str | None = None
    originals: list[str] = []
