"""Who may see a card, and how an access begins and ends (product.md §6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from emias_app.domain.ages import ADULT, add_months, birthday_on
from emias_app.models.access import GrantSource, GrantState

REASON_ADULT = "ребёнку исполнилось 18 лет"
REASON_EMANCIPATED = "подросток признан полностью дееспособным"
REASON_ENDED = "срок доступа закончился"
REASON_CANCELLED = "вы отказались от доступа"
REASON_REVOKED = "доступ отозван поликлиникой"


class AccessTransitionError(ValueError):
    """The grant has ended already; an ended grant never changes."""


@dataclass(frozen=True)
class Grant:
    """One person may see one card from ``start``; ``ends_on`` is the first day without access."""

    id: UUID
    source: GrantSource
    state: GrantState
    start: datetime
    ends_on: date | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    revoked_by_clinic: bool = False


@dataclass(frozen=True)
class Open:
    """The card is open by ``grant``; ``ends_on`` is the first day on which it will not be."""

    grant: Grant
    ends_on: date | None


@dataclass(frozen=True)
class Never:
    """There never was an access: the card's existence is not told."""


@dataclass(frozen=True)
class Ended:
    """There was an access; ``reason`` is Russian and fit to show."""

    grant: Grant
    state: GrantState
    reason: str

    @property
    def code(self) -> Literal["access_revoked", "access_expired"]:
        """The code of the refusal: time ended it, or somebody did."""
        return "access_expired" if self.state is GrantState.EXPIRED else "access_revoked"


Decision = Open | Never | Ended


def access_ends_on(birth: date, emancipated_on: date | None, *, is_own: bool = False) -> date | None:
    """The first day without a representative's access: 18, or emancipation if earlier. One's own card has none."""
    if is_own:
        return None
    adult = birthday_on(birth, ADULT)
    return min(adult, emancipated_on) if emancipated_on else adult


def access_decision(
    grants: Iterable[Grant], *, birth: date, emancipated_on: date | None = None, today: date, is_own: bool = False
) -> Decision:
    """May the holder of ``grants`` (all of one account to one patient) see the card today (Moscow's day)?

    A grant that is ACTIVE in the books but past its end is over all the same. Of several living grants the longest
    counts, of several ended ones the last.
    """
    held = list(grants)
    limit = access_ends_on(birth, emancipated_on, is_own=is_own)
    living: list[tuple[date, Grant]] = []
    for grant in held:
        end = min((day for day in (grant.ends_on, limit) if day), default=None)
        if grant.state is GrantState.ACTIVE and (end is None or today < end):
            living.append((end or date.max, grant))
    if living:
        end, grant = max(living, key=lambda pair: pair[0])
        return Open(grant, None if end == date.max else end)
    if not held:
        return Never()
    return _ended(max(held, key=lambda grant: grant.ended_at or grant.start), limit, emancipated_on)


def _ended(grant: Grant, limit: date | None, emancipated_on: date | None) -> Ended:
    match grant.state:
        case GrantState.REVOKED:
            return Ended(grant, GrantState.REVOKED, grant.reason or REASON_REVOKED)
        case GrantState.CANCELLED:
            return Ended(grant, GrantState.CANCELLED, grant.reason or REASON_CANCELLED)
        case GrantState.ACTIVE | GrantState.EXPIRED:
            return Ended(grant, GrantState.EXPIRED, grant.reason or _why_expired(grant, limit, emancipated_on))


def _why_expired(grant: Grant, limit: date | None, emancipated_on: date | None) -> str:
    if limit is None or (grant.ends_on and grant.ends_on < limit):
        return REASON_ENDED
    return REASON_EMANCIPATED if limit == emancipated_on else REASON_ADULT


def expire(grant: Grant, at: datetime, reason: str) -> Grant:
    """Ended by itself: an age, a term."""
    return _end(grant, GrantState.EXPIRED, at, reason)


def cancel(grant: Grant, at: datetime) -> Grant:
    """Given up by its holder."""
    return _end(grant, GrantState.CANCELLED, at, REASON_CANCELLED)


def revoke(grant: Grant, at: datetime, reason: str) -> Grant:
    """Taken away by the clinic, which always says why."""
    if not reason.strip():
        raise ValueError("a revocation needs a reason")
    return replace(_end(grant, GrantState.REVOKED, at, reason.strip()), revoked_by_clinic=True)


def _end(grant: Grant, state: GrantState, at: datetime, reason: str) -> Grant:
    if grant.state is not GrantState.ACTIVE:
        raise AccessTransitionError(f"the grant is {grant.state} already")
    return replace(grant, state=state, ended_at=at, reason=reason)


def is_road_open(grants: Iterable[Grant], source: GrantSource) -> bool:
    """May a new grant to this card come by ``source``? After a revocation by the clinic only by its new code."""
    return source is GrantSource.CODE or not any(grant.revoked_by_clinic for grant in grants)


def ends_within(ends_on: date | None, today: date, months: int = 6) -> bool:
    """Is it time to say that the access will end? Half a year ahead by default [model]."""
    return ends_on is not None and today < ends_on <= add_months(today, months)
