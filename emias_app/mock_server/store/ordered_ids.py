"""Ids for tables that only grow: an index of them grows at its end, instead of all over, which is half the writing."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 74


def ordered_id(at: datetime) -> UUID:
    """A UUID of version 7 (RFC 9562 §5.7): the millisecond of ``at``, then chance that nobody guesses."""
    chance = secrets.randbits(_RANDOM_BITS)
    milliseconds = int(at.timestamp() * 1000)
    upper = milliseconds << 16 | 7 << 12 | chance >> 62
    return UUID(int=upper << 64 | 0b10 << 62 | chance & ((1 << 62) - 1))
