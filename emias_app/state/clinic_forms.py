"""The clinic's two small forms: a new relative, and the reason of a revocation. What is typed stays through errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from emias_app.domain.identifiers import IdentifierError, check_phone, format_phone
from emias_app.domain.kinship import KinshipForm, kinship_problems
from emias_app.domain.people import tidy_name
from emias_app.domain.typed_days import read_day
from emias_app.errors import EmiasError, Invalid
from emias_app.models.clinic import ClinicPatient, HistoryRow, KinRelation, Kinship, KinshipRequest
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.clinic_ports import ClinicBackendPort
from emias_app.state.troubles import trouble_of

Errors = Mapping[str, str]
NONE: Errors = MappingProxyType({})


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


class KinField(StrEnum):
    """A field of «Родственная связь: Добавление»; the value is its name on the wire."""

    LAST_NAME = "lastName"
    FIRST_NAME = "firstName"
    MIDDLE_NAME = "middleName"
    BIRTH_DATE = "birthDate"
    RELATION = "relation"
    PHONE = "phone"


class KinForm(Guarded):
    """A relative being added; ``added`` takes the new one over."""

    def __init__(
        self,
        backend: ClinicBackendPort,
        right: Pass,
        patient: ClinicPatient,
        today: date,
        added: Callable[[Kinship], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._backend, self._patient, self._today, self._added = backend, patient, today, added
        self.texts: Mapping[KinField, str] = MappingProxyType(dict.fromkeys(KinField, ""))
        self.relation: KinRelation | None = None
        self.errors: Errors = NONE
        self.error: str | None = None
        self.is_busy = False

    def type(self, field: KinField, text: str) -> None:
        """Take what a field holds now; its error is forgiven until it is looked at again."""
        self.texts = MappingProxyType({**self.texts, field: text})
        self._forgive(field)

    def choose_relation(self, relation: KinRelation) -> None:
        self.relation = relation
        self._forgive(KinField.RELATION)

    def leave(self, field: KinField) -> None:
        """The person went on: tidy what was typed, say what is wrong with it; an empty field waits for «Сохранить»."""
        text = self.texts[field]
        if not text.strip():
            return
        self.texts = MappingProxyType({**self.texts, field: self._tidied(field, text)})
        problem = self._problems().get(field)
        if problem:
            self.errors = MappingProxyType({**self.errors, field.value: problem})

    @allowed
    async def save(self) -> None:
        """«Сохранить»."""
        if self.is_busy:
            return
        self.texts = MappingProxyType({field: self._tidied(field, text) for field, text in self.texts.items()})
        self.errors, self.error = MappingProxyType(self._problems()), None
        form = self._form()
        if self.errors or form.birth_date is None or form.relation is None:
            return
        self.is_busy = True
        try:
            request = KinshipRequest(
                last_name=form.last_name,
                first_name=form.first_name,
                middle_name=form.middle_name,
                birth_date=form.birth_date,
                relation=form.relation,
                phone=form.phone,
            )
            kinship = await self._backend.clinic.add_kinship(self._patient.id, request)
        except EmiasError as error:
            self._refused(error)
        else:
            if self._pass.is_valid:
                await self._added(kinship)
        finally:
            self.is_busy = False

    def _refused(self, error: EmiasError) -> None:
        if self._pass.report(error):
            return
        self.errors = field_errors(error, frozenset(KinField))
        if not self.errors:
            self.error = trouble_of(error, self._backend.server_now()).text

    def _forgive(self, field: KinField) -> None:
        self.errors = MappingProxyType({name: why for name, why in self.errors.items() if name != field.value})
        self.error = None

    def _problems(self) -> dict[str, str]:
        found = kinship_problems(self._form(), child_birth=self._patient.birth_date, today=self._today)
        typed = self.texts[KinField.BIRTH_DATE].strip()
        if typed and read_day(typed) is None:
            found[KinField.BIRTH_DATE] = "Такой даты нет. Напишите, например, 12.05.1988"
        if not self.texts[KinField.PHONE].strip():
            found[KinField.PHONE] = "Укажите телефон, на него придёт код"
        return found

    def _form(self) -> KinshipForm:
        of = self.texts
        return KinshipForm(
            of[KinField.LAST_NAME],
            of[KinField.FIRST_NAME],
            of[KinField.MIDDLE_NAME],
            read_day(of[KinField.BIRTH_DATE]),
            self.relation,
            of[KinField.PHONE],
        )

    @staticmethod
    def _tidied(field: KinField, text: str) -> str:
        if field is KinField.PHONE:
            return tidy_phone(text)
        if field is KinField.BIRTH_DATE:
            day = read_day(text)
            return f"{day:%d.%m.%Y}" if day else text.strip()
        return tidy_name(text)


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


__all__ = ["NONE", "Errors", "KinField", "KinForm", "Revocation", "field_errors", "tidy_phone"]
