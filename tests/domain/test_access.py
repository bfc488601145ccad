"""Who may see a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain import access
from emias_app.domain.access import (
    AccessTransitionError,
    Ended,
    Grant,
    Never,
    Open,
    access_decision,
    access_ends_on,
    cancel,
    ends_within,
    expire,
    is_road_open,
    revoke,
)
from emias_app.models.access import GrantSource, GrantState

BIRTH = date(2018, 3, 14)
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


def a_grant(state: GrantState = GrantState.ACTIVE, source: GrantSource = GrantSource.AUTO, age: int = 0) -> Grant:
    return Grant(UUID(int=age), source, state, start=NOW - timedelta(days=age))


def test_a_card_never_granted_is_not_told_of() -> None:
    assert access_decision([], birth=BIRTH, today=TODAY) == Never()


def test_a_living_grant_opens_until_the_eighteenth_birthday() -> None:
    grant = a_grant()
    assert access_decision([grant], birth=BIRTH, today=TODAY) == Open(grant, date(2036, 3, 14))
    assert isinstance(access_decision([grant], birth=BIRTH, today=date(2036, 3, 13)), Open)


def test_a_grant_ends_by_itself_on_the_eighteenth_birthday() -> None:
    decision = access_decision([a_grant()], birth=BIRTH, today=date(2036, 3, 14))
    assert isinstance(decision, Ended)
    assert (decision.state, decision.reason) == (GrantState.EXPIRED, access.REASON_ADULT)
    assert decision.code == "access_expired"


def test_emancipation_ends_a_grant_earlier() -> None:
    on = date(2035, 1, 1)
    decision = access_decision([a_grant()], birth=BIRTH, emancipated_on=on, today=on)
    assert isinstance(decision, Ended)
    assert decision.reason == access.REASON_EMANCIPATED
    assert access_ends_on(BIRTH, date(2040, 1, 1)) == date(2036, 3, 14)


def test_a_grant_with_a_term_of_its_own_ends_by_it() -> None:
    decision = access_decision([replace(a_grant(), ends_on=TODAY)], birth=BIRTH, today=TODAY)
    assert isinstance(decision, Ended)
    assert decision.reason == access.REASON_ENDED


def test_a_teenagers_own_card_does_not_end_with_the_parents_access() -> None:
    grant = a_grant(source=GrantSource.REQUEST)
    assert access_decision([grant], birth=BIRTH, today=date(2036, 3, 14), is_own=True) == Open(grant, None)


def test_a_revoked_grant_says_the_clinics_reason() -> None:
    grant = revoke(a_grant(), NOW, " заявление второго родителя ")
    decision = access_decision([grant], birth=BIRTH, today=TODAY)
    assert isinstance(decision, Ended)
    assert (decision.code, decision.reason) == ("access_revoked", "заявление второго родителя")


def test_a_given_up_grant_is_over() -> None:
    decision = access_decision([cancel(a_grant(), NOW)], birth=BIRTH, today=TODAY)
    assert isinstance(decision, Ended)
    assert (decision.state, decision.code) == (GrantState.CANCELLED, "access_revoked")


def test_of_several_ended_grants_the_last_one_speaks() -> None:
    first = cancel(a_grant(age=9), NOW - timedelta(days=5))
    last = expire(a_grant(age=4), NOW, "причина")
    decision = access_decision([last, first], birth=BIRTH, today=TODAY)
    assert isinstance(decision, Ended)
    assert (decision.grant, decision.reason) == (last, "причина")


def test_a_new_code_opens_what_the_clinic_revoked_and_nothing_else_does() -> None:
    revoked = revoke(a_grant(age=3), NOW, "причина")
    assert not is_road_open([revoked], GrantSource.AUTO)
    assert not is_road_open([revoked], GrantSource.REQUEST)
    assert is_road_open([revoked], GrantSource.CODE)
    assert is_road_open([cancel(a_grant(), NOW)], GrantSource.AUTO)
    by_code = a_grant(source=GrantSource.CODE)
    assert access_decision([revoked, by_code], birth=BIRTH, today=TODAY) == Open(by_code, date(2036, 3, 14))


def test_an_ended_grant_never_changes() -> None:
    ended = cancel(a_grant(), NOW)
    for change in (lambda: cancel(ended, NOW), lambda: revoke(ended, NOW, "x"), lambda: expire(ended, NOW, "x")):
        with pytest.raises(AccessTransitionError):
            change()


def test_a_revocation_needs_a_reason() -> None:
    with pytest.raises(ValueError):
        revoke(a_grant(), NOW, "  ")


def test_the_end_is_told_half_a_year_ahead() -> None:
    end = date(2036, 3, 14)
    assert ends_within(end, date(2035, 9, 14))
    assert not ends_within(end, date(2035, 9, 13))
    assert not ends_within(end, end)
    assert not ends_within(None, TODAY)


@given(
    st.lists(st.tuples(st.sampled_from(GrantState), st.one_of(st.none(), st.dates())), max_size=5),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_a_card_is_open_exactly_while_a_grant_lives(books: list[tuple[GrantState, date | None]], today: date) -> None:
    grants = [replace(a_grant(state), id=uuid4(), ends_on=end) for state, end in books]
    limit = access_ends_on(BIRTH, None)
    assert limit is not None
    lives = any(state is GrantState.ACTIVE and today < limit and (end is None or today < end) for state, end in books)
    decision = access_decision(grants, birth=BIRTH, today=today)
    assert isinstance(decision, Open) == lives
    assert isinstance(decision, Never) == (not books)
