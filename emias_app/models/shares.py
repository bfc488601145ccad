"""One-time links to a card for any doctor (product.md §13)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr, field_serializer, field_validator

from emias_app.models.base import Line, Model, Request
from emias_app.models.shown import Shown


class ShareState(StrEnum):
    """WAITING for its code, OPENED (in somebody's browser), or over: by time, by hand, by wrong codes."""

    WAITING = "WAITING"
    OPENED = "OPENED"
    EXPIRED = "EXPIRED"
    ENDED = "ENDED"
    DEAD = "DEAD"


class ShareBody(Request):
    """What to show and for how long: sections, and ``growth``; the plan of vaccinations goes with their section."""

    sections: list[Shown] = Field(min_length=1, max_length=20)
    hours: Literal[1, 24, 72]

    @field_validator("sections")
    @classmethod
    def _once(cls, sections: list[Shown]) -> list[Shown]:
        return list(dict.fromkeys(sections))


class Share(Model):
    """A link that I gave. ``link`` (path and fragment) and ``code`` are told once, to who made it."""

    id: UUID
    sections: list[Shown]
    hours: int
    state: ShareState
    tries_left: int
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    link: str | None = None
    code: str | None = None


class ShareOpening(Request):
    """The token of a link's fragment and the six digits."""

    token: Line = Field(min_length=1)
    code: Line = Field(min_length=1)


class SharedPatient(Model):
    """Whose card it is, as far as a doctor has to know."""

    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: str


class OpenedShare(Model):
    """What a link opened; the token reads these sections and nothing else."""

    access_token: SecretStr
    level: Literal["share"] = "share"
    expires_at: datetime
    patient: SharedPatient
    sections: list[Shown]

    @field_serializer("access_token", when_used="json")
    def _reveal(self, value: SecretStr) -> str:
        return value.get_secret_value()
