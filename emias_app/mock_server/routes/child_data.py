"""«Данные о ребенке» of one card, and the same before the clinic's doctor (contract §2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Depends, Path, Request, Response
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.mock_server.deps import PREFIX, BackendDep, NowDep, answer, api_router
from emias_app.mock_server.problems import UNREADABLE, malformed_body, not_found, validation_refusal
from emias_app.mock_server.routes.clinic import DoctorDep, PatientIdDep
from emias_app.mock_server.services import child_data, child_facts
from emias_app.mock_server.services.access import Viewer, ViewerDep, parse_id
from emias_app.mock_server.services.child_data import Naming, Writer
from emias_app.mock_server.services.child_facts import ForGuest, ForParents
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.journal import Use, What
from emias_app.mock_server.services.paging import CursorDep, LimitDep, page_of
from emias_app.mock_server.store.schema import PatientRow
from emias_app.models.child_data import (
    REQUESTS,
    AnyDetails,
    AnyEntry,
    ChildDataKind,
    ChildDataSummary,
    ClinicChildData,
    Details,
    KindPage,
)
from emias_app.models.section import SectionSlug

router = api_router("child-data", f"{PREFIX}/patients")
clinic_router = api_router("clinic")

_KINDS = {kind.value: kind for kind in ChildDataKind}
_BASE = "/{pid}/child-data"
EntryId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]


async def kind_of(
    viewer: ViewerDep, kind: Annotated[str, Path(json_schema_extra={"enum": [*_KINDS]})]
) -> ChildDataKind:
    """The kind of an address, looked at only after the access."""
    found = _KINDS.get(kind)
    if found is None:
        raise not_found()
    return found


KindDep = Annotated[ChildDataKind, Depends(kind_of)]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that is there: found before the body is judged."""

    viewer: Viewer
    kind: ChildDataKind
    id: UUID


async def known_entry(viewer: ViewerDep, kind: KindDep, id: EntryId) -> Known:
    entry_id = parse_id(id)
    found = await viewer.read(lambda session: child_data.find(session, viewer.patient.id, kind, entry_id))
    if found is None:
        raise not_found()
    return Known(viewer, kind, entry_id)


KnownDep = Annotated[Known, Depends(known_entry)]


class _OfItsKind:
    """A body that is judged once the kind is known; in the OpenAPI it is any of the seven."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(TypeAdapter(AnyDetails).core_schema)


BodyDep = Annotated[_OfItsKind, Body(description="Поля вида: см. схемы …Request")]


def _details(kind: ChildDataKind, body: object) -> Details:
    """The body as the fields of its kind."""
    if body is UNREADABLE:
        raise malformed_body()
    try:
        details: Details = REQUESTS[kind].model_validate(body)
    except ValidationError as error:
        raise validation_refusal(list(error.errors())) from None
    return details


def _tagged(response: Response) -> Response:
    """The answer with the ETag of the entry."""
    if response.status_code < 300 and response.body:
        response.headers["ETag"] = child_data.tag_of(json.loads(bytes(response.body))["version"])
    return response


def _writer(viewer: Viewer) -> Writer:
    return Writer(
        viewer.patient.id, viewer.patient.birth_date, viewer.account_id, viewer.now, ForParents(viewer.account_id)
    )


def _naming(viewer: Viewer) -> Naming:
    return ForParents(viewer.account_id) if viewer.shared is None else ForGuest(viewer.patient.id)


@router.get(_BASE, response_model=ChildDataSummary)
async def child_data_summary(viewer: ViewerDep) -> Response:
    """All kinds in short: counts, the newest entries, how many disagree with the clinic."""
    patient_id, naming = viewer.patient.id, _naming(viewer)
    found = await viewer.read(
        lambda session: child_facts.summary(session, patient_id, naming, viewer.today, viewer.sees)
    )
    await viewer.saw(What.LIST, SectionSlug.CHILD_DATA)
    return answer(found)


@router.get(f"{_BASE}/{{kind}}", response_model=KindPage[AnyEntry])
async def list_child_data(viewer: ViewerDep, kind: KindDep, limit: LimitDep = 20, cursor: CursorDep = None) -> Response:
    """The entries of a kind, the newest first; the clinic's own facts of it come with the first page."""
    patient_id, naming = viewer.patient.id, _naming(viewer)
    whole = await viewer.read(
        lambda session: child_facts.kind_page(session, patient_id, kind, naming, viewer.today, viewer.sees)
    )
    page = page_of(whole.items, child_data.places(whole.items), limit, cursor)
    shown = KindPage[AnyEntry](items=page.items, next_cursor=page.next_cursor, total=page.total)
    if cursor is not None:
        await viewer.used()
        return answer(shown)
    await viewer.saw(What.LIST, SectionSlug.CHILD_DATA)
    return answer(shown.model_copy(update={"clinic": whole.clinic, "conflicts": whole.conflicts}))


