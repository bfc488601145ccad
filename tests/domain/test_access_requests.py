"""The roads to a card that need no clinic: by request and by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.access_requests import (
    REQUESTS,
    Draft,
    Facts,
    OtherParent,
    days_left_line,
    decision,
    due_day,
    is_decision_due,
    is_editable,
    is_open,
    missing_before_submit,
    needs_photo,
    obstacles,
    step_text,
)
from emias_app.domain.account_levels import Papers, level_of
from emias_app.domain.automatic_access import may_open_automatically
from emias_app.domain.refusals import REFUSALS, ReasonCode
from emias_app.domain.registry_checks import Policy, policy_verdict
from emias_app.domain.transitions import TransitionError
from emias_app.domain.working_days import is_working_day, working_days_left
from emias_app.models.account import AccountLevel, CheckState
from emias_app.models.requests import Grantee, RequestPurpose, RequestState

S, R, P = RequestState, ReasonCode, RequestPurpose
TODAY = date(2026, 11, 22)
PHONE = "+79000000002"
READY = Draft(P.GRANT, Grantee.SELF, "8 900 000-00-02", has_photo=True, has_consent=True)
IGOR = Facts(P.GRANT, Grantee.SELF, AccountLevel.STANDARD, CheckState.CONFIRMED, Policy.MOSCOW, date(2020, 7, 5))
OLGA = replace(IGOR, level=AccountLevel.BASIC, policy=Policy.OTHER_REGION, child_birth=date(2023, 8, 26))
ALL_FACTS = st.builds(
    Facts,
    st.sampled_from(P),
    st.sampled_from(Grantee),
    st.sampled_from(AccountLevel),
    st.sampled_from(CheckState),
    st.sampled_from(Policy),
    st.dates(date(2005, 1, 1), TODAY),
    st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.none() | st.sampled_from(CheckState),
    st.booleans(),
    st.booleans(),
    st.builds(OtherParent, st.booleans(), st.booleans()),
    st.booleans(),
)


def missing(draft: Draft, level: AccountLevel = AccountLevel.STANDARD, *, has_access: bool = False) -> dict[str, str]:
    return missing_before_submit(draft, level=level, account_phone=PHONE, has_access=has_access)


def test_a_complete_request_misses_nothing() -> None:
    assert missing(READY) == {}
    assert missing(replace(READY, has_photo=False), AccountLevel.FULL) == {}


def test_an_empty_draft_names_what_is_missing_in_the_order_of_the_steps() -> None:
    assert list(missing(Draft(P.GRANT, Grantee.SELF))) == ["phone", "photoId", "consent"]


@pytest.mark.parametrize(
    ("draft", "has_access", "field"),
    [
        (READY, True, "purpose"),
        (replace(READY, purpose=P.CHANGE), False, "purpose"),
        (replace(READY, purpose=P.CANCEL), False, "purpose"),
        (replace(READY, purpose=P.CANCEL, grantee=Grantee.OTHER_PARENT), True, "grantee"),
        (replace(READY, phone="+79000000003"), False, "phone"),
        (replace(READY, phone="12345"), False, "phone"),
        (replace(READY, has_photo=False), False, "photoId"),
        (replace(READY, has_consent=False), False, "consent"),
    ],
)
def test_one_wrong_field_is_named_alone(draft: Draft, has_access: bool, field: str) -> None:
    assert list(missing(draft, has_access=has_access)) == [field]


@pytest.mark.parametrize(
    ("draft", "has_access"),
    [
        (replace(READY, grantee=Grantee.OTHER_PARENT), True),
        (replace(READY, grantee=Grantee.OTHER_PARENT, phone="+79000000003"), False),
        (replace(READY, purpose=P.CHANGE), True),
        (replace(READY, purpose=P.CANCEL, has_photo=False), True),
    ],
)
def test_the_other_purposes_may_be_sent_too(draft: Draft, has_access: bool) -> None:
    assert missing(draft, has_access=has_access) == {}


@pytest.mark.parametrize("level", AccountLevel)
def test_only_a_standard_account_shows_the_passport(level: AccountLevel) -> None:
    assert needs_photo(level, P.GRANT) is (level is AccountLevel.STANDARD)
    assert not needs_photo(level, P.CANCEL)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (date(2026, 11, 22), date(2026, 11, 27)),
        (date(2025, 12, 29), date(2026, 1, 15)),
        (date(2027, 2, 18), date(2027, 2, 26)),
    ],
)
def test_a_decision_falls_on_the_fifth_working_day(sent: date, due: date) -> None:
    assert due_day(sent) == due


@given(st.dates(date(2025, 1, 1), date(2027, 11, 30)))
def test_a_decision_is_due_after_five_working_days_and_not_before(sent: date) -> None:
    due = due_day(sent)
    assert is_working_day(due)
    assert working_days_left(sent, due) == 5
    assert is_decision_due(due, due)
    assert not is_decision_due(due, due - timedelta(days=1))


def test_the_strip_counts_working_days() -> None:
    due = date(2026, 11, 27)
    assert days_left_line(due, TODAY) == "Осталось 5 рабочих дней, до 27 ноября 2026\u00a0г."
    assert days_left_line(due, date(2026, 11, 25)).startswith("Осталось 2 рабочих дня,")
    assert days_left_line(due, date(2026, 11, 26)).startswith("Остался 1 рабочий день,")
    assert days_left_line(due, due) == "Решение готово"


def test_a_good_request_is_approved() -> None:
    assert decision(IGOR, TODAY).state is S.APPROVED


def test_olga_is_refused_first_for_her_level_and_after_snils_for_the_policy() -> None:
    assert decision(OLGA, TODAY).code is R.ACCOUNT_LEVEL_TOO_LOW
    after = replace(OLGA, level=level_of(Papers(has_snils=True)))
    assert (decision(after, TODAY).state, decision(after, TODAY).code) == (S.REJECTED, R.POLICY_NOT_MOSCOW)


@pytest.mark.parametrize(
    ("facts", "state", "code"),
    [
        (replace(IGOR, child_birth=date(2008, 11, 22)), S.REJECTED, R.CHILD_IS_ADULT),
        (replace(IGOR, child_birth=date(2008, 11, 23)), S.APPROVED, None),
        (replace(IGOR, child_birth=date(2010, 1, 1), emancipated_on=TODAY), S.REJECTED, R.CHILD_IS_ADULT),
        (replace(IGOR, is_revoked_by_clinic=True), S.REJECTED, R.CLINIC_REVOKED),
        (replace(IGOR, passport=CheckState.REJECTED), S.REJECTED, R.PASSPORT_NOT_CONFIRMED),
        (replace(IGOR, passport=CheckState.CHECKING), S.APPROVED, None),
        (replace(IGOR, is_photo_readable=False), S.REJECTED, R.PHOTO_UNREADABLE),
        (replace(IGOR, is_photo_readable=False, level=AccountLevel.FULL), S.APPROVED, None),
        (replace(IGOR, kinship=CheckState.CHECKING), S.REJECTED, R.KINSHIP_NOT_CONFIRMED),
        (replace(IGOR, kinship=CheckState.VISIT_MFC), S.REJECTED, R.KINSHIP_NOT_CONFIRMED),
        (replace(IGOR, kinship=CheckState.VISIT_MFC, is_own=True), S.APPROVED, None),
        (replace(IGOR, policy=Policy.NOT_FOUND), S.REJECTED, R.POLICY_NOT_MOSCOW),
        (replace(IGOR, grantee=Grantee.OTHER_PARENT), S.ACTION_REQUIRED, R.OTHER_PARENT_UNKNOWN),
        (
            replace(IGOR, grantee=Grantee.OTHER_PARENT, other_parent=OtherParent(True, False)),
            S.ACTION_REQUIRED,
            R.OTHER_PARENT_UNKNOWN,
        ),
        (replace(IGOR, grantee=Grantee.OTHER_PARENT, other_parent=OtherParent(True, True)), S.APPROVED, None),
        (
            replace(
                IGOR,
                grantee=Grantee.OTHER_PARENT,
                other_parent=OtherParent(True, True),
                is_revoked_by_clinic=True,
            ),
            S.REJECTED,
            R.CLINIC_REVOKED,
        ),
        (replace(OLGA, purpose=P.CANCEL, is_revoked_by_clinic=True), S.APPROVED, None),
    ],
)
def test_each_reason_has_its_case(facts: Facts, state: RequestState, code: ReasonCode | None) -> None:
    outcome = decision(facts, TODAY)
    assert (outcome.state, outcome.code) == (state, code)
    assert (outcome.refusal is None) == (code is None)


@given(ALL_FACTS)
def test_a_decision_is_a_declared_end_of_checking_with_the_first_obstacle(facts: Facts) -> None:
    outcome = decision(facts, TODAY)
    assert REQUESTS.allows(S.CHECKING, outcome.state)
    assert (outcome.code is None) == (outcome.state is S.APPROVED)
    assert list(obstacles(facts, TODAY)[:1]) == ([outcome.code] if outcome.code else [])


@given(ALL_FACTS)
def test_no_grant_without_a_confirmed_kinship_a_moscow_policy_and_a_level(facts: Facts) -> None:
    if decision(facts, TODAY).state is S.APPROVED and facts.purpose is not P.CANCEL:
        assert facts.is_own or facts.kinship is CheckState.CONFIRMED
        assert facts.policy is Policy.MOSCOW
        assert facts.level is not AccountLevel.BASIC
        assert not facts.is_revoked_by_clinic


@given(ALL_FACTS)
def test_clearing_the_first_obstacle_leaves_the_others_in_order(facts: Facts) -> None:
    before = obstacles(facts, TODAY)
    assert len(set(before)) == len(before)
    if R.ACCOUNT_LEVEL_TOO_LOW in before:
        after = obstacles(replace(facts, level=AccountLevel.FULL), TODAY)
        assert after == tuple(code for code in before if code is not R.ACCOUNT_LEVEL_TOO_LOW)


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        (None, {S.DRAFT}),
        (S.DRAFT, {S.DRAFT, S.CODE_SENT, S.CANCELLED}),
        (S.CODE_SENT, {S.DRAFT, S.CODE_SENT, S.CHECKING, S.CANCELLED}),
        (S.CHECKING, {S.APPROVED, S.REJECTED, S.ACTION_REQUIRED, S.CANCELLED}),
        (S.ACTION_REQUIRED, {S.DRAFT, S.CODE_SENT, S.CHECKING, S.REJECTED, S.CANCELLED}),
        (S.APPROVED, set()),
        (S.REJECTED, set()),
        (S.CANCELLED, set()),
    ],
)
def test_a_request_moves_along_declared_lines(source: RequestState | None, targets: set[RequestState]) -> None:
    assert {target for target in S if REQUESTS.allows(source, target)} == targets
    for target in set(S) - targets:
        with pytest.raises(TransitionError):
            REQUESTS.move(source, target)


def test_what_is_sent_is_not_edited_and_what_is_over_is_not_open() -> None:
    assert {state for state in S if is_editable(state)} == {S.DRAFT, S.CODE_SENT, S.ACTION_REQUIRED}
    assert {state for state in S if not is_open(state)} == {S.APPROVED, S.REJECTED, S.CANCELLED}
    assert all(REQUESTS.allows(state, S.CANCELLED) for state in S if is_open(state))


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("purpose", P)
def test_each_step_of_the_timeline_has_words(state: RequestState, purpose: RequestPurpose) -> None:
    assert step_text(state, purpose)


def test_the_timeline_names_the_day_and_the_reason() -> None:
    assert step_text(S.CHECKING, P.GRANT, due=date(2026, 11, 27)).endswith("решение будет 27 ноября 2026\u00a0г.")
    reason = REFUSALS[R.POLICY_NOT_MOSCOW].reason
    assert step_text(S.REJECTED, P.GRANT, reason=reason) == f"Отказано. {reason}"


def test_each_reason_has_words_and_a_step() -> None:
    assert set(REFUSALS) == set(R)
    assert all(words.reason and words.what_to_do for words in REFUSALS.values())


def opening(
    level: AccountLevel = AccountLevel.FULL,
    check: CheckState | None = CheckState.CONFIRMED,
    policy: Policy = Policy.MOSCOW,
    *,
    is_adult: bool = False,
    is_revoked: bool = False,
) -> ReasonCode | None:
    found = may_open_automatically(
        level=level, check=check, policy=policy, is_adult=is_adult, is_revoked_by_clinic=is_revoked
    )
    assert found.is_allowed == (found.code is None) == (found.refusal is None)
    return found.code


def test_a_card_opens_by_itself_for_a_full_account_a_confirmed_child_and_a_moscow_policy() -> None:
    assert opening() is None
    assert opening(check=None) is None


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (opening(AccountLevel.STANDARD), R.ACCOUNT_LEVEL_TOO_LOW),
        (opening(AccountLevel.BASIC), R.ACCOUNT_LEVEL_TOO_LOW),
        (opening(check=CheckState.CHECKING), R.KINSHIP_NOT_CONFIRMED),
        (opening(check=CheckState.REJECTED), R.KINSHIP_NOT_CONFIRMED),
        (opening(policy=Policy.OTHER_REGION), R.POLICY_NOT_MOSCOW),
        (opening(is_adult=True), R.CHILD_IS_ADULT),
        (opening(is_revoked=True), R.CLINIC_REVOKED),
    ],
)
def test_a_card_stays_shut_and_the_reason_is_told(found: ReasonCode | None, code: ReasonCode) -> None:
    assert found is code


def test_the_level_asked_for_on_the_automatic_road_is_the_full_one() -> None:
    shut = may_open_automatically(
        level=AccountLevel.STANDARD, check=CheckState.CONFIRMED, policy=Policy.MOSCOW, is_adult=False,
        is_revoked_by_clinic=False,
    )  # fmt: skip
    assert shut.refusal is not None
    assert "полной учётной записью" in shut.refusal.reason


@given(ALL_FACTS)
def test_what_opens_by_itself_would_be_approved_on_request_too(facts: Facts) -> None:
    grant = replace(
        facts, purpose=P.GRANT, grantee=Grantee.SELF, emancipated_on=None, passport=CheckState.CONFIRMED, is_own=False
    )
    adult = R.CHILD_IS_ADULT in obstacles(grant, TODAY)
    code = opening(grant.level, grant.kinship, grant.policy, is_adult=adult, is_revoked=grant.is_revoked_by_clinic)
    if code is None:
        assert decision(grant, TODAY).state is S.APPROVED


@pytest.mark.parametrize("policy", Policy)
def test_only_a_moscow_policy_is_confirmed(policy: Policy) -> None:
    verdict = policy_verdict(policy)
    assert (verdict.state is CheckState.CONFIRMED) == (policy is Policy.MOSCOW) == (verdict.reason is None)
