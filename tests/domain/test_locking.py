"""When the app locks itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.locking import (
    CLOCK_TOLERANCE,
    IDLE_CHOICES,
    Locked,
    LockReason,
    Moment,
    StaysOpen,
    elapsed,
    lock_decision,
)

START = Moment(datetime(2026, 11, 22, 6, tzinfo=UTC), 1_000.0)


def later(wall: float, monotonic: float | None = None) -> Moment:
    """Seconds after START by both clocks."""
    return Moment(START.wall + timedelta(seconds=wall), START.monotonic + (wall if monotonic is None else monotonic))


def test_a_touched_app_stays_open_and_says_when_to_look_again() -> None:
    assert lock_decision(now=later(100), last_touch=START, idle_minutes=5) == StaysOpen(200)


def test_five_idle_minutes_lock() -> None:
    assert lock_decision(now=later(299), last_touch=START, idle_minutes=5) == StaysOpen(1)
    assert lock_decision(now=later(300), last_touch=START, idle_minutes=5) == Locked(LockReason.IDLE)


def test_sleep_counts_though_the_monotonic_clock_stood_still() -> None:
    decision = lock_decision(now=later(3_600, monotonic=2), last_touch=START, idle_minutes=5)
    assert decision == Locked(LockReason.IDLE)


def test_a_wall_clock_set_back_counts_as_expired() -> None:
    decision = lock_decision(now=later(-60, monotonic=10), last_touch=START, idle_minutes=10)
    assert decision == Locked(LockReason.CLOCK_SET_BACK)
    decision = lock_decision(now=later(30, monotonic=90), last_touch=START, idle_minutes=10)
    assert decision == Locked(LockReason.CLOCK_SET_BACK)


def test_a_nudge_of_the_time_server_does_not_lock() -> None:
    assert isinstance(lock_decision(now=later(8, monotonic=10), last_touch=START, idle_minutes=1), StaysOpen)


def test_thirty_seconds_in_the_background_lock() -> None:
    hidden = later(10)
    decision = lock_decision(now=later(39), last_touch=START, idle_minutes=5, in_background_since=hidden)
    assert decision == StaysOpen(1)
    decision = lock_decision(now=later(40), last_touch=START, idle_minutes=5, in_background_since=hidden)
    assert decision == Locked(LockReason.BACKGROUND)


def test_idle_time_goes_on_in_the_background() -> None:
    decision = lock_decision(now=later(61), last_touch=START, idle_minutes=1, in_background_since=later(50))
    assert decision == Locked(LockReason.IDLE)


@given(st.floats(0, 10_000), st.floats(0, 10_000))
def test_the_larger_clock_counts(wall: float, monotonic: float) -> None:
    seconds = elapsed(START, later(wall, monotonic))
    if seconds is None:
        assert wall < monotonic - CLOCK_TOLERANCE + 1e-3
    else:
        assert seconds >= max(wall, monotonic) - 1e-3


@given(st.sampled_from(IDLE_CHOICES), st.floats(0, 2_000), st.floats(0, 2_000))
def test_waiting_never_unlocks(minutes: int, first: float, more: float) -> None:
    now = lock_decision(now=later(first), last_touch=START, idle_minutes=minutes)
    after = lock_decision(now=later(first + more), last_touch=START, idle_minutes=minutes)
    assert isinstance(after, Locked) or isinstance(now, StaysOpen)


@given(st.sampled_from(IDLE_CHOICES), st.floats(0, 599))
def test_looking_again_when_told_finds_it_locked(minutes: int, first: float) -> None:
    decision = lock_decision(now=later(first), last_touch=START, idle_minutes=minutes)
    if isinstance(decision, StaysOpen):
        again = lock_decision(now=later(first + decision.seconds + 1e-3), last_touch=START, idle_minutes=minutes)
        assert again == Locked(LockReason.IDLE)
