"""Taking the card away: jobs that make a file (contract §2), and what came in from an archive."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from emias_app.models.base import Model, Request


class ExportKind(StrEnum):
    """What is made: a PDF of what matters, the whole card as an archive, an International Patient Summary."""

    SUMMARY_PDF = "SUMMARY_PDF"
    CARD_ZIP = "CARD_ZIP"
    IPS = "IPS"


class ExportState(StrEnum):
    """QUEUED → RUNNING → READY, or FAILED with its reason. A cancelled job is gone."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    READY = "READY"
    FAILED = "FAILED"


class ExportBody(Request):
    """What to make."""

    kind: ExportKind


class ExportJob(Model):
    """A file being made.

    ``done`` of ``total`` counts records; both are 0 before it begins. ``size`` is in bytes, ``sha256`` is hex; both,
    like ``expires_at`` (when the file is removed), stand once it is READY. ``reason`` is Russian, of a FAILED one.
    """

    id: UUID
    kind: ExportKind
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
