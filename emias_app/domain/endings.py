"""What ends or begins for a family by itself, told months ahead (product.md §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from emias_app.domain.ages import ADULT, OWN_CARD, Age, add_months, age_in, birthday_on
from emias_app.domain.declension import dative, genitive
from emias_app.domain.wording import counted, long_day
from emias_app.models.account import PatientSummary, Relation
from emias_app.models.base import Sex

#: How long ahead it is told [model].
MONTHS_AHEAD = 12
#: How long ahead the first message of it comes.
_TOLD = 6
_MONTH_FORMS = ("месяц", "месяца", "месяцев")
_DAY_FORMS = ("день", "дня", "дней")


class EndingKind(StrEnum):
    """What happens on the day: the teenager's own card (the access stays), or the end of the access."""

    OWN_CARD = "OWN_CARD"
    ADULT = "ADULT"
    EMANCIPATED = "EMANCIPATED"


@dataclass(frozen=True)
class Ending:
    """One such day. ``left`` is the time to it; of an end, ``on`` is the first day without access."""

    kind: EndingKind
    on: date
    left: Age
    title: str
    text: str

    @property
    def ends_access(self) -> bool:
        """Does the card close then? If so, this is the time to offer the whole export."""
        return self.kind is not EndingKind.OWN_CARD

    @property
    def months_left(self) -> int:
        return self.left.total_months


def endings(
    first_name: str,
    sex: Sex,
    birth: date,
    today: date,
    *,
    emancipated_on: date | None = None,
    months_ahead: int = MONTHS_AHEAD,
) -> tuple[Ending, ...]:
    """What lies within ``months_ahead`` for a representative's access to this child's card, the nearest first.

    A day that has come is not told any more. The own card of a teenager never ends by age.
    """
    adult = birthday_on(birth, ADULT)
    is_early = emancipated_on is not None and emancipated_on < adult
    end = emancipated_on if emancipated_on is not None and is_early else adult
    found = []
    own = birthday_on(birth, OWN_CARD)
    if own < end and today < own <= add_months(today, months_ahead):
        found.append(_own_card(first_name, sex, own, end, age_in(today, own), is_early=is_early))
    if today < end <= add_months(today, months_ahead):
        found.append(_end(first_name, sex, end, age_in(today, end), is_early=is_early))
    return tuple(found)


def ends_soon(child: PatientSummary, today: date) -> bool:
    """Whether a representative's access to an open card ends within the half year that messages tell ahead [model]."""
    end = child.access.end or birthday_on(child.birth_date, ADULT)
    return child.relation is not Relation.SELF and end <= add_months(today, _TOLD)


def _own_card(name: str, sex: Sex, on: date, end: date, left: Age, *, is_early: bool) -> Ending:
    return Ending(
        EndingKind.OWN_CARD, on, left,
        f"{dative(name, sex)} {OWN_CARD} лет {time_left(left)}",
        f"С {long_day(on)} у {genitive(name, sex)} может быть своя учётная запись и доступ к своей медкарте. "
        f"Ваш доступ останется до {'' if is_early else f'{ADULT} лет, до '}{long_day(end)}",
    )  # fmt: skip


def _end(name: str, sex: Sex, on: date, left: Age, *, is_early: bool) -> Ending:
    whom = dative(name, sex)
    why = (
        f"С {long_day(on)} {name} обладает полной дееспособностью"
        if is_early
        else f"{long_day(on)} {whom} исполнится {ADULT} лет"
    )
    return Ending(
        EndingKind.EMANCIPATED if is_early else EndingKind.ADULT, on, left,
        f"Доступ к медкарте {genitive(name, sex)} закончится {time_left(left)}",
        f"{why}, и медкарта для вас закроется. Последний день доступа {long_day(on - timedelta(days=1))}, "
        "до этого её можно скачать целиком",
    )  # fmt: skip


def time_left(left: Age) -> str:
    """«через 11 месяцев», «через 12 дней», «завтра»: whole months, days in the last one."""
    if left.total_months:
        return f"через {counted(left.total_months, _MONTH_FORMS)}" if left.total_months != 12 else "через год"
    return "завтра" if left.days == 1 else f"через {counted(left.days, _DAY_FORMS)}"
