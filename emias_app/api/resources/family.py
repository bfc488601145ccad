"""«Моя семья»: the children that the owner of the account entered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.resources.lists import Items
from emias_app.api.transport import new_key
from emias_app.models.family import Child, ChildRequest

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_CHILD = TypeAdapter(Child)
_CHILDREN: TypeAdapter[Items[Child]] = TypeAdapter(Items[Child])
_NOTHING: TypeAdapter[object] = TypeAdapter(object)


class FamilyResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def list(self) -> list[Child]:
        """The children with their checks, in the order of entry."""
        return (await self._client.request(_CHILDREN, "GET", "/family/children", params={"limit": "100"})).items

    async def add(self, child: ChildRequest) -> Child:
        """Enter a child; its check begins."""
        return await self._client.request(_CHILD, "POST", "/family/children", json=_body(child), key=new_key())

    async def correct(self, child_id: UUID, child: ChildRequest) -> Child:
        """Correct a child; what changed is checked again."""
        path = f"/family/children/{child_id}"
        return await self._client.request(_CHILD, "PUT", path, json=_body(child), key=new_key())

    async def remove(self, child_id: UUID) -> None:
        """Take a child out of the family; one's own access by the automatic road ends."""
        await self._client.request(_NOTHING, "DELETE", f"/family/children/{child_id}", key=new_key())

    async def recheck(self, child_id: UUID) -> Child:
        """Check again, with the same data, what was not confirmed."""
        return await self._client.request(_CHILD, "POST", f"/family/children/{child_id}/recheck", key=new_key())


def _body(child: ChildRequest) -> object:
    return child.model_dump(mode="json", by_alias=True, exclude_none=True)
