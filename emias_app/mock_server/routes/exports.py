"""Taking the card away (contract §2): at once, or as a job whose file is read in ranges."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Path, Request, Response
from starlette.responses import StreamingResponse

from emias_app.mock_server.deps import PREFIX, answer, api_router
from emias_app.mock_server.problems import Refusal, not_found
from emias_app.mock_server.services.access import Viewer, ViewerDep, parse_id
from emias_app.mock_server.services.conditions import etag_of
from emias_app.mock_server.services.exports import jobs
from emias_app.mock_server.services.exports.archive import card_archive
from emias_app.mock_server.services.exports.importing import ArchiveImport
from emias_app.mock_server.services.exports.jobs import Asking
from emias_app.mock_server.services.exports.ranges import Span, UnsatisfiableRangeError, asked_span, bytes_of
from emias_app.mock_server.services.exports.section_file import check_part
from emias_app.mock_server.services.exports.source import ExportedCard
from emias_app.mock_server.services.exports.summary import ips_json, summary_pdf
from emias_app.mock_server.services.idempotency import claimed, write_once
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.models.base import Page
from emias_app.models.exports import ExportBody, ExportJob, ExportKind, ExportState, ImportReport

router = api_router("exports", f"{PREFIX}/patients")

JobId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FHIR, _BUNDLE = jobs.media_type(ExportKind.IPS), {"schema": {"type": "object"}}


def _file(*media_types: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"description": "OK", "content": {kind: _BUNDLE if kind == _FHIR else _BINARY for kind in media_types}}
    }


_KINDS = tuple(jobs.media_type(kind) for kind in ExportKind)
_PART: dict[int | str, dict[str, Any]] = {
    206: {"description": "Часть файла", "content": dict.fromkeys(_KINDS, _BINARY)}
}


def not_ready() -> Refusal:
    return Refusal(409, "export_not_ready", "Файл ещё не готов.")


@router.post("/{pid}/exports", status_code=202, response_model=ExportJob)
async def start_export(request: Request, viewer: ViewerDep, body: ExportBody) -> Response:
    """Ask for a file; it is made behind. One of the same kind and list that is being made already is answered."""
    asking = _asking(viewer)
    check_part(body)
    started = await write_once(
        request, viewer.caller, lambda session: jobs.start(session, asking, body.kind, body.part), status=202
    )
    viewer.backend.exports.wake()
    return started


@router.get("/{pid}/exports", response_model=Page[ExportJob])
async def my_exports(viewer: ViewerDep, limit: LimitDep = 20, cursor: CursorDep = None) -> Response:
    """My files of this card, those being made too."""
    asking = _asking(viewer)
    found = await viewer.read(lambda session: jobs.mine(session, asking))
    viewer.backend.exports.wake()
    await viewer.used()
    return answer(page_of(found, [Place(one.created_at, one.id) for one in found], limit, cursor))


@router.get("/{pid}/exports/{id}", response_model=ExportJob)
async def one_export(viewer: ViewerDep, id: JobId) -> Response:
    """How far a file is."""
    asking, job_id = _asking(viewer), parse_id(id)
    row = await viewer.read(lambda session: jobs.find(session, asking, job_id))
    if row is None:
        raise not_found()
    if row.state != ExportState.READY.value:
        viewer.backend.exports.wake()
    told = await viewer.read(lambda session: jobs.told(session, row))
    await viewer.used()
    response = answer(told)
    response.headers["ETag"] = etag_of(bytes(response.body))
    return response


@router.delete("/{pid}/exports/{id}", status_code=204)
async def cancel_export(request: Request, viewer: ViewerDep, id: JobId) -> Response:
    """Cancel it, or throw the file away."""
    asking, job_id = _asking(viewer), parse_id(id)
    gone = await write_once(
        request,
        viewer.caller,
        lambda session: jobs.drop(session, asking, job_id),
        over=lambda session: jobs.one(session, asking, job_id),
    )
    await viewer.backend.exports.tidy()
    return gone


@router.get("/{pid}/exports/{id}/file", responses=_file(*_KINDS) | _PART)
async def export_file(request: Request, viewer: ViewerDep, id: JobId) -> Response:
    """The file, or the range of it that is asked for; one row of the journal for each time it is begun."""
    asking, job_id = _asking(viewer), parse_id(id)
    row = await viewer.read(lambda session: jobs.find(session, asking, job_id))
    if row is None:
        raise not_found()
    if row.state != ExportState.READY.value or row.size is None:
        raise not_ready()
    path = viewer.backend.exports.path(job_id)
    if not await asyncio.to_thread(path.is_file):
        raise not_found()
    try:
        span = asked_span(request.headers.get("range"), row.size)
    except UnsatisfiableRangeError:
        raise Refusal(416, "range_not_satisfiable", "В файле нет такой части.") from None
    tag = f'"{row.sha256}"'
    if request.headers.get("if-range", tag) != tag:
        span = None
    part = jobs.part_of(row)
    if span is None or span.first == 0 or row.journalled_at is None:
        await viewer.backend.store.write(lambda session: jobs.note_read(session, job_id, viewer.now))
        await viewer.saw(What.EXPORT, part.section if part else None)
    else:
        await viewer.used()
    whole = Span(0, row.size - 1)
    kind = ExportKind(row.kind)
    name = jobs.file_name(kind, f"{viewer.patient.last_name} {viewer.patient.first_name}", row.created_at, part)
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Length": str((span or whole).length),
        "Accept-Ranges": "bytes",
        "ETag": tag,
    }
    if span is not None:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{row.size}"
    status = 206 if span is not None else 200
    return StreamingResponse(bytes_of(path, span or whole), status, headers, jobs.media_type(kind))


@router.get("/{pid}/export/summary.pdf", responses=_file("application/pdf"))
async def summary_at_once(viewer: ViewerDep) -> Response:
    """The summary for a doctor or a camp: A4, what matters on the first page."""
    content = await summary_pdf(_card(viewer))
    await viewer.saw(What.EXPORT)
    headers = {"Content-Disposition": _named(viewer, ExportKind.SUMMARY_PDF), "ETag": etag_of(content)}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/{pid}/export/ips.json", responses=_file(_FHIR))
async def ips_at_once(viewer: ViewerDep) -> Response:
    """The International Patient Summary: a FHIR R4 document."""
    content = await ips_json(_card(viewer))
    await viewer.saw(What.EXPORT)
    headers = {"Content-Disposition": _named(viewer, ExportKind.IPS), "ETag": etag_of(content)}
    return Response(content, media_type=_FHIR, headers=headers)


@router.get("/{pid}/export/card.zip", responses=_file("application/zip"))
async def card_at_once(viewer: ViewerDep) -> Response:
    """The whole card as an archive; it is made while it travels, and ends with the access."""
    await viewer.saw(What.EXPORT)
    headers = {"Content-Disposition": _named(viewer, ExportKind.CARD_ZIP)}
    return StreamingResponse(_while_open(viewer), 200, headers, "application/zip")


@router.post(
    "/{pid}/import",
    response_model=ImportReport,
    openapi_extra={"requestBody": {"required": True, "content": {"application/zip": _BINARY}}},
)
async def import_archive(request: Request, viewer: ViewerDep) -> Response:
    """Bring an archive of this child back in: what is new is added, what is there stays as it is."""
    folder = viewer.backend.settings.data_dir
    digest = hashlib.sha256()
    with await asyncio.to_thread(lambda: tempfile.TemporaryFile(dir=folder)) as file:
        async for piece in request.stream():
            digest.update(piece)
            await asyncio.to_thread(file.write, piece)
        coming = await ArchiveImport.opened(viewer, file)
        async with claimed(request, viewer.caller, digest.digest()) as kept:
            if kept is not None:
                return kept
            report = await coming.run()
            return await write_once(request, viewer.caller, lambda _: report, stands_for_body=digest.digest())


async def _while_open(viewer: Viewer) -> AsyncIterator[bytes]:
    """The archive; it breaks off, and so does not open, where the access ends on the way."""
    asking = _asking(viewer)

    async def tell(done: int, total: int) -> None:
        if done % 20 == 0 and not await viewer.read(
            lambda session: jobs.is_open(session, asking, viewer.backend.clock.now())
        ):
            raise ConnectionError("the access has ended")

    async with aclosing(card_archive(_card(viewer), tell)) as parts:  # type: ignore[type-var]
        async for part in parts:
            if part:
                yield part


def _asking(viewer: Viewer) -> Asking:
    return Asking(viewer.patient.id, viewer.account_id, viewer.grant.id, viewer.now)


def _card(viewer: Viewer) -> ExportedCard:
    return ExportedCard(viewer.backend.store, viewer.patient, viewer.now)


def _named(viewer: Viewer, kind: ExportKind) -> str:
    patient = viewer.patient
    return disposition(jobs.file_name(kind, f"{patient.last_name} {patient.first_name}", viewer.now))


def disposition(file_name: str) -> str:
    """A download under a Russian name, as RFC 5987 has it."""
    plain = "card" + os.path.splitext(file_name)[1]
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
