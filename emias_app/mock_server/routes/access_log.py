"""«Кто смотрел карту» (contract §2); reading it is no read of the card."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response

from emias_app.mock_server.deps import PREFIX, answer, api_router
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import access_log
from emias_app.mock_server.services.access import ViewerDep, parse_id
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, place_of
from emias_app.models.base import Page
from emias_app.models.journal import JournalEntry

router = api_router("journal", f"{PREFIX}/patients")


@router.get("/{pid}/access-log", response_model=Page[JournalEntry])
async def list_reads(viewer: ViewerDep, limit: LimitDep = 20, cursor: CursorDep = None) -> Response:
    """Who saw the card, the newest first."""
    after = place_of(cursor)
    found = await viewer.read(
        lambda session: access_log.page(session, viewer.patient.id, viewer.account_id, limit, after)
    )
    if isinstance(found, Refusal):
        raise found
    await viewer.used()
    return answer(found)


@router.post("/{pid}/access-log/{id}/question", response_model=JournalEntry)
async def question_read(
    request: Request, viewer: ViewerDep, id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]
) -> Response:
    """«Непонятный просмотр»: note a doubt about one read."""
    entry_id = parse_id(id)
    patient_id, account_id = viewer.patient.id, viewer.account_id
    return await write_once(
        request,
        viewer.caller,
        lambda session: access_log.question(session, patient_id, account_id, entry_id, viewer.now),
    )
