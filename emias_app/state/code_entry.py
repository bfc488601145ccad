"""A code from an SMS being typed: for signing in and for the second step alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from emias_app.clock import Clock
from emias_app.errors import EmiasError
from emias_app.state._base import Observable
from emias_app.state.troubles import TroubleKind, trouble_of

#: The backend's codes for a code that will never fit again.
_DEAD = ("code_dead", "code_expired", "ticket_expired", "ticket_dead")


class SentCode(Protocol):
    """Where a code went and how long one waits for the next."""

    @property
    def masked_phone(self) -> str: ...

    @property
    def code_length(self) -> int: ...

    @property
    def expires_at(self) -> datetime: ...

    @property
    def resend_after(self) -> int: ...


class CodeEntry(Observable):
    """Holds what was typed; the last digit submits by itself.

    ``confirm(code)`` and ``send_again()`` do the work outside; ``confirm`` leads away when it succeeds.
    """

    def __init__(
        self,
        sent: SentCode,
        *,
        clock: Clock,
        server_now: Callable[[], datetime],
        confirm: Callable[[str], Awaitable[None]],
        send_again: Callable[[], Awaitable[SentCode]],
    ) -> None:
        self._clock, self._server_now = clock, server_now
        self._confirm, self._send_again = confirm, send_again
        self._submitting = False
        self.masked_phone = sent.masked_phone
        self.length = sent.code_length
        self.code = ""
        self.error: str | None = None
        self.is_dead = False
        self.is_busy = False
        self.round = 0
        self._may_resend_at = clock.monotonic() + sent.resend_after

    @property
    def seconds_to_wait(self) -> int:
        """Whole seconds until a new code may be asked for; 0 = now."""
        return max(0, -int(-(self._may_resend_at - self._clock.monotonic()) // 1))

    @property
    def is_complete(self) -> bool:
        return len(self.code) == self.length

    def type(self, text: str) -> None:
        """Take what the field holds now."""
        if self.is_busy:
            return
        self.code = "".join(sign for sign in text if sign in "0123456789")[: self.length]
        if self.code and not self.is_dead:
            self.error = None

    async def submit(self) -> None:
        """Try the code; a wrong one is told and cleared, so that the next can be typed at once."""
        if self._submitting or self.is_dead:
            return
        if not self.is_complete:
            self.error = f"В коде {self.length} цифр"
            return
        self._submitting = self.is_busy = True
        try:
            await self._confirm(self.code)
        except EmiasError as error:
            self._refused(error)
        finally:
            self._submitting = self.is_busy = False

    async def resend(self) -> None:
        """Ask for a new code when the wait is over; the old one stops to fit."""
        if self._submitting or self.seconds_to_wait:
            return
        self._submitting = self.is_busy = True
        try:
            sent = await self._send_again()
        except EmiasError as error:
            self.error = trouble_of(error, self._server_now()).text
        else:
            self.masked_phone, self.length = sent.masked_phone, sent.code_length
            self.code, self.error, self.is_dead = "", None, False
            self._may_resend_at = self._clock.monotonic() + sent.resend_after
            self.round += 1
        finally:
            self._submitting = self.is_busy = False

    def _refused(self, error: EmiasError) -> None:
        trouble = trouble_of(error, self._server_now())
        self.error = wrong_code(trouble.tries_left) if trouble.tries_left else trouble.text
        if trouble.code in _DEAD or trouble.tries_left == 0 or trouble.kind is TroubleKind.WAIT:
            self.is_dead = True
        if trouble.kind not in (TroubleKind.OFFLINE, TroubleKind.SERVER):
            self.code = ""


def wrong_code(tries_left: int) -> str:
    """«Код не подошёл. Сверьте его с СМС. Осталось 2 попытки.»."""
    if tries_left == 1:
        return "Код не подошёл. Сверьте его с СМС. Осталась 1\u00a0попытка."
    return f"Код не подошёл. Сверьте его с СМС. Осталось {tries_left}\u00a0попытки."
