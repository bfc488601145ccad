"""The plan of vaccinations, its calendar file and the certificate (contract §2)."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from fastapi import Request, Response

from emias_app.mock_server.deps import PREFIX, answer, api_router
from emias_app.mock_server.pdf.press import print_certificate
from emias_app.mock_server.services import vaccinations
from emias_app.mock_server.services.access import ViewerDep
from emias_app.mock_server.services.conditions import tagged
from emias_app.mock_server.services.documents import printed_patient
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.services.vaccination_ics import calendar_file
from emias_app.mock_server.services.vaccinations import PLAN_PARAMETERS, plan_query
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import VaccinationPlan

CALENDAR, PDF = "text/calendar", "application/pdf"

router = api_router("vaccinations", f"{PREFIX}/patients/{{pid}}")


def _file_answer(media_type: str) -> dict[int | str, dict[str, object]]:
    """How a ready-made file stands in the OpenAPI."""
    return {200: {"description": "OK", "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}


def _file(content: bytes, media_type: str, plain_name: str, name: str) -> Response:
    """A file with its Russian name, as RFC 5987 has it."""
    disposition = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return tagged(Response(content, media_type=media_type, headers={"Content-Disposition": disposition}))


@router.get("/vaccination-plan", response_model=VaccinationPlan, openapi_extra={"parameters": PLAN_PARAMETERS})
async def vaccination_plan(request: Request, viewer: ViewerDep) -> Response:
    """Every dose to 18 years: how it stands, why, and the first day on which it may be given."""
    found = await vaccinations.plan_of(viewer, plan_query(request.query_params))
    await viewer.saw(What.PLAN)
    return tagged(answer(found))


@router.get("/vaccination-plan.ics", responses=_file_answer(CALENDAR), openapi_extra={"parameters": PLAN_PARAMETERS})
async def vaccination_calendar(request: Request, viewer: ViewerDep) -> Response:
    """The doses ahead as events of a whole day with reminders; a later file moves them."""
    doses = await vaccinations.doses_of(viewer, plan_query(request.query_params))
    content = calendar_file(
        doses,
        patient_id=viewer.patient.id,
        first_name=viewer.patient.first_name,
        today=viewer.today,
        now=viewer.now,
    )
    await viewer.saw(What.PLAN)
    return _file(content, f"{CALENDAR}; charset=utf-8", "vaccinations.ics", "Прививки.ics")


@router.get("/vaccination-certificate.pdf", responses=_file_answer(PDF))
async def vaccination_certificate(viewer: ViewerDep) -> Response:
    """All that was given, on paper, in Russian and English."""
    patient = viewer.patient
    given = await viewer.read(lambda session: vaccinations.given_to(session, patient.id))
    content = await asyncio.to_thread(
        print_certificate, given, printed_patient(viewer), organisation=patient.organisation, day=viewer.today
    )
    await viewer.saw(What.PDF, SectionSlug.VACCINATIONS)
    name = f"Сертификат о прививках {viewer.today.isoformat()}.pdf"
    return _file(content, PDF, "vaccination-certificate.pdf", name)
