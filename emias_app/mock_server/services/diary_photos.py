"""Photos of the diary: taken as any photo is, kept for an entry of the same card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal, invalid
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.photos import Picture
from emias_app.mock_server.store.schema import DiaryPhotoRow, DiaryRow, StoredRecord
from emias_app.models.diary import DiaryPhoto
from emias_app.models.section import SectionSlug

#: Photos of one card that no entry holds yet; older ones go.
_MOST_LOOSE = 20


def keep(
    session: Session, patient_id: UUID, account_id: UUID, photo_id: UUID | None, picture: Picture, now: datetime
) -> DiaryPhoto:
    """Keep a photo for an entry to come; of those that no entry took only the newest few stay.

    ``photo_id`` is the app's own: the same again is the same photo, whatever came with it.
    """
    known = session.get(DiaryPhotoRow, (patient_id, photo_id)) if photo_id is not None else None
    if known is not None:
        return DiaryPhoto(id=known.id, width=known.width, height=known.height)
    row = DiaryPhotoRow(
        id=photo_id or uuid4(), patient_id=patient_id, account_id=account_id, entry_id=None, width=picture.width,
        height=picture.height, content=picture.content, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    loose = (
        select(DiaryPhotoRow.id)
        .where(
            DiaryPhotoRow.patient_id == patient_id,
            DiaryPhotoRow.account_id == account_id,
            DiaryPhotoRow.entry_id.is_(None),
            DiaryPhotoRow.id != row.id,
        )
        .order_by(DiaryPhotoRow.created_at.desc(), DiaryPhotoRow.id)
        .offset(_MOST_LOOSE - 1)
    )
    gone = list(session.scalars(loose))
    session.execute(delete(DiaryPhotoRow).where(DiaryPhotoRow.patient_id == patient_id, DiaryPhotoRow.id.in_(gone)))
    return DiaryPhoto(id=row.id, width=row.width, height=row.height)


def content_of(session: Session, patient_id: UUID, photo_id: UUID) -> bytes | None:
    """The JPEG of a photo of that card."""
    return session.scalar(
        select(DiaryPhotoRow.content).where(DiaryPhotoRow.id == photo_id, DiaryPhotoRow.patient_id == patient_id)
    )


def attachments_problem(
    session: Session, viewer: Viewer, wanted: Sequence[UUID], entry_id: UUID | None
) -> Refusal | None:
    """What is attached must be a photo of this diary that no other entry holds (a deleted one holds none), or an
    uploaded document of the card."""
    if not wanted:
        return None
    photos = session.execute(
        select(DiaryPhotoRow.id, DiaryPhotoRow.entry_id).where(
            DiaryPhotoRow.id.in_(wanted), DiaryPhotoRow.patient_id == viewer.patient.id
        )
    ).all()
    mine = DiaryRow.patient_id == viewer.patient.id
    removed = set(session.scalars(select(DiaryRow.id).where(mine, DiaryRow.removed_at.is_not(None))))
    free = {one.id for one in photos if one.entry_id is None or one.entry_id == entry_id or one.entry_id in removed}
    uploads = session.scalars(
        select(StoredRecord.id).where(
            StoredRecord.id.in_(wanted),
            StoredRecord.patient_id == viewer.patient.id,
            StoredRecord.section == SectionSlug.UPLOADS.value,
        )
    )
    missing = set(wanted) - free - set(uploads)
    return invalid("attachmentIds", "Такой фотографии нет. Приложите её ещё раз.") if missing else None


def attach(session: Session, patient_id: UUID, entry_id: UUID, wanted: Sequence[UUID]) -> None:
    """The photos of an entry are these; the others that it held are loose again."""
    mine = DiaryPhotoRow.patient_id == patient_id
    held = DiaryPhotoRow.entry_id == entry_id
    session.execute(update(DiaryPhotoRow).where(mine, held, DiaryPhotoRow.id.not_in(wanted)).values(entry_id=None))
    session.execute(update(DiaryPhotoRow).where(mine, DiaryPhotoRow.id.in_(wanted)).values(entry_id=entry_id))
