"""A new account and a forgotten password: what is typed before anybody is signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import SecretStr

from emias_app.clock import moscow_day
from emias_app.domain.identifiers import IdentifierError, LoginKind, check_phone, format_phone, normalise_login
from emias_app.domain.people import FieldProblems, tidy_name
from emias_app.domain.registration import RegistrationForm, password_problem, registration_problems
from emias_app.errors import EmiasError, Invalid
from emias_app.models.auth import Ticket
from emias_app.models.registration import RegisterRequest
from emias_app.state._base import Observable
from emias_app.state._form import FormState
from emias_app.state.code_entry import CodeEntry
from emias_app.state.demo_sms import DemoMessages
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

#: ``sent(ticket, phone)``: a code is on its way; the phone where its full number is known.
Sent = Callable[[Ticket, str | None], Awaitable[None]]

NO_LOGIN = "Введите телефон, почту или СНИЛС"
NOT_A_LOGIN = "Это не похоже на телефон, почту или СНИЛС"


def login_problem(login: str) -> str | None:
    """Why this cannot be a login."""
    if not login.strip():
        return NO_LOGIN
    is_mail = normalise_login(login).kind is LoginKind.EMAIL
    return NOT_A_LOGIN if is_mail and "@" not in login else None


def spelt_phone(text: str) -> str:
    """«+7 916 123-45-67»; what is no phone stays as it was typed."""
    try:
        return format_phone(check_phone(text))
    except IdentifierError:
        return text


class RegistrationState(Observable):
    """The form of a new account; it outlives the code screen, so that «назад» finds everything as it was."""

    def __init__(self, ports: Ports, sent: Sent) -> None:
        self._ports, self._sent = ports, sent
        self.form: FormState[RegistrationForm] = FormState(
            RegistrationForm(),
            lambda draft: registration_problems(draft, moscow_day(ports.backend.server_now())),
            whole={"phone": 11},
            tidy={
                "lastName": tidy_name,
                "firstName": tidy_name,
                "middleName": tidy_name,
                "phone": spelt_phone,
                "email": str.strip,
            },
        )

    async def submit(self) -> None:
        """Ask for the code by SMS."""
        form = self.form
        if form.is_busy or not form.check():
            return
        draft = form.draft
        assert draft.birth_date is not None, "the form was checked"
        assert draft.sex is not None, "the form was checked"
        request = RegisterRequest(
            last_name=draft.last_name,
            first_name=draft.first_name,
            middle_name=draft.middle_name,
            birth_date=draft.birth_date,
            sex=draft.sex,
            phone=draft.phone,
            email=draft.email,
            password=SecretStr(draft.password),
        )
        form.is_busy = True
        try:
            ticket = await self._ports.backend.registration.register(request)
        except EmiasError as error:
            form.take_refusal(error, self._ports.backend.server_now())
        else:
            await self._sent(ticket, check_phone(draft.phone))
        finally:
            form.is_busy = False


@dataclass(frozen=True, repr=False)
class NewPassword:
    """The draft of a password; kept out of reprs."""

    password: str = ""


def _password_problems(draft: NewPassword) -> FieldProblems:
    why = password_problem(draft.password)
    return {"password": why} if why else {}


class ForgottenState(Observable):
    """«Не помню пароль»: the login, then the code and a new password on one screen. ``done()`` goes on signed in."""

    def __init__(self, ports: Ports, done: Callable[[], Awaitable[None]]) -> None:
        self._ports, self._done = ports, done
        self._ticket: Ticket | None = None
        self.login = ""
        self.login_error: str | None = None
        self.error: str | None = None
        self.is_busy = False
        self.code: CodeEntry | None = None
        self.password: FormState[NewPassword] = FormState(NewPassword(), _password_problems)
        self.messages = DemoMessages(ports)

    def type_login(self, text: str) -> None:
        """Take over what the field holds."""
        self.login = text
        self.login_error = self.error = None

    async def ask(self) -> None:
        """Send the code; whether the login is known is not told."""
        if self.is_busy:
            return
        self.error = None
        self.login_error = login_problem(self.login)
        if self.login_error:
            return
        known = normalise_login(self.login)
        self.is_busy = True
        try:
            ticket = await self._ports.backend.registration.ask_reset(self.login)
        except EmiasError as error:
            self.error = trouble_of(error, self._ports.backend.server_now()).text
        else:
            self._ticket = ticket
            self.code = CodeEntry(
                ticket,
                clock=self._ports.clock,
                server_now=self._ports.backend.server_now,
                confirm=self._confirm,
                send_again=self._send_again,
            )
            await self.messages.expect(known.value if known.kind is LoginKind.PHONE else None, ticket.ticket)
        finally:
            self.is_busy = False

    async def save(self) -> None:
        """Set the new password with the code; both are checked here first, so that no try is wasted."""
        if self.code is not None and self.password.check():
            await self.code.submit()

    def start_over(self) -> None:
        """Back to the login; what was typed there stays."""
        self.code = self._ticket = None
        self.messages.forget()

    async def _send_again(self) -> Ticket:
        assert self._ticket is not None
        self._ticket = await self._ports.backend.auth.resend(self._ticket)
        await self.messages.refresh()
        return self._ticket

    async def _confirm(self, code: str) -> None:
        if self._ticket is None:
            return
        try:
            await self._ports.backend.registration.reset(self._ticket, code, self.password.draft.password)
        except Invalid as error:
            if not any(one.field == "password" for one in error.fields):
                raise
            self.password.take_refusal(error, self._ports.backend.server_now())
            return
        self.messages.forget()
        await self._done()
