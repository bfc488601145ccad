"""Who may see whose card (product.md §6)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from emias_app.models.base import Model


class GrantState(StrEnum):
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"


class GrantSource(StrEnum):
    AUTO = "AUTO"
    REQUEST = "REQUEST"
    CODE = "CODE"


class AccessView(Model):
    """My access to one patient: state, source, when it ends by itself and why it ended."""

    state: GrantState
    source: GrantSource
    start: datetime
    end: date | None = None
    reason: str | None = None
