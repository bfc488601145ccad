"""Documents that parents put into a card (contract §2)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response
from sqlalchemy.orm import Session

from emias_app.mock_server.deps import PREFIX, api_router
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import uploads
from emias_app.mock_server.services.access import ViewerDep, parse_id
from emias_app.mock_server.services.conditions import staleness, tagged
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.store.records import find_record, parse_record
from emias_app.models.records import Upload
from emias_app.models.section import SectionSlug

router = api_router("patients", f"{PREFIX}/patients")

UploadId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]


@router.post("/{pid}/uploads", response_model=Upload, status_code=201, openapi_extra=uploads.FORM)
async def add_upload(request: Request, viewer: ViewerDep) -> Response:
    """Put a document into the card: PDF, JPEG or PNG up to 20 MB. A picture is drawn anew, nothing else of it stays."""
    form, file = await uploads.read_form(request, viewer)
    made = await write_once(
        request, viewer.caller, lambda session: uploads.keep(session, viewer, form, file), status=201
    )
    await viewer.used()
    return tagged(made)


@router.delete("/{pid}/uploads/{id}", status_code=204)
async def remove_upload(request: Request, viewer: ViewerDep, id: UploadId) -> Response:
    """Take one's own document out of the card; for a day it can be brought back."""
    wanted = parse_id(id)
    body = await viewer.read(lambda session: find_record(session, viewer.patient.id, SectionSlug.UPLOADS, wanted))
    refusal: Refusal | None = staleness(request, parse_record(body)) if body is not None else None
    if refusal is not None:
        raise refusal
    return await write_once(request, viewer.caller, lambda session: uploads.remove(session, viewer, wanted))


@router.post("/{pid}/uploads/{id}/restore", response_model=Upload)
async def restore_upload(request: Request, viewer: ViewerDep, id: UploadId) -> Response:
    """Bring back a document that one has just taken out."""
    wanted = parse_id(id)

    def work(session: Session) -> Upload | Refusal:
        restored = uploads.restore(session, viewer, wanted)
        stale = staleness(request, restored) if isinstance(restored, Upload) else None
        if stale is not None:
            raise stale
        return restored

    done = await write_once(request, viewer.caller, work)
    return tagged(done)
