"""The levels of an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.account_levels import (
    LEVEL_WORDS,
    STEP_WORDS,
    WORTH,
    AccountRole,
    Papers,
    Step,
    account_role,
    level_of,
    next_level,
    reaches,
)
from emias_app.models.account import AccountLevel, CheckState

TODAY = date(2026, 11, 22)
PAPERS = st.builds(Papers, st.booleans(), st.none() | st.sampled_from(CheckState), st.booleans())


@pytest.mark.parametrize(
    ("papers", "level", "steps"),
    [
        (Papers(), AccountLevel.BASIC, (Step.ADD_SNILS,)),
        (Papers(False, CheckState.CONFIRMED, True), AccountLevel.BASIC, (Step.ADD_SNILS,)),
        (Papers(True), AccountLevel.STANDARD, (Step.ADD_PASSPORT, Step.ADD_INN)),
        (Papers(True, CheckState.CHECKING), AccountLevel.STANDARD, (Step.WAIT_FOR_PASSPORT, Step.ADD_INN)),
        (Papers(True, CheckState.CHECKING, True), AccountLevel.STANDARD, (Step.WAIT_FOR_PASSPORT,)),
        (Papers(True, CheckState.FAILED_TEMPORARILY, True), AccountLevel.STANDARD, (Step.RETRY_PASSPORT,)),
        (Papers(True, CheckState.REJECTED, True), AccountLevel.STANDARD, (Step.CORRECT_PASSPORT,)),
        (Papers(True, CheckState.CONFIRMED), AccountLevel.STANDARD, (Step.ADD_INN,)),
        (Papers(True, CheckState.CONFIRMED, True), AccountLevel.FULL, None),
    ],
)
def test_papers_give_a_level_and_say_what_is_missing(
    papers: Papers, level: AccountLevel, steps: tuple[Step, ...] | None
) -> None:
    ahead = next_level(papers)
    assert level_of(papers) is level
    assert (ahead.steps if ahead else None) == steps


@given(PAPERS)
def test_below_full_there_is_always_a_step_and_a_reason_to_take_it(papers: Papers) -> None:
    ahead = next_level(papers)
    assert (ahead is None) == (level_of(papers) is AccountLevel.FULL)
    if ahead:
        assert ahead.steps
        assert all(ahead.lines)
        assert ahead.worth


@given(PAPERS)
def test_more_papers_never_lower_a_level(papers: Papers) -> None:
    more = (
        replace(papers, has_snils=True),
        replace(papers, has_inn=True),
        replace(papers, passport=CheckState.CONFIRMED),
    )
    assert all(reaches(level_of(richer), level_of(papers)) for richer in more)


@given(PAPERS)
def test_taking_all_the_steps_reaches_the_next_level(papers: Papers) -> None:
    if ahead := next_level(papers):
        taken = Papers(
            papers.has_snils or Step.ADD_SNILS in ahead.steps,
            CheckState.CONFIRMED if any("PASSPORT" in step for step in ahead.steps) else papers.passport,
            papers.has_inn or Step.ADD_INN in ahead.steps,
        )
        assert reaches(level_of(taken), ahead.level)


def test_waiting_is_told_from_doing() -> None:
    waiting, doing = next_level(Papers(True, CheckState.CHECKING, True)), next_level(Papers(True, CheckState.CHECKING))
    assert waiting is not None
    assert doing is not None
    assert waiting.is_waiting_only
    assert not doing.is_waiting_only


@pytest.mark.parametrize(
    ("birth", "role"),
    [
        (date(2011, 11, 23), AccountRole.TOO_YOUNG),
        (date(2011, 11, 22), AccountRole.TEENAGER),
        (date(2008, 11, 23), AccountRole.TEENAGER),
        (date(2008, 11, 22), AccountRole.REPRESENTATIVE),
    ],
)
def test_from_15_one_has_the_own_card_and_from_18_the_childrens(birth: date, role: AccountRole) -> None:
    assert account_role(birth, TODAY) is role


def test_each_level_and_each_step_has_its_words() -> None:
    assert set(LEVEL_WORDS) == set(AccountLevel)
    assert set(WORTH) == set(AccountLevel) - {AccountLevel.BASIC}
    assert set(STEP_WORDS) == set(Step)
