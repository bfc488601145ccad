"""Who saw the card (product.md §12)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from emias_app.models.base import Model
from emias_app.models.section import SectionSlug


class ReadKind(StrEnum):
    LIST = "LIST"
    RECORD = "RECORD"
    DOCUMENT = "DOCUMENT"
    PDF = "PDF"
    OVERVIEW = "OVERVIEW"
    TREND = "TREND"
    PLAN = "PLAN"
    GROWTH = "GROWTH"
    SEARCH = "SEARCH"
    EXPORT = "EXPORT"


class JournalEntry(Model):
    """One read. ``text`` says it in one Russian sentence; ``client`` is the kind of app, never an address."""

    id: UUID
    at: datetime
    actor: str
    mine: bool
    what: ReadKind
    section: SectionSlug | None = None
    client: str
    text: str
    questioned: bool
