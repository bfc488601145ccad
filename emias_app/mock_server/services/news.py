"""New records: they enter a card when they are due, and whoever sees the card is told (product.md §6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from emias_app.domain.sections import BY_SLUG
from emias_app.mock_server.services.grants import is_open, name_of
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.news_schema import ComingRecordRow
from emias_app.mock_server.store.records import insert_records, parse_record
from emias_app.mock_server.store.schema import GrantRow, PatientRow
from emias_app.models.access import GrantState
from emias_app.models.account import NoticeKind
from emias_app.models.records import Record


def announce(session: Session, patient: PatientRow, records: Sequence[Record], now: datetime) -> None:
    """One notice to each person whom the card is open to, for all the records; sections only, nothing medical."""
    holders = (
        select(GrantRow.account_id)
        .where(GrantRow.patient_id == patient.id, GrantRow.state == GrantState.ACTIVE.value)
        .distinct()
        .order_by(GrantRow.account_id)
    )
    sections = Counter(BY_SLUG[record.section].title for record in records)
    where = ", ".join(f"«{title}»" if count == 1 else f"«{title}» ({count})" for title, count in sections.items())
    for account_id in session.scalars(holders).all():
        if not is_open(session, patient, account_id, now):
            continue
        whose = "вашей медкарте" if patient.account_id == account_id else f"медкарте {name_of(patient)}"
        post_notice(
            session, account_id, NoticeKind.NEW_RECORDS, now, title=f"Новое в {whose}",
            text=f"Появились записи: {where}. Их видно после кода из СМС или ПИН-кода.", patient_id=patient.id,
        )  # fmt: skip


def run_due(session: Session, now: datetime, outside: Outside) -> None:
    """Let the records in whose time has come."""
    arrived: dict[UUID, list[ComingRecordRow]] = defaultdict(list)
    for row in session.scalars(select(ComingRecordRow).where(ComingRecordRow.due_at <= now)).all():
        arrived[row.patient_id].append(row)
    for patient_id, rows in arrived.items():
        records = [parse_record(row.body_json) for row in rows]
        insert_records(session, records, created_at=now)
        announce(session, session.get_one(PatientRow, patient_id), records, max(row.due_at for row in rows))
    ids = [row.id for row in chain.from_iterable(arrived.values())]
    session.execute(delete(ComingRecordRow).where(ComingRecordRow.id.in_(ids)))


def waiting(now: datetime) -> Select[Any]:
    """The records whose time has come."""
    return select(ComingRecordRow.id).where(ComingRecordRow.due_at <= now)
