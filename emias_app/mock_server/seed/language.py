"""Russian for generated texts: templates with choices, agreement by sex, dates, numbers, plurals."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from random import Random

from emias_app.domain.ages import age_in
from emias_app.domain.wording import age_nominative, days_span, long_day, number
from emias_app.models.base import Sex

__all__ = [
    "NBSP", "ORDINALS", "age_text", "capital", "day_month", "days", "days_span", "join", "long_day", "number",
    "plural", "say", "tidy",
]  # fmt: skip

NBSP = "\u00a0"

_BY_SEX = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"<(\w+)>")
#: A number keeps together with what it counts.
_UNIT = re.compile(
    r"(?<=\d) (?=°C|%|мм|см|кг|мг|мл|мкг|МЕ|г/л|дн|день|раз|час|недел|месяц|год|лет|капл|степен|мин|с\b|г\.|балл)"
)
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
ORDINALS = ("первый", "второй", "третий", "четвёртый", "пятый", "шестой", "седьмой", "восьмой", "девятый", "десятый")


@lru_cache(maxsize=8192)
def _for_sex(template: str, sex: Sex) -> str:
    return _BY_SEX.sub(r"\1" if sex is Sex.MALE else r"\2", template)


def say(rng: Random, template: str, sex: Sex, slots: dict[str, str] | None = None) -> str:
    """The text of a template: ``{он|она}`` by sex, ``[a|b]`` by chance (may nest), ``<slot>`` by ``slots``."""
    text = _for_sex(template, sex)
    while "[" in text:
        text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text)
    if slots is not None and "<" in text:
        text = _SLOT.sub(lambda match: slots[match[1]], text)
    return tidy(text)


def tidy(text: str) -> str:
    """No doubled spaces and stops («2026 г..»), units tied to their numbers."""
    while "  " in text:
        text = text.replace("  ", " ")
    return _UNIT.sub(NBSP, text.strip().replace("..", "."))


def join(*sentences: str) -> str:
    """Sentences in one paragraph; empty ones leave no gap."""
    return " ".join(sentence for sentence in sentences if sentence)


def plural(count: int, one: str, few: str, many: str) -> str:
    """«2 отклонения»: the number with its noun."""
    tens, ones = count % 100, count % 10
    form = many if 10 < tens < 20 else one if ones == 1 else few if 1 < ones < 5 else many
    return f"{count}{NBSP}{form}"


def days(count: int) -> str:
    """«3 дня»."""
    return plural(count, "день", "дня", "дней")


def day_month(day: date) -> str:
    """«16 ноября»."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"


def age_text(birth: date, on: date) -> str:
    """«5 дней», «4 месяца», «1 год 6 месяцев», «8 лет»: months count under two years."""
    return age_nominative(age_in(birth, on))


def capital(text: str) -> str:
    """The first letter made large."""
    return text[:1].upper() + text[1:]
