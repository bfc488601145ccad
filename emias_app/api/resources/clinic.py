"""The clinic's side: staff, patients, kin, codes, the print form. For a client signed in as staff."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.pages import all_of
from emias_app.api.transport import new_key
from emias_app.models.auth import Tokens
from emias_app.models.base import Page
from emias_app.models.child_data import ClinicChildData
from emias_app.models.clinic import (
    AccessCodeRequest,
    ClinicPatient,
    HistoryRow,
    Kinship,
    KinshipRequest,
    RevokeRequest,
    Staff,
)
from emias_app.models.uploads import ClinicUpload

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_TOKENS = TypeAdapter(Tokens)
_STAFF = TypeAdapter(Staff)
_PATIENTS: TypeAdapter[Page[ClinicPatient]] = TypeAdapter(Page[ClinicPatient])
_PATIENT = TypeAdapter(ClinicPatient)
_KIN: TypeAdapter[Page[Kinship]] = TypeAdapter(Page[Kinship])
_KINSHIP = TypeAdapter(Kinship)
_HISTORY: TypeAdapter[Page[HistoryRow]] = TypeAdapter(Page[HistoryRow])
_ROW = TypeAdapter(HistoryRow)
_CHILD_DATA = TypeAdapter(ClinicChildData)
_UPLOADS: TypeAdapter[Page[ClinicUpload]] = TypeAdapter(Page[ClinicUpload])
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class ClinicResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def sign_in(self, login: str, password: str) -> None:
        """Sign in a registrar or a doctor; there is no SMS. The session opens ``/clinic`` alone."""
        body = {"login": login, "password": password}
        tokens = await self._client.request(_TOKENS, "POST", "/clinic/auth/login", json=body, is_bare=True)
        self._client.adopt(tokens)

    async def me(self) -> Staff:
        """Who is signed in, and where they work."""
        return await self._client.request(_STAFF, "GET", "/clinic/me")

    async def patients(self, q: str = "", *, limit: int = 20, cursor: str | None = None) -> Page[ClinicPatient]:
        """One page of those whose name, birth date or policy fits ``q``; without it, of all."""
        asked = {"q": q, "limit": str(limit), "cursor": cursor}
        params = {name: value for name, value in asked.items() if value}
        return await self._client.request(_PATIENTS, "GET", "/clinic/patients", params=params)

    async def patient(self, patient_id: UUID) -> ClinicPatient:
        return await self._client.request(_PATIENT, "GET", f"/clinic/patients/{patient_id}")

    async def child_data(self, patient_id: UUID) -> ClinicChildData:
        """What the parents entered of a patient; for the doctor only, and a read of the card."""
        return await self._client.request(_CHILD_DATA, "GET", f"/clinic/patients/{patient_id}/child-data")

    async def kinships(self, patient_id: UUID) -> list[Kinship]:
        """The patient's relatives as the clinic holds them."""
        return await all_of(self._client, _KIN, f"/clinic/patients/{patient_id}/kinships")

    async def add_kinship(self, patient_id: UUID, kinship: KinshipRequest) -> Kinship:
        body = kinship.model_dump(mode="json", by_alias=True)
        path = f"/clinic/patients/{patient_id}/kinships"
        return await self._client.request(_KINSHIP, "POST", path, json=body, key=new_key())

    async def uploads(self, patient_id: UUID) -> list[ClinicUpload]:
        """What parents put into the card, all pages, the newest first; for the doctor only."""
        return await all_of(self._client, _UPLOADS, f"/clinic/patients/{patient_id}/uploads")

    async def uploaded_file(self, patient_id: UUID, record_id: UUID) -> bytes:
        """The file of such a document."""
        return await self._client.download(f"/clinic/patients/{patient_id}/uploads/{record_id}/file")

    async def application_pdf(self, patient_id: UUID, kinship_id: UUID) -> bytes:
        """The print form that the relative signs."""
        return await self._client.download(f"/clinic/patients/{patient_id}/application.pdf?kinshipId={kinship_id}")

    async def history(self, patient_id: UUID) -> list[HistoryRow]:
        """«История предоставления доступа», the newest first."""
        return await all_of(self._client, _HISTORY, f"/clinic/patients/{patient_id}/access-codes")

    async def send_code(self, patient_id: UUID, order: AccessCodeRequest) -> HistoryRow:
        """Send a code by SMS; the one sent to that relative before fits no more."""
        body = order.model_dump(mode="json", by_alias=True)
        path = f"/clinic/patients/{patient_id}/access-codes"
        return await self._client.request(_ROW, "POST", path, json=body, key=new_key())

    async def revoke_grant(self, grant_id: UUID, reason: str) -> None:
        """Take an access away; the relative is told the reason."""
        await self._revoke(f"/clinic/grants/{grant_id}/revoke", reason)

    async def revoke_code(self, code_id: UUID, reason: str) -> None:
        """Make a code void that nobody has redeemed yet."""
        await self._revoke(f"/clinic/access-codes/{code_id}/revoke", reason)

    async def _revoke(self, path: str, reason: str) -> None:
        body = RevokeRequest(reason=reason).model_dump(mode="json", by_alias=True)
        await self._client.request(_NOTHING, "POST", path, json=body, key=new_key())
