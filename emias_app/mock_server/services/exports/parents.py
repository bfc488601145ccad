"""What parents wrote themselves, in an archive and back out of it: the diary and «Данные о ребенке».

A line is what the API takes to make the entry, with its id, who wrote it and when. Whoever brings an archive in is the
author of what comes with it [model]; the archive's own author and time come back as told words beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow
from emias_app.domain.names import full_name
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import diary
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.child_data import details_json, recount
from emias_app.mock_server.services.photos import Picture
from emias_app.mock_server.store.entry_words import keep_child_data_words
from emias_app.mock_server.store.schema import AccountRow, ChildDataChangeRow, ChildDataRow, DiaryPhotoRow, DiaryRow
from emias_app.models.base import Line, Request
from emias_app.models.child_data import REQUESTS, ChangeKind, ChildDataKind
from emias_app.models.diary import DiaryRequest

CHILD_DATA, DIARY = "child-data", "diary"


def child_data_lines(session: Session, patient_id: UUID) -> list[str]:
    """The entries that stand, the oldest first."""
    rows = session.scalars(
        select(ChildDataRow)
        .where(ChildDataRow.patient_id == patient_id, ChildDataRow.removed_at.is_(None))
        .order_by(ChildDataRow.entered_at, ChildDataRow.id)
    ).all()
    writers = _names(
        session,
        select(ChildDataChangeRow.entry_id, ChildDataChangeRow.account_id)
        .join(ChildDataRow, ChildDataRow.id == ChildDataChangeRow.entry_id)
        .where(ChildDataRow.patient_id == patient_id, ChildDataChangeRow.what == ChangeKind.ENTERED.value),
    )
    return [
        _line(
            id=str(row.id), kind=row.kind, details=json.loads(row.details_json),
            **_told(row.told_author or writers.get(row.id), row.told_at or row.entered_at),
        )
        for row in rows
    ]  # fmt: skip


def diary_lines(session: Session, patient_id: UUID) -> list[str]:
    """The entries that stand, the oldest measurement first."""
    rows = session.scalars(
        select(DiaryRow)
        .where(DiaryRow.patient_id == patient_id, DiaryRow.removed_at.is_(None))
        .order_by(DiaryRow.measured_at, DiaryRow.id)
    ).all()
    mine = DiaryRow.patient_id == patient_id
    writers = _names(session, select(DiaryRow.id, DiaryRow.account_id).where(mine))
    lines = []
    for row in rows:
        fields = {key: value for key, value in row.told.items() if key not in diary.OF_ARCHIVE}
        entry = DiaryRequest(
            id=row.id, indicator=row.indicator, value=row.value, value2=row.value2, measured_at=row.measured_at,
            confirmed=row.confirmed, **fields,
        )  # fmt: skip
        author, at = row.told.get("told_author") or writers.get(row.id), row.told.get("told_at") or row.created_at
        lines.append(_line(**entry.model_dump(mode="json", by_alias=True), **_told(author, at)))
    return lines


def _names(session: Session, wanted: Select[UUID, UUID]) -> dict[UUID, str]:
    """The full names of who wrote entries: by entry."""
    held = wanted.subquery()
    rows = session.execute(
        select(held.c[0], AccountRow.last_name, AccountRow.first_name, AccountRow.middle_name).join(
            AccountRow, AccountRow.id == held.c[1]
        )
    )
    return {entry_id: full_name(*names) for entry_id, *names in rows}


def _told(author: str | None, at: datetime | str) -> dict[str, str]:
    """Who wrote an entry and when, as a line says it."""
    moment = at if isinstance(at, str) else moscow(at).isoformat(timespec="seconds")
    return {**({"author": author} if author else {}), "enteredAt": moment}


def photo_ids(session: Session, patient_id: UUID) -> list[UUID]:
    """The photos that an entry holds."""
    held = (DiaryPhotoRow.patient_id == patient_id, DiaryPhotoRow.entry_id.is_not(None))
    return list(session.scalars(select(DiaryPhotoRow.id).where(*held).order_by(DiaryPhotoRow.id)))


def _line(**told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


# and back


class Told(Request):
    """What a line says of who wrote its entry and when; an archive of version 1 says nothing."""

    author: Line | None = None
    entered_at: AwareDatetime | None = None

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Told:
        return cls.model_validate({key: line[key] for key in _TOLD if key in line})


_TOLD = ("author", "enteredAt")


@dataclass(frozen=True, slots=True)
class ChildEntry:
    """An entry of «Данные о ребенке» of an archive."""

    id: UUID
    kind: ChildDataKind
    details: Any
    told: Told


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """An entry of the diary of an archive."""

    id: UUID
    body: DiaryRequest
    told: Told


def child_entry(line: Mapping[str, Any]) -> ChildEntry:
    """An entry of «Данные о ребенке» of a line; ValueError where it is none."""
    kind = ChildDataKind(line["kind"])
    return ChildEntry(UUID(line["id"]), kind, REQUESTS[kind].model_validate(line["details"]), Told.of(line))


def diary_line(line: Mapping[str, Any]) -> DiaryLine:
    """An entry of the diary of a line; ValueError where it is none."""
    body = DiaryRequest.model_validate({key: value for key, value in line.items() if key not in _TOLD})
    if body.id is None:
        raise ValueError("an entry without its id")
    return DiaryLine(body.id, body, Told.of(line))


def restore_child_data(
    session: Session, viewer: Viewer, entries: Sequence[ChildEntry], renamed: Mapping[UUID, UUID]
) -> int:
    """Keep the entries that are not known yet; one that was taken away stays away. How many are new."""
    added = 0
    for entry in entries:
        kind, details, own_id = entry.kind, entry.details, renamed.get(entry.id, entry.id)
        if session.get(ChildDataRow, own_id) is not None:
            continue
        attached = [renamed.get(one, one) for one in details.attachment_ids]
        kept = details_json(kind, details.model_copy(update={"attachment_ids": attached}))
        row = ChildDataRow(
            id=own_id, patient_id=viewer.patient.id, kind=kind.value, details_json=kept, entered_at=viewer.now,
            removed_at=None, told_author=entry.told.author, told_at=entry.told.entered_at,
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
    session: Session, viewer: Viewer, entries: Sequence[DiaryLine], renamed: Mapping[UUID, UUID]
) -> int | Refusal:
    """Keep the entries that are not known yet; one that was deleted stays deleted. How many are new."""
    added = 0
    for entry in entries:
        own_id = renamed.get(entry.id, entry.id)
        if session.get(DiaryRow, (viewer.patient.id, own_id)) is not None:
            continue
        attached = [renamed.get(one, one) for one in entry.body.attachment_ids]
        # It was questioned when it was kept first; what it says of that stays.
        body = entry.body.model_copy(update={"id": own_id, "attachment_ids": attached, "confirmed": True})
        kept = diary.add(session, viewer, body)
        if isinstance(kept, Refusal):
            return kept
        row = session.get_one(DiaryRow, (viewer.patient.id, own_id))
        row.confirmed = entry.body.confirmed
        at = entry.told.entered_at
        row.told = row.told | {"told_author": entry.told.author, "told_at": at.isoformat() if at else None}
        added += 1
    return added
