"""What falls due by itself: checks and requests to decide, accesses and codes that end, leftovers nobody needs.

A new kind of job is one function in :data:`_JOBS`, and one query in :data:`_WAITING` where it must not wait for the
next round.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session

from emias_app.mock_server.services import ahead, checks, clinic_codes, closing, decisions, news, shares, uploads
from emias_app.mock_server.services.exports import jobs as exports
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.registration import forget_unconfirmed
from emias_app.mock_server.store.schema import (
    AccessTokenRow,
    AttemptRow,
    ChallengeRow,
    IdempotencyRow,
)

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


#: In the order of a day: what registries found out counts for a decision, and what was decided may end.
_JOBS: tuple[Job, ...] = (
    checks.run_due,
    decisions.run_due,
    closing.end_due,
    clinic_codes.expire_due,
    news.run_due,
    ahead.tell,
    exports.sweep,
    shares.sweep,
    uploads.forget_removed,
    _sweep,
)
_WAITING: tuple[Callable[[datetime], Select[Any]], ...] = (
    closing.ending,
    checks.waiting,
    decisions.waiting,
    clinic_codes.waiting,
    news.waiting,
    exports.ending,
    shares.ending,
)
