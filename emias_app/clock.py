"""Time is given, not taken: the one module that reads the machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

#: Moscow keeps UTC+3 the whole year (since 2014), so a fixed offset needs no time-zone database.
MOSCOW = timezone(timedelta(hours=3), "MSK")


class Clock(Protocol):
    """Where time comes from. ``now`` is aware, in UTC; ``monotonic`` counts seconds and never steps back."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class SystemClock:
    """The machine's own clock. ``monotonic`` counts sleep too where the platform offers such a clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        return time.clock_gettime(boottime) if boottime is not None else time.monotonic()


class FixedClock:
    """A clock that stands until it is moved; for tests and the backend's test mode."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)
        self._monotonic = 1_000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, by: timedelta) -> None:
        """Move both clocks forward."""
        self._now += by
        self._monotonic += by.total_seconds()

    def set(self, at: datetime) -> None:
        """Set the wall clock alone, as a person may do by hand."""
        self._now = at.astimezone(UTC)


def moscow(at: datetime) -> datetime:
    """The same instant on Moscow's clock."""
    return at.astimezone(MOSCOW)


def moscow_day(at: datetime) -> date:
    """The Moscow calendar day of an instant."""
    return moscow(at).date()
