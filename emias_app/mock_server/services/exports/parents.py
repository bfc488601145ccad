"""What parents wrote themselves, in an archive and back out of it: the diary and «Данные о ребенке».

A line is what the API takes to make the entry, with its id; who wrote it and when stays behind [model]: whoever brings
an archive in is the author of what comes with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import diary
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.child_data import details_json, recount
from emias_app.mock_server.services.photos import Picture
from emias_app.mock_server.store.entry_words import keep_child_data_words
from emias_app.mock_server.store.schema import ChildDataChangeRow, ChildDataRow, DiaryPhotoRow, DiaryRow
from emias_app.models.child_data import REQUESTS, ChangeKind, ChildDataKind
from emias_app.models.diary import DiaryRequest

CHILD_DATA, DIARY = "child-data", "diary"


def child_data_lines(session: Session, patient_id: UUID) -> list[str]:
    """The entries that stand, the oldest first."""
    rows = session.scalars(
        select(ChildDataRow)
        .where(ChildDataRow.patient_id == patient_id, ChildDataRow.removed_at.is_(None))
        .order_by(ChildDataRow.entered_at, ChildDataRow.id)
    )
    return [_line(id=str(row.id), kind=row.kind, details=json.loads(row.details_json)) for row in rows]


def diary_lines(session: Session, patient_id: UUID) -> list[str]:
    """The entries that stand, the oldest measurement first."""
    rows = session.scalars(
        select(DiaryRow)
        .where(DiaryRow.patient_id == patient_id, DiaryRow.removed_at.is_(None))
        .order_by(DiaryRow.measured_at, DiaryRow.id)
    )
    return [
        DiaryRequest(
            id=row.id, indicator=row.indicator, value=row.value, value2=row.value2, measured_at=row.measured_at,
            confirmed=row.confirmed, **row.told,
        ).model_dump_json(by_alias=True)
        for row in rows
    ]  # fmt: skip


def photo_ids(session: Session, patient_id: UUID) -> list[UUID]:
    """The photos that an entry holds."""
    held = (DiaryPhotoRow.patient_id == patient_id, DiaryPhotoRow.entry_id.is_not(None))
    return list(session.scalars(select(DiaryPhotoRow.id).where(*held).order_by(DiaryPhotoRow.id)))


def _line(**told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


# and back


def child_entry(told: Mapping[str, Any]) -> tuple[UUID, ChildDataKind, Any]:
    """An entry of «Данные о ребенке» of a line; ValueError where it is none."""
    kind = ChildDataKind(told["kind"])
    return UUID(told["id"]), kind, REQUESTS[kind].model_validate(told["details"])


def restore_child_data(
    session: Session, viewer: Viewer, entries: Sequence[tuple[UUID, ChildDataKind, Any]], renamed: Mapping[UUID, UUID]
) -> int:
    """Keep the entries that are not known yet; one that was taken away stays away. How many are new."""
    added = 0
    for entry_id, kind, details in entries:
        own_id = renamed.get(entry_id, entry_id)
        if session.get(ChildDataRow, own_id) is not None:
            continue
        attached = [renamed.get(one, one) for one in details.attachment_ids]
        kept = details_json(kind, details.model_copy(update={"attachment_ids": attached}))
        row = ChildDataRow(
            id=own_id, patient_id=viewer.patient.id, kind=kind.value, details_json=kept, entered_at=viewer.now,
            removed_at=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        keep_child_data_words(session, row)
        session.add(
            ChildDataChangeRow(
                entry_id=own_id, account_id=viewer.account_id, what=ChangeKind.ENTERED.value, details_json=kept,
                at=viewer.now,
            )
        )  # fmt: skip
        added += 1
    if added:
        session.flush()
        recount(session, viewer.patient.id)
    return added


def restore_photo(session: Session, viewer: Viewer, photo_id: UUID, picture: Picture, now: datetime) -> None:
    """Keep a photo for the entry that is about to come."""
    if session.get(DiaryPhotoRow, (viewer.patient.id, photo_id)) is None:
        session.add(
            DiaryPhotoRow(
                id=photo_id, patient_id=viewer.patient.id, account_id=viewer.account_id, entry_id=None,
                width=picture.width, height=picture.height, content=picture.content, created_at=now,
            )
        )  # fmt: skip
        session.flush()


def restore_diary(
    session: Session, viewer: Viewer, entries: Sequence[DiaryRequest], renamed: Mapping[UUID, UUID]
) -> int | Refusal:
    """Keep the entries that are not known yet; one that was deleted stays deleted. How many are new."""
    added = 0
    for entry in entries:
        assert entry.id is not None
        own_id = renamed.get(entry.id, entry.id)
        if session.get(DiaryRow, (viewer.patient.id, own_id)) is not None:
            continue
        attached = [renamed.get(one, one) for one in entry.attachment_ids]
        body = entry.model_copy(update={"id": own_id, "attachment_ids": attached})
        kept = diary.add(session, viewer, body)
        if isinstance(kept, Refusal):
            return kept
        added += 1
    return added
