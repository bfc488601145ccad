"""What «Данные о ребенке» need from the backend."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from emias_app.models.child_data import AnyEntry, ChildDataKind, ChildDataSummary, KindPage


class ChildDataPort(Protocol):
    """The entries at the backend; ``version`` is the state that a change was thought out over."""

    async def summary(self, patient_id: UUID) -> ChildDataSummary: ...

    async def page(
        self, patient_id: UUID, kind: ChildDataKind, *, limit: int = 100, cursor: str | None = None
    ) -> KindPage[AnyEntry]: ...

    async def add(self, patient_id: UUID, kind: ChildDataKind, details: Any, key: str) -> AnyEntry: ...

    async def correct(
        self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, details: Any, version: int, key: str
    ) -> AnyEntry: ...

    async def remove(self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, version: int, key: str) -> None: ...

    async def restore(self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, key: str) -> AnyEntry: ...
