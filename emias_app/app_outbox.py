"""Where changes of the diary wait on this device: sealed beside the offline copy, or in the memory of the page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from emias_app.app_offline import STEPS, OfflineCopy
from emias_app.clock import Clock
from emias_app.domain.diary_queue import Step
from emias_app.state.diary_ports import StepMemory

log = logging.getLogger(__name__)

#: Files of this beginning stay however old they are.
_STEP, _PHOTO = "step|s", "step|p"


class SealedSteps:
    """A ``StepStore``: what is kept is on disk when the call returns, wherever a PIN seals it.

    With no PIN, and where the disk refuses, it is kept in memory: written down is better than refused.
    """

    def __init__(self, copy: OfflineCopy, clock: Clock) -> None:
        self._copy, self._clock = copy, clock
        self._memory = StepMemory()

    @property
    def is_lasting(self) -> bool:
        return self._copy.folder is not None

    async def steps(self, account_id: UUID) -> Sequence[Step]:
        found = {step.id: step for step in await self._memory.steps(account_id)}
        folder = self._copy.folder
        for room in await folder.rooms() if folder is not None else ():
            if not room.endswith(STEPS) or folder is None:
                continue
            for sealed in await folder.all(room, f"{_STEP}|{account_id}|"):
                step = Step.model_validate_json(sealed.content)
                found.setdefault(step.id, step)
        return list(found.values())

    async def keep(self, account_id: UUID, step: Step) -> None:
        content = step.model_dump_json().encode()
        if not await self._put(step.patient_id, _name(account_id, step), content):
            await self._memory.keep(account_id, step)

    async def drop(self, account_id: UUID, step: Step) -> None:
        await self._memory.drop(account_id, step)
        folder, room = self._copy.folder, f"{step.patient_id}{STEPS}"
        if folder is not None:
            await folder.drop(room, _name(account_id, step))
            for photo in step.photos:
                await folder.drop(room, f"{_PHOTO}|{account_id}|{photo.id}")

    async def keep_photo(self, account_id: UUID, patient_id: UUID, photo_id: UUID, content: bytes) -> None:
        if not await self._put(patient_id, f"{_PHOTO}|{account_id}|{photo_id}", content):
            await self._memory.keep_photo(account_id, patient_id, photo_id, content)

    async def photo(self, account_id: UUID, patient_id: UUID, photo_id: UUID) -> bytes | None:
        folder = self._copy.folder
        name = f"{_PHOTO}|{account_id}|{photo_id}"
        sealed = await folder.get(f"{patient_id}{STEPS}", name) if folder is not None else None
        return sealed.content if sealed else await self._memory.photo(account_id, patient_id, photo_id)

    async def forget_card(self, account_id: UUID, patient_id: UUID) -> None:
        await self._memory.forget_card(account_id, patient_id)
        await self._copy.forget_card(patient_id)

    async def _put(self, patient_id: UUID, name: str, content: bytes) -> bool:
        folder = self._copy.folder
        if folder is None:
            return False
        try:
            await folder.put(f"{patient_id}{STEPS}", name, content, self._clock.now(), durable=True)
        except OSError as error:
            log.warning("what waits is kept in memory: %s", type(error).__name__)
            return False
        return True


def _name(account_id: UUID, step: Step) -> str:
    return f"{_STEP}|{account_id}|{step.number:08d}|{step.id}"
