"""Requests are decided here: on their day at Moscow's midnight, or at once by a tester in the registry's name."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.domain.access import cancel
from emias_app.domain.access_requests import (
    REQUESTS,
    Facts,
    OtherParent,
    Outcome,
    decision,
    step_text,
)
from emias_app.domain.identifiers import IdentifierError, check_phone
from emias_app.domain.people import is_same_person
from emias_app.domain.refusals import ReasonCode
from emias_app.domain.refusals import Refusal as Obstacle
from emias_app.domain.registry_checks import Policy
from emias_app.mock_server.problems import Refusal, invalid
from emias_app.mock_server.registries.answers import CHILD, PASSPORT, policy_of
from emias_app.mock_server.registries.records import patient_like, person_of
from emias_app.mock_server.services.automatic import policy_known
from emias_app.mock_server.services.closing import is_shut_out
from emias_app.mock_server.services.grants import as_grant, is_open, open_grant
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import (
    AccessRequestRow,
    AccountRow,
    CheckRow,
    ChildRow,
    GrantRow,
    KinshipRow,
    PatientRow,
    RequestStepRow,
)
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import AccountLevel, CheckState, NoticeKind
from emias_app.models.base import Sex
from emias_app.models.requests import Grantee, RequestPurpose, RequestState

#: What a tester may answer in the registry's name.
OUTCOMES = (RequestState.APPROVED, RequestState.REJECTED, RequestState.ACTION_REQUIRED)


def waiting(now: datetime) -> Select[Any]:
    """The requests whose day has come."""
    return select(AccessRequestRow.id).where(
        AccessRequestRow.state == RequestState.CHECKING.value, AccessRequestRow.due <= moscow_day(now)
    )


def run_due(session: Session, now: datetime, outside: Outside) -> None:
    """Decide each of them as of its own day, in their order."""
    due = select(AccessRequestRow).where(AccessRequestRow.id.in_(waiting(now)))
    for row in session.scalars(due.order_by(AccessRequestRow.due, AccessRequestRow.created_at)).all():
        if row.due is not None:
            at = datetime.combine(row.due, time(), MOSCOW)
            _settle(session, outside, row, decision(facts_of(session, row), row.due), None, at)


def decide_by_hand(
    session: Session, outside: Outside, row: AccessRequestRow, outcome: str, reason: str | None, now: datetime
) -> Refusal | None:
    """Answer in the registry's name: ``reason`` is one of the reason codes, or Russian words of one's own."""
    state = next((one for one in OUTCOMES if one == outcome.upper()), None)
    if state is None:
        return invalid("outcome", f"Бывает {', '.join(OUTCOMES)}.")
    if row.state != RequestState.CHECKING:
        return Refusal(409, "check_is_over", "Запрос сейчас не проверяется.")
    if state is RequestState.APPROVED:
        _settle(session, outside, row, Outcome(state), None, now)
        return None
    code = next((one for one in ReasonCode if one == reason), None)
    words = None if code else reason or "Сведения не подтверждены"
    _settle(session, outside, row, Outcome(state, code), words, now)
    return None


def patient_of(session: Session, row: AccessRequestRow) -> PatientRow | None:
    """Whose card is asked for; None where no clinic knows the child."""
    if row.child_id is None:
        account = session.get_one(AccountRow, row.account_id)
        patient = patient_like(session, person_of(account), Sex(account.sex))
        if patient is None or patient.account_id == account.id:
            return patient
        has_policy = patient.oms is not None and patient.oms == account.oms
        return patient if patient.account_id is None and has_policy else None
    child = session.get_one(ChildRow, row.child_id)
    if child.patient_id is not None:
        return session.get(PatientRow, child.patient_id)
    return patient_like(session, person_of(child), Sex(child.sex))


def facts_of(session: Session, row: AccessRequestRow) -> Facts:
    """What is known now of all that a decision rests on."""
    account = session.get_one(AccountRow, row.account_id)
    child = session.get(ChildRow, row.child_id) if row.child_id is not None else None
    patient = patient_of(session, row)
    grantee = Grantee(row.grantee)
    other = _other_parent(session, row) if grantee is Grantee.OTHER_PARENT else None
    is_kin = other is not None and patient is not None and _is_kin_confirmed(session, other, patient)
    receiver = other if grantee is Grantee.OTHER_PARENT else account
    passport = select(CheckRow.state).where(
        CheckRow.account_id == account.id, CheckRow.child_id.is_(None), CheckRow.subject == PASSPORT
    )
    state = session.scalar(passport)
    return Facts(
        purpose=RequestPurpose(row.purpose),
        grantee=grantee,
        level=AccountLevel(account.level),
        kinship=_kinship(session, child),
        policy=_policy(session, account, child, patient),
        child_birth=child.birth_date if child is not None else account.birth_date,
        emancipated_on=patient.emancipated_on if patient is not None else None,
        passport=CheckState(state) if state is not None else None,
        is_revoked_by_clinic=patient is not None
        and receiver is not None
        and is_shut_out(session, patient.id, person_of(receiver)),
        other_parent=OtherParent(other is not None, is_kin),
        is_own=child is None,
    )


def add_step(
    session: Session, row: AccessRequestRow, state: RequestState, at: datetime, reason: str | None = None
) -> None:
    """Move a request on, with a line of its timeline. Raises TransitionError where that may not follow."""
    before = RequestState(row.state) if row.state else None
    row.state = REQUESTS.move(before, state).value
    text = step_text(state, RequestPurpose(row.purpose), due=row.due, reason=reason)
    session.add(RequestStepRow(request_id=row.id, at=at, state=state.value, text=text))


def _kinship(session: Session, child: ChildRow | None) -> CheckState:
    if child is None:
        return CheckState.CONFIRMED
    if child.removed_at is not None:
        return CheckState.REJECTED
    check = select(CheckRow.state).where(CheckRow.child_id == child.id, CheckRow.subject == CHILD)
    return CheckState(session.scalar(check) or CheckState.REJECTED)


def _policy(session: Session, account: AccountRow, child: ChildRow | None, patient: PatientRow | None) -> Policy:
    """What is known of the policy on the day; one still being checked counts as the clinic knows it."""
    if patient is None:
        return Policy.NOT_FOUND
    return policy_known(session, child, account, patient) or policy_of(patient)


def _other_parent(session: Session, row: AccessRequestRow) -> AccountRow | None:
    try:
        phone = check_phone(row.phone or "")
    except IdentifierError:
        return None
    other = select(AccountRow).where(AccountRow.phone == phone, AccountRow.id != row.account_id)
    return session.scalar(other)


def _is_kin_confirmed(session: Session, account: AccountRow, patient: PatientRow) -> bool:
    confirmed = (
        select(ChildRow.id)
        .join(CheckRow, CheckRow.child_id == ChildRow.id)
        .where(ChildRow.account_id == account.id, ChildRow.patient_id == patient.id, ChildRow.removed_at.is_(None))
        .where(CheckRow.subject == CHILD, CheckRow.state == CheckState.CONFIRMED.value)
    )
    return session.scalar(confirmed.limit(1)) is not None


def _settle(
    session: Session, outside: Outside, row: AccessRequestRow, outcome: Outcome, words: str | None, at: datetime
) -> None:
    why = outcome.refusal or (Obstacle(words, "Подробности можно узнать в поликлинике") if words else None)
    row.reason = why.reason if why else None
    row.reason_code = outcome.code.value if outcome.code else None
    account = session.get_one(AccountRow, row.account_id)
    patient = patient_of(session, row)
    add_step(session, row, outcome.state, at, row.reason)
    session.flush()
    if outcome.state is RequestState.APPROVED and patient is not None:
        _grant(session, outside, row, account, patient, at)
    elif outcome.state is not RequestState.APPROVED and why is not None:
        _tell_refusal(session, outside, row, account, patient, outcome.state, why, at)


def _grant(
    session: Session, outside: Outside, row: AccessRequestRow, account: AccountRow, patient: PatientRow, at: datetime
) -> None:
    """Do what was asked for."""
    if row.purpose == RequestPurpose.CANCEL:
        mine = select(GrantRow).where(GrantRow.account_id == account.id, GrantRow.patient_id == patient.id)
        for grant in session.scalars(mine.where(GrantRow.state == GrantState.ACTIVE.value)):
            ended = cancel(as_grant(grant), at)
            grant.state, grant.ended_at, grant.reason = ended.state.value, ended.ended_at, ended.reason
        return
    if row.purpose == RequestPurpose.CHANGE and row.grantee == Grantee.SELF:
        for kin in session.scalars(select(KinshipRow).where(KinshipRow.patient_id == patient.id)):
            if is_same_person(person_of(kin), person_of(account)):
                kin.phone = account.phone
        return
    receiver = _other_parent(session, row) if row.grantee == Grantee.OTHER_PARENT else account
    if receiver is None or is_open(session, patient, receiver.id, at):
        return
    if row.child_id is None:
        patient.account_id = account.id
        session.flush()
    open_grant(session, outside, patient, receiver, GrantSource.REQUEST, at)


def _tell_refusal(
    session: Session, outside: Outside, row: AccessRequestRow, account: AccountRow, patient: PatientRow | None,
    state: RequestState, why: Obstacle, at: datetime,
) -> None:  # fmt: skip
    needs_action = state is RequestState.ACTION_REQUIRED
    title = "Запрос на доступ ждёт вашего участия" if needs_action else "В доступе к медкарте отказано"
    post_notice(
        session, account.id, NoticeKind.ACCESS_REFUSED, at, title=title, text=f"{why.reason}. {why.what_to_do}.",
        patient_id=None if patient is None or not is_open(session, patient, account.id, at) else patient.id,
    )  # fmt: skip
    line = "Запрос на доступ к медкарте ждёт вашего участия." if needs_action else "В доступе к медкарте отказано."
    outside.sms.tell(session, account.phone, f"{line} Причина указана в приложении.", at)
