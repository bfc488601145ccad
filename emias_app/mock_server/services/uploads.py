"""Documents that parents put into a card: judged, images drawn anew, kept with the record in one transaction."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from fastapi import Request
from pydantic import ValidationError
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from emias_app.clock import moscow
from emias_app.domain.names import full_name
from emias_app.domain.uploads import KIND_TITLES, MOST_BYTES, UploadDraft, upload_problems
from emias_app.mock_server.pdf.reading import BadPdf, PdfFault, pages_in
from emias_app.mock_server.problems import Refusal, invalid_fields, malformed_body, not_found, validation_refusal
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.photos import redrawn
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.records import hide_record, insert_records, show_record
from emias_app.mock_server.store.schema import AccountRow, FileRow, StoredRecord, UploadRow
from emias_app.models.records import Upload
from emias_app.models.uploads import UploadForm

if TYPE_CHECKING:
    from emias_app.mock_server.services.access import Viewer

#: What surrounds the file in a form.
MAX_BODY = MOST_BYTES + 256 * 1024
#: One card holds at most so many uploads, and so many bytes of them [model].
MOST_FILES, MOST_TOTAL = 200, 500 * 1024 * 1024
#: So long what was removed may be brought back [model].
UNDO = timedelta(hours=24)
#: The longest side of a kept picture: small print of an A4 sheet is readable on it.
_LONGEST = 4_000
_FIELD = "file"
_FIELDS = frozenset({"kind", "title", "date", "note"})
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
_FAULTS: Mapping[PdfFault, tuple[str, str]] = {
    PdfFault.NOT_PDF: ("upload_wrong_type", "Нужен файл PDF, JPEG или PNG."),
    PdfFault.BROKEN: ("upload_broken", "Файл PDF повреждён и не открывается. Сохраните его заново."),
    PdfFault.LOCKED: ("upload_locked", "Файл PDF закрыт паролем. Сохраните его без защиты."),
    PdfFault.ACTIVE: ("upload_active", "В файле PDF есть программа или вложение. Сохраните его как обычный документ."),
    PdfFault.TOO_MANY_PAGES: ("upload_too_many_pages", "В файле больше 500 страниц. Разделите его на части."),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is fit to be kept."""

    name: str
    media_type: str
    content: bytes
    pages: int


def refused(code: str, message: str) -> Refusal:
    return Refusal(422, code, message, fields=[{"field": _FIELD, "message": message}])


def too_large() -> Refusal:
    """The only refusal that is no 422: the rest of the body is not read."""
    message = "Файл больше 20 МБ. Выберите другой или уменьшите его."
    return Refusal(413, "upload_too_large", message, fields=[{"field": _FIELD, "message": message}])


async def read_form(request: Request, viewer: Viewer) -> tuple[UploadForm, Taken]:
    """The form and its file, judged: fields first, since they are cheap."""
    fields, name, content = await _parts(request)
    try:
        form = UploadForm.model_validate(fields)
    except ValidationError as error:
        raise validation_refusal(list(error.errors())) from None
    draft = UploadDraft(form.kind, form.title, form.date, form.note)
    problems = dict(upload_problems(draft, birth=viewer.patient.birth_date, today=viewer.today))
    if problems:
        raise invalid_fields(problems)
    if not content:
        raise refused("upload_missing", "Приложите файл.")
    if len(content) > MOST_BYTES:
        raise too_large()
    return form, await asyncio.to_thread(judged, name, content)


async def _parts(request: Request) -> tuple[dict[str, str], str, bytes]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise refused("upload_missing", "Приложите файл.")
    try:
        await request.body()
        async with request.form(max_files=1, max_fields=8, max_part_size=64 * 1024) as form:
            fields = {name: one for name, one in form.multi_items() if isinstance(one, str)}
            file = next((one for _, one in form.multi_items() if isinstance(one, UploadFile)), None)
            content = await file.read() if file is not None else b""
            name = (file.filename if file is not None else None) or ""
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise malformed_body() from error
    except HTTPException as error:
        raise malformed_body() from error
    return {name: value for name, value in fields.items() if name in _FIELDS or value}, name, content


def judged(name: str, content: bytes) -> Taken:
    """A PDF that opens, or a picture drawn anew as JPEG. Raises :class:`Refusal`."""
    if content.startswith(_IMAGES):
        try:
            picture = redrawn(content, longest=_LONGEST)
        except Refusal as refusal:
            raise refused(refusal.code.replace("photo", "upload"), refusal.detail) from refusal
        return Taken(_named(name, "jpg"), "image/jpeg", picture.content, 1)
    try:
        pages = pages_in(content)
    except BadPdf as error:
        raise refused(*_FAULTS[error.fault]) from error
    return Taken(_named(name, "pdf"), "application/pdf", content, pages)


