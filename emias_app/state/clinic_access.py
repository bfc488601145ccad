"""One patient at the clinic's work place: who it is, the kin, «Доступ к ЭМК ребенка» and the history of accesses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.access_codes import expires_at
from emias_app.domain.identifiers import IdentifierError, check_phone, format_phone
from emias_app.errors import EmiasError
from emias_app.models.clinic import AccessCodeRequest, ClinicPatient, CodeState, HistoryRow, Kinship
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.clinic_forms import NO_PHONE, NONE, Errors, KinForm, Revocation, field_errors, tidy_phone
from emias_app.state.clinic_ports import ClinicBackendPort
from emias_app.state.file_ports import Taken
from emias_app.state.ports import FilesPort
from emias_app.state.troubles import trouble_of

KINSHIP, PHONE, SIGNED = "kinshipId", "phone", "applicationSigned"
_FIELDS = frozenset({KINSHIP, PHONE, SIGNED})
PDF = "application/pdf"
APPLICATION = "Заявка на доступ к медкарте.pdf"


@dataclass(frozen=True)
class Sent:
    """A code that went out: to whom, where to, until when it fits."""

    row_id: UUID
    kinship: Kinship
    phone: str
    until: datetime


class AccessForm(Guarded):
    """«Доступ к ЭМК ребенка» as filled in so far; ``sent`` is the code that went out last."""

    def __init__(
        self,
        backend: ClinicBackendPort,
        files: FilesPort,
        right: Pass,
        patient_id: UUID,
        sent: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._backend, self._files, self._patient_id, self._sent = backend, files, patient_id, sent
        self.kinship: Kinship | None = None
        self.phone = ""
        self.is_signed = False
        self.errors: Errors = NONE
        self.error: str | None = None
        self.sent: Sent | None = None
        self.is_busy = False
        self.is_printing = False
        self.print_error: str | None = None
        self.taken: Taken | None = None

    def choose(self, kinship: Kinship) -> None:
        """The relative; their phone is filled in, the paper is another one."""
        if self.is_busy:
            return
        if self.kinship is None or self.kinship.id != kinship.id:
            self.is_signed = False
        self.kinship, self.phone = kinship, format_phone(kinship.phone)
        self.sent = None
        self._forgive(KINSHIP, PHONE)

    def compare(self, rows: Sequence[HistoryRow]) -> None:
        """Say no more of a code that was sent once it waits no longer: applied, over or revoked."""
        sent = self.sent
        if sent and any(row.id == sent.row_id and row.code_state is not CodeState.SENT for row in rows):
            self.sent = None

    def type_phone(self, text: str) -> None:
        self.phone = text
        self._forgive(PHONE)

    def leave_phone(self) -> None:
        """Tidy the number, say what is wrong with it."""
        self.phone = tidy_phone(self.phone)
        problem = self._phone_problem() if self.phone else None
        if problem:
            self.errors = MappingProxyType({**self.errors, PHONE: problem})

    def sign(self, is_signed: bool) -> None:
        """The tick «Пациент подписал заявку»."""
        self.is_signed = is_signed
        self._forgive(SIGNED)

    @allowed
    async def send(self) -> None:
        """«Отправить код»: not without a relative, a phone and the signed paper."""
        if self.is_busy:
            return
        self.error = self.sent = None
        self.phone = tidy_phone(self.phone)
        self.errors = MappingProxyType(self._problems())
        kinship = self.kinship
        if self.errors or kinship is None:
            return
        self.is_busy = True
        try:
            order = AccessCodeRequest(
                kinship_id=kinship.id, phone=check_phone(self.phone), application_signed=self.is_signed
            )
            row = await self._backend.clinic.send_code(self._patient_id, order)
        except EmiasError as error:
            self._refused(error)
        else:
            if self._pass.is_valid:
                until = expires_at(self._backend.server_now())
                self.sent, self.is_signed = Sent(row.id, kinship, row.phone, until), False
                await self._sent()
        finally:
            self.is_busy = False

    @allowed
    async def print_application(self) -> None:
        """The paper to sign, as a PDF."""
        if self.is_printing:
            return
        self.print_error = self.taken = None
        if self.kinship is None:
            self.errors = MappingProxyType({**self.errors, KINSHIP: "Сначала выберите родственника"})
            return
        self.is_printing = True
        try:
            content = await self._backend.clinic.application_pdf(self._patient_id, self.kinship.id)
            if self._pass.is_valid:
                self.taken = await self._files.hand_over(APPLICATION, PDF, content)
        except EmiasError as error:
            if not self._pass.report(error):
                self.print_error = trouble_of(error, self._backend.server_now()).text
        finally:
            self.is_printing = False

    def _problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.kinship is None:
            found[KINSHIP] = "Выберите, кому дать доступ"
        if problem := self._phone_problem():
            found[PHONE] = problem
        if not self.is_signed:
            found[SIGNED] = "Без подписанной заявки код не отправить. Напечатайте её и отметьте, когда подпишут."
        return found

    def _phone_problem(self) -> str | None:
        if not self.phone.strip():
            return NO_PHONE
        try:
            check_phone(self.phone)
        except IdentifierError as error:
            return error.reason
        return None

    def _refused(self, error: EmiasError) -> None:
        if self._pass.report(error):
            return
        self.errors = field_errors(error, _FIELDS)
        if not self.errors:
            self.error = trouble_of(error, self._backend.server_now()).text

    def _forgive(self, *fields: str) -> None:
        self.errors = MappingProxyType({name: why for name, why in self.errors.items() if name not in fields})
        self.error = None


class PatientDesk(Guarded):
    """Everything the work place knows of one patient. ``adding`` and ``revoking`` are the dialogs that are open."""

    def __init__(self, backend: ClinicBackendPort, files: FilesPort, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._backend = backend
        self.patient_id = patient_id
        self.patient: Loadable[ClinicPatient] = Loading()
        self.kin: Loadable[tuple[Kinship, ...]] = Loading()
        self.history: Loadable[tuple[HistoryRow, ...]] = Loading()
        self.form = AccessForm(backend, files, right, patient_id, self.refresh_history)
        self.adding: KinForm | None = None
        self.revoking: Revocation | None = None
        self.revoked_count = 0

    @allowed
    async def show(self, *, with_access: bool) -> None:
        """Fetch what is missing; the history only where it is shown."""
        await asyncio.gather(
            self._ensure_patient(), self._ensure_kin(), *([self.refresh_history()] if with_access else [])
        )

    @allowed
    async def retry(self, *, with_access: bool) -> None:
        """Once more, after a failure."""
        await self.show(with_access=with_access)

    @allowed
    async def refresh_history(self) -> None:
        """Anew; what is shown stays meanwhile, and where nothing changed nothing is drawn."""
        shown = self.history
        if isinstance(shown, Failed):
            self.history = Loading()
        answer = await self.fetch(self._backend.clinic.history(self.patient_id))
        if isinstance(answer, Ready):
            rows = tuple(answer.value)
            self.form.compare(rows)
            if not (isinstance(self.history, Ready) and self.history.value == rows):
                self.history = Ready(rows)
        elif isinstance(answer, Failed) and not isinstance(shown, Ready):
            self.history = answer

    def begin_adding(self) -> None:
        """«Добавить родственную связь»."""
        if self._pass.is_valid and isinstance(self.patient, Ready) and self.adding is None:
            today = moscow_day(self._backend.server_now())
            self.adding = KinForm(self._backend, self._pass, self.patient.value, today, self._added)

    def stop_adding(self) -> None:
        if self.adding is not None and not self.adding.is_busy:
            self.adding = None

    def begin_revoking(self, row_id: UUID) -> None:
        """«Отозвать доступ» on a living row."""
        rows = self.history.value if isinstance(self.history, Ready) else ()
        row = next((one for one in rows if one.id == row_id and one.is_live), None)
        if self._pass.is_valid and row is not None and self.revoking is None:
            self.revoking = Revocation(self._backend, self._pass, row, self._revoked)

    def stop_revoking(self) -> None:
        if self.revoking is not None and not self.revoking.is_busy:
            self.revoking = None

    async def _added(self, kinship: Kinship) -> None:
        """The new relative stands in the list and is chosen."""
        self.adding = None
        known = self.kin.value if isinstance(self.kin, Ready) else ()
        self.kin = Ready((*(one for one in known if one.id != kinship.id), kinship))
        self.form.choose(kinship)

    async def _revoked(self) -> None:
        self.revoking = None
        self.revoked_count += 1
        await self.refresh_history()

    async def _ensure_patient(self) -> None:
        if isinstance(self.patient, Ready):
            return
        self.patient = Loading()
        answer = await self.fetch(self._backend.clinic.patient(self.patient_id))
        if answer is not None:
            self.patient = answer

    async def _ensure_kin(self) -> None:
        if isinstance(self.kin, Ready):
            return
        self.kin = Loading()
        answer = await self.fetch(self._backend.clinic.kinships(self.patient_id))
        if isinstance(answer, Ready):
            self.kin = Ready(tuple(answer.value))
        elif answer is not None:
            self.kin = answer
