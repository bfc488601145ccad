"""The levels of an account: what gives each, what is missing for the next and what it is worth (product.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from emias_app.domain.ages import ADULT, OWN_CARD, birthday_on
from emias_app.models.account import AccountLevel, CheckState

LEVEL_WORDS: Mapping[AccountLevel, str] = {
    AccountLevel.BASIC: "упрощённая",
    AccountLevel.STANDARD: "стандартная",
    AccountLevel.FULL: "полная",
}

#: What reaching a level is good for.
WORTH: Mapping[AccountLevel, str] = {
    AccountLevel.STANDARD: "Можно запросить доступ к медкарте ребенка, решение придёт через 5 рабочих дней",
    AccountLevel.FULL: "Медкарты всех подтверждённых детей откроются сразу, без запроса и фотографии с паспортом",
}


class AccountRole(StrEnum):
    """What the owner's age allows."""

    TOO_YOUNG = "TOO_YOUNG"
    TEENAGER = "TEENAGER"
    REPRESENTATIVE = "REPRESENTATIVE"


def account_role(birth: date, today: date) -> AccountRole:
    """From 15 a person has an account for the own card, from 18 for the children's as well [model]."""
    if today >= birthday_on(birth, ADULT):
        return AccountRole.REPRESENTATIVE
    return AccountRole.TEENAGER if today >= birthday_on(birth, OWN_CARD) else AccountRole.TOO_YOUNG


@dataclass(frozen=True)
class Papers:
    """What is known of the owner's papers; ``passport`` is the state of its check by МВД, None = not entered."""

    has_snils: bool = False
    passport: CheckState | None = None
    has_inn: bool = False


class Step(StrEnum):
    """What is to be done, or waited for, on the way to the next level."""

    ADD_SNILS = "ADD_SNILS"
    ADD_PASSPORT = "ADD_PASSPORT"
    WAIT_FOR_PASSPORT = "WAIT_FOR_PASSPORT"
    RETRY_PASSPORT = "RETRY_PASSPORT"
    CORRECT_PASSPORT = "CORRECT_PASSPORT"
    ADD_INN = "ADD_INN"


STEP_WORDS: Mapping[Step, str] = {
    Step.ADD_SNILS: "Добавьте СНИЛС",
    Step.ADD_PASSPORT: "Добавьте паспорт",
    Step.WAIT_FOR_PASSPORT: "Паспорт проверяется в МВД. Это может занять продолжительное время, "
    "остальным можно пользоваться",
    Step.RETRY_PASSPORT: "МВД не ответило. Повторите попытку позже",
    Step.CORRECT_PASSPORT: "МВД не подтвердило паспорт. Сверьте данные с документом и отправьте ещё раз",
    Step.ADD_INN: "Добавьте ИНН",
}


@dataclass(frozen=True)
class NextLevel:
    """The level above: what is missing for it, in order, and what it is worth."""

    level: AccountLevel
    steps: tuple[Step, ...]

    @property
    def worth(self) -> str:
        return WORTH[self.level]

    @property
    def lines(self) -> tuple[str, ...]:
        """The steps in Russian."""
        return tuple(STEP_WORDS[step] for step in self.steps)

    @property
    def is_waiting_only(self) -> bool:
        """There is nothing to do but wait."""
        return self.steps == (Step.WAIT_FOR_PASSPORT,)


def level_of(papers: Papers) -> AccountLevel:
    """СНИЛС makes an account standard; the passport confirmed by МВД and the ИНН make it full."""
    if not papers.has_snils:
        return AccountLevel.BASIC
    if papers.passport is CheckState.CONFIRMED and papers.has_inn:
        return AccountLevel.FULL
    return AccountLevel.STANDARD


def next_level(papers: Papers) -> NextLevel | None:
    """What leads to the level above; None for a full account."""
    match level_of(papers):
        case AccountLevel.BASIC:
            return NextLevel(AccountLevel.STANDARD, (Step.ADD_SNILS,))
        case AccountLevel.STANDARD:
            passport = _passport_step(papers.passport)
            inn = None if papers.has_inn else Step.ADD_INN
            return NextLevel(AccountLevel.FULL, tuple(step for step in (passport, inn) if step))
        case AccountLevel.FULL:
            return None


def _passport_step(check: CheckState | None) -> Step | None:
    match check:
        case None:
            return Step.ADD_PASSPORT
        case CheckState.CHECKING:
            return Step.WAIT_FOR_PASSPORT
        case CheckState.FAILED_TEMPORARILY:
            return Step.RETRY_PASSPORT
        case CheckState.REJECTED | CheckState.VISIT_MFC:
            return Step.CORRECT_PASSPORT
        case CheckState.CONFIRMED:
            return None


def reaches(level: AccountLevel, needed: AccountLevel) -> bool:
    """Is ``level`` at least ``needed``?"""
    order = list(AccountLevel)
    return order.index(level) >= order.index(needed)
