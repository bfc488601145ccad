"""«Данные о ребенке»: what parents enter of seven kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.models.child_data import AnyEntry, ChildDataKind, ChildDataSummary, Details, KindPage

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_SUMMARY = TypeAdapter(ChildDataSummary)
_PAGE: TypeAdapter[KindPage[AnyEntry]] = TypeAdapter(KindPage[AnyEntry])
_ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(AnyEntry)
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class ChildDataResource:
    """``version`` is the state that a change was thought out over: another one at the backend is a Conflict (412).

    ``key`` names the intention: the same one sent again has no second effect.
    """

    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def summary(self, patient_id: UUID) -> ChildDataSummary:
        """All kinds in short."""
        return await self._client.request(_SUMMARY, "GET", f"/patients/{patient_id}/child-data")

    async def page(
        self, patient_id: UUID, kind: ChildDataKind, *, limit: int = 100, cursor: str | None = None
    ) -> KindPage[AnyEntry]:
        """One page of a kind, the newest entry first; the clinic's facts come with the first."""
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        return await self._client.request(_PAGE, "GET", _path(patient_id, kind), params=params)

    async def add(self, patient_id: UUID, kind: ChildDataKind, details: Details, key: str) -> AnyEntry:
        return await self._client.request(_ENTRY, "POST", _path(patient_id, kind), json=_wire(details), key=key)

    async def correct(
        self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, details: Details, version: int, key: str
    ) -> AnyEntry:
        path = f"{_path(patient_id, kind)}/{entry_id}"
        return await self._client.request(_ENTRY, "PUT", path, json=_wire(details), key=key, if_match=f'"{version}"')

    async def remove(self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, version: int, key: str) -> None:
        path = f"{_path(patient_id, kind)}/{entry_id}"
        await self._client.request(_NOTHING, "DELETE", path, key=key, if_match=f'"{version}"')

    async def restore(self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, key: str) -> AnyEntry:
        """«Вернуть»."""
        return await self._client.request(_ENTRY, "POST", f"{_path(patient_id, kind)}/{entry_id}/restore", key=key)


def _path(patient_id: UUID, kind: ChildDataKind) -> str:
    return f"/patients/{patient_id}/child-data/{kind.value}"


def _wire(details: Details) -> object:
    return details.model_dump(mode="json", by_alias=True, exclude_none=True)