@router.post(f"{_BASE}/{{kind}}", response_model=AnyEntry, status_code=201)
async def add_child_data(request: Request, viewer: ViewerDep, kind: KindDep, body: BodyDep) -> Response:
    """Enter something of the child; the clinic's doctor sees it at once."""
    details = _details(kind, body)
    return _tagged(
        await write_once(
            request, viewer.caller, lambda session: child_data.add(session, _writer(viewer), kind, details), status=201
        )
    )


@router.get(f"{_BASE}/{{kind}}/{{id}}", response_model=AnyEntry)
async def one_of_child_data(known: KnownDep) -> Response:
    """One entry with its history."""
    viewer = known.viewer

    def read(session: Session) -> Any:
        row = child_data.find(session, viewer.patient.id, known.kind, known.id)
        return None if row is None else child_data.view(session, row, _naming(viewer))

    found = await viewer.read(read)
    if found is None:
        raise not_found()
    await viewer.saw(What.RECORD, SectionSlug.CHILD_DATA, known.id)
    return _tagged(answer(found))


@router.put(f"{_BASE}/{{kind}}/{{id}}", response_model=AnyEntry)
async def change_child_data(request: Request, known: KnownDep, body: BodyDep) -> Response:
    """Correct an entry, whichever parent wrote it."""
    details = _details(known.kind, body)
    writer = _writer(known.viewer)
    return _tagged(
        await write_once(
            request,
            known.viewer.caller,
            lambda session: child_data.change(session, writer, known.kind, known.id, details, request),
        )
    )


@router.delete(f"{_BASE}/{{kind}}/{{id}}", status_code=204)
async def remove_child_data(request: Request, viewer: ViewerDep, kind: KindDep, id: EntryId) -> Response:
    """Take an entry away; it can be brought back."""
    entry_id, writer = parse_id(id), _writer(viewer)
    return await write_once(
        request, viewer.caller, lambda session: child_data.remove(session, writer, kind, entry_id, request)
    )


@router.post(f"{_BASE}/{{kind}}/{{id}}/restore", response_model=AnyEntry)
async def restore_child_data(request: Request, viewer: ViewerDep, kind: KindDep, id: EntryId) -> Response:
    """«Вернуть» what was taken away."""
    entry_id, writer = parse_id(id), _writer(viewer)
    return _tagged(
        await write_once(
            request, viewer.caller, lambda session: child_data.restore(session, writer, kind, entry_id, request)
        )
    )


@clinic_router.get("/clinic/patients/{pid}/child-data", response_model=ClinicChildData)
async def child_data_for_doctor(
    patient_id: PatientIdDep, doctor: DoctorDep, backend: BackendDep, now: NowDep
) -> Response:
    """What parents entered, beside the clinic's own records; for the doctor only."""
    found = await backend.store.read(
        lambda session: child_facts.for_doctor(session, session.get_one(PatientRow, patient_id), moscow_day(now))
    )
    await backend.journal.add(
        Use(
            session_id=doctor.session_id, patient_id=patient_id, actor_kind="STAFF", actor_id=doctor.id,
            client=doctor.client, at=now, what=What.LIST, section=SectionSlug.CHILD_DATA,
        )
    )  # fmt: skip
    return answer(found)
