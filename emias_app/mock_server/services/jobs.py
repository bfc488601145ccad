"""What falls due by itself: accesses that end on a day, and leftovers that nobody needs any more."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.mock_server.store.schema import (
    AccessTokenRow,
    AttemptRow,
    ChallengeRow,
    GrantRow,
    IdempotencyRow,
)
from emias_app.models.access import GrantState

#: How long the answer of a write is kept for its Idempotency-Key.
IDEMPOTENCY_LIFE = timedelta(hours=24)


def run_due(session: Session, now: datetime) -> None:
    """Do all that is due at ``now``; doing it twice changes nothing."""
    _end_grants(session, now)
    session.execute(delete(ChallengeRow).where(ChallengeRow.expires_at < now))
    session.execute(delete(AccessTokenRow).where(AccessTokenRow.expires_at < now))
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < now - IDEMPOTENCY_LIFE))
    session.execute(delete(AttemptRow).where(AttemptRow.at < now - timedelta(days=1)))


def _end_grants(session: Session, now: datetime) -> None:
    """An access whose first day without it has come ended at that day's Moscow midnight."""
    over = select(GrantRow).where(GrantRow.state == GrantState.ACTIVE, GrantRow.ends_on <= moscow_day(now))
    for grant in session.scalars(over):
        if grant.ends_on is not None:
            grant.state = GrantState.EXPIRED
            grant.ended_at = datetime.combine(grant.ends_on, time(), MOSCOW)
