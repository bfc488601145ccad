"""How many tries one has (product.md §4): five failures within 15 minutes lock for 15 minutes.

Failures are counted under a key, the hash of a login as typed and an address, unknown logins alike. A lock stops
new sign-ins only: living sessions and trusted devices never ask here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal, too_many_tries
from emias_app.mock_server.security import digest
from emias_app.mock_server.store.schema import AttemptRow

MOST = 5
WINDOW = timedelta(minutes=15)
_LOCK = "lock:"


def attempt_key(kind: str, who: str, address: str) -> str:
    """The key of a login (or a session) and the address it is tried from."""
    return digest(f"{kind}|{who}|{address}")


def lock_of(session: Session, key: str, now: datetime) -> Refusal | None:
    """The refusal while the key is locked."""
    until = session.scalar(select(func.max(AttemptRow.at)).where(AttemptRow.key == _LOCK + key))
    if until is None or until <= now:
        return None
    return too_many_tries(max(1, int((until - now).total_seconds())))


def count_failure(session: Session, key: str, now: datetime) -> int:
    """Count one; the answer is how many are left, and with none left the key is locked."""
    session.add(AttemptRow(key=key, at=now))
    session.flush()
    recent = select(func.count()).where(AttemptRow.key == key, AttemptRow.at > now - WINDOW)
    left = max(0, MOST - (session.scalar(recent) or 0))
    if left == 0:
        session.add(AttemptRow(key=_LOCK + key, at=now + WINDOW))
    return left


def forget_failures(session: Session, key: str) -> None:
    """A complete sign-in clears what was counted before it."""
    session.execute(delete(AttemptRow).where(AttemptRow.key == key))
