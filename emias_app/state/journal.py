"""«Кто смотрел карту» of one child: sentences by day, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.errors import EmiasError
from emias_app.models.base import Page
from emias_app.models.journal import JournalEntry
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing, settled
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

PAGE = 30


@dataclass(frozen=True)
class Day:
    """The reads of one Moscow day, newest first."""

    day: date
    entries: tuple[JournalEntry, ...]


@dataclass(frozen=True)
class Reads:
    """What is on the screen so far; a day that did not change is the same object after growth."""

    days: tuple[Day, ...]
    total: int
    cursor: str | None


class JournalState(Guarded):
    """Holds what the list shows; ``busy_with`` is the row whose doubt is being noted."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._ports = ports
        self._turn = 0
        self.patient_id = patient_id
        self.reads: Loadable[Reads] = Loading()
        self.is_growing = False
        self.growth_failed = False
        self.busy_with: UUID | None = None
        self.error: str | None = None

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.reads, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load from the first page."""
        self._turn += 1
        turn, shown = self._turn, self.reads
        self.reads = renewing(shown)
        self.growth_failed, self.error = False, None
        answer = await self.fetch(self._page(None))
        if turn != self._turn or answer is None:
            return
        if isinstance(answer, Ready):
            page = answer.value
            self.reads = Ready(Reads(with_reads((), page.items), page.total, page.next_cursor))
        else:
            self.reads = settled(shown, answer)

    @allowed
    async def grow(self) -> None:
        """The next page, once at a time."""
        if self.is_growing or not isinstance(self.reads, Ready) or self.reads.value.cursor is None:
            return
        turn, shown = self._turn, self.reads.value
        self.is_growing, self.growth_failed = True, False
        try:
            answer = await self.fetch(self._page(shown.cursor))
        finally:
            self.is_growing = False
        if turn != self._turn or answer is None:
            return
        if isinstance(answer, Failed):
            self.growth_failed = True
            return
        page = answer.value
        self.reads = Ready(Reads(with_reads(shown.days, page.items), page.total, page.next_cursor))

    @allowed
    async def question(self, entry_id: UUID) -> None:
        """«Непонятный просмотр»: note the doubt; the row itself never changes."""
        if self.busy_with is not None:
            return
        self.busy_with, self.error = entry_id, None
        try:
            noted = await self._ports.backend.patients.question(self.patient_id, entry_id)
            if self._pass.is_valid and isinstance(self.reads, Ready):
                shown = self.reads.value
                self.reads = Ready(Reads(_replaced(shown.days, noted), shown.total, shown.cursor))
        except EmiasError as error:
            if not self._pass.report(error):
                self.error = trouble_of(error, self._ports.backend.server_now()).text
        finally:
            self.busy_with = None

    async def _page(self, cursor: str | None) -> Page[JournalEntry]:
        return await self._ports.backend.patients.access_log(self.patient_id, limit=PAGE, cursor=cursor)


def with_reads(days: tuple[Day, ...], entries: Sequence[JournalEntry]) -> tuple[Day, ...]:
    """``days`` with older reads added; one that is there already is not doubled."""
    grown = list(days)
    known = {entry.id for day in days for entry in day.entries}
    for entry in entries:
        if entry.id in known:
            continue
        known.add(entry.id)
        day = moscow_day(entry.at)
        if grown and grown[-1].day == day:
            grown[-1] = Day(day, (*grown[-1].entries, entry))
        else:
            grown.append(Day(day, (entry,)))
    return tuple(grown)


def _replaced(days: tuple[Day, ...], noted: JournalEntry) -> tuple[Day, ...]:
    return tuple(
        Day(day.day, tuple(noted if entry.id == noted.id else entry for entry in day.entries))
        if any(entry.id == noted.id for entry in day.entries)
        else day
        for day in days
    )
