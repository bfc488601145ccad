"""The first road: the cards of a full account's confirmed children, and a teenager's own, open by themselves.

An access that its holder gave up is not opened again unless that very child is confirmed anew; one that the clinic
revoked never is (product.md §6).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access import access_ends_on
from emias_app.domain.ages import ADULT, OWN_CARD, birthday_on
from emias_app.domain.automatic_access import Opening, may_open_automatically
from emias_app.domain.refusals import ReasonCode
from emias_app.domain.refusals import Refusal as Obstacle
from emias_app.domain.registry_checks import Policy
from emias_app.mock_server.registries.answers import CHILD, OMS, policy_of
from emias_app.mock_server.registries.records import patient_like, person_of
from emias_app.mock_server.services.closing import is_shut_out
from emias_app.mock_server.services.grants import grants_of, is_open, open_grant, tell_of_refusal
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import AccountRow, CheckRow, ChildRow, PatientRow
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import AccountLevel, CheckState
from emias_app.models.base import Sex

_WRONG_NUMBER = Obstacle(
    "Полис ОМС с таким номером не найден", "Исправьте номер полиса в «Моей семье», он проверится ещё раз"
)


def open_all(
    session: Session, outside: Outside, account: AccountRow, now: datetime, *, because_of: UUID | None = None
) -> None:
    """Open every card that may open by itself.

    ``because_of``: the child whose check is the reason; of the others nothing is said where they stay shut. None:
    the account has become full, so each child that stays shut is told of.
    """
    if AccountLevel(account.level) is not AccountLevel.FULL:
        return
    mine = select(ChildRow).where(ChildRow.account_id == account.id, ChildRow.removed_at.is_(None))
    for child in session.scalars(mine.order_by(ChildRow.position, ChildRow.id)):
        _open_child(session, outside, account, child, now, because_of)
    if because_of is None:
        open_own(session, outside, account, now)


def policy_known(session: Session, child: ChildRow | None, account: AccountRow, patient: PatientRow) -> Policy | None:
    """What is known of the policy: by the check of the number entered, else by the patient; None = being checked."""
    owner = CheckRow.child_id == child.id if child is not None else CheckRow.child_id.is_(None)
    number = child.oms if child is not None else account.oms
    asked = select(CheckRow).where(CheckRow.account_id == account.id, owner, CheckRow.subject == OMS)
    check = session.scalar(asked) if number else None
    if check is None:
        return policy_of(patient)
    match CheckState(check.state):
        case CheckState.CONFIRMED:
            return Policy.MOSCOW
        case CheckState.REJECTED:
            is_elsewhere = patient.oms == number and not patient.oms_is_moscow
            return Policy.OTHER_REGION if is_elsewhere else Policy.NOT_FOUND
        case CheckState.CHECKING | CheckState.FAILED_TEMPORARILY | CheckState.VISIT_MFC:
            return None


def _open_child(
    session: Session, outside: Outside, account: AccountRow, child: ChildRow, now: datetime, because_of: UUID | None
) -> None:
    patient = session.get(PatientRow, child.patient_id) if child.patient_id is not None else None
    check = session.scalar(select(CheckRow.state).where(CheckRow.child_id == child.id, CheckRow.subject == CHILD))
    if patient is None or check != CheckState.CONFIRMED or is_open(session, patient, account.id, now):
        return
    held = grants_of(session, patient.id, account.id)
    is_asked_for = because_of == child.id
    if held and held[-1].state is GrantState.CANCELLED and not is_asked_for:
        return
    policy = policy_known(session, child, account, patient)
    if policy is None:
        return
    ends_on = access_ends_on(patient.birth_date, patient.emancipated_on)
    opening = may_open_automatically(
        level=AccountLevel(account.level), check=CheckState.CONFIRMED, policy=policy,
        is_adult=ends_on is not None and moscow_day(now) >= ends_on,
        is_revoked_by_clinic=is_shut_out(session, patient.id, person_of(account)),
    )  # fmt: skip
    if opening.is_allowed:
        open_grant(session, outside, patient, account, GrantSource.AUTO, now)
    elif is_asked_for or because_of is None:
        _refuse(session, outside, account, patient, opening, policy, now)


def open_own(session: Session, outside: Outside, account: AccountRow, now: datetime) -> None:
    """A teenager's own card: no kinship to confirm, the policy says that it is theirs."""
    if AccountLevel(account.level) is not AccountLevel.FULL:
        return
    today = moscow_day(now)
    if not birthday_on(account.birth_date, OWN_CARD) <= today < birthday_on(account.birth_date, ADULT):
        return
    patient = patient_like(session, person_of(account), Sex(account.sex))
    if patient is None or patient.oms is None or patient.oms != account.oms:
        return
    if patient.account_id not in (None, account.id) or is_open(session, patient, account.id, now):
        return
    held = grants_of(session, patient.id, account.id)
    if any(one.state is GrantState.CANCELLED for one in held[-1:]):
        return
    policy = policy_known(session, None, account, patient)
    if policy is None:
        return
    opening = may_open_automatically(
        level=AccountLevel(account.level), check=None, policy=policy, is_adult=False,
        is_revoked_by_clinic=is_shut_out(session, patient.id, person_of(account)),
    )  # fmt: skip
    if opening.is_allowed:
        patient.account_id = account.id
        open_grant(session, outside, patient, account, GrantSource.AUTO, now)
    else:
        _refuse(session, outside, account, patient, opening, policy, now)


def _refuse(
    session: Session, outside: Outside, account: AccountRow, patient: PatientRow, opening: Opening, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    is_typo = opening.code is ReasonCode.POLICY_NOT_MOSCOW and policy is Policy.NOT_FOUND
    why = _WRONG_NUMBER if is_typo else opening.refusal
    if why is not None:
        tell_of_refusal(session, outside, patient, account, why, now)
