"""Dates as people type them."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./, -]\s*(\d{1,2})\s*[./, -]\s*(\d{4})")
_BARE = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def read_day(text: str) -> date | None:
    """The day of «9.8.2024», «09082024» or «2024-08-09»; None where no calendar has it."""
    typed = text.strip()
    if iso := _ISO.fullmatch(typed):
        year, month, day = iso.groups()
    elif found := _DAY_FIRST.fullmatch(typed) or _BARE.fullmatch(typed):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def written_day(day: date) -> str:
    """«09.08.2024»"""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
