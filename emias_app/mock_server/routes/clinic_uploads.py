"""Documents that parents put into a card, before the clinic's doctor; each read is in the parents' journal."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Path, Response

from emias_app.mock_server.deps import BackendDep, NowDep, answer, api_router
from emias_app.mock_server.problems import not_found
from emias_app.mock_server.routes.clinic import Doctor, DoctorDep, PatientIdDep
from emias_app.mock_server.services import clinic_uploads
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.journal import Use, What
from emias_app.mock_server.services.paging import CursorDep, LimitDep, page_of
from emias_app.models.base import Page
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import ClinicUpload

router = api_router("clinic")

RecordId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
_TYPES = ("application/pdf", "image/jpeg")
_FILE = {"schema": {"type": "string", "format": "binary"}}


@router.get("/clinic/patients/{pid}/uploads", response_model=Page[ClinicUpload])
async def uploads_for_doctor(
    patient_id: PatientIdDep,
    doctor: DoctorDep,
    backend: BackendDep,
    now: NowDep,
    limit: LimitDep = 20,
    cursor: CursorDep = None,
) -> Response:
    """What parents put into the card, the newest first, with who and when; for the doctor only."""
    found = await backend.store.read(lambda session: clinic_uploads.listed(session, patient_id))
    page = page_of(found, [clinic_uploads.place_of(one) for one in found], limit, cursor)
    await backend.journal.add(_use(doctor, patient_id, now, What.LIST if cursor is None else None))
    return answer(page)


@router.get(
    "/clinic/patients/{pid}/uploads/{id}/file",
    responses={200: {"description": "OK", "content": dict.fromkeys(_TYPES, _FILE)}},
)
async def uploaded_file(
    patient_id: PatientIdDep, doctor: DoctorDep, backend: BackendDep, now: NowDep, id: RecordId
) -> Response:
    """The file itself: a PDF as it was uploaded, a picture as it was drawn anew; for the doctor only."""
    record_id = parse_id(id)
    file = await backend.store.read(lambda session: clinic_uploads.file(session, patient_id, record_id))
    if file is None:
        raise not_found()
    await backend.journal.add(_use(doctor, patient_id, now, What.DOCUMENT, record_id))
    disposition = f"attachment; filename=\"document\"; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.content, media_type=file.media_type, headers={"Content-Disposition": disposition})


def _use(doctor: Doctor, patient_id: UUID, now: datetime, what: What | None, record_id: UUID | None = None) -> Use:
    return Use(
        session_id=doctor.session_id, patient_id=patient_id, actor_kind="STAFF", actor_id=doctor.id,
        client=doctor.client, at=now, what=what, section=SectionSlug.UPLOADS, record_id=record_id,
    )  # fmt: skip
