"""The next step to a child's card, by what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from emias_app.domain.way_to_card import Way, access_of, way_to_card
from emias_app.models.access import AccessView, GrantSource, GrantState
from emias_app.models.account import AccountLevel, Check, CheckState, PatientSummary, Registry, Relation
from emias_app.models.base import Sex
from emias_app.models.family import Child, ChildDocument, DocumentKind

ID = UUID(int=1)
TODAY = date(2026, 11, 22)
PATIENT = UUID(int=2)


def a_child(state: CheckState = CheckState.CONFIRMED, policy: CheckState | None = None) -> Child:
    return Child(
        id=ID, last_name="Соколов", first_name="Михаил", middle_name="Игоревич", birth_date=date(2020, 7, 5),
        sex=Sex.MALE, relation=Relation.SON,
        document=ChildDocument(kind=DocumentKind.BIRTH_CERTIFICATE, series="IV-МЮ", number="000106"),
        check=Check(id=ID, registry=Registry.ZAGS, state=state),
        oms_check=None if policy is None else Check(id=ID, registry=Registry.OMS, state=policy),
        patient_id=PATIENT if state is CheckState.CONFIRMED else None,
    )  # fmt: skip


def an_access(state: GrantState) -> AccessView:
    return AccessView(state=state, source=GrantSource.AUTO, start=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("state", "way"),
    [
        (CheckState.CHECKING, Way.WAIT),
        (CheckState.VISIT_MFC, Way.VISIT_MFC),
        (CheckState.REJECTED, Way.CORRECT),
        (CheckState.FAILED_TEMPORARILY, Way.RETRY),
        (CheckState.CONFIRMED, Way.REQUEST),
    ],
)
def test_the_check_comes_first(state: CheckState, way: Way) -> None:
    assert way_to_card(a_child(state), AccountLevel.STANDARD, None, TODAY) is way


def test_a_basic_account_is_to_be_raised_and_a_full_one_may_still_ask() -> None:
    assert way_to_card(a_child(), AccountLevel.BASIC, None, TODAY) is Way.RAISE_LEVEL
    assert way_to_card(a_child(), AccountLevel.FULL, None, TODAY) is Way.REQUEST


@pytest.mark.parametrize(
    ("policy", "way"),
    [
        (CheckState.CHECKING, Way.WAIT),
        (CheckState.REJECTED, Way.POLICY),
        (CheckState.FAILED_TEMPORARILY, Way.REQUEST),
        (CheckState.CONFIRMED, Way.REQUEST),
    ],
)
def test_a_policy_that_does_not_fit_is_told(policy: CheckState, way: Way) -> None:
    assert way_to_card(a_child(policy=policy), AccountLevel.STANDARD, None, TODAY) is way


def test_after_the_clinic_s_revocation_only_its_code_opens() -> None:
    revoked = an_access(GrantState.REVOKED)
    for level in AccountLevel:
        assert way_to_card(a_child(), level, revoked, TODAY) is Way.CLINIC_CODE
    assert way_to_card(a_child(), AccountLevel.STANDARD, an_access(GrantState.CANCELLED), TODAY) is Way.REQUEST


def test_an_open_card_is_open_whatever_else_is_going_on() -> None:
    for state in CheckState:
        assert way_to_card(a_child(state), AccountLevel.BASIC, an_access(GrantState.ACTIVE), TODAY) is Way.OPEN


def test_at_eighteen_there_is_no_way_any_more() -> None:
    assert way_to_card(a_child(), AccountLevel.FULL, an_access(GrantState.EXPIRED), date(2038, 7, 5)) is Way.ADULT
    assert way_to_card(a_child(), AccountLevel.FULL, None, date(2038, 7, 4)) is Way.REQUEST


def test_a_card_is_found_by_its_patient_or_before_that_by_the_name() -> None:
    closed = an_access(GrantState.REVOKED)
    patient = PatientSummary(
        id=PATIENT, last_name="Соколов", first_name="Михаил", middle_name="Игоревич", birth_date=date(2020, 7, 5),
        sex=Sex.MALE, relation=Relation.SON, access=closed,
    )  # fmt: skip
    assert access_of(a_child(), [patient]) == closed
    assert access_of(a_child(CheckState.CHECKING), [patient]) == closed
    assert access_of(a_child(), [patient.model_copy(update={"id": ID})]) is None
    assert access_of(a_child(), []) is None
