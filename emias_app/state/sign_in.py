"""Signing in: login and password, the SMS code, the offer of a PIN."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from emias_app.domain.identifiers import LoginKind, normalise_login
from emias_app.errors import EmiasError
from emias_app.models.auth import Ticket
from emias_app.state._base import Observable
from emias_app.state.code_entry import CodeEntry
from emias_app.state.demo_sms import DemoMessages
from emias_app.state.pin_offer import PinOffer
from emias_app.state.ports import DemoPerson, Ports
from emias_app.state.registration import ForgottenState, RegistrationState, login_problem
from emias_app.state.troubles import trouble_of


class SignInStep(StrEnum):
    LOGIN = "LOGIN"
    CODE = "CODE"
    PIN = "PIN"


class SignInState(Observable):
    """The road from the first field to an open page. ``entered(is_trusted)`` is called at its end.

    ``notice`` says why the person is here again; ``can_return`` = there is a PIN to go back to.
    """

    def __init__(
        self,
        ports: Ports,
        entered: Callable[[bool], Awaitable[None]],
        *,
        notice: str | None = None,
        can_return: bool = False,
    ) -> None:
        self._ports, self._entered = ports, entered
        self._ticket: Ticket | None = None
        self.notice = notice
        self.can_return = can_return
        self.step = SignInStep.LOGIN
        self.is_busy = False
        self.login_error: str | None = None
        self.password_error: str | None = None
        self.error: str | None = None
        self.code: CodeEntry | None = None
        self.pin: PinOffer | None = None
        self.messages = DemoMessages(ports)
        self.registration = RegistrationState(ports, self._expect_code)
        self.forgotten = ForgottenState(ports, self._offer_pin)

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """The demo people to choose from; none outside the demo."""
        return self._ports.demo.people if self._ports.demo else ()

    async def sign_in(self, login: str, password: str) -> None:
        """Try a login and a password; what is wrong is told beside the field it belongs to."""
        if self.is_busy or self.step is not SignInStep.LOGIN:
            return
        self._clear_errors()
        known = normalise_login(login)
        self.login_error = login_problem(login)
        if not password:
            self.password_error = "Введите пароль"  # noqa: S105
        if self.login_error or self.password_error:
            return
        self.is_busy = True
        try:
            ticket = await self._ports.backend.auth.login(login, password)
        except EmiasError as error:
            self.error = trouble_of(error, self._ports.backend.server_now()).text
        else:
            await self._expect_code(ticket, known.value if known.kind is LoginKind.PHONE else None)
        finally:
            self.is_busy = False

    async def sign_in_as(self, login: str) -> None:
        """A demo person, as far as the SMS; only those who are on the list."""
        demo = self._ports.demo
        if demo is not None and any(person.login == login for person in demo.people):
            await self.sign_in(login, demo.password)

    def start_over(self) -> None:
        """«Войти под другим номером»."""
        if self.step is SignInStep.CODE:
            self._ticket = self.code = None
            self.messages.forget()
            self._clear_errors()
            self.step = SignInStep.LOGIN

    def _clear_errors(self) -> None:
        self.notice = self.login_error = self.password_error = self.error = None

    async def _expect_code(self, ticket: Ticket, phone: str | None) -> None:
        self._ticket = ticket
        self.code = CodeEntry(
            ticket,
            clock=self._ports.clock,
            server_now=self._ports.backend.server_now,
            confirm=self._confirm,
            send_again=self._send_again,
        )
        self.step = SignInStep.CODE
        await self.messages.expect(phone, ticket.ticket)

    async def _send_again(self) -> Ticket:
        assert self._ticket is not None
        self._ticket = await self._ports.backend.auth.resend(self._ticket)
        await self.messages.refresh()
        return self._ticket

    async def _confirm(self, code: str) -> None:
        if self._ticket is None:
            return
        await self._ports.backend.auth.confirm(self._ticket, code)
        self.messages.forget()
        await self._offer_pin()

    async def _offer_pin(self) -> None:
        me = await self._ports.backend.me.get()
        status = await self._ports.trust.status()
        self.pin = PinOffer(self._ports, me, status, self._entered)
        self._ticket = None
        self.step = SignInStep.PIN
