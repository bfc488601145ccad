"""«История предоставления доступа»: every code and every access of a patient's relatives, whatever the road."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access import Ended
from emias_app.domain.access_codes import state_at
from emias_app.domain.kinship import kin_of
from emias_app.domain.names import full_name
from emias_app.domain.people import is_same_person
from emias_app.mock_server.registries.records import person_of
from emias_app.mock_server.services.clinic import kin_rows
from emias_app.mock_server.services.closing import decided
from emias_app.mock_server.services.grant_views import ended_on, ended_reason
from emias_app.mock_server.store.schema import AccessCodeRow, AccountRow, ChildRow, GrantRow, KinshipRow, PatientRow
from emias_app.models.access import GrantSource
from emias_app.models.account import Relation
from emias_app.models.base import Sex
from emias_app.models.clinic import CodeState, HistoryRow, KinRelation


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with the moment that puts it in its place."""

    at: datetime
    row: HistoryRow


def history(session: Session, patient: PatientRow, now: datetime) -> list[tuple[datetime, HistoryRow]]:
    """The newest first, each with its moment: of a code when it was sent, else when the access began.

    A code that opened nothing lasts from its sending to its end; one that was redeemed shows the access.
    """
    kin = kin_rows(session, patient.id)
    held = (
        select(GrantRow, AccountRow)
        .join(AccountRow, AccountRow.id == GrantRow.account_id)
        .where(GrantRow.patient_id == patient.id)
    )
    grants = {
        grant.id: (grant, account) for grant, account in session.execute(held) if account.id != patient.account_id
    }
    codes = session.scalars(select(AccessCodeRow).where(AccessCodeRow.patient_id == patient.id)).all()
    placed = [*_codes(codes, kin, grants, patient, now), *_others(session, codes, kin, grants, patient, now)]
    placed.sort(key=lambda one: (one.at, one.row.id.int), reverse=True)
    return [(one.at, one.row) for one in placed]


def _codes(
    codes: Sequence[AccessCodeRow], kin: Sequence[KinshipRow], grants: dict[UUID, tuple[GrantRow, AccountRow]],
    patient: PatientRow, now: datetime,
) -> Iterable[_Placed]:  # fmt: skip
    by_id = {one.id: one for one in kin}
    for code in codes:
        relative = by_id[code.kinship_id]
        state = state_at(CodeState(code.state), code.expires_at, now)
        grant = grants[code.grant_id][0] if code.grant_id in grants else None
        decision = decided(grant, patient, now) if grant is not None else None
        is_over = isinstance(decision, Ended)
        yield _Placed(
            code.sent_at,
            HistoryRow(
                id=code.id,
                kinship_id=relative.id,
                relative=full_name(relative.last_name, relative.first_name, relative.middle_name),
                kinship=KinRelation(relative.relation),
                phone=code.phone,
                code_state=state,
                grant_id=grant.id if grant is not None else None,
                source=GrantSource(grant.source) if grant is not None else GrantSource.CODE,
                start=grant.start if grant is not None else code.sent_at,
                end=ended_on(grant, decision) if grant is not None and decision is not None else _end_of(code),
                reason=ended_reason(decision, is_mine=False) if isinstance(decision, Ended) else code.reason,
                is_live=state is CodeState.SENT or (decision is not None and not is_over),
            ),
        )


def _end_of(code: AccessCodeRow) -> date:
    """The day on which a code that opened nothing stopped working, or will."""
    return moscow_day(code.ended_at or code.expires_at)


def _others(
    session: Session, codes: Sequence[AccessCodeRow], kin: Sequence[KinshipRow],
    grants: dict[UUID, tuple[GrantRow, AccountRow]], patient: PatientRow, now: datetime,
) -> Iterable[_Placed]:  # fmt: skip
    by_code = {code.grant_id for code in codes}
    for grant, account in grants.values():
        if grant.id in by_code:
            continue
        relative = next((one for one in kin if is_same_person(person_of(one), person_of(account))), None)
        decision = decided(grant, patient, now)
        yield _Placed(
            grant.start,
            HistoryRow(
                id=grant.id,
                kinship_id=relative.id if relative is not None else None,
                relative=full_name(account.last_name, account.first_name, account.middle_name),
                kinship=KinRelation(relative.relation)
                if relative is not None
                else _said(session, account, patient, now),
                phone=account.phone,
                code_state=None,
                grant_id=grant.id,
                source=GrantSource(grant.source),
                start=grant.start,
                end=ended_on(grant, decision),
                reason=ended_reason(decision, is_mine=False) if isinstance(decision, Ended) else None,
                is_live=not isinstance(decision, Ended),
            ),
        )


def _said(session: Session, account: AccountRow, patient: PatientRow, now: datetime) -> KinRelation | None:
    """What the account's owner says to be, where the clinic holds no kinship."""
    child = select(ChildRow.relation).where(ChildRow.account_id == account.id, ChildRow.patient_id == patient.id)
    relation = session.scalar(child.limit(1))
    if relation is None:
        return None
    return kin_of(Relation(relation), Sex(account.sex), child_birth=patient.birth_date, today=moscow_day(now))
