"""Patients and their cards: lists, records, documents, the overview (contract §2)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Request, Response

from emias_app.clock import moscow_day
from emias_app.mock_server.deps import PREFIX, AccountDep, BackendDep, NowDep, account_id_of, api_router
from emias_app.mock_server.services import card, documents, uploads
from emias_app.mock_server.services.access import ViewerDep, patients_of
from emias_app.mock_server.services.card import SectionPath, etag, list_query, section_of
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.services.looks import new_records
from emias_app.mock_server.services.overview import overview
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.mock_server.services.vaccinations import PLAN_PARAMETERS, plan_query
from emias_app.models.account import PatientSummary
from emias_app.models.base import Page
from emias_app.models.document import Document
from emias_app.models.overview import Overview
from emias_app.models.records import AnyRecord, RecordPage
from emias_app.models.section import Sections, SectionSlug

JSON, PDF = "application/json", "application/pdf"
RecordId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]


def json_answer(model: Any, media_type: str = JSON) -> dict[int | str, dict[str, Any]]:
    """How a ready-made 200 stands in the OpenAPI."""
    return (
        {200: {"model": model, "description": "OK"}}
        if media_type == JSON
        else {200: {"description": "OK", "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}
    )


router = api_router("patients", f"{PREFIX}/patients")


@router.get("")
async def my_patients(
    backend: BackendDep, me: AccountDep, now: NowDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Page[PatientSummary]:
    """The patients whose card is or was open to me; nothing medical."""
    account_id, today = account_id_of(me), moscow_day(now)
    found = await backend.store.read(lambda session: patients_of(session, account_id, today))
    return page_of(found, [Place(one.access.start, one.id) for one in found], limit, cursor)


@router.get("/{pid}/overview", openapi_extra={"parameters": PLAN_PARAMETERS})
async def card_overview(request: Request, viewer: ViewerDep) -> Overview:
    """What is new in a card, what is ahead, the next dose and the last visit."""
    return await overview(viewer, plan_query(request.query_params))


@router.get("/{pid}/sections")
async def card_sections(viewer: ViewerDep) -> Sections:
    """Every section that holds records, with its count, newest day and what is new since my last visit."""
    return await card.sections(viewer, await new_records(viewer) if viewer.shared is None else {})


@router.get(
    "/{pid}/{section}",
    responses=json_answer(RecordPage),
    openapi_extra={"parameters": card.LIST_PARAMETERS},
)
async def section_list(request: Request, viewer: ViewerDep, section: SectionPath) -> Response:
    """One page of a section, newest first; ``total`` counts all that the filter leaves."""
    found = section_of(section)
    return Response(await card.page(viewer, found, list_query(request.scope["query_string"])), media_type=JSON)


@router.get("/{pid}/{section}/{id}", responses=json_answer(AnyRecord))
async def one_record(viewer: ViewerDep, section: SectionPath, id: RecordId) -> Response:
    """A whole record."""
    slug = section_of(section).slug
    record_id, body = await card.record_json(viewer, slug, id)
    await viewer.saw(What.RECORD, slug, record_id)
    content = body.encode()
    return Response(content, media_type=JSON, headers={"ETag": etag(content)})


@router.get("/{pid}/{section}/{id}/document", responses=json_answer(Document))
async def readable_document(viewer: ViewerDep, section: SectionPath, id: RecordId) -> Response:
    """A record as a person reads it."""
    slug = section_of(section).slug
    record_id, body = await card.record_json(viewer, slug, id)
    told = await documents.document(viewer, body)
    if slug is SectionSlug.UPLOADS:
        mine = await viewer.read(lambda session: uploads.is_mine(session, viewer.account_id, record_id))
        told = told.model_copy(update={"mine": mine})
    content = told.model_dump_json(by_alias=True).encode()
    await viewer.saw(What.DOCUMENT, slug, record_id)
    return Response(content, media_type=JSON, headers={"ETag": etag(content)})


@router.get("/{pid}/{section}/{id}/document.pdf", responses=json_answer(None, PDF))
async def printed_document(viewer: ViewerDep, section: SectionPath, id: RecordId) -> Response:
    """A record on paper: A4, or the uploaded file itself where it is a PDF."""
    slug = section_of(section).slug
    record_id, body = await card.record_json(viewer, slug, id)
    printed = await documents.printed(viewer, body)
    await viewer.saw(What.PDF, slug, record_id)
    headers = {"Content-Disposition": printed.disposition, "ETag": etag(printed.content)}
    return Response(printed.content, media_type=PDF, headers=headers)
