"""The signed-in account: who it is and what it is told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.resources.lists import Items
from emias_app.api.transport import new_key
from emias_app.models.account import Changes, Me, Notice

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_ME = TypeAdapter(Me)
_NOTICES: TypeAdapter[Items[Notice]] = TypeAdapter(Items[Notice])
_CHANGES = TypeAdapter(Changes)
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class MeResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def get(self) -> Me:
        return await self._client.request(_ME, "GET", "/me")

    async def notices(self) -> list[Notice]:
        """The newest notices, at most 100."""
        return (await self._client.request(_NOTICES, "GET", "/notices", params={"limit": "100"})).items

    async def read_notice(self, notice_id: UUID) -> None:
        await self._client.request(_NOTHING, "POST", f"/notices/{notice_id}/read", key=new_key())

    async def changes(self, since: datetime) -> Changes:
        """What ended and what is new since then; ``since`` is aware."""
        return await self._client.request(_CHANGES, "GET", "/me/changes", params={"since": since.isoformat()})
