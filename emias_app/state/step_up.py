"""The second step: a code by SMS before any card opens on a device that is not trusted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from emias_app.models.auth import MedcardCode
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.code_entry import CodeEntry
from emias_app.state.demo_sms import DemoMessages
from emias_app.state.ports import Ports


class StepUpState(Guarded):
    """Sends the code when it begins; ``passed()`` opens what was asked for."""

    def __init__(self, ports: Ports, right: Pass, phone: str | None, passed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(right)
        self._ports, self._phone, self._passed = ports, phone, passed
        self.code: Loadable[CodeEntry] = Loading()
        self.messages = DemoMessages(ports)

    @allowed
    async def begin(self) -> None:
        """Ask for the SMS (again, after a failure)."""
        self.code = Loading()
        answer = await self.fetch(self._ports.backend.auth.medcard_code())
        if isinstance(answer, Failed):
            self.code = answer
        elif isinstance(answer, Ready):
            self.code = Ready(
                CodeEntry(
                    answer.value,
                    clock=self._ports.clock,
                    server_now=self._ports.backend.server_now,
                    confirm=self._confirm,
                    send_again=self._send_again,
                )
            )
            await self.messages.expect(self._phone)

    async def _send_again(self) -> MedcardCode:
        sent = await self._ports.backend.auth.medcard_code()
        await self.messages.refresh()
        return sent

    async def _confirm(self, code: str) -> None:
        if not self._pass.is_valid:
            return
        await self._ports.backend.auth.confirm_medcard(code)
        self.messages.forget()
        if self._pass.is_valid:
            await self._passed()
