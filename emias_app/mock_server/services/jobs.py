"""What falls due by itself: accesses that end on a day, checks by the registries, leftovers that nobody needs.

A new kind of job is one function in :data:`_JOBS`, and one query in :data:`_WAITING` where it must not wait for the
next round.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.mock_server.services import checks
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.registration import forget_unconfirmed
from emias_app.mock_server.store.schema import (
    AccessTokenRow,
    AttemptRow,
    ChallengeRow,
    GrantRow,
    IdempotencyRow,
)
from emias_app.models.access import GrantState

Job = Callable[[Session, datetime, Outside], None]

#: How long the answer of a write is kept for its Idempotency-Key.
IDEMPOTENCY_LIFE = timedelta(hours=24)


def run_due(session: Session, now: datetime, outside: Outside) -> None:
    """Do all that is due at ``now``; doing it twice changes nothing."""
    for job in _JOBS:
        job(session, now, outside)


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether somebody waits for a job whose time has come; only reads."""
    return any(session.scalar(select(exists(query(now)))) for query in _WAITING)


def _sweep(session: Session, now: datetime, outside: Outside) -> None:
    session.execute(delete(ChallengeRow).where(ChallengeRow.expires_at < now))
    session.execute(delete(AccessTokenRow).where(AccessTokenRow.expires_at < now))
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < now - IDEMPOTENCY_LIFE))
    session.execute(delete(AttemptRow).where(AttemptRow.at < now - timedelta(days=1)))
    forget_unconfirmed(session, now)


def _ending_grants(now: datetime) -> Select[Any]:
    return select(GrantRow.id).where(GrantRow.state == GrantState.ACTIVE, GrantRow.ends_on <= moscow_day(now))


def _end_grants(session: Session, now: datetime, outside: Outside) -> None:
    """An access whose first day without it has come ended at that day's Moscow midnight."""
    for grant in session.scalars(select(GrantRow).where(GrantRow.id.in_(_ending_grants(now)))):
        if grant.ends_on is not None:
            grant.state = GrantState.EXPIRED
            grant.ended_at = datetime.combine(grant.ends_on, time(), MOSCOW)


_JOBS: tuple[Job, ...] = (_end_grants, checks.run_due, _sweep)
_WAITING: tuple[Callable[[datetime], Select[Any]], ...] = (_ending_grants, checks.waiting)
