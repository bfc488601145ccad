"""Russian wording of numbers, days and ages for documents (look.md §3, §9).

The font lacks a few signs (U+202F, μ, superscripts above ³), so documents are spelt without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from emias_app.domain.ages import Age

NBSP = "\u00a0"

_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_TO_PRESENT = str.maketrans(
    {"\u202f": NBSP, "\u2009": NBSP, "\u2011": "-", "μ": "мк", "µ": "мк", "→": "—", "‰": "промилле", "₂": "2"}
)
_COMPARISON = re.compile("([≥≤])[ \u00a0]?")
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴-⁹]+")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNIT = (
    r"%|°C|мг|мкг|г|кг|мл|л|см|мм|м|мс|мин|ч|МЕ|ЕД|Ед|Гц|фл|пг|мм рт|уд|лет|год|года|месяц|месяца|месяцев|"
    r"день|дня|дней|раз|раза|г/л|мг/кг|мкг/л|ммоль/л|мкмоль/л|нг/мл|10\^"
)
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNIT})(?![а-яёА-ЯЁa-zA-Z]))")
_AFTER_SIGN = re.compile(r"(?<=№) ?(?=\d)")
_YEAR = re.compile(r"(?<=\d{4}) (?=гг?\.)")


def plural(count: int, forms: tuple[str, str, str]) -> str:
    """The form for ``count`` out of those for 1, 2 and 5."""
    tail, tails = abs(count) % 10, abs(count) % 100
    if tail == 1 and tails != 11:
        return forms[0]
    return forms[1] if 2 <= tail <= 4 and not 12 <= tails <= 14 else forms[2]


def counted(count: int, forms: tuple[str, str, str]) -> str:
    """«2 показателя»."""
    return f"{count} {plural(count, forms)}"


def number(value: float, decimals: int | None = None) -> str:
    """«36,6», «1 250» (U+00A0); without ``decimals`` as many as needed, three at most."""
    text = f"{value:,.{3 if decimals is None else decimals}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not any(sign in "123456789" for sign in text):
        text = text.removeprefix("-")
    return text.replace(",", NBSP).replace(".", ",")


def quantity(value: float, unit: str, decimals: int | None = None) -> str:
    """«108 г/л», held together by U+00A0."""
    text = number(value, decimals)
    return f"{text}{NBSP}{unit}" if unit else text


def long_day(day: date) -> str:
    """«12 марта 2026 г.» with U+00A0 before «г.»."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}{NBSP}г."


def days_span(since: date, until: date) -> str:
    """«3–9 марта 2026 г.», or both days in full where the months differ."""
    if since == until:
        return long_day(until)
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{long_day(until)}"
    return f"{long_day(since)} — {long_day(until)}"


def age_genitive(age: Age) -> str:
    """«8 лет», «1 года 6 месяцев», «5 дней»: whose norm it is. Under two years with months."""
    if age.years >= 2:
        return _of(age.years, "года", "лет")
    parts = [_of(age.years, "года", "лет")] if age.years else []
    if age.months:
        parts.append(_of(age.months, "месяца", "месяцев"))
    return " ".join(parts) or (_of(age.days, "дня", "дней") if age.days else "первых суток жизни")


def age_nominative(age: Age) -> str:
    """«8 лет», «1 год 6 месяцев», «4 месяца», «5 дней»: how old. Under two years with months."""
    days = plural(age.days, ("день", "дня", "дней"))
    if not age.years and not age.months:
        return f"{age.days}{NBSP}{days}"
    years = f"{age.years}{NBSP}{plural(age.years, ('год', 'года', 'лет'))}" if age.years else ""
    months = f"{age.months}{NBSP}{plural(age.months, ('месяц', 'месяца', 'месяцев'))}"
    return f"{years} {months}".strip() if age.years < 2 and age.months else years


def _of(count: int, one: str, many: str) -> str:
    return f"{count}{NBSP}{plural(count, (one, many, many))}"


def join_words(words: Sequence[str], *, shown: int = 3) -> str:
    """«гемоглобин, гематокрит и СОЭ»; of a long list the first ``shown`` - 1 and «ещё N»."""
    if len(words) > shown:
        words = [*words[: shown - 1], f"ещё {len(words) - shown + 1}"]
    return f"{', '.join(words[:-1])} и {words[-1]}" if len(words) > 1 else "".join(words)


def lower_first(text: str) -> str:
    """«Средний объём» as «средний объём»; abbreviations (СОЭ, Т4, С-реактивный) stay."""
    return text[0].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    """A doctor's text as it is printed: only signs that the font has, numbers held to their units."""
    text = _SUPERSCRIPTS.sub(_power, text.strip())
    text = _COMPARISON.sub(lambda match: "от " if match[1] == "≥" else "до ", text).translate(_TO_PRESENT)
    for pattern in (_BEFORE_UNIT, _AFTER_SIGN, _YEAR):
        text = pattern.sub(NBSP, text)
    return text


def _power(match: re.Match[str]) -> str:
    """«10⁹» as «10^9»; ¹ ² ³ are in the font and stay."""
    return match[0] if set(match[0]) <= set("¹²³") else "^" + match[0].translate(_PLAIN_DIGITS)
