"""The clocks that may be turned. Both live in the database: test mode's stands until it is moved, the demo's runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from emias_app.clock import MOSCOW, Clock, SystemClock
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.facts import AHEAD, CLOCK, get_fact, get_time, put_fact

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


class RunningClock:
    """The demo's clock: the machine's, and as far ahead as it was turned."""

    def __init__(self, machine: Clock | None = None) -> None:
        self._machine: Clock = machine or SystemClock()
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self._machine.now() + self._ahead

    def monotonic(self) -> float:
        return self._machine.monotonic()

    def machine_now(self) -> datetime:
        """The time of this machine, whatever was turned."""
        return self._machine.now()

    async def refresh(self, store: Store) -> None:
        """Take over how far the database is ahead."""
        kept = await store.read(lambda session: get_fact(session, AHEAD))
        self._ahead = timedelta(seconds=float(kept)) if kept is not None else timedelta(0)

    async def turn(self, store: Store, by: timedelta) -> None:
        """Go on by ``by``; never back."""
        ahead = self._ahead + max(by, timedelta(0))
        await store.write(lambda session: put_fact(session, AHEAD, str(ahead.total_seconds())))
        self._ahead = ahead

    def stand_as_machine(self) -> None:
        """Forget what was turned: the content begins anew."""
        self._ahead = timedelta(0)
