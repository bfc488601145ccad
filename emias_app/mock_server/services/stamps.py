"""Moments that ``/me/changes`` tells in order, even while test mode's clock stands still."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.mock_server.store.schema import CheckRow, GrantRow

_TICK = timedelta(microseconds=1)


def stamp(session: Session, account_id: UUID, now: datetime) -> datetime:
    """When something of the account changed: ``now``, but later than all that an answer named so far."""
    checks = session.scalar(select(func.max(CheckRow.updated_at)).where(CheckRow.account_id == account_id))
    grants = session.scalar(select(func.max(GrantRow.ended_at)).where(GrantRow.account_id == account_id))
    return max(at for at in (now, checks, grants) if at is not None) + _TICK