def _named(name: str, ending: str) -> str:
    """The file's own name without what file systems refuse, with the ending of what it is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    kept = "".join(sign for sign in stem if not 0xD800 <= ord(sign) <= 0xDFFF)
    stem = _NOT_IN_NAMES.sub(" ", kept).strip(" .")[:80].strip()
    return f"{stem or 'документ'}.{ending}"


def keep(session: Session, viewer: Viewer, form: UploadForm, file: Taken) -> Upload | Refusal:
    """Keep a document of a card, or say that the card is full."""
    full = no_room(session, viewer.patient.id, 1, len(file.content))
    if full is not None:
        return full
    record = record_of(session, viewer, form, file, uuid4())
    put_in(session, viewer, record, file.content)
    return record


def no_room(session: Session, patient_id: UUID, count: int, size: int) -> Refusal | None:
    """Why so many more documents, with so many bytes, do not fit into a card; None = they do."""
    held, total = session.execute(
        select(func.count(), func.coalesce(func.sum(UploadRow.size), 0)).where(
            UploadRow.patient_id == patient_id, UploadRow.removed_at.is_(None)
        )
    ).one()
    if held + count <= MOST_FILES and total + size <= MOST_TOTAL:
        return None
    detail = f"В карте уже {held} загруженных документов, больше не поместится. Уберите ненужные."
    return Refusal(409, "uploads_full", detail)


def record_of(session: Session, viewer: Viewer, form: UploadForm, file: Taken, record_id: UUID) -> Upload:
    """The record of a document that somebody puts in now."""
    owner = session.get_one(AccountRow, viewer.account_id)
    title = KIND_TITLES[form.kind]
    return Upload(
        id=record_id, patient_id=viewer.patient.id, date=form.date, title=form.title,
        organisation="Загружено родителем",
        subtitle=f"{'PDF' if file.media_type == 'application/pdf' else 'Фото'}, {title.lower()}",
        kind=form.kind.value, kind_title=title, file_name=file.name, media_type=file.media_type,
        size=len(file.content), pages=file.pages, note=form.note or None, uploaded_at=moscow(viewer.now),
        author=full_name(owner.last_name, owner.first_name, owner.middle_name),
    )  # fmt: skip


def put_in(session: Session, viewer: Viewer, record: Upload, content: bytes | None) -> None:
    """Keep the record with its bytes, and who put it in."""
    insert_records(session, [record], created_at=viewer.now)
    if content is not None:
        session.add(FileRow(id=uuid4(), record_id=record.id, media_type=record.media_type, content=content))
    session.add(
        UploadRow(
            record_id=record.id, patient_id=viewer.patient.id, account_id=viewer.account_id,
            size=len(content or b""), created_at=viewer.now, removed_at=None,
        )
    )  # fmt: skip
    touch_demo(session)


def is_mine(session: Session, account_id: UUID, record_id: UUID) -> bool:
    """Whether the account put the document in."""
    mine = exists().where(
        UploadRow.record_id == record_id, UploadRow.account_id == account_id, UploadRow.removed_at.is_(None)
    )
    return bool(session.scalar(select(mine)))


def _own(session: Session, viewer: Viewer, record_id: UUID) -> UploadRow | None:
    return session.scalar(
        select(UploadRow).where(
            UploadRow.record_id == record_id,
            UploadRow.patient_id == viewer.patient.id,
            UploadRow.account_id == viewer.account_id,
        )
    )


def remove(session: Session, viewer: Viewer, record_id: UUID) -> Refusal | None:
    """Take one's own document out of the card; another's is not found."""
    row = _own(session, viewer, record_id)
    if row is None or row.removed_at is not None:
        return not_found()
    row.removed_at = viewer.now
    hide_record(session, record_id)
    touch_demo(session)
    return None


def restore(session: Session, viewer: Viewer, record_id: UUID) -> Upload | Refusal:
    """Bring back what was just taken out; what is there is told as it is."""
    row = _own(session, viewer, record_id)
    if row is None or (row.removed_at is not None and row.removed_at <= viewer.now - UNDO):
        return not_found()
    if row.removed_at is not None:
        row.removed_at = None
        show_record(session, record_id)
    body = session.scalars(select(StoredRecord.body_json).where(StoredRecord.id == record_id)).one()
    return Upload.model_validate_json(body)


def forget_removed(session: Session, now: datetime, outside: Outside) -> None:
    """What was removed a day ago goes for good, its bytes first."""
    gone = list(session.scalars(select(UploadRow.record_id).where(UploadRow.removed_at <= now - UNDO)))
    if gone:
        session.execute(delete(FileRow).where(FileRow.record_id.in_(gone)))
        session.execute(delete(UploadRow).where(UploadRow.record_id.in_(gone)))
        session.execute(delete(StoredRecord).where(StoredRecord.id.in_(gone)))


FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "PDF, JPEG или PNG до 20 МБ"},
                        "kind": {"type": "string", "enum": [kind.value for kind in KIND_TITLES]},
                        "title": {"type": "string", "minLength": 1, "maxLength": 120},
                        "date": {"type": "string", "format": "date"},
                        "note": {"type": "string", "maxLength": 1000},
                    },
                    "required": ["file", "kind", "title", "date"],
                }
            }
        },
    }
}
