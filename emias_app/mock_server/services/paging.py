"""Pages of short lists: ``?limit`` and ``&cursor``, the cursor naming the last row that was shown."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Query

from emias_app.mock_server.problems import invalid
from emias_app.models.base import Page

LimitDep = Annotated[int, Query(ge=1, le=100, description="Сколько строк на странице")]
CursorDep = Annotated[str | None, Query(max_length=200, description="nextCursor предыдущей страницы")]


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the time and id of its last row."""

    at: datetime
    id: UUID


def cursor_of(at: datetime, row_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """The place that a cursor names; a cursor that is none of ours is a 422."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        at, _, row_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition("|")
        place = Place(datetime.fromisoformat(at), UUID(row_id))
    except (ValueError, binascii.Error) as error:
        raise invalid("cursor", "Неверный указатель страницы.") from error
    if place.at.utcoffset() is None or not 1970 <= place.at.year <= 9000:
        raise invalid("cursor", "Неверный указатель страницы.")
    return place


def page_of(items: Sequence[T], places: Sequence[Place], limit: int, cursor: str | None) -> Page[T]:
    """A page of a list that is short enough to be read whole; ``places`` are those of its rows."""
    begin = 0
    after = place_of(cursor)
    if after is not None:
        if after not in places:
            raise invalid("cursor", "Список изменился, откройте его заново.")
        begin = places.index(after) + 1
    end = begin + limit
    next_cursor = cursor_of(places[end - 1].at, places[end - 1].id) if end < len(items) else None
    return Page[T](items=list(items[begin:end]), next_cursor=next_cursor, total=len(items))
