"""What the diary needs from the outside world: the backend's side of it, and a place for what waits to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from emias_app.domain.diary_queue import Step
from emias_app.models.base import Page
from emias_app.models.diary import DiaryEntry, DiaryPhoto, DiaryRequest


class DiaryPort(Protocol):
    """The diary at the backend."""

    async def entries(self, patient_id: UUID, *, limit: int = 100, cursor: str | None = None) -> Page[DiaryEntry]: ...

    async def entry(self, patient_id: UUID, entry_id: UUID) -> DiaryEntry: ...

    async def add(self, patient_id: UUID, body: DiaryRequest, key: str) -> DiaryEntry: ...

    async def correct(
        self, patient_id: UUID, entry_id: UUID, body: DiaryRequest, version: int, key: str
    ) -> DiaryEntry: ...

    async def remove(self, patient_id: UUID, entry_id: UUID, version: int, key: str) -> None: ...

    async def restore(self, patient_id: UUID, entry_id: UUID, key: str) -> DiaryEntry: ...

    async def attach(self, patient_id: UUID, photo_id: UUID, media_type: str, content: bytes) -> DiaryPhoto: ...

    async def photo(self, patient_id: UUID, photo_id: UUID) -> bytes: ...


class StepStore(Protocol):
    """Where changes wait. What is kept is on disk when the call returns, where ``is_lasting`` says so.

    Each account has its own; nobody else's steps are ever answered.
    """

    @property
    def is_lasting(self) -> bool: ...

    async def steps(self, account_id: UUID) -> Sequence[Step]: ...

    async def keep(self, account_id: UUID, step: Step) -> None: ...

    async def drop(self, account_id: UUID, step: Step) -> None: ...

    async def keep_photo(self, account_id: UUID, patient_id: UUID, photo_id: UUID, content: bytes) -> None: ...

    async def photo(self, account_id: UUID, patient_id: UUID, photo_id: UUID) -> bytes | None: ...

    async def forget_card(self, account_id: UUID, patient_id: UUID) -> None:
        """An access ended: nothing of that card stays."""
        ...


class StepMemory:
    """Until the page closes: for where nothing may be left behind, and where no PIN is set."""

    is_lasting = False

    def __init__(self) -> None:
        self._steps: dict[UUID, dict[UUID, Step]] = {}
        self._photos: dict[tuple[UUID, UUID, UUID], bytes] = {}

    async def steps(self, account_id: UUID) -> Sequence[Step]:
        return list(self._steps.get(account_id, {}).values())

    async def keep(self, account_id: UUID, step: Step) -> None:
        self._steps.setdefault(account_id, {})[step.id] = step

    async def drop(self, account_id: UUID, step: Step) -> None:
        self._steps.get(account_id, {}).pop(step.id, None)
        for photo in step.photos:
            self._photos.pop((account_id, step.patient_id, photo.id), None)

    async def keep_photo(self, account_id: UUID, patient_id: UUID, photo_id: UUID, content: bytes) -> None:
        self._photos[account_id, patient_id, photo_id] = content

    async def photo(self, account_id: UUID, patient_id: UUID, photo_id: UUID) -> bytes | None:
        return self._photos.get((account_id, patient_id, photo_id))

    async def forget_card(self, account_id: UUID, patient_id: UUID) -> None:
        mine = self._steps.get(account_id, {})
        for step in [one for one in mine.values() if one.patient_id == patient_id]:
            await self.drop(account_id, step)
