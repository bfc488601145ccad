"""The clock of test mode: it stands until it is moved, and lives in the database, so that all workers share it."""

from __future__ import annotations

from datetime import UTC, datetime

from emias_app.clock import MOSCOW, Clock, SystemClock
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.facts import CLOCK, get_time, put_fact

#: Where test mode's clock stands at the start and after a reset.
START = datetime(2026, 11, 22, 9, 0, tzinfo=MOSCOW)


class StoredClock:
    """``now`` is what the last :meth:`refresh` read; every request refreshes it first."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start.astimezone(UTC)
        self._machine: Clock = SystemClock()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._machine.monotonic()

    async def refresh(self, store: Store) -> datetime:
        """Take over the time of the database."""
        kept = await store.read(lambda session: get_time(session, CLOCK))
        if kept is not None:
            self._now = kept.astimezone(UTC)
        return self._now

    async def move(self, store: Store, at: datetime) -> None:
        """Set the time for all workers."""
        await store.write(lambda session: put_fact(session, CLOCK, at.astimezone(UTC).isoformat()))
        self._now = at.astimezone(UTC)
