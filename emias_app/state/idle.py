"""When somebody last did something on this page, and since when nobody sees it."""

from __future__ import annotations

from emias_app.clock import Clock
from emias_app.domain.locking import LockDecision, Moment, lock_decision


class Idle:
    """By both clocks of the device."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_touch = self._moment()
        self._hidden_since: Moment | None = None

    def touch(self) -> None:
        """The person did something."""
        self._last_touch = self._moment()

    def hide(self) -> None:
        """The app went to the background."""
        if self._hidden_since is None:
            self._hidden_since = self._moment()

    def show(self) -> None:
        """Back in the foreground; the lock was decided."""
        self._hidden_since = None

    def decision(self, idle_minutes: int, *, counts_background: bool = True) -> LockDecision:
        """Lock now, or when to look again."""
        return lock_decision(
            now=self._moment(), last_touch=self._last_touch, idle_minutes=idle_minutes,
            in_background_since=self._hidden_since if counts_background else None,
        )  # fmt: skip

    def _moment(self) -> Moment:
        return Moment(self._clock.now(), self._clock.monotonic())
