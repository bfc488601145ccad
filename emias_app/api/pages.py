"""Lists that a screen wants whole: page after page, to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from emias_app.models.base import Page

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

T = TypeVar("T")
#: The longest page that the backend gives.
MOST = 100


async def all_of(client: EmiasClient, page: TypeAdapter[Page[T]], path: str) -> list[T]:
    """All rows of the list at ``path``, in its order."""
    found: list[T] = []
    cursor: str | None = None
    while True:
        params = {"limit": str(MOST)} | ({"cursor": cursor} if cursor else {})
        answer = await client.request(page, "GET", path, params=params)
        found += answer.items
        cursor = answer.next_cursor
        if cursor is None:
            return found
