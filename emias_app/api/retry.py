"""Whether to try a call again, and after how long: a pure decision.

Safe to repeat is what has no second effect: GET, and a write that carries an ``Idempotency-Key``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["MAX_MORE_TRIES", "Answered", "Attempt", "Lost", "delay_before_next_try"]

#: After the first try there are at most so many more.
MAX_MORE_TRIES = 2

#: A person waits so long in all, in seconds; later the error is shown instead.
PATIENCE = 25.0

#: The backend may ask for so long a pause, in seconds, and is obeyed silently; a longer one is shown.
LONGEST_PAUSE = 5.0

_FIRST_PAUSE = 0.3
_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})


class Lost(Enum):
    """How an answer got lost: no connection, too slow, broken off half-way."""

    NO_CONNECTION = auto()
    TOO_SLOW = auto()
    HALF_AN_ANSWER = auto()


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer came; ``retry_after`` is the pause that the backend asks for, in seconds."""

    status: int
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that did not succeed.

    ``number`` counts from 1; ``elapsed`` are the seconds since the first try began.
    """

    method: str
    has_idempotency_key: bool
    number: int
    elapsed: float
    outcome: Lost | Answered


def delay_before_next_try(attempt: Attempt, roll: float) -> float | None:
    """Seconds to wait before the next try, or None to give up.

    ``roll`` in [0, 1) spreads the tries of many clients: the pause is between half and the whole of 0.3 s,
    0.6 s… A ``Retry-After`` is never undercut.
    """
    if attempt.method != "GET" and not attempt.has_idempotency_key:
        return None
    if attempt.number > MAX_MORE_TRIES:
        return None
    asked = 0.0
    if isinstance(attempt.outcome, Answered):
        if attempt.outcome.status not in _PASSING_STATUSES:
            return None
        if attempt.outcome.status == 429 and attempt.outcome.retry_after is None:
            return None
        asked = attempt.outcome.retry_after or 0.0
    if asked > LONGEST_PAUSE:
        return None
    own: float = _FIRST_PAUSE * 2 ** (attempt.number - 1) * (0.5 + roll / 2)
    delay = max(asked, own)
    return delay if attempt.elapsed + delay <= PATIENCE else None
