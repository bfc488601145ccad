"""What ends for a family is told months ahead (product.md §6); each step once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.ages import add_months
from emias_app.domain.endings import Ending, endings
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import GrantRow, PatientRow, ToldEndingRow
from emias_app.models.access import GrantState
from emias_app.models.account import NoticeKind
from emias_app.models.base import Sex

#: Half a year, three months and one month ahead [model], as (step, months).
_MONTHS = ((180, 6), (90, 3), (30, 1))
#: The eve.
_LAST = 1


def tell(session: Session, now: datetime, outside: Outside) -> None:
    """Post what each representative has to know by now and was not told yet."""
    today = moscow_day(now)
    living = (
        select(GrantRow.account_id, PatientRow)
        .join(PatientRow, PatientRow.id == GrantRow.patient_id)
        .where(GrantRow.state == GrantState.ACTIVE.value)
        .order_by(GrantRow.account_id, PatientRow.birth_date)
    )
    for account_id, patient in session.execute(living).all():
        if patient.account_id == account_id:
            continue
        coming = endings(
            patient.first_name, Sex(patient.sex), patient.birth_date, today,
            emancipated_on=patient.emancipated_on, months_ahead=_MONTHS[0][1],
        )  # fmt: skip
        for one in coming:
            step = _step(one, now)
            key = (account_id, patient.id, one.kind.value, step)
            if session.get(ToldEndingRow, key) is not None:
                continue
            session.add(ToldEndingRow(account_id=account_id, patient_id=patient.id, kind=one.kind.value, step=step))
            post_notice(
                session, account_id, NoticeKind.ACCESS_ENDS_SOON, now, title=one.title, text=f"{one.text}.",
                patient_id=patient.id,
            )  # fmt: skip


def _step(ending: Ending, now: datetime) -> int:
    """The nearest step that has come; the earlier ones are not told after it."""
    today = moscow_day(now)
    if (ending.on - today).days <= _LAST:
        return _LAST
    return min(step for step, months in _MONTHS if ending.on <= add_months(today, months))
