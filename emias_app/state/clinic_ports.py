"""What the clinic's side needs from the outside world: a client of its own, never the parent's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from emias_app.models.base import Page
from emias_app.models.child_data import ClinicChildData
from emias_app.models.clinic import AccessCodeRequest, ClinicPatient, HistoryRow, Kinship, KinshipRequest, Staff
from emias_app.models.uploads import ClinicUpload


class ClinicPort(Protocol):
    """The clinic's endpoints."""

    async def sign_in(self, login: str, password: str) -> None: ...

    async def me(self) -> Staff: ...

    async def patients(self, q: str = "", *, limit: int = 20, cursor: str | None = None) -> Page[ClinicPatient]: ...

    async def patient(self, patient_id: UUID) -> ClinicPatient: ...

    async def child_data(self, patient_id: UUID) -> ClinicChildData: ...

    async def uploads(self, patient_id: UUID) -> Sequence[ClinicUpload]: ...

    async def uploaded_file(self, patient_id: UUID, record_id: UUID) -> bytes: ...

    async def kinships(self, patient_id: UUID) -> Sequence[Kinship]: ...

    async def add_kinship(self, patient_id: UUID, kinship: KinshipRequest) -> Kinship: ...

    async def application_pdf(self, patient_id: UUID, kinship_id: UUID) -> bytes: ...

    async def history(self, patient_id: UUID) -> Sequence[HistoryRow]: ...

    async def send_code(self, patient_id: UUID, order: AccessCodeRequest) -> HistoryRow: ...

    async def revoke_grant(self, grant_id: UUID, reason: str) -> None: ...

    async def revoke_code(self, code_id: UUID, reason: str) -> None: ...


class SignOutPort(Protocol):
    """The end of a session; it is over here whatever the backend answers."""

    async def logout(self) -> None: ...


class ClinicBackendPort(Protocol):
    """A client that only ever holds the staff's tokens; made when the clinic's side opens, closed when it is left."""

    on_session_lost: Callable[[], None] | None

    @property
    def clinic(self) -> ClinicPort: ...

    @property
    def auth(self) -> SignOutPort: ...

    @property
    def signed_in(self) -> bool: ...

    def server_now(self) -> datetime: ...

    async def close(self) -> None: ...


OpenClinic = Callable[[], ClinicBackendPort]
