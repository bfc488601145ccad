"""The reasons, in plain words: why a dose is due, late, too early or not given."""

from __future__ import annotations

from datetime import date

from emias_app.domain.ages import age_in
from emias_app.domain.vaccination.calendar import DOSE_TITLES, CalendarDose
from emias_app.domain.vaccination.exemptions import Exemption, ExemptionKind
from emias_app.domain.vaccination.history import TooEarly
from emias_app.domain.vaccination.intervals import LIVE_DAYS, Interval, span_genitive
from emias_app.domain.wording import counted, join_words, long_day, lower_first
from emias_app.models.base import Mark, Tone
from emias_app.models.vaccination import DoseStatus

DAYS, MONTHS, YEARS = ("день", "дня", "дней"), ("месяц", "месяца", "месяцев"), ("год", "года", "лет")

_MARKS = {
    DoseStatus.DONE: Mark(tone=Tone.SUCCESS, text="сделана"),
    DoseStatus.DUE: Mark(tone=Tone.WARN, text="пора"),
    DoseStatus.OVERDUE: Mark(tone=Tone.ERROR, text="просрочена"),
    DoseStatus.COMING: Mark(tone=Tone.INFO, text="предстоит"),
    DoseStatus.CONTRAINDICATED: Mark(tone=Tone.NEUTRAL, text="медотвод"),
    DoseStatus.REFUSED: Mark(tone=Tone.NEUTRAL, text="отказ"),
}
#: Diseases in the genitive: «осталось: против краснухи».
_AGAINST = {"measles": "кори", "rubella": "краснухи", "mumps": "паротита", "diphtheria": "дифтерии",
            "tetanus": "столбняка"}  # fmt: skip


def mark_of(status: DoseStatus) -> Mark:
    """«просрочена», with its tone."""
    return _MARKS[status]


def age_told(birth: date, day: date) -> str:
    """«в 1 год 6 месяцев», «в 4 дня», «в день рождения»: how old at the vaccination."""
    age = age_in(birth, max(day, birth))
    if age.years >= 2:
        return f"в {counted(age.years, YEARS)}"
    parts = [counted(age.years, YEARS)] if age.years else []
    if age.months:
        parts.append(counted(age.months, MONTHS))
    if not parts and not age.days:
        return "в день рождения"
    return f"в {' '.join(parts) or counted(age.days, DAYS)}"


def age_of_calendar(dose: CalendarDose) -> str:
    """«в 14 лет», «в 4,5 месяца», «в первые дни жизни»."""
    months = dose.from_months
    if months >= 24:
        years = f"{months // 12},5" if months % 12 == 6 else ""
        return f"в {years} года" if years else f"в {counted(months // 12, YEARS)}"
    if dose.from_days and months:
        return f"в {months},5 месяца"
    return f"в {counted(months, MONTHS)}" if months else "в первые дни жизни"


def ago(since: date, today: date) -> str:
    """«7 месяцев назад»."""
    age = age_in(since, today)
    if age.years:
        return f"{counted(age.years, YEARS)} назад"
    return f"{counted(age.months, MONTHS) if age.months else counted(age.days, DAYS)} назад"


def sentences(*parts: str) -> str:
    """The parts as sentences, the last one without its point unless it ends with «г.»."""
    return " ".join([*(f"{part.removesuffix('.')}." for part in parts[:-1]), *parts[-1:]])


def overdue(since: date, today: date) -> str:
    return f"Срок прошёл {ago(since, today)}. Сделать можно сейчас"


def too_early_by(days: int, interval: str) -> str:
    """«Рано на 6 дней: интервал не меньше 45 дней»."""
    return f"Рано на {counted(days, DAYS)}: интервал не меньше {interval}"


def live_too_early_by(days: int) -> str:
    span = span_genitive(days=LIVE_DAYS)
    return f"Рано на {counted(days, DAYS)}: после другой живой вакцины не меньше {span}"


def after_another(interval: Interval) -> str:
    """«Сначала 2-я вакцинация, после неё не меньше 45 дней»."""
    return f"Сначала {DOSE_TITLES[interval.after]}, после неё не меньше {interval.text}"


def not_counted(void: TooEarly) -> str:
    """«Сделанная 3 мая 2026 г. не засчитана: рано на 12 дней, интервал не меньше 45 дней»."""
    by = counted((void.possible - void.day).days, DAYS)
    if void.interval is not None:
        why = f"рано на {by}, интервал не меньше {void.interval.least_text}"
    elif void.is_live:
        why = f"рано на {by}, после другой живой вакцины не меньше {span_genitive(days=LIVE_DAYS)}"
    else:
        why = f"рано на {by}, делают с {span_genitive(months=void.months)}"
    return f"Сделанная {long_day(void.day)} не засчитана: {why}"


def still_missing(missing: frozenset[str]) -> str:
    """«Осталось привить против краснухи»."""
    return f"Осталось привить против {join_words(sorted(_AGAINST.get(one, one) for one in missing))}"


def exempted(exemption: Exemption) -> str:
    """«Медотвод до 15 января 2027 г.: вводили иммуноглобулин», «Отказ от 3 мая 2026 г.»."""
    reason = lower_first(exemption.reason.rstrip("."))
    why = f": {reason}" if reason else ""
    if exemption.is_archived:
        why = f"{why}, из архива, поликлиника не подтверждала"
    if exemption.kind is ExemptionKind.REFUSAL:
        return sentences(f"Отказ от {long_day(exemption.since)}{why}", "Передумать можно в любой день")
    if exemption.until is None:
        return f"Постоянный медотвод{why}"
    return f"Медотвод до {long_day(exemption.until)}{why}"
