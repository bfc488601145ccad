"""The health diary (product.md §10)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from emias_app.models.base import Line, Model, Request, Text

#: Photos of one entry, symptoms and medicines of one note.
MOST_PHOTOS = 6
MOST_LINES = 20


class Indicator(StrEnum):
    """What is measured; NOTE is written and measures nothing."""

    BLOOD_PRESSURE = "bloodPressure"
    PULSE = "pulse"
    GLUCOSE = "glucose"
    OXYGEN = "oxygen"
    TEMPERATURE = "temperature"
    HEIGHT = "height"
    WEIGHT = "weight"
    SEIZURES = "seizures"
    NOTE = "note"


def _only_text(value: object) -> object:
    """A moment is ISO 8601 and nothing else that a lenient parser would take for one."""
    if isinstance(value, datetime) or (isinstance(value, str) and "T" in value.upper()):
        return value
    raise ValueError("дата или время")


def _sensible(value: datetime) -> datetime:
    """Years that every time zone can tell."""
    if not 1900 <= value.year <= 2200:
        raise ValueError("дата или время")
    return value


#: A moment of a person's life, with its offset.
Instant = Annotated[AwareDatetime, BeforeValidator(_only_text), AfterValidator(_sensible)]
#: A number that is a number: no truth value, no text.
Measured = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Lines = Annotated[list[Annotated[Line, Field(min_length=1, max_length=120)]], Field(max_length=MOST_LINES)]


class DiaryRequest(Request):
    """An entry as a person writes it.

    ``id`` may be made by the app, so that an entry sent twice is kept once. ``unit`` may be left out. ``value2`` is the
    lower pressure. ``confirmed`` = the person looked again at a value that is rare at this age.
    """

    id: UUID | None = None
    indicator: Indicator
    value: Measured | None = None
    value2: Measured | None = None
    unit: Line | None = Field(default=None, max_length=20)
    measured_at: Instant
    note: Text = ""
    symptoms: Lines = []
    medicines: Lines = []
    attachment_ids: list[UUID] = Field(default=[], max_length=MOST_PHOTOS)
    confirmed: bool = False


class DiaryEntry(Model):
    """An entry as it is kept; ``version`` grows with every change and is its ETag. ``author`` wrote it first.

    ``told_author`` and ``told_at`` are an archive's words of who had written it and when, for which nobody vouches.
    """

    id: UUID
    indicator: Indicator
    value: float | None = None
    value2: float | None = None
    unit: str
    measured_at: datetime
    note: str = ""
    symptoms: list[str] = []
    medicines: list[str] = []
    attachment_ids: list[UUID] = []
    confirmed: bool = False
    author: str = ""
    told_author: str | None = None
    told_at: datetime | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime


class DiaryPhoto(Model):
    """A photo that an entry may hold, re-encoded as JPEG."""

    id: UUID
    width: int
    height: int
