"""The clinic's two small forms: a new relative, and the reason of a revocation. What is typed stays through errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from types import MappingProxyType

from emias_app.domain.identifiers import IdentifierError, check_phone, format_phone
from emias_app.domain.kinship import KinshipForm, kinship_problems
from emias_app.domain.people import FieldProblems, tidy_name
from emias_app.errors import EmiasError, Invalid
from emias_app.models.clinic import ClinicPatient, HistoryRow, Kinship, KinshipRequest
from emias_app.state._form import FormState
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.clinic_ports import ClinicBackendPort
from emias_app.state.troubles import trouble_of

Errors = Mapping[str, str]
NONE: Errors = MappingProxyType({})
NO_PHONE = "Укажите телефон, на него придёт код"


def field_errors(error: EmiasError, known: frozenset[str]) -> Errors:
    """What the backend said of the fields of this form; empty when it said nothing of them."""
    if not isinstance(error, Invalid):
        return NONE
    told = {one.field: one.message for one in error.fields if one.field in known}
    return MappingProxyType(told) if len(told) == len(error.fields) else NONE


def tidy_phone(text: str) -> str:
    """«+7 900 000-00-06» where it is a number, else as it was typed."""
    try:
        return format_phone(check_phone(text))
    except IdentifierError:
        return text.strip()


class KinForm(Guarded):
    """«Родственная связь: Добавление» being filled in (``form``); ``added`` takes the new relative over."""

    def __init__(
        self,
        backend: ClinicBackendPort,
        right: Pass,
        patient: ClinicPatient,
        today: date,
        added: Callable[[Kinship], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._backend, self._patient_id, self._added = backend, patient.id, added
        self.today = today
        self.form: FormState[KinshipForm] = FormState(
            KinshipForm(),
            lambda draft: _kin_problems(draft, patient.birth_date, today),
            tidy={"lastName": tidy_name, "firstName": tidy_name, "middleName": tidy_name, "phone": tidy_phone},
        )

    @property
    def is_busy(self) -> bool:
        return self.form.is_busy

    @allowed
    async def save(self) -> None:
        """«Сохранить»."""
        form = self.form
        if form.is_busy or not form.check():
            return
        draft = form.draft
        assert draft.birth_date is not None
        assert draft.relation is not None
        form.is_busy = True
        try:
            request = KinshipRequest(
                last_name=draft.last_name,
                first_name=draft.first_name,
                middle_name=draft.middle_name,
                birth_date=draft.birth_date,
                relation=draft.relation,
                phone=draft.phone,
            )
            kinship = await self._backend.clinic.add_kinship(self._patient_id, request)
        except EmiasError as error:
            if not self._pass.report(error):
                form.take_refusal(error, self._backend.server_now())
        else:
            if self._pass.is_valid:
                await self._added(kinship)
        finally:
            form.is_busy = False


def _kin_problems(draft: KinshipForm, child_birth: date, today: date) -> FieldProblems:
    problems = kinship_problems(draft, child_birth=child_birth, today=today)
    if not draft.phone.strip():
        problems["phone"] = NO_PHONE
    return problems


class Revocation(Guarded):
    """«Укажите причину отзыва права доступа» for one row of the history; ``done`` is called when it is revoked."""

    def __init__(
        self, backend: ClinicBackendPort, right: Pass, row: HistoryRow, done: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(right)
        self._backend, self._done = backend, done
        self.row = row
        self.reason = ""
        self.reason_error: str | None = None
        self.error: str | None = None
        self.is_busy = False

    def type(self, text: str) -> None:
        self.reason = text
        if text.strip():
            self.reason_error = None

    @allowed
    async def confirm(self) -> None:
        """«Отозвать доступ»; not without a reason."""
        if self.is_busy:
            return
        reason = " ".join(self.reason.split())
        self.error = None
        self.reason_error = None if reason else "Напишите причину, её увидит родственник"
        if self.reason_error:
            return
        self.is_busy = True
        clinic = self._backend.clinic
        try:
            if self.row.grant_id is not None:
                await clinic.revoke_grant(self.row.grant_id, reason)
            else:
                await clinic.revoke_code(self.row.id, reason)
        except EmiasError as error:
            if not self._pass.report(error):
                self.reason_error = field_errors(error, frozenset({"reason"})).get("reason")
                if not self.reason_error:
                    self.error = trouble_of(error, self._backend.server_now()).text
        else:
            if self._pass.is_valid:
                await self._done()
        finally:
            self.is_busy = False
