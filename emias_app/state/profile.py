"""The profile: where the account is signed in and which devices it trusts."""

from __future__ import annotations

import asyncio
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.models.auth import Device, Session
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of


class ProfileState(Guarded):
    """Sessions and devices; ending one takes it off the list at once when the backend agreed."""

    def __init__(self, ports: Ports, right: Pass) -> None:
        super().__init__(right)
        self._ports = ports
        self.sessions: Loadable[tuple[Session, ...]] = Loading()
        self.devices: Loadable[tuple[Device, ...]] = Loading()
        self.error: str | None = None
        self.busy_with: UUID | None = None

    @allowed
    async def refresh(self) -> None:
        """Both lists; what is shown stays meanwhile."""
        self.error = None
        sessions, devices = await asyncio.gather(
            self.fetch(self._ports.backend.auth.sessions()), self.fetch(self._ports.backend.devices.list())
        )
        if isinstance(sessions, Ready):
            self.sessions = Ready(tuple(sorted(sessions.value, key=lambda one: (not one.current, one.created_at))))
        elif isinstance(sessions, Failed) and not isinstance(self.sessions, Ready):
            self.sessions = sessions
        if isinstance(devices, Ready):
            self.devices = Ready(tuple(devices.value))
        elif isinstance(devices, Failed) and not isinstance(self.devices, Ready):
            self.devices = devices

    @allowed
    async def end_session(self, session_id: UUID) -> None:
        """End another sign-in; the one that is looking is ended by signing out."""
        sessions = self.sessions.value if isinstance(self.sessions, Ready) else ()
        if any(one.id == session_id and not one.current for one in sessions):
            await self._end(session_id, is_device=False)

    @allowed
    async def remove_device(self, device_id: UUID) -> None:
        """Trust another device no more."""
        devices = self.devices.value if isinstance(self.devices, Ready) else ()
        if any(one.id == device_id and not one.current for one in devices):
            await self._end(device_id, is_device=True)

    async def _end(self, one_id: UUID, *, is_device: bool) -> None:
        if self.busy_with is not None:
            return
        self.busy_with, self.error = one_id, None
        backend = self._ports.backend
        try:
            await (backend.devices.remove(one_id) if is_device else backend.auth.end_session(one_id))
        except EmiasError as error:
            self.error = trouble_of(error, backend.server_now()).text
        finally:
            self.busy_with = None
        await self.refresh()
