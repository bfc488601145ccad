"""Grants as lists, requests and codes (product.md §6, §7)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from emias_app.models.access import GrantSource, GrantState
from emias_app.models.base import Line, Model, Request, Typed


class Grant(Model):
    """One person may see one card. ``holder`` is who; ``mine`` tells my own from others' to my children's cards."""

    id: UUID
    patient_id: UUID
    patient_name: str
    holder: str
    mine: bool
    source: GrantSource
    state: GrantState
    start: datetime
    end: date | None = None
    reason: str | None = None


class RequestPurpose(StrEnum):
    GRANT = "GRANT"
    CHANGE = "CHANGE"
    CANCEL = "CANCEL"


class Grantee(StrEnum):
    SELF = "SELF"
    OTHER_PARENT = "OTHER_PARENT"


class RequestState(StrEnum):
    DRAFT = "DRAFT"
    CODE_SENT = "CODE_SENT"
    CHECKING = "CHECKING"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"


class AccessRequestBody(Request):
    """A draft may lack anything but the child; what is missing is told when it is submitted.

    ``submit`` sends the SMS with the code; left out, a request with the consent is submitted, another one a draft.
    """

    child_id: UUID
    purpose: RequestPurpose = RequestPurpose.GRANT
    grantee: Grantee = Grantee.SELF
    phone: Line | None = Field(default=None, max_length=30)
    photo_id: UUID | None = None
    consent: bool = False
    submit: bool | None = None

    @property
    def is_submitted(self) -> bool:
        """Whether it is to go as far as the SMS."""
        return self.consent if self.submit is None else self.submit


class RequestCode(Request):
    """The code of the SMS; ``consent`` is given with it where the request does not hold it yet."""

    code: Line = Field(min_length=1, max_length=20)
    consent: bool = False


class RequestStep(Model):
    at: datetime
    state: RequestState
    text: str


class AccessRequest(Model):
    """A request with its timeline; ``due`` is the day of decision, ``working_days_left`` counts to it."""

    id: UUID
    child_id: UUID
    child_name: str
    purpose: RequestPurpose
    grantee: Grantee
    phone: str | None = None
    photo_id: UUID | None = None
    consent: bool
    state: RequestState
    due: date | None = None
    working_days_left: int | None = None
    timeline: list[RequestStep]
    reason: str | None = None
    reason_code: str | None = None


class Photo(Model):
    """An accepted photo, re-encoded without EXIF."""

    id: UUID
    width: int
    height: int


class RedeemRequest(Request):
    """A clinic's code as typed; case, spaces, dashes and Cyrillic look-alikes are forgiven.

    Any text is judged as a code, an empty or an endless one too: what is none counts as a wrong one.
    """

    model_config = ConfigDict(str_max_length=None)

    code: Typed
