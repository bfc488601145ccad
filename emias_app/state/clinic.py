"""The clinic's side of the app: staff sign in here, with a session of their own, and leave nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.errors import EmiasError, Unauthorized
from emias_app.models.clinic import Staff, StaffRole
from emias_app.state._base import Observable
from emias_app.state._pass import Guarded, Pass
from emias_app.state.clinic_access import PatientDesk
from emias_app.state.clinic_child_data import PatientChildData
from emias_app.state.clinic_journal import JournalState
from emias_app.state.clinic_ports import ClinicBackendPort
from emias_app.state.clinic_uploads import PatientUploads
from emias_app.state.place import Clinic, ClinicAccess, ClinicPatientPage, Place
from emias_app.state.ports import DemoPerson, Ports
from emias_app.state.troubles import trouble_of

NOTICE_IDLE = "Мы завершили сеанс: вы долго ничего не делали. Войдите ещё раз, и мы вернём вас на это же место."
NOTICE_SESSION_OVER = "Сеанс закончился. Войдите ещё раз, и мы вернём вас на это же место."
NOTICE_SIGNED_OUT = "Вы вышли"


class Desk(Guarded):
    """The work place of whoever signed in; it dies with the session."""

    def __init__(self, backend: ClinicBackendPort, ports: Ports, staff: Staff) -> None:
        super().__init__(Pass())
        self._backend, self._files = backend, ports.files
        self.staff = staff
        self.journal = JournalState(backend, self._pass)
        self.patient: PatientDesk | None = None
        self.child_data: PatientChildData | None = None
        self.uploads: PatientUploads | None = None

    @property
    def is_doctor(self) -> bool:
        return self.staff.role is StaffRole.DOCTOR

    def aim(self, place: Place) -> None:
        """Turn to ``place`` at once; what it needs is fetched by :meth:`show`."""
        wanted = place.patient_id if isinstance(place, ClinicPatientPage | ClinicAccess) else None
        if self.patient is not None and self.patient.patient_id != wanted:
            self.patient = self.child_data = self.uploads = None
        if wanted is not None and self.patient is None:
            self.patient = PatientDesk(self._backend, self._files, self._pass, wanted)
            if self.is_doctor:
                self.child_data = PatientChildData(self._backend, self._pass, wanted)
                self.uploads = PatientUploads(self._backend, self._files, self._pass, wanted)

    async def show(self, place: Place) -> None:
        """Fetch what the place shows."""
        patient = self.patient
        if patient is not None:
            await patient.show(with_access=isinstance(place, ClinicAccess))
        if self.child_data is not None and isinstance(place, ClinicPatientPage):
            await self.child_data.ensure()
        if self.uploads is not None and isinstance(place, ClinicPatientPage):
            await self.uploads.ensure()
        if not isinstance(place, ClinicAccess):
            await self.journal.ensure()

    async def refresh(self, place: Place) -> None:
        """The small poll: a code redeemed at home shows in the history."""
        if self.patient is not None and isinstance(place, ClinicAccess):
            await self.patient.refresh_history()

    def close(self) -> None:
        """Nothing of this work place acts or is told any more."""
        self._pass.revoke()


class ClinicState(Observable):
    """One visit to the clinic's side: signing in, then the desk."""

    def __init__(self, ports: Ports, backend: ClinicBackendPort, go: Callable[[Place], Awaitable[None]]) -> None:
        self._ports, self._backend, self._go = ports, backend, go
        self._place: Place = Clinic()
        self._last: UUID | None = None
        self.desk: Desk | None = None
        self.notice: str | None = None
        self.login_error: str | None = None
        self.password_error: str | None = None
        self.error: str | None = None
        self.is_busy = False
        self._turn = asyncio.Lock()
        self._is_closed = False
        backend.on_session_lost = self._session_lost

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """The demo's staff to choose from; none outside the demo."""
        return self._ports.demo.staff if self._ports.demo else ()

    @property
    def is_demo(self) -> bool:
        """Whether nothing real is to be typed here."""
        return self._ports.demo is not None

    @property
    def backend(self) -> ClinicBackendPort:
        """Whose clock the work place follows."""
        return self._backend

    async def show(self, place: Place) -> None:
        """The address is ``place`` now."""
        self._place = place
        if self.desk is not None:
            self.desk.aim(place)
            await self.desk.show(place)

    async def refresh(self) -> None:
        """Asked by a timer."""
        if self.desk is not None:
            await self.desk.refresh(self._place)

    async def close_menu(self) -> None:
        """The registrar's menu was closed: back to the journal, unless the way already led on."""
        if isinstance(self._place, ClinicPatientPage):
            await self._go(Clinic())

    async def sign_in(self, login: str, password: str) -> None:
        """Try a login and a password; there is no SMS for staff."""
        if self.is_busy or self.desk is not None:
            return
        self.notice = self.error = None
        self.login_error = None if login.strip() else "Введите логин"
        self.password_error = None if password else "Введите пароль"
        if self.login_error or self.password_error:
            return
        self.is_busy = True
        try:
            async with self._turn:
                if self._is_closed:
                    return
                await self._backend.clinic.sign_in(login.strip(), password)
                staff = await self._backend.clinic.me()
        except Unauthorized as error:
            self.error = error.detail
        except EmiasError as error:
            self.error = trouble_of(error, self._backend.server_now()).text
        else:
            if not self._is_closed:
                await self._begin(staff)
        finally:
            self.is_busy = False

    async def sign_in_as(self, login: str) -> None:
        """One of the demo's staff; only those who are on the list."""
        demo = self._ports.demo
        if demo is not None and any(person.login == login for person in demo.staff):
            await self.sign_in(login, demo.password)

    async def sign_out(self, notice: str = NOTICE_SIGNED_OUT) -> None:
        """Hide the desk at once, then end the session; signing in again leads to the same place."""
        if self.desk is None:
            return
        self._drop_desk(notice)
        await self._backend.auth.logout()

    async def close(self) -> None:
        """The clinic's side is left: no token and no patient stays."""
        self._is_closed = True
        self._drop_desk(None)
        self._backend.on_session_lost = None
        async with self._turn:
            if self._backend.signed_in:
                await self._backend.auth.logout()
            await self._backend.close()

    async def _begin(self, staff: Staff) -> None:
        is_another = self._last is not None and self._last != staff.id
        self._last = staff.id
        desk = Desk(self._backend, self._ports, staff)
        self.desk = desk
        if is_another and not isinstance(self._place, Clinic):
            await self._go(Clinic())
            return
        desk.aim(self._place)
        await desk.show(self._place)

    def _session_lost(self) -> None:
        """The backend ended the session."""
        if self.desk is not None:
            self._drop_desk(NOTICE_SESSION_OVER)

    def _drop_desk(self, notice: str | None) -> None:
        if self.desk is not None:
            self.desk.close()
        self.desk = None
        self.notice = notice
        self.error = self.login_error = self.password_error = None
