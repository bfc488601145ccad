"""The root of the tables, and how an instant is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, String, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import Date, DateTime, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant, kept without its zone so that both databases compare it alike."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The root of the tables."""

    type_annotation_map = {datetime: UtcDateTime, date: Date, UUID: Uuid(), str: String, bytes: LargeBinary}
