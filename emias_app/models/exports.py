"""Taking the card away: jobs that make a file (contract §2), and what came in from an archive."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from emias_app.models.base import Line, Model, Request
from emias_app.models.section import SectionSlug


class ExportKind(StrEnum):
    """What is made: a PDF of what matters, the whole card as an archive, an International Patient Summary; of one
    section the papers of its records as an archive."""

    SUMMARY_PDF = "SUMMARY_PDF"
    CARD_ZIP = "CARD_ZIP"
    IPS = "IPS"
    SECTION_ZIP = "SECTION_ZIP"


class ExportState(StrEnum):
    """QUEUED → RUNNING → READY, or FAILED with its reason. A cancelled job is gone."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    READY = "READY"
    FAILED = "FAILED"


def _only_iso(value: object) -> object:
    """A day is a string here, not a number that a lenient parser would take for one."""
    if value is not None and not isinstance(value, str | date):
        raise ValueError("дата в виде ГГГГ-ММ-ДД")
    return value


Day = Annotated[date, BeforeValidator(_only_iso)]


class SectionPart(Request):
    """A section's list as it is narrowed: inclusive Moscow days, words, a kind or a speciality, only what is outside
    its norm."""

    section: SectionSlug
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    q: Line | None = None
    speciality: Line | None = None
    kind: Line | None = None
    outside: bool = False


class ExportBody(Request):
    """What to make; ``part`` is the list whose papers a SECTION_ZIP holds, and no other kind's."""

    kind: ExportKind
    part: SectionPart | None = None


class ExportJob(Model):
    """A file being made.

    ``done`` of ``total`` counts records; both are 0 before it begins. ``size`` is in bytes, ``sha256`` is hex; both,
    like ``expires_at`` (when the file is removed), stand once it is READY. ``reason`` is Russian, of a FAILED one.
    """

    id: UUID
    kind: ExportKind
    part: SectionPart | None = None
    state: ExportState
    done: int
    total: int
    file_name: str
    media_type: str
    size: int | None = None
    sha256: str | None = None
    reason: str | None = None
    created_at: datetime
    expires_at: datetime | None = None


class ImportReport(Model):
    """What of an archive came into the card; ``kept`` was there already and stays as it is.

    ``sections`` counts what is new by section: slug → how many.
    """

    added: int = Field(ge=0)
    kept: int = Field(ge=0)
    sections: dict[str, int]
