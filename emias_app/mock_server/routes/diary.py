"""The health diary (contract §2)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response
from pydantic import ValidationError

from emias_app.mock_server.deps import PREFIX, answer, api_router
from emias_app.mock_server.problems import not_found, validation_refusal
from emias_app.mock_server.services import diary, diary_photos, photos
from emias_app.mock_server.services.access import ViewerDep, parse_id
from emias_app.mock_server.services.card import parameters_of
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.journal import What
from emias_app.models.base import Page
from emias_app.models.diary import DiaryEntry, DiaryPhoto, DiaryRequest
from emias_app.models.section import SectionSlug

router = api_router("diary", f"{PREFIX}/patients")

RowId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
_PICTURE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": _PICTURE["schema"]}, "required": ["file"]}
            }
        },
    }
}


async def living_entry(viewer: ViewerDep, id: RowId) -> UUID:
    """The id of an entry of this card, looked up before the body is judged."""
    wanted = parse_id(id)
    if not await viewer.read(lambda session: diary.living(session, viewer.patient.id, wanted) is not None):
        raise not_found()
    return wanted


EntryDep = Annotated[UUID, Depends(living_entry)]


@router.get(
    "/{pid}/diary",
    response_model=Page[DiaryEntry],
    openapi_extra={"parameters": parameters_of(diary.DiaryQuery)},
)
async def list_diary(request: Request, viewer: ViewerDep) -> Response:
    """One page of the diary, the newest measurement first."""
    try:
        query = diary.DiaryQuery.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise validation_refusal(list(error.errors()), "query") from None
    page = await viewer.read(lambda session: diary.list_entries(session, viewer, query))
    if query.cursor is None:
        await viewer.saw(What.LIST, SectionSlug.DIARY)
    else:
        await viewer.used()
    return answer(page)


@router.post("/{pid}/diary", response_model=DiaryEntry, status_code=201)
async def add_entry(request: Request, viewer: ViewerDep, body: DiaryRequest) -> Response:
    """Write an entry; a value that is rare at this age wants ``confirmed`` (422 ``confirmation_needed``)."""
    made = await write_once(request, viewer.caller, lambda session: diary.add(session, viewer, body), status=201)
    return diary.tagged(made)


@router.post("/{pid}/diary/attachments", response_model=DiaryPhoto, status_code=201, openapi_extra=_FORM)
async def attach_photo(
    request: Request,
    viewer: ViewerDep,
    id: Annotated[UUID | None, Query(description="The app's own id: the same again is the same photo.")] = None,
) -> Response:
    """A photo for an entry: JPEG or PNG, up to 10 MB."""
    picture = await photos.judged(await photos.uploaded(request))
    patient_id, account_id = viewer.patient.id, viewer.account_id
    return await write_once(
        request,
        viewer.caller,
        lambda session: diary_photos.keep(session, patient_id, account_id, id, picture, viewer.now),
        status=201,
    )


@router.get(
    "/{pid}/diary/attachments/{id}", responses={200: {"description": "OK", "content": {"image/jpeg": _PICTURE}}}
)
async def attached_photo(viewer: ViewerDep, id: RowId) -> Response:
    """A photo of the diary."""
    wanted = parse_id(id)
    content = await viewer.read(lambda session: diary_photos.content_of(session, viewer.patient.id, wanted))
    if content is None:
        raise not_found()
    await viewer.saw(What.DOCUMENT, SectionSlug.DIARY, wanted)
    return Response(content, media_type="image/jpeg")


@router.get("/{pid}/diary/{id}", response_model=DiaryEntry)
async def one_entry(viewer: ViewerDep, entry_id: EntryDep) -> Response:
    """One entry; its ETag is its version."""
    found = await viewer.read(lambda session: diary.read(session, viewer.patient.id, entry_id))
    if not isinstance(found, DiaryEntry):
        raise found
    await viewer.saw(What.RECORD, SectionSlug.DIARY, entry_id)
    return diary.tagged(answer(found))


@router.put("/{pid}/diary/{id}", response_model=DiaryEntry)
async def correct_entry(request: Request, viewer: ViewerDep, entry_id: EntryDep, body: DiaryRequest) -> Response:
    """Change an entry."""
    return diary.tagged(
        await write_once(
            request, viewer.caller, lambda session: diary.correct(session, request, viewer, entry_id, body)
        )
    )


@router.delete("/{pid}/diary/{id}", status_code=204)
async def remove_entry(request: Request, viewer: ViewerDep, id: RowId) -> Response:
    """Delete an entry; it may be brought back."""
    wanted = parse_id(id)
    return await write_once(request, viewer.caller, lambda session: diary.remove(session, request, viewer, wanted))


@router.post("/{pid}/diary/{id}/restore", response_model=DiaryEntry)
async def restore_entry(request: Request, viewer: ViewerDep, id: RowId) -> Response:
    """«Вернуть»: bring a deleted entry back."""
    wanted = parse_id(id)
    return diary.tagged(
        await write_once(request, viewer.caller, lambda session: diary.restore(session, request, viewer, wanted))
    )
