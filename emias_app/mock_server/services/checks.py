"""Checks by the registries: begun here, decided when they fall due, and what follows from a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from emias_app.domain.declension import genitive
from emias_app.domain.registry_checks import CHECKS, Verdict, check_line, first_state, what_to_do
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.registries.answers import CHILD, OMS, PASSPORT, answer_to, failed_in_passing
from emias_app.mock_server.registries.records import patient_like, person_of
from emias_app.mock_server.services.automatic import open_all, open_own
from emias_app.mock_server.services.levels import settle_level
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.stamps import stamp
from emias_app.mock_server.store.schema import AccountRow, CheckRow, ChildRow, PatientRow
from emias_app.models.account import Check, CheckState, NoticeKind, Registry
from emias_app.models.base import Sex


def view(row: CheckRow) -> Check:
    return Check(
        id=row.id, registry=Registry(row.registry_name), state=CheckState(row.state), due=row.due, reason=row.reason,
        fields=[field for field in row.fields.split(",") if field],
    )  # fmt: skip


def check_of(session: Session, account_id: UUID, subject: str, child_id: UUID | None = None) -> CheckRow | None:
    """The check of one thing, if it was ever begun."""
    of = CheckRow.child_id.is_(None) if child_id is None else CheckRow.child_id == child_id
    return session.scalar(
        select(CheckRow).where(CheckRow.account_id == account_id, CheckRow.subject == subject, of).limit(1)
    )


def begin(
    session: Session, outside: Outside, account_id: UUID, subject: str, registry: Registry, now: datetime,
    *, child_id: UUID | None = None, is_retry: bool = False,
) -> CheckRow:  # fmt: skip
    """Begin a check, or begin it anew; a retry is of the same data."""
    row = check_of(session, account_id, subject, child_id)
    state = first_state(registry)
    CHECKS.move(None if row is None else CheckState(row.state), state)
    at = stamp(session, account_id, now)
    if row is None:
        row = CheckRow(id=uuid4(), account_id=account_id, child_id=child_id, subject=subject, attempt=0)
        session.add(row)
    row.registry_name = registry.value
    row.state = state.value
    row.due = now + outside.pace[registry] if state is CheckState.CHECKING else None
    row.reason = None
    row.fields = ""
    row.attempt = row.attempt + 1 if is_retry else 1
    row.updated_at = at
    session.flush()
    return row


def retry_refusal(state: CheckState) -> Refusal | None:
    """Why a check cannot be tried again: it is under way, or there is nothing left to check."""
    match state:
        case CheckState.CHECKING | CheckState.VISIT_MFC:
            return Refusal(409, "check_is_running", "Проверка уже идёт, дождитесь ответа.")
        case CheckState.CONFIRMED:
            return Refusal(409, "check_is_over", "Уже подтверждено, проверять снова не нужно.")
        case CheckState.REJECTED | CheckState.FAILED_TEMPORARILY:
            return None


def waiting(now: datetime) -> Select[Any]:
    """The checks whose time has come."""
    return select(CheckRow.id).where(CheckRow.state == CheckState.CHECKING.value, CheckRow.due <= now)


def run_due(session: Session, now: datetime, outside: Outside) -> None:
    """Decide every check whose time has come, in their order."""
    due = select(CheckRow).where(CheckRow.id.in_(waiting(now))).order_by(CheckRow.due, CheckRow.id)
    for row in session.scalars(due).all():
        settle(session, outside, row, answer_to(session, row), now)


def settle(session: Session, outside: Outside, row: CheckRow, verdict: Verdict, now: datetime) -> None:
    """Write down a decision and do what follows from it. Raises TransitionError where the check is over already."""
    row.state = CHECKS.move(CheckState(row.state), verdict.state).value
    row.due = None
    row.reason = verdict.reason
    row.fields = ",".join(verdict.fields)
    row.updated_at = stamp(session, row.account_id, now)
    account = session.get_one(AccountRow, row.account_id)
    child = session.get_one(ChildRow, row.child_id) if row.child_id is not None else None
    if child is not None and row.subject == CHILD:
        child.patient_id = _patient_of(session, child).id if verdict.state is CheckState.CONFIRMED else None
        if verdict.state is CheckState.REJECTED:
            _tell_of_rejection(session, child, row, now)
    session.flush()
    if row.subject == PASSPORT:
        settle_level(session, outside, account, now)
    elif child is not None and verdict.state in (CheckState.CONFIRMED, CheckState.REJECTED):
        open_all(session, outside, account, now, because_of=child.id)
    elif row.subject == OMS and child is None:
        open_own(session, outside, account, now)


def decided(row: CheckRow, state: CheckState, reason: str | None) -> Verdict:
    """A decision that somebody else made: the МФЦ after a visit, or a tester in the name of a registry."""
    registry = Registry(row.registry_name)
    match state:
        case CheckState.CONFIRMED:
            return Verdict(state)
        case CheckState.FAILED_TEMPORARILY:
            return Verdict(state, (), reason or failed_in_passing(registry).reason)
        case _:
            return Verdict(state, (), reason or "Данные не подтверждены")


def forget(session: Session, account_id: UUID, subject: str, child_id: UUID | None = None) -> None:
    """Drop a check whose subject is gone."""
    row = check_of(session, account_id, subject, child_id)
    if row is not None:
        session.delete(row)
        session.flush()


def _patient_of(session: Session, child: ChildRow) -> PatientRow:
    """The card's owner; a child whom the registry knows and no clinic does gets an empty card."""
    found = patient_like(session, person_of(child), Sex(child.sex))
    if found is not None:
        return found
    is_moscow = check_of(session, child.account_id, OMS, child.id)
    made = PatientRow(
        id=uuid4(), last_name=child.last_name, first_name=child.first_name, middle_name=child.middle_name,
        birth_date=child.birth_date, sex=child.sex, oms=child.oms,
        oms_is_moscow=is_moscow is not None and is_moscow.state == CheckState.CONFIRMED.value,
        emancipated_on=None, account_id=None, organisation="Поликлиника не выбрана",
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _tell_of_rejection(session: Session, child: ChildRow, row: CheckRow, now: datetime) -> None:
    registry = Registry(row.registry_name)
    name = genitive(child.first_name, Sex(child.sex))
    text = f"{row.reason}. {what_to_do(registry, CheckState.REJECTED)}."
    post_notice(
        session, row.account_id, NoticeKind.ACCESS_REFUSED, now, text=text,
        title=f"Данные {name}: {check_line(registry, CheckState.REJECTED).lower()}",
    )  # fmt: skip
