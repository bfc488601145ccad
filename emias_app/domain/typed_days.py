"""Days as people type them."""

from __future__ import annotations

import re
from datetime import date

_APART = re.compile(r"\s*(\d{1,2})[.,/\-\s]+(\d{1,2})[.,/\-\s]+(\d{4})\s*(?:г\.?)?\s*")
_TOGETHER = re.compile(r"\s*(\d{2})(\d{2})(\d{4})\s*")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")


def read_day(text: str) -> date | None:
    """«12.03.2018», «12 3 2018», «12032018», «2018-03-12»; None for anything else, also for a day that is not."""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _APART.fullmatch(text) or _TOGETHER.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_typed_whole(text: str) -> bool:
    """Are there as many digits as a day has? Until then nobody is told that it is wrong."""
    return sum(sign.isdigit() for sign in text) >= 8


def written_day(day: date) -> str:
    """«09.08.2024»"""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
