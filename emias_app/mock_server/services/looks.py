"""What is new since a person's last look at a card; each parent has a last look of their own.

[model] A visit lasts while less than half an hour passes between two looks. New is what entered the card after the
visit before this one ended, so a mark stays for the whole visit and is gone in the next. At the very first visit
nothing is new: everything would be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import StorageFull
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.store.origin import is_first_hand
from emias_app.mock_server.store.schema import LookRow, StoredRecord
from emias_app.models.section import SectionSlug

#: After so long without a look the next one is another visit; a look is noted at most once in the shorter time.
APART, NOTED = timedelta(minutes=30), timedelta(minutes=1)
#: So many new records are told.
MOST = 200


async def new_records(viewer: Viewer) -> Mapping[SectionSlug, list[UUID]]:
    """The ids of what is new to this person, newest first, by section; notes the look."""
    account_id, patient_id, now = viewer.account_id, viewer.patient.id, viewer.now
    seen = await viewer.read(lambda session: _look(session, account_id, patient_id))
    if seen is None:
        before, is_noted = None, False
    elif now - seen[0] > APART:
        before, is_noted = seen[0], False
    else:
        before, is_noted = seen[1], now - seen[0] < NOTED
    if not is_noted:
        with suppress(StorageFull):  # reads go on; the look is noted once there is space
            await viewer.backend.store.write(lambda session: _note(session, account_id, patient_id, now, before))
    if before is None:
        return {}
    since = before
    return await viewer.read(lambda session: _since(session, patient_id, since))


def _look(session: Session, account_id: UUID, patient_id: UUID) -> tuple[datetime, datetime | None] | None:
    row = session.get(LookRow, (account_id, patient_id))
    return None if row is None else (row.at, row.before)


def _note(session: Session, account_id: UUID, patient_id: UUID, at: datetime, before: datetime | None) -> None:
    session.merge(LookRow(account_id=account_id, patient_id=patient_id, at=at, before=before))


def _since(session: Session, patient_id: UUID, since: datetime) -> Mapping[SectionSlug, list[UUID]]:
    found: dict[SectionSlug, list[UUID]] = defaultdict(list)
    rows = session.execute(
        select(StoredRecord.section, StoredRecord.id)
        .where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.created_at > since,
            StoredRecord.is_visible.is_(True),
            is_first_hand(),
        )
        .order_by(StoredRecord.created_at.desc(), StoredRecord.sort_key.desc())
        .limit(MOST)
    )
    for section, record_id in rows:
        found[SectionSlug(section)].append(record_id)
    return found
