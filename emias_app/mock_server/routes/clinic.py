"""The clinic's side: patients, their kin, codes, the print form, the end of an access (contract §2).

A registrar and a doctor may do all of this alike.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access_codes import make_code
from emias_app.mock_server.deps import BackendDep, NowDep, StaffDep, answer, api_router
from emias_app.mock_server.pdf.press import print_application
from emias_app.mock_server.problems import Refusal, not_found
from emias_app.mock_server.routes.auth import PeerDep, tokens_answer
from emias_app.mock_server.services import clinic, clinic_codes, login
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.clinic_history import history
from emias_app.mock_server.services.conditions import tagged
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.mock_server.store.schema import AccessCodeRow, GrantRow, KinshipRow, PatientRow, StaffRow
from emias_app.models.auth import LoginRequest, Tokens
from emias_app.models.base import Line, Page
from emias_app.models.clinic import (
    AccessCodeRequest,
    ClinicPatient,
    HistoryRow,
    Kinship,
    KinshipRequest,
    RevokeRequest,
    Staff,
    StaffRole,
)

router = api_router("clinic")

RowId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
PDF = "application/pdf"


async def known_patient(staff: StaffDep, backend: BackendDep, pid: RowId) -> UUID:
    """The id of a patient of the clinic."""
    patient_id = parse_id(pid)
    if await backend.store.read(lambda session: session.get(PatientRow, patient_id)) is None:
        raise not_found()
    return patient_id


async def known_code(staff: StaffDep, backend: BackendDep, code_id: RowId) -> UUID:
    """The id of a code that was sent, looked for before the body is judged."""
    wanted = parse_id(code_id)
    if await backend.store.read(lambda session: session.get(AccessCodeRow, wanted)) is None:
        raise not_found()
    return wanted


async def known_grant(staff: StaffDep, backend: BackendDep, grant_id: RowId) -> UUID:
    """The id of an access, looked for before the body is judged."""
    wanted = parse_id(grant_id)
    if await backend.store.read(lambda session: session.get(GrantRow, wanted)) is None:
        raise not_found()
    return wanted


PatientIdDep = Annotated[UUID, Depends(known_patient)]


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor before a patient, as the parents' journal knows one."""

    id: UUID
    session_id: UUID
    client: str


async def doctor_of(patient_id: PatientIdDep, staff: StaffDep, backend: BackendDep) -> Doctor:
    """A doctor before a patient that is known; the registrar sees nothing medical."""
    staff_id = staff.staff_id
    role = await backend.store.read(lambda session: session.get_one(StaffRow, staff_id).role)
    if staff_id is None or role != StaffRole.DOCTOR:
        raise Refusal(403, "doctor_only", "То, что вносят родители, видит только врач.")
    await backend.card_ready(patient_id)
    return Doctor(staff_id, staff.session_id, staff.client)


DoctorDep = Annotated[Doctor, Depends(doctor_of)]
CodeIdDep = Annotated[UUID, Depends(known_code)]
GrantIdDep = Annotated[UUID, Depends(known_grant)]


