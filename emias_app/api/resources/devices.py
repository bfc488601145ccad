"""Trusted devices: their keys open cards without an SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.resources.lists import Items
from emias_app.api.transport import new_key
from emias_app.models.auth import Challenge, Device, TokenLevel, Tokens

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_DEVICE = TypeAdapter(Device)
_DEVICES: TypeAdapter[Items[Device]] = TypeAdapter(Items[Device])
_CHALLENGE = TypeAdapter(Challenge)
_TOKENS = TypeAdapter(Tokens)
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class DevicesResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def list(self) -> list[Device]:
        return (await self._client.request(_DEVICES, "GET", "/devices")).items

    async def register(self, name: str, public_key: str) -> Device:
        """Trust this device; ``public_key`` as :attr:`DeviceKey.public_key` gives it."""
        body = {"name": name, "publicKey": public_key}
        return await self._client.request(_DEVICE, "POST", "/devices", json=body, key=new_key())

    async def remove(self, device_id: UUID) -> None:
        """Trust it no more; its sessions end."""
        await self._client.request(_NOTHING, "DELETE", f"/devices/{device_id}", key=new_key())

    async def challenge(self, device_id: UUID) -> Challenge:
        """What the device has to sign within 60 s; wants no session."""
        return await self._client.request(_CHALLENGE, "POST", f"/devices/{device_id}/challenge", is_bare=True)

    async def unlock(self, device_id: UUID, challenge: str, signature: str) -> TokenLevel:
        """Sign in with the device's key; the level is ``medcard``."""
        body = {"challenge": challenge, "signature": signature}
        path = f"/devices/{device_id}/unlock"
        return self._client.adopt(await self._client.request(_TOKENS, "POST", path, json=body, is_bare=True))
