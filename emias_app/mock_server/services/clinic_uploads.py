"""What parents put into a card, before the clinic's doctor: the list with who and when, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.services.child_facts import ForDoctor
from emias_app.mock_server.services.documents import file_of
from emias_app.mock_server.services.paging import Place
from emias_app.mock_server.store.records import find_record, parse_record
from emias_app.mock_server.store.schema import PatientRow, StoredRecord, UploadRow
from emias_app.models.records import Upload
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import ClinicUpload


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it is kept."""

    name: str
    media_type: str
    content: bytes


def listed(session: Session, patient_id: UUID) -> list[ClinicUpload]:
    """The documents of a card, what came last first; people are called as the doctor knows them."""
    naming = ForDoctor(session.get_one(PatientRow, patient_id))
    rows = session.execute(
        select(StoredRecord.body_json, UploadRow.account_id)
        .join(UploadRow, UploadRow.record_id == StoredRecord.id, isouter=True)
        .where(
            StoredRecord.patient_id == patient_id,
            StoredRecord.section == SectionSlug.UPLOADS.value,
            StoredRecord.is_visible.is_(True),
        )
    ).all()
    names = naming(session, {row.account_id for row in rows if row.account_id is not None})
    found = [
        _told(record, names[row.account_id][0] if row.account_id in names else record.author)
        for row in rows
        if isinstance(record := parse_record(row.body_json), Upload)
    ]
    return sorted(found, key=lambda one: (place_of(one).at, str(one.id)), reverse=True)


def place_of(upload: ClinicUpload) -> Place:
    """Where a document stands in the list."""
    return Place(upload.uploaded_at or datetime.combine(upload.date, time(), UTC), upload.id)


def file(session: Session, patient_id: UUID, record_id: UUID) -> UploadedFile | None:
    """The file of a document of that card; None where there is none (any more)."""
    body = find_record(session, patient_id, SectionSlug.UPLOADS, record_id)
    record = parse_record(body) if body is not None else None
    if not isinstance(record, Upload):
        return None
    kept = file_of(session, record)
    return UploadedFile(record.file_name, *kept) if kept is not None else None


def _told(record: Upload, author: str) -> ClinicUpload:
    return ClinicUpload(
        id=record.id, title=record.title, kind_title=record.kind_title or "", date=record.date,
        note=record.note, file_name=record.file_name, media_type=record.media_type, size=record.size,
        pages=record.pages, author=author, uploaded_at=record.uploaded_at,
    )  # fmt: skip