@router.post("/clinic/auth/login", response_model=Tokens)
async def log_in_staff(body: LoginRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Sign in a registrar or doctor."""
    password = body.password.get_secret_value()
    return tokens_answer(await login.sign_in_staff(backend, body.login, password, peer, now))


@router.get("/clinic/me", response_model=Staff)
async def who_am_i(staff: StaffDep, backend: BackendDep) -> Response:
    """Who works here: the role decides which door leads to the form."""
    staff_id = staff.staff_id
    if staff_id is None:
        raise not_found()
    return answer(await backend.store.read(lambda session: clinic.staff_view(session, staff_id)))


@router.get("/clinic/patients", response_model=Page[ClinicPatient])
async def find_patients(
    staff: StaffDep,
    backend: BackendDep,
    q: Annotated[Line, Query(description="ФИО, дата рождения или полис; части через пробел")] = "",
    limit: LimitDep = 20,
    cursor: CursorDep = None,
) -> Response:
    """Patients by name, birth date, policy."""
    found = await backend.store.read(lambda session: clinic.search(session, q))
    places = [Place(datetime.combine(one.birth_date, time(), UTC), one.id) for one in found]
    return answer(page_of(found, places, limit, cursor))


@router.get("/clinic/patients/{pid}", response_model=ClinicPatient)
async def one_patient(patient_id: PatientIdDep, backend: BackendDep) -> Response:
    """Whose card it is; nothing medical, so no read of the card."""
    return tagged(
        answer(await backend.store.read(lambda session: clinic.patient_view(session.get_one(PatientRow, patient_id))))
    )


@router.get("/clinic/patients/{pid}/kinships", response_model=Page[Kinship])
async def list_kinships(
    patient_id: PatientIdDep, backend: BackendDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """The patient's relatives."""
    found = await backend.store.read(lambda session: clinic.list_kin(session, patient_id))
    places = [Place(datetime.combine(one.birth_date, time(), UTC), one.id) for one in found]
    return answer(page_of(found, places, limit, cursor))


@router.post("/clinic/patients/{pid}/kinships", response_model=Kinship, status_code=201)
async def add_kinship(
    request: Request, patient_id: PatientIdDep, body: KinshipRequest, staff: StaffDep, now: NowDep
) -> Response:
    """«Родственная связь: Добавление»."""
    return await write_once(
        request,
        staff,
        lambda session: clinic.add_kin(session, session.get_one(PatientRow, patient_id), body, now),
        status=201,
        over=lambda session: clinic.patient_view(session.get_one(PatientRow, patient_id)),
    )


@router.get(
    "/clinic/patients/{pid}/application.pdf",
    responses={200: {"description": "OK", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def application(
    patient_id: PatientIdDep,
    backend: BackendDep,
    now: NowDep,
    kinship_id: Annotated[str, Query(alias="kinshipId", json_schema_extra={"format": "uuid"})],
) -> Response:
    """The print form of the application that the relative signs."""
    wanted = parse_id(kinship_id)

    def read(session: Session) -> tuple[PatientRow, KinshipRow] | None:
        kin = session.get(KinshipRow, wanted)
        found = kin is not None and kin.patient_id == patient_id
        return (session.get_one(PatientRow, patient_id), kin) if kin is not None and found else None

    rows = await backend.store.read(read)
    if rows is None:
        raise not_found()
    content = await asyncio.to_thread(print_application, *rows, moscow_day(now))
    name = quote("Заявка на доступ к медкарте.pdf")
    headers = {"Content-Disposition": f"inline; filename=\"application.pdf\"; filename*=UTF-8''{name}"}
    return Response(content, media_type=PDF, headers=headers)


@router.get("/clinic/patients/{pid}/access-codes", response_model=Page[HistoryRow])
async def list_history(
    patient_id: PatientIdDep, backend: BackendDep, now: NowDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """«История предоставления доступа», the newest first."""
    found = await backend.store.read(lambda session: history(session, session.get_one(PatientRow, patient_id), now))
    rows = [row for _, row in found]
    return answer(page_of(rows, [Place(at, row.id) for at, row in found], limit, cursor))


@router.post("/clinic/patients/{pid}/access-codes", response_model=HistoryRow, status_code=201)
async def send_code(
    request: Request,
    patient_id: PatientIdDep,
    body: AccessCodeRequest,
    staff: StaffDep,
    backend: BackendDep,
    now: NowDep,
) -> Response:
    """Send a code of access by SMS; it is never told here."""
    code = make_code(secrets.choice)
    code_hash = await backend.hasher.hashed_code(code)

    def work(session: Session) -> HistoryRow | Refusal:
        patient = session.get_one(PatientRow, patient_id)
        sent = clinic_codes.send_code(session, backend.outside, patient, body, code, code_hash, now)
        return sent if isinstance(sent, Refusal) else _row_of(session, patient, sent, now)

    def patient_shown(session: Session) -> ClinicPatient:
        return clinic.patient_view(session.get_one(PatientRow, patient_id))

    return await write_once(request, staff, work, status=201, over=patient_shown)


@router.post("/clinic/access-codes/{code_id}/revoke", response_model=HistoryRow)
async def revoke_code(
    request: Request, wanted: CodeIdDep, body: RevokeRequest, staff: StaffDep, now: NowDep
) -> Response:
    """Make a sent code void."""

    def work(session: Session) -> HistoryRow | Refusal:
        row = clinic_codes.revoke_code(session, wanted, body, now)
        if isinstance(row, Refusal):
            return row
        return _row_of(session, session.get_one(PatientRow, row.patient_id), row, now)

    return await write_once(request, staff, work)


@router.post("/clinic/grants/{grant_id}/revoke", response_model=HistoryRow)
async def revoke_grant(
    request: Request, wanted: GrantIdDep, body: RevokeRequest, staff: StaffDep, now: NowDep
) -> Response:
    """«Отозвать доступ»: the relative loses the card at once; only a new code opens it again."""

    def work(session: Session) -> HistoryRow | Refusal:
        row = clinic_codes.revoke_access(session, wanted, body, now)
        if isinstance(row, Refusal):
            return row
        return _row_of(session, session.get_one(PatientRow, row.patient_id), row, now)

    return await write_once(request, staff, work)


def _row_of(session: Session, patient: PatientRow, of: AccessCodeRow | GrantRow, now: datetime) -> HistoryRow:
    """The row of the history that a code or an access has."""
    session.flush()
    return next(row for _, row in history(session, patient, now) if of.id in (row.id, row.grant_id))
