"""Readable documents and their PDFs, for every section that holds records."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.documents import document_of
from emias_app.mock_server.pdf.press import print_document, print_picture
from emias_app.mock_server.pdf.printed import PrintedPatient
from emias_app.mock_server.services.access import CardReader
from emias_app.mock_server.store.origin import is_first_hand
from emias_app.mock_server.store.records import parse_record
from emias_app.mock_server.store.schema import FileRow, StoredRecord
from emias_app.models.document import Document
from emias_app.models.records import AnyRecord, LabReport, Upload

#: A trend holds this many values at most, and is looked for in this many reports.
_TREND_LENGTH, _REPORTS = 6, 60
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|\s]+')


@dataclass(frozen=True)
class Printed:
    """A PDF and the name under which it is saved."""

    content: bytes
    file_name: str

    @property
    def disposition(self) -> str:
        """The Content-Disposition, with a Russian name as RFC 5987 has it."""
        return f"attachment; filename=\"document.pdf\"; filename*=UTF-8''{quote(self.file_name, safe='')}"


async def document(viewer: CardReader, body_json: str) -> Document:
    """The document of a record, its lab values with their trends."""
    record = parse_record(body_json)
    return await viewer.read(lambda session: _document(session, viewer, record))


async def printed(viewer: CardReader, body_json: str) -> Printed:
    """The PDF of a record; an uploaded PDF goes out as it came, an uploaded picture as a page."""
    record = parse_record(body_json)
    if isinstance(record, Upload):
        file = await viewer.read(lambda session: file_of(session, record))
        content = await asyncio.to_thread(_as_pdf, file, record, printed_patient(viewer)) if file else None
        if content is not None:
            return Printed(content, _file_name(record))
    # A sheet shows no trends, so none are looked for.
    made = document_of(record, viewer.patient, today=viewer.today)
    content = await asyncio.to_thread(print_document, made, printed_patient(viewer))
    return Printed(content, _file_name(record))


def _as_pdf(file: tuple[str, bytes], record: Upload, patient: PrintedPatient) -> bytes | None:
    """An uploaded file on paper; None where only its description can be printed."""
    media_type, content = file
    if media_type == "application/pdf":
        return content
    try:
        return print_picture(content, title=record.title, organisation=record.organisation, patient=patient)
    except ValueError:
        return None


def printed_patient(viewer: CardReader) -> PrintedPatient:
    """Whose paper it is, as its head says."""
    patient = viewer.patient
    return PrintedPatient(patient.full_name, patient.birth_date, patient.sex)


def _file_name(record: AnyRecord) -> str:
    """«Общий анализ крови 2026-11-18.pdf»."""
    title = _NOT_IN_NAMES.sub(" ", record.title).strip()[:80].strip() or "Документ"
    return f"{title} {record.date.isoformat()}.pdf"


def file_of(session: Session, record: Upload) -> tuple[str, bytes] | None:
    """Media type and bytes of what was uploaded; None where they are not kept."""
    row = session.execute(select(FileRow.media_type, FileRow.content).where(FileRow.record_id == record.id)).first()
    return None if row is None else (row.media_type, row.content)


def _document(session: Session, viewer: CardReader, record: AnyRecord) -> Document:
    trends = _trends(session, record) if isinstance(record, LabReport) else {}
    return document_of(record, viewer.patient, trends, today=viewer.today)


def _trends(session: Session, report: LabReport) -> Mapping[str, Sequence[float]]:
    """The values of each показатель of this child up to and with this report, oldest first, in the report's unit.

    Values of an archive stand beside those of an archive only.
    """
    here = f"{report.date.isoformat()}T{report.time or '00:00'}#{report.id}"
    earlier = session.scalars(
        select(StoredRecord.body_json)
        .where(
            StoredRecord.patient_id == report.patient_id,
            StoredRecord.section == report.section.value,
            StoredRecord.is_visible.is_(True),
            StoredRecord.sort_key <= here,
            *([is_first_hand()] if report.imported_on is None else []),
        )
        .order_by(StoredRecord.sort_key.desc())
        .limit(_REPORTS)
    )
    values: dict[str, list[float]] = defaultdict(list)
    wanted = {(result.code, result.unit) for result in report.results}
    for body in earlier:
        for result in json.loads(body)["results"]:
            code, value = result["code"], result["value"]
            if (code, result["unit"]) in wanted and value is not None and len(values[code]) < _TREND_LENGTH:
                values[code].insert(0, value)
    return values
