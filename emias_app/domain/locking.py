"""When the app locks itself (product.md §4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: Minutes without a touch that a person may choose from, and the choice to begin with.
IDLE_CHOICES = (1, 5, 10)
DEFAULT_IDLE_MINUTES = 5
#: Seconds in the background.
BACKGROUND_LIMIT = 30.0
#: The wall clock may trail the monotonic one by this much (seconds) without having been set back: time servers nudge.
CLOCK_TOLERANCE = 5.0


@dataclass(frozen=True)
class Moment:
    """One instant by both clocks: ``wall`` is aware, ``monotonic`` in seconds."""

    wall: datetime
    monotonic: float


class LockReason(StrEnum):
    IDLE = "IDLE"
    BACKGROUND = "BACKGROUND"
    CLOCK_SET_BACK = "CLOCK_SET_BACK"


@dataclass(frozen=True)
class Locked:
    """Hide the content at once."""

    reason: LockReason


@dataclass(frozen=True)
class StaysOpen:
    """Look again after ``seconds`` at the latest."""

    seconds: float


LockDecision = Locked | StaysOpen


def elapsed(since: Moment, now: Moment) -> float | None:
    """Seconds from ``since`` to ``now``: the larger of both clocks, for a monotonic clock may stand still in sleep.

    None where the wall clock was set back meanwhile.
    """
    by_wall = (now.wall - since.wall) / timedelta(seconds=1)
    by_monotonic = max(now.monotonic - since.monotonic, 0.0)
    if by_wall < by_monotonic - CLOCK_TOLERANCE:
        return None
    return max(by_wall, by_monotonic)


def lock_decision(
    *, now: Moment, last_touch: Moment, idle_minutes: int, in_background_since: Moment | None = None
) -> LockDecision:
    """Lock now, or when to look again.

    Asked by a timer, and on resume before the first frame with ``in_background_since`` still set. A wall clock set
    back counts as expired.
    """
    idle = elapsed(last_touch, now)
    hidden = elapsed(in_background_since, now) if in_background_since else 0.0
    if idle is None or hidden is None:
        return Locked(LockReason.CLOCK_SET_BACK)
    if in_background_since and hidden >= BACKGROUND_LIMIT:
        return Locked(LockReason.BACKGROUND)
    left = idle_minutes * 60 - idle
    if left <= 0:
        return Locked(LockReason.IDLE)
    return StaysOpen(min(left, BACKGROUND_LIMIT - hidden) if in_background_since else left)
