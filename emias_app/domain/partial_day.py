"""Days that are remembered in part: «2021», «2021-04», «2021-04-12»."""

from __future__ import annotations

import calendar
import re
from datetime import date

from emias_app.domain.typed_days import read_day, written_day
from emias_app.domain.wording import NBSP, long_day

_YEAR = re.compile(r"\s*(\d{4})\s*(?:г\.?|год|года)?\s*")
_MONTH = re.compile(r"\s*(\d{1,2})[.,/\-\s]+(\d{4})\s*(?:г\.?)?\s*")
_ISO_MONTH = re.compile(r"\s*(\d{4})-(\d{2})\s*")
_NAMED = re.compile(r"\s*(?:(\d{1,2})\s+)?([а-яё]+)\s+(\d{4})\s*(?:г\.?|год|года)?\s*", re.IGNORECASE)
#: How each month begins, in any of its forms.
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_OF_MONTH = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_IN_MONTH = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip


def read_partial(text: str) -> str | None:
    """«2021», «04.2021», «апрель 2021», «12.04.2021» as «2021», «2021-04», «2021-04-12»; None for anything else."""
    if match := _YEAR.fullmatch(text):
        return match[1] if match[1] >= "1000" else None
    if match := _ISO_MONTH.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if match := _MONTH.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        month = _month_named(match[2].casefold())
        if month is None:
            return None
        if match[1] is None:
            return _month(int(match[3]), month)
        day = read_day(f"{match[1]}.{month}.{match[3]}")
    else:
        day = read_day(text)
    return None if day is None else day.isoformat()


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year >= 1_000 else None


def _month_named(word: str) -> int | None:
    for place, begin in enumerate(_MONTHS, 1):
        if word.startswith(begin):
            return place
    return None


def first_day(partial: str) -> date:
    """The earliest day that it may mean."""
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


def last_day(partial: str) -> date:
    """The latest day that it may mean."""
    year, month, day = _parts(partial)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def written_partial(partial: str) -> str:
    """As it stands in a field: «2021», «04.2021», «12.04.2021»."""
    year, month, day = _parts(partial)
    if month is None:
        return f"{year:04d}"
    return f"{month:02d}.{year:04d}" if day is None else written_day(date(year, month, day))


def when_words(partial: str) -> str:
    """«2021 год», «апрель 2021 г.», «12 апреля 2021 г.»"""
    year, month, day = _parts(partial)
    if month is None:
        return f"{year}{NBSP}год"
    return f"{_IN_MONTH[month - 1]} {year}{NBSP}г." if day is None else long_day(date(year, month, day))


def since_words(partial: str) -> str:
    """«с 2021 года», «с апреля 2021 г.», «с 12 апреля 2021 г.»"""
    return f"с {_genitive(partial)}"


def until_words(partial: str) -> str:
    """«до 2027 года», «до февраля 2027 г.», «до 18 февраля 2027 г.»"""
    return f"до {_genitive(partial)}"


def _genitive(partial: str) -> str:
    year, month, day = _parts(partial)
    if month is None:
        return f"{year}{NBSP}года"
    return f"{_OF_MONTH[month - 1]} {year}{NBSP}г." if day is None else long_day(date(year, month, day))


def _parts(partial: str) -> tuple[int, int | None, int | None]:
    year, _, rest = partial.partition("-")
    month, _, day = rest.partition("-")
    return int(year), int(month) if month else None, int(day) if day else None
