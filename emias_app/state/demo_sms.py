"""The demo's SMS banner: only messages to the phone, or of the ticket, that this very page is signing in with."""

from __future__ import annotations

from datetime import datetime, timedelta

from emias_app.state._base import Observable
from emias_app.state.ports import DemoSms, Ports


class DemoMessages(Observable):
    """The newest code that is being waited for; always empty outside the demo."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._phone: str | None = None
        self._ticket: str | None = None
        self._asked_at: datetime | None = None
        self._closed: DemoSms | None = None
        self.sms: DemoSms | None = None

    async def expect(self, phone: str | None, ticket: str | None = None) -> None:
        """A code is on its way to ``phone``; None = its full number is not known here, only the ``ticket`` that sent
        it."""
        self._phone, self._ticket = phone, ticket
        self._asked_at = self._ports.backend.server_now()
        await self.refresh()

    async def look_for_code(self, phone: str) -> None:
        """A code of the clinic may have come long ago, to a phone that was signed in here; one that was put away is
        not shown again."""
        if self._ports.demo is None:
            return
        sms = await self._ports.demo.latest_sms(phone, from_clinic=True)
        self.sms = sms if sms != self._closed else None

    async def refresh(self) -> None:
        """Look again, after a new code was asked for."""
        demo = self._ports.demo
        if demo is None or self._asked_at is None:
            return
        if self._phone is not None:
            sms = await demo.latest_sms(self._phone)
        elif self._ticket is not None:
            sms = await demo.sms_of(self._ticket)
        else:
            return
        # An older message is not the answer to this page's request.
        is_ours = sms is not None and sms.sent_at >= self._asked_at - timedelta(seconds=5)
        self.sms = sms if is_ours else None

    def forget(self) -> None:
        """Nothing is waited for any more."""
        self._phone = self._ticket = None
        self._closed, self.sms = self.sms or self._closed, None
