"""«Доступ»: my accesses, and who else sees the cards that are open to me."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access import Ended, Open
from emias_app.domain.names import full_name
from emias_app.mock_server.services.closing import decided
from emias_app.mock_server.store.schema import AccountRow, GrantRow, PatientRow
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.requests import Grant

_GIVEN_UP = "доступ прекращён по собственному желанию"


def list_grants(session: Session, account_id: UUID, now: datetime) -> list[Grant]:
    """Mine, ended ones too, and others' to the cards that are open to me now; mine and living ones in front."""
    mine = _rows(session, GrantRow.account_id == account_id)
    open_to_me = {patient.id for row, patient, _ in mine if not isinstance(decided(row, patient, now), Ended)}
    others = _rows(session, GrantRow.patient_id.in_(open_to_me), GrantRow.account_id != account_id)
    shown = [view_of(row, patient, holder, account_id, now) for row, patient, holder in (*mine, *others)]
    shown.sort(key=lambda one: one.start, reverse=True)
    shown.sort(key=lambda one: (not one.mine, one.state is not GrantState.ACTIVE))
    return shown


def view_of(row: GrantRow, patient: PatientRow, holder: AccountRow, account_id: UUID, now: datetime) -> Grant:
    """An access as ``account_id`` sees it."""
    decision = decided(row, patient, now)
    is_mine = holder.id == account_id
    if isinstance(decision, Ended):
        state, reason = decision.state, ended_reason(decision, is_mine=is_mine)
    else:
        state, reason = GrantState.ACTIVE, None
    return Grant(
        id=row.id,
        patient_id=patient.id,
        patient_name=full_name(patient.last_name, patient.first_name, patient.middle_name),
        holder=full_name(holder.last_name, holder.first_name, holder.middle_name),
        mine=is_mine,
        source=GrantSource(row.source),
        state=state,
        start=row.start,
        end=ended_on(row, decision),
        reason=reason,
    )


def ended_reason(decision: Ended, *, is_mine: bool) -> str:
    """Why it ended, as said to its holder or to somebody else."""
    if decision.state is GrantState.CANCELLED and not is_mine:
        return _GIVEN_UP
    return decision.reason


def one_grant(session: Session, grant_id: UUID, account_id: UUID, now: datetime) -> Grant:
    """A grant of mine, as the list shows it."""
    ((row, patient, holder),) = _rows(session, GrantRow.id == grant_id)
    return view_of(row, patient, holder, account_id, now)


def ended_on(row: GrantRow, decision: Open | Ended) -> date | None:
    """The day on which it ended, or will: the first one without access."""
    if isinstance(decision, Ended):
        return moscow_day(row.ended_at) if row.ended_at is not None else decision.grant.ends_on
    return decision.ends_on


def _rows(session: Session, *where: ColumnElement[bool]) -> list[tuple[GrantRow, PatientRow, AccountRow]]:
    found = (
        select(GrantRow, PatientRow, AccountRow)
        .join(PatientRow, PatientRow.id == GrantRow.patient_id)
        .join(AccountRow, AccountRow.id == GrantRow.account_id)
        .where(*where)
        .order_by(GrantRow.start.desc(), GrantRow.id)
    )
    return [(row, patient, holder) for row, patient, holder in session.execute(found)]
