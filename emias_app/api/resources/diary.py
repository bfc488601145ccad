"""The health diary of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.transport import FilePart
from emias_app.models.base import Page
from emias_app.models.diary import DiaryEntry, DiaryPhoto, DiaryRequest

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_ENTRY = TypeAdapter(DiaryEntry)
_ENTRIES: TypeAdapter[Page[DiaryEntry]] = TypeAdapter(Page[DiaryEntry])
_PHOTO = TypeAdapter(DiaryPhoto)
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class DiaryResource:
    """``version`` is the state that a change was thought out over: another one at the backend is a Conflict (412).

    ``key`` names the intention: the same one sent again has no second effect.
    """

    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def entries(self, patient_id: UUID, *, limit: int = 100, cursor: str | None = None) -> Page[DiaryEntry]:
        """One page, the newest measurement first."""
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        return await self._client.request(_ENTRIES, "GET", f"/patients/{patient_id}/diary", params=params)

    async def entry(self, patient_id: UUID, entry_id: UUID) -> DiaryEntry:
        return await self._client.request(_ENTRY, "GET", f"/patients/{patient_id}/diary/{entry_id}")

    async def add(self, patient_id: UUID, body: DiaryRequest, key: str) -> DiaryEntry:
        """Write an entry; ``body.id`` is the app's own."""
        path = f"/patients/{patient_id}/diary"
        return await self._client.request(_ENTRY, "POST", path, json=_wire(body), key=key)

    async def correct(self, patient_id: UUID, entry_id: UUID, body: DiaryRequest, version: int, key: str) -> DiaryEntry:
        path = f"/patients/{patient_id}/diary/{entry_id}"
        return await self._client.request(_ENTRY, "PUT", path, json=_wire(body), key=key, if_match=f'"{version}"')

    async def remove(self, patient_id: UUID, entry_id: UUID, version: int, key: str) -> None:
        path = f"/patients/{patient_id}/diary/{entry_id}"
        await self._client.request(_NOTHING, "DELETE", path, key=key, if_match=f'"{version}"')

    async def restore(self, patient_id: UUID, entry_id: UUID, key: str) -> DiaryEntry:
        """«Вернуть»."""
        path = f"/patients/{patient_id}/diary/{entry_id}/restore"
        return await self._client.request(_ENTRY, "POST", path, key=key)

    async def attach(self, patient_id: UUID, photo_id: UUID, media_type: str, content: bytes) -> DiaryPhoto:
        """Hand over a photo for an entry; JPEG or PNG, up to 10 MB. The same id again is the same photo."""
        file = FilePart("file", "photo", media_type, content)
        path = f"/patients/{patient_id}/diary/attachments"
        return await self._client.request(_PHOTO, "POST", path, params={"id": str(photo_id)}, file=file)

    async def photo(self, patient_id: UUID, photo_id: UUID) -> bytes:
        """The JPEG of a photo."""
        return await self._client.download(f"/patients/{patient_id}/diary/attachments/{photo_id}")


def _wire(body: DiaryRequest) -> object:
    return body.model_dump(mode="json", by_alias=True, exclude_none=True)
