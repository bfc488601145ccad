"""Dates, ages, numbers and plurals in Russian; times are Moscow's.

Golos Text has no U+202F, so every narrow space that CLDR gives becomes U+00A0.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal

from emias_app.clock import moscow, moscow_day

_RU = Locale("ru")
NBSP = "\u00a0"
#: A hyphen at which no line ends.
_HYPHEN = "\u2011"
_NUMBERED = re.compile(r"(\d)-я (?=вакцинация|ревакцинация|доза)")
_SHORTENED = re.compile(r"(?<=[А-ЯA-Z])-(?=[А-ЯA-Z])")
MINUS = "−"
_MONTHS_OF = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_UNITS = (
    r"день|дня|дней|дням|недел\w+|месяц\w*|мес|год|года|году|лет|час\w*|минут\w*|мин|секунд\w*|раз|раза|доз\w*"
    r"|попыт\w+|цифр\w?|мг|мкг|мл|л|г|кг|см|мм рт\. ст\.|мм|м|г/л|мг/л|ммоль/л|мкмоль/л|ЕД|МЕ|ед|уд|°C|%|КБ|МБ|₽"
)
#: What no line ends inside of: a date, a number with its unit, «№ 12», initials.
_HELD = re.compile(
    rf"\b\d{{1,2}} (?:{_MONTHS_OF})(?: \d{{4}}(?: (?:г\.|год\w*))?)?(?!\w)"
    rf"|\b\d{{4}} г\."
    rf"|\d (?:рабоч|календарн)\w+ (?:день|дня|дней)\b"
    rf"|\d (?:{_UNITS})(?!\w)"
    rf"|№ \d"
    rf"|\b[А-ЯЁ]\. [А-ЯЁ]\."
)

Forms = tuple[str, str, str]

YEARS: Forms = ("год", "года", "лет")
MONTHS: Forms = ("месяц", "месяца", "месяцев")
DAYS: Forms = ("день", "дня", "дней")
TRIES: Forms = ("попытка", "попытки", "попыток")


def _spaces(text: str) -> str:
    return text.replace("\u202f", NBSP)


def _held(day: str) -> str:
    """A date inside which no line ends."""
    return _spaces(day).replace(" ", NBSP)


def long_date(day: date) -> str:
    """«12 марта 2026 г.»"""
    return _held(format_date(day, "d MMMM y", _RU)) + f"{NBSP}г."


def day_and_month(day: date) -> str:
    """«18 ноября»"""
    return _held(format_skeleton("MMMMd", day, locale=_RU))


def list_date(day: date, today: date) -> str:
    """A row under a month heading: «18 ноября» this year, «18 ноября 2025 г.» before."""
    return day_and_month(day) if day.year == today.year else long_date(day)


def list_span(since: date, until: date, today: date) -> str:
    """The days of a stay: «4–13 февраля», «28 марта – 5 апреля 2024 г.»; the year as :func:`list_date` has it."""
    end = list_date(until, today)
    if since == until:
        return end
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{end}"
    start = day_and_month(since) if since.year == until.year else long_date(since)
    return f"{start} – {end}"


def near_date(day: date, today: date) -> str:
    """«сегодня», «вчера», else as :func:`list_date`."""
    if day == today:
        return "сегодня"
    if day == today - timedelta(days=1):
        return "вчера"
    return list_date(day, today)


def clock_time(at: datetime) -> str:
    """«8:30», in Moscow."""
    local = moscow(at)
    return f"{local.hour}:{local.minute:02d}"


def near_moment(at: datetime, now: datetime) -> str:
    """«сегодня, 8:30», «вчера, 20:15», «18 ноября, 14:05»."""
    return f"{near_date(moscow_day(at), moscow_day(now))}, {clock_time(at)}"


def long_moment(at: datetime) -> str:
    """«16 ноября 2026 г., 10:20»"""
    return f"{long_date(moscow_day(at))}, {clock_time(at)}"


def day_with_time(day: date, time: str | None) -> str:
    """A document's date as it is written: «16 ноября 2026 г., 10:20»; ``time`` is «HH:MM» or None."""
    return f"{long_date(day)}, {time.removeprefix('0')}" if time else long_date(day)


def short_date(day: date) -> str:
    """«22.11.2026»: tables of the clinic and date fields."""
    return f"{day:%d.%m.%Y}"


def month_heading(day: date) -> str:
    """«Ноябрь 2026»"""
    name = get_month_names("wide", context="stand-alone", locale=_RU)[day.month]
    return f"{name[:1].upper()}{name[1:]} {day.year}"


def month_heading_spoken(day: date) -> str:
    """«ноябрь 2026 года», for the screen reader."""
    return f"{month_heading(day).lower()} года"


def month_short(month: int) -> str:
    """«янв», «май»: the foot of a chart; ``month`` is 1..12."""
    name: str = get_month_names("wide", context="stand-alone", locale=_RU)[month]
    return name[:3]


def day_short(day: date) -> str:
    """«18 ноя», «3 мая»: the foot of a chart of days."""
    return f"{day.day}{NBSP}{get_month_names('wide', context='format', locale=_RU)[day.month][:3]}"


def plural(n: int, forms: Forms) -> str:
    """The form of a word after a number: (анализ, анализа, анализов)."""
    return {"one": forms[0], "few": forms[1]}.get(_RU.plural_form(abs(n)), forms[2])


def counted(n: int, forms: Forms) -> str:
    """«24 анализа»"""
    return f"{number(n)}{NBSP}{plural(n, forms)}"


def unbroken(words: str) -> str:
    """A number of several groups, «+7 900 000-00-01», that a line may not break."""
    return words.replace(" ", NBSP).replace("-", "\u2011")


def number(value: float, digits: int | None = None) -> str:
    """«36,6», «10 000»; ``digits`` fixes the decimals."""
    pattern = "#,##0.###" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    text = _spaces(format_decimal(value, format=pattern, locale=_RU))
    return text.replace("-", MINUS)


def with_unit(value: str, unit: str) -> str:
    """«36,6 °C»"""
    return f"{value}{NBSP}{unit}" if unit else value


def age_words(years: int, months: int, days: int) -> str:
    """«8 лет», «1 год 6 месяцев», «5 месяцев», «12 дней»: under two years with months."""
    if years >= 2:
        return counted(years, YEARS)
    parts = [counted(years, YEARS)] if years else []
    if months:
        parts.append(counted(months, MONTHS))
    return " ".join(parts) or counted(days, DAYS)


def countdown(seconds: float) -> str:
    """«0:42», never below zero."""
    left = max(0, int(seconds))
    return f"{left // 60}:{left % 60:02d}"


def held_title(title: str) -> str:
    """«1-я вакцинация» and «АДС-М» held in one line each where they are shown; what is kept and searched stays."""
    held = _NUMBERED.sub(lambda match: f"{match[1]}{_HYPHEN}я{NBSP}", title)
    return _SHORTENED.sub(_HYPHEN, held)


def held(words: str) -> str:
    """A sentence, of the backend's too, in which no line ends inside a date, between a number and its unit, after «№»
    or between initials; only spaces change."""
    return _HELD.sub(lambda found: found[0].replace(" ", NBSP), words)


def sentence(*parts: str | None) -> str:
    """What a row says at once: the given parts, comma after comma."""
    return ", ".join(part for part in parts if part)


def dotted(*parts: str | None) -> str:
    """«16 ноября · Крылова Е. А.»"""
    return " · ".join(part for part in parts if part)
