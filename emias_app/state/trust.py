"""This device's key: opening a session with it, and whether there is one."""

from __future__ import annotations

import contextlib

from emias_app.errors import EmiasError
from emias_app.state.ports import BackendPort, Opened, Ports, TrustStatus


async def open_session(backend: BackendPort, opened: Opened) -> None:
    """Ask for a challenge, sign it, and get a session that may open cards. Raises the tree's errors."""
    challenge = await backend.devices.challenge(opened.device_id)
    await backend.devices.unlock(opened.device_id, challenge.challenge, opened.sign(challenge.challenge))


class ThisDevice:
    """What this device remembered when it was last asked; None before, and where its vault does not answer."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.status: TrustStatus | None = None

    @property
    def is_enrolled(self) -> bool:
        return self.status is not None and self.status.is_enrolled

    async def read(self) -> TrustStatus | None:
        """Ask the vault anew."""
        try:
            self.status = await self._ports.trust.status()
        except EmiasError:
            self.status = None
        return self.status

    async def forget(self) -> None:
        """Erase the PIN here and the device there; with no network it stays in the list, without a key."""
        if self.status is None or not self.status.is_enrolled:
            return
        if self.status.device_id is not None:
            with contextlib.suppress(EmiasError):
                await self._ports.backend.devices.remove(self.status.device_id)
        with contextlib.suppress(EmiasError):
            await self._ports.trust.erase()
        await self.read()
