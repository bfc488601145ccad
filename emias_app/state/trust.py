"""Opening a session with this device's key."""

from __future__ import annotations

from emias_app.state.ports import BackendPort, Opened


async def open_session(backend: BackendPort, opened: Opened) -> None:
    """Ask for a challenge, sign it, and get a session that may open cards. Raises the tree's errors."""
    challenge = await backend.devices.challenge(opened.device_id)
    await backend.devices.unlock(opened.device_id, challenge.challenge, opened.sign(challenge.challenge))
