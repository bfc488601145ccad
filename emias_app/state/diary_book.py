"""The diaries of an open page: the one in view, and what waits to be sent for all of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.models.account import Me, PatientSummary
from emias_app.models.diary import DiaryEntry
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.diary import DiaryState
from emias_app.state.diary_queue import DiaryQueue
from emias_app.state.diary_sheet import DiarySheet
from emias_app.state.place import Diary, Place
from emias_app.state.ports import Ports


class DiaryBook(Guarded):
    """``refused(patient_id, error)`` answers True when it dealt with a refusal that concerns the whole card."""

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        me: Callable[[], Me | None],
        child: Callable[[UUID], PatientSummary | None],
        refused: Callable[[UUID, EmiasError], bool],
    ) -> None:
        super().__init__(right)
        self._ports, self._me, self._child, self._refused = ports, me, child, refused
        self._right: Pass | None = None
        #: The place whose entry was opened: once, so that what was closed stays closed.
        self._opened: Diary | None = None
        self.queue = DiaryQueue(ports, right, me)
        self.queue.sent = self._sent
        self.diary: DiaryState | None = None
        self._left: dict[tuple[UUID, UUID | None], DiarySheet] = {}

    @allowed
    async def show(self, place: Place) -> None:
        """Open the diary of a child at whose diary the person is, and read it if it is not there yet."""
        child = self._child(place.patient_id) if isinstance(place, Diary) else None
        if child is None:
            return
        patient_id = child.id
        if self.diary is None or self.diary.patient_id != patient_id:
            self.close()
            self._right = self._pass.child(lambda error: self._refused(patient_id, error))
            self.diary = DiaryState(self._ports, self._right, child, self.queue, self._me, self._left)
        await self.diary.ensure()
        if isinstance(place, Diary) and place != self._opened:
            self._opened = place
            if place.entry_id is not None:
                await self.diary.open_entry(place.entry_id)
        await self.queue.flush()

    @allowed
    async def renew(self) -> None:
        """The network is back: send what waits, then read the diary anew."""
        await self.queue.flush()
        if self.diary is not None:
            await self.diary.refresh()

    def close(self) -> None:
        """The diary is left, or its card closed: nothing of it stays but what was being written."""
        if self.diary is not None:
            self.diary.close_sheet()
        if self._right is not None:
            self._right.revoke()
        self._right, self.diary, self._opened = None, None, None

    async def forget_card(self, patient_id: UUID) -> None:
        """An access ended: what waits for that card goes too."""
        for key in [key for key in self._left if key[0] == patient_id]:
            del self._left[key]
        me = self._me()
        if me is not None:
            await self._ports.steps.forget_card(me.id, patient_id)
            await self.queue.take_back(self.queue.of_card(patient_id))

    def _sent(self, patient_id: UUID, entry_id: UUID, entry: DiaryEntry | None) -> None:
        if self.diary is not None and self.diary.patient_id == patient_id:
            self.diary.took(entry_id, entry)
