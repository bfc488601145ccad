"""The health diary of one child: what is kept, what waits, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from emias_app.clock import moscow_day
from emias_app.domain.diary_queue import Change, Line, QueuedPhoto, Step, body_of, lines_of
from emias_app.domain.names import polite_name
from emias_app.errors import EmiasError
from emias_app.models.account import Me, PatientSummary
from emias_app.models.diary import DiaryEntry, DiaryRequest, Indicator
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.diary_days import Chart, DiaryDay, DiaryPeriod, by_day, chart_of, charted, narrowed
from emias_app.state.diary_queue import DiaryQueue
from emias_app.state.diary_sheet import DiarySheet
from emias_app.state.ports import Ports

#: Rows drawn at first, and more with every scroll to the end.
ROWS = 50
_PAGE = 100


class DiaryState(Guarded):
    """``entries`` are the backend's, newest first; :attr:`lines` are they with the changes that wait.

    ``last_failure`` = what is in view is not the newest. ``sheet`` is the form that is open, ``disputed`` the entry
    that was changed on two devices and waits for a choice.
    """

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        child: PatientSummary,
        queue: DiaryQueue,
        me: Callable[[], Me | None],
        left: dict[tuple[UUID, UUID | None], DiarySheet] | None = None,
    ) -> None:
        super().__init__(right)
        self._ports, self._child, self._me = ports, child, me
        self._turn = 0
        self._deleted: Line | None = None
        self._taken: dict[UUID, DiaryEntry | None] = {}
        #: What the lines were made of, and they: a drawing asks for them several times.
        self._lines: tuple[tuple[DiaryEntry, ...], tuple[Step, ...], tuple[Line, ...]] | None = None
        self.patient_id = child.id
        self.is_reading = ports.is_reading
        self.queue = queue
        self.entries: Loadable[tuple[DiaryEntry, ...]] = Loading()
        self.indicator: Indicator | None = None
        self.period = DiaryPeriod.ALL
        self.drawn = ROWS
        self.last_failure: Failed | None = None
        self.loaded_at: datetime | None = None
        self.sheet: DiarySheet | None = None
        #: Sheets that were closed with something in them, by the child and the entry they change; None = a new one.
        self._left = {} if left is None else left
        self.disputed: Line | None = None
        self.error: str | None = None

    # what is known

    @property
    def birth(self) -> date:
        return self._child.birth_date

    @property
    def is_known(self) -> bool:
        """Whether the backend's entries are there, be they none."""
        return isinstance(self.entries, Ready)

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The whole diary with what waits, newest first."""
        known = self.entries.value if isinstance(self.entries, Ready) else ()
        steps = self.queue.steps
        if self._lines is None or self._lines[0] is not known or self._lines[1] is not steps:
            me = self._me()
            author = polite_name(me.first_name, me.middle_name) if me else ""
            self._lines = known, steps, lines_of(known, self.queue.of_card(self.patient_id), author)
        return self._lines[2]

    @property
    def shown(self) -> tuple[Line, ...]:
        """What the chosen indicator and period leave."""
        return narrowed(self.lines, self.indicator, self.period.since(moscow_day(self.now)))

    @property
    def days(self) -> tuple[DiaryDay, ...]:
        """As much of :attr:`shown` as is drawn now, by day."""
        return by_day(self.shown, self.drawn)

    @property
    def charted(self) -> Indicator | None:
        """Whose chart is drawn."""
        return charted(self.lines, self.indicator)

    @property
    def chart(self) -> Chart | None:
        """What is drawn over the entries."""
        of = self.charted
        if of is None:
            return None
        found = narrowed(self.lines, of, self.period.since(moscow_day(self.now)))
        return chart_of(of, [line.entry for line in reversed(found)])

    # loading

    @allowed
    async def ensure(self) -> None:
        """Load what is not there yet."""
        await self.queue.load()
        if not isinstance(self.entries, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load the whole diary; the first page is drawn as soon as it is there."""
        self._turn += 1
        self._taken = {}
        turn, shown = self._turn, self.entries
        self.entries = renewing(shown)
        found: tuple[DiaryEntry, ...] = ()
        cursor: str | None = None
        diary = self._ports.backend.diary
        while True:
            answer = await self.fetch(diary.entries(self.patient_id, limit=_PAGE, cursor=cursor))
            if turn != self._turn or answer is None:
                return
            if isinstance(answer, Failed):
                self.last_failure = answer
                fallback = found or (shown.value if isinstance(shown, Ready) else ())
                self.entries = Ready(fallback) if found or isinstance(shown, Ready) else answer
                return
            is_first, known = not found, {one.id for one in found}
            found = (*found, *(one for one in answer.value.items if one.id not in known))
            cursor = answer.value.next_cursor
            if cursor is None or (is_first and not isinstance(shown, Ready)):
                # A page may have been read before a change that is at the backend by now.
                newest = _with(found, self._taken) if self._taken else found
                self.entries = Ready(newest, refreshing=cursor is not None)
            if cursor is None:
                self.last_failure, self.loaded_at = None, self.now
                return

    async def grow(self) -> None:
        """More rows of what is known."""
        if self.drawn < len(self.shown):
            self.drawn += ROWS

    def took(self, entry_id: UUID, entry: DiaryEntry | None) -> None:
        """A change is at the backend now; None = the entry is deleted."""
        self._taken[entry_id] = entry
        if isinstance(self.entries, Ready):
            self.entries = Ready(_with(self.entries.value, {entry_id: entry}), self.entries.refreshing)

    # choosing

    def choose(self, indicator: Indicator | None) -> None:
        """One indicator; None = everything."""
        self.indicator, self.drawn = indicator, ROWS

    def choose_period(self, period: DiaryPeriod) -> None:
        self.period, self.drawn = period, ROWS

    # writing

    def begin(self) -> None:
        """Open a sheet for the chosen indicator: an empty one, or the one that was left with something in it."""
        if self._pass.is_valid and not self.is_reading:
            indicator = self.indicator or self.charted or Indicator.TEMPERATURE
            self.error, self.disputed = None, None
            if self._take_up(None):
                return
            self.sheet = self._sheet(indicator, None)
            self.sheet.can_choose = self.indicator is None

    async def open(self, line: Line) -> None:
        """Open an entry: to be changed, or to be chosen from where two devices changed it."""
        if not self._pass.is_valid or self.is_reading:
            return
        self.error = None
        if line.conflict is not None:
            self.disputed = line
            return
        if self._take_up(line):
            return
        self.sheet = self._sheet(line.entry.indicator, line)
        await self.sheet.load_photos(self._ports.backend.diary)

    @allowed
    async def open_entry(self, entry_id: UUID) -> None:
        """Open an entry by its id; one that is not there any more opens nothing."""
        line = next((one for one in self.lines if one.entry.id == entry_id), None)
        if line is not None:
            await self.open(line)

    def close_sheet(self) -> None:
        """Close what is open over the diary; what was written stays and is offered when it is opened again."""
        if self.sheet is not None:
            self._leave(self.sheet)
        self.sheet, self.disputed = None, None

    async def start_anew(self) -> None:
        """Forget what was brought back and open the same sheet as if nothing had been written."""
        if self.sheet is None or self.sheet.form.is_busy:
            return
        before, self.sheet = self.sheet.before, None
        await self.open(before) if before is not None else self.begin()

    @allowed
    async def save(self) -> None:
        """Keep what the sheet holds, then send it. A rare value is asked about first."""
        sheet = self.sheet
        if sheet is None or sheet.form.is_busy:
            return
        body = sheet.finished()
        if body is None:
            return
        sheet.form.is_busy = True
        try:
            await self._keep(sheet, body)
        except EmiasError as error:
            sheet.form.take_refusal(error, self.now)
            return
        finally:
            sheet.form.is_busy = False
        self.sheet = None
        if self.indicator is not None and self.indicator is not body.indicator:
            self.choose(body.indicator)
        known = {line.entry.id for line in self.lines if line.question}
        await self.queue.flush()
        await self._ask_at_once(known)

    @allowed
    async def delete(self, line: Line) -> None:
        """Delete an entry; :meth:`bring_back` undoes it."""
        if self.is_reading:
            return
        entry, known = line.entry, self._known(line.entry.id)
        self._deleted, self.sheet, self.disputed = line, None, None
        if known is None and all(not step.was_tried for step in line.steps):
            await self.queue.take_back(line.steps)
            return
        await self.queue.take_back([step for step in line.steps if step.is_stuck])
        await self.queue.put(self.patient_id, entry.id, Change.REMOVE, body_of(entry), known)
        await self.queue.flush()

    @allowed
    async def bring_back(self) -> None:
        """«Вернуть» what was deleted last."""
        line, self._deleted = self._deleted, None
        if line is None:
            return
        entry = line.entry
        waiting = self.queue.of_entry(self.patient_id, entry.id)
        last = waiting[-1] if waiting else None
        if last is not None and last.change is Change.REMOVE and not last.was_tried:
            await self.queue.take_back([last])
        elif self._known(entry.id) is None and not waiting and line.steps and not line.steps[0].was_tried:
            await self.queue.put(self.patient_id, entry.id, Change.ADD, body_of(entry), None)
        else:
            removed = entry.model_copy(update={"version": entry.version + 1})
            await self.queue.put(self.patient_id, entry.id, Change.RESTORE, body_of(entry), removed)
        await self.queue.flush()

    # two devices

    @allowed
    async def keep_mine(self) -> None:
        """Of an entry changed on two devices, what was written here."""
        line, step = self._dispute()
        if line is None or step is None:
            return
        photos = await self.queue.unsent_photos(line.steps)
        await self.queue.take_back(line.steps)
        theirs = step.theirs
        if line.is_removed:
            if theirs is not None:
                await self.queue.put(self.patient_id, line.entry.id, Change.REMOVE, step.body, theirs)
        elif theirs is None:
            await self.queue.put(self.patient_id, uuid4(), Change.ADD, body_of(line.entry), None, photos)
        else:
            await self.queue.put(self.patient_id, line.entry.id, Change.CORRECT, body_of(line.entry), theirs, photos)
            self.took(theirs.id, theirs)
        await self.queue.flush()

    @allowed
    async def keep_theirs(self) -> None:
        """What was written on the other device."""
        line, step = self._dispute()
        if line is not None and step is not None:
            await self.queue.take_back(line.steps)
            self.took(line.entry.id, step.theirs)

    @allowed
    async def keep_both(self) -> None:
        """The other device's, and what was written here as an entry of its own."""
        line, step = self._dispute()
        if line is None or step is None:
            return
        if line.is_removed:
            await self.queue.take_back(line.steps)
            self.took(line.entry.id, step.theirs)
            return
        photos = await self.queue.unsent_photos(line.steps)
        await self.queue.take_back(line.steps)
        self.took(line.entry.id, step.theirs)
        theirs = step.theirs.attachment_ids if step.theirs else []
        own = [one for one in line.entry.attachment_ids if one not in theirs]
        body = body_of(line.entry).model_copy(update={"attachment_ids": own})
        await self.queue.put(self.patient_id, uuid4(), Change.ADD, body, None, photos)
        await self.queue.flush()

    # how it is done

    async def _keep(self, sheet: DiarySheet, body: DiaryRequest) -> None:
        photos = [
            (QueuedPhoto(id=one.id, media_type=one.media_type), one.content)
            for one in sheet.photos
            if one.content is not None
        ]
        if sheet.before is None:
            await self.queue.put(self.patient_id, uuid4(), Change.ADD, body, None, photos)
            return
        entry, known = sheet.before.entry, self._known(sheet.before.entry.id)
        stuck = [step for step in self.queue.of_entry(self.patient_id, entry.id) if step.refusal is not None]
        photos += await self.queue.unsent_photos(stuck)
        await self.queue.take_back(stuck)
        left = self.queue.of_entry(self.patient_id, entry.id)
        change = Change.ADD if known is None and not left else Change.CORRECT
        await self.queue.put(self.patient_id, entry.id, change, body, known, photos)

    async def _ask_at_once(self, known: Collection[UUID]) -> None:
        """The backend, which knows the clinic's measurements too, asks about what was just saved: ask it now."""
        asked = next((line for line in self.lines if line.question and line.entry.id not in known), None)
        if asked is not None and self.sheet is None and self._pass.is_valid:
            await self.open(asked)

    def _sheet(self, indicator: Indicator, before: Line | None) -> DiarySheet:
        entries = [line.entry for line in self.lines if not line.is_removed]
        return DiarySheet(self._ports, self._pass, self._child, indicator, before, entries)

    def _leave(self, sheet: DiarySheet) -> None:
        if sheet.holds_something and not sheet.form.is_busy:
            sheet.is_brought_back = True
            self._left[self.patient_id, sheet.before.entry.id if sheet.before else None] = sheet

    def _take_up(self, line: Line | None) -> bool:
        """Open the sheet that was left, unless its entry has changed since."""
        left = self._left.pop((self.patient_id, line.entry.id if line else None), None)
        if left is None or (left.before is not None and left.before != line):
            return False
        left.go_on(self._pass)
        left.can_choose = line is None and self.indicator is None
        self.sheet = left
        return True

    def _known(self, entry_id: UUID) -> DiaryEntry | None:
        known = self.entries.value if isinstance(self.entries, Ready) else ()
        return next((one for one in known if one.id == entry_id), None)

    def _dispute(self) -> tuple[Line | None, Step | None]:
        line, self.disputed = self.disputed, None
        return line, line.conflict if line is not None else None


def _with(entries: tuple[DiaryEntry, ...], changed: Mapping[UUID, DiaryEntry | None]) -> tuple[DiaryEntry, ...]:
    """The entries with some in place of older ones, newest first; None takes one away."""
    others = [one for one in entries if one.id not in changed]
    grown = [*others, *(one for one in changed.values() if one is not None)]
    return tuple(sorted(grown, key=lambda one: (one.measured_at, one.id.int), reverse=True))
