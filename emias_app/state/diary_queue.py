"""The outbox of the diary: changes are kept first and sent then, in order, each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from emias_app.domain.diary_queue import (
    QUESTION_CODE,
    Change,
    QueuedPhoto,
    Step,
    is_as_wanted,
    next_base,
    ready_to_send,
)
from emias_app.errors import ApiError, Conflict, EmiasError, Forbidden, Invalid, NotFound
from emias_app.models.account import Me
from emias_app.models.diary import DiaryEntry, DiaryRequest
from emias_app.state._pass import Guarded, Pass
from emias_app.state.ports import Ports
from emias_app.state.troubles import ENDED_CODES

#: At the backend an entry with this id was deleted before the change that makes it came again.
REMOVED_CODE = "entry_removed"


class DiaryQueue(Guarded):
    """One per open page; ``steps`` are all changes that wait, of every child, in order.

    ``sent(patient_id, entry_id, entry)`` tells what the backend holds now (None = deleted).
    """

    def __init__(self, ports: Ports, right: Pass, me: Callable[[], Me | None]) -> None:
        super().__init__(right)
        self._ports, self._me = ports, me
        self._is_loaded = False
        self._wants_more = False
        self.steps: tuple[Step, ...] = ()
        self.is_sending = False
        self.sent: Callable[[UUID, UUID, DiaryEntry | None], None] | None = None

    @property
    def is_lasting(self) -> bool:
        """Whether what waits outlives this page."""
        return self._ports.steps.is_lasting

    def of_entry(self, patient_id: UUID, entry_id: UUID) -> tuple[Step, ...]:
        return tuple(one for one in self.of_card(patient_id) if one.entry_id == entry_id)

    def of_card(self, patient_id: UUID) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.patient_id == patient_id)

    async def load(self) -> None:
        """Read what waited before this page was opened."""
        me = self._me()
        if me is not None and not self._is_loaded and self._pass.is_valid:
            self._is_loaded = True
            kept = await self._ports.steps.steps(me.id)
            self.steps = tuple(sorted(kept, key=lambda step: step.number))

    async def put(
        self, patient_id: UUID, entry_id: UUID, change: Change, body: DiaryRequest, known: DiaryEntry | None,
        photos: Sequence[tuple[QueuedPhoto, bytes]] = (),
    ) -> None:  # fmt: skip
        """Keep a change; it is safe when this returns. :meth:`flush` sends it."""
        me = self._me()
        if me is None or not self._pass.is_valid:
            return
        await self.load()
        store = self._ports.steps
        for photo, content in photos:
            await store.keep_photo(me.id, patient_id, photo.id, content)
        step = Step(
            id=uuid4(),
            number=max((one.number for one in self.steps), default=0) + 1,
            patient_id=patient_id,
            entry_id=entry_id,
            change=change,
            body=body,
            base=next_base(known, self.of_entry(patient_id, entry_id)),
            made_at=self._ports.backend.server_now(),
            photos=[photo for photo, _ in photos],
        )
        await store.keep(me.id, step)
        self.steps = (*self.steps, step)

    async def take_back(self, steps: Sequence[Step]) -> None:
        """These are not wanted any more."""
        me = self._me()
        if me is None:
            return
        for step in steps:
            await self._ports.steps.drop(me.id, step)
        gone = {step.id for step in steps}
        self.steps = tuple(one for one in self.steps if one.id not in gone)

    async def unsent_photos(self, steps: Sequence[Step]) -> list[tuple[QueuedPhoto, bytes]]:
        """The photos of changes that are about to be taken back, for those in their place."""
        me, found = self._me(), list[tuple[QueuedPhoto, bytes]]()
        for step in steps:
            for photo in step.photos:
                if me is None or photo.is_sent:
                    continue
                content = await self._ports.steps.photo(me.id, step.patient_id, photo.id)
                if content is not None:
                    found.append((photo, content))
        return found

    async def flush(self) -> None:
        """Send what can be sent, until the network or the order says stop; once at a time."""
        if self._ports.offline.is_away:
            return
        if self.is_sending:
            self._wants_more = True
            return
        await self.load()
        self.is_sending = True
        try:
            skip: frozenset[UUID] = frozenset()
            while self._pass.is_valid and (step := ready_to_send(self.steps, skip=skip)) is not None:
                self._wants_more = False
                try:
                    outcome = await self._send(step)
                except EmiasError:  # the place where it waits is closed: a lock came
                    return
                if outcome is None and not self._wants_more:
                    return
                if outcome is False:
                    skip |= {step.patient_id}
        finally:
            self.is_sending = False

    async def _send(self, step: Step) -> bool | None:
        """True when it is dealt with; None = not now; False = not this card now."""
        step = await self._replace(step, step.model_copy(update={"was_tried": True}))
        try:
            step = await self._with_photos(step)
            entry = await self._call(step)
        except Conflict as error:
            return await self._settle_conflict(step, error)
        except NotFound:
            return await self._settle_missing(step)
        except Invalid as error:
            asks = error.code == QUESTION_CODE
            await self._replace(step, step.model_copy(update={"refusal": error.detail, "is_question": asks}))
            return True
        except Forbidden as error:
            return await self._settle_forbidden(step, error)
        except EmiasError:
            return None
        await self._done(step, entry)
        return True

    async def _call(self, step: Step) -> DiaryEntry | None:
        diary, key = self._ports.backend.diary, str(step.id)
        match step.change:
            case Change.ADD:
                return await diary.add(step.patient_id, step.sent_body, key)
            case Change.CORRECT:
                return await diary.correct(step.patient_id, step.entry_id, step.sent_body, step.base, key)
            case Change.REMOVE:
                await diary.remove(step.patient_id, step.entry_id, step.base, key)
                return None
            case Change.RESTORE:
                return await diary.restore(step.patient_id, step.entry_id, key)

    async def _with_photos(self, step: Step) -> Step:
        """Photos go before the entry that holds them; which of them are there is kept at once."""
        me = self._me()
        for number, photo in enumerate(step.photos):
            if photo.is_sent or me is None:
                continue
            content = await self._ports.steps.photo(me.id, step.patient_id, photo.id)
            if content is None:
                continue
            await self._ports.backend.diary.attach(step.patient_id, photo.id, photo.media_type, content)
            photos = list(step.photos)
            photos[number] = photo.model_copy(update={"is_sent": True})
            step = await self._replace(step, step.model_copy(update={"photos": photos}))
        return step

    async def _settle_conflict(self, step: Step, error: ApiError) -> bool | None:
        if error.status != 412:
            if error.code == REMOVED_CODE:
                await self._done(step, None)
            else:
                await self._replace(step, step.model_copy(update={"refusal": error.detail}))
            return True
        try:
            present = await self._ports.backend.diary.entry(step.patient_id, step.entry_id)
        except NotFound:
            return await self._settle_missing(step)
        except EmiasError:
            return None
        if is_as_wanted(step, present):
            await self._done(step, present)
        else:
            await self._replace(step, step.model_copy(update={"is_conflict": True, "theirs": present}))
        return True

    async def _settle_missing(self, step: Step) -> bool | None:
        """There is no such entry any more, or no such card: a list of the entries tells the two apart."""
        try:
            await self._ports.backend.diary.entries(step.patient_id, limit=1)
        except NotFound:
            return False
        except Forbidden as error:
            return await self._settle_forbidden(step, error)
        except EmiasError:
            return None
        if step.change is Change.CORRECT:
            await self._replace(step, step.model_copy(update={"is_conflict": True, "theirs": None}))
        else:
            await self._done(step, None)
        return True

    async def _settle_forbidden(self, step: Step, error: Forbidden) -> bool | None:
        """An access that ended takes what waits for that card with it; the second step is asked for where it shows."""
        me = self._me()
        if error.code in ENDED_CODES and me is not None:
            await self._ports.steps.forget_card(me.id, step.patient_id)
            self.steps = tuple(one for one in self.steps if one.patient_id != step.patient_id)
            return True
        return None

    async def _done(self, step: Step, entry: DiaryEntry | None) -> None:
        await self.take_back([step])
        if self.sent is not None and self._pass.is_valid:
            self.sent(step.patient_id, step.entry_id, entry)

    async def _replace(self, old: Step, new: Step) -> Step:
        me = self._me()
        if me is not None and old != new:
            await self._ports.steps.keep(me.id, new)
            self.steps = tuple(new if one.id == new.id else one for one in self.steps)
        return new
