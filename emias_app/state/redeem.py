"""A code of the clinic being typed in: the third road to a card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from emias_app.domain.access_codes import LENGTH, TRIES, Tries, grouped, typed_code
from emias_app.errors import EmiasError, TooManyTries, WrongCode
from emias_app.models.requests import Grant
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.demo_sms import DemoMessages
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

#: Longer than any code with its spaces and dashes: a whole message was pasted.
_MESSAGE = 20


class RedeemState(Guarded):
    """``typed`` is what the field holds, ``code`` what its cells show. ``granted`` once a card opened.

    ``opened(grant)`` is told of it. A wrong code stays in view until something else is typed.
    """

    def __init__(self, ports: Ports, right: Pass, opened: Callable[[Grant], Awaitable[None]]) -> None:
        super().__init__(right)
        self._ports, self._opened = ports, opened
        self.messages = DemoMessages(ports)
        self.typed = ""
        self.error: str | None = None
        self.is_refused = False
        self.tries_left: int | None = None
        self.locked_until: datetime | None = None
        self.is_busy = False
        self.granted: Grant | None = None

    @property
    def code(self) -> str:
        return typed_code(self.typed)

    @property
    def is_complete(self) -> bool:
        return len(self.code) == LENGTH

    @property
    def tries_line(self) -> str | None:
        """«Осталось 3 попытки из 5»; None while nothing went wrong."""
        return None if self.tries_left is None else Tries(self.tries_left).line

    @property
    def seconds_locked(self) -> float:
        """How long there are no tries, in seconds; 0 = one may try."""
        if self.locked_until is None:
            return 0.0
        return max(0.0, (self.locked_until - self._ports.backend.server_now()).total_seconds())

    def type(self, text: str) -> None:
        """Take what the field holds now; of a pasted message only its code."""
        if self.is_busy:
            return
        self.typed = typed_code(text) if len(text) >= _MESSAGE else text
        self.error, self.is_refused = None, False

    def paste(self, text: str) -> None:
        """Put what lies in the clipboard in the place of what was typed."""
        self.type(grouped(typed_code(text)) if text.strip() else "")
        if not self.code:
            self.error = "В буфере обмена нет кода"

    def cannot_paste(self) -> None:
        """The platform does not let the clipboard be read."""
        self.error = "Буфер обмена недоступен. Вставьте код прямо в поле"

    @allowed
    async def submit(self) -> None:
        """Try the code."""
        if self.is_busy or self.granted is not None or self.seconds_locked:
            return
        if not self.is_complete:
            self.error = f"В коде {LENGTH} букв и цифр, сейчас {len(self.code)}"
            return
        self.is_busy, self.error, self.is_refused = True, None, False
        try:
            granted = await self._ports.backend.access.redeem(self.code)
        except EmiasError as error:
            self._refused(error)
        else:
            if self._pass.is_valid:
                await self._opened(granted)
                self.granted, self.typed = granted, ""
                self.messages.forget()
        finally:
            self.is_busy = False

    def _refused(self, error: EmiasError) -> None:
        now = self._ports.backend.server_now()
        if isinstance(error, TooManyTries):
            self.tries_left = 0
            self.locked_until = now + timedelta(seconds=error.retry_after or 60)
            self.is_refused = True
        elif isinstance(error, WrongCode) and error.remaining_attempts is not None:
            self.tries_left, self.is_refused = min(error.remaining_attempts, TRIES), True
            if not self.tries_left and error.retry_after:
                self.locked_until = now + timedelta(seconds=error.retry_after)
        else:
            self.error = trouble_of(error, now).text
