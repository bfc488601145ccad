"""The work-place journal: the clinic's patients, searched by words, walked through by the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emias_app.models.clinic import ClinicPatient
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.clinic_ports import ClinicBackendPort

#: Rows of one page, and how many are drawn at most: past that a search is the way.
PAGE, MOST = 25, 50


@dataclass(frozen=True)
class Found:
    """The rows so far; ``cursor`` leads to the next, ``total`` counts all that fit."""

    patients: tuple[ClinicPatient, ...]
    total: int
    cursor: str | None

    @property
    def has_more(self) -> bool:
        return self.cursor is not None and len(self.patients) < MOST


class JournalState(Guarded):
    """``marked`` is the row that the arrow keys are on."""

    def __init__(self, backend: ClinicBackendPort, right: Pass) -> None:
        super().__init__(right)
        self._backend = backend
        self._round = 0
        self.query = ""
        self.rows: Loadable[Found] = Loading()
        self.marked: int | None = None

    @property
    def patients(self) -> tuple[ClinicPatient, ...]:
        """The rows as far as they are known."""
        return self.rows.value.patients if isinstance(self.rows, Ready) else ()

    @property
    def marked_id(self) -> UUID | None:
        """Whom Enter opens."""
        known = self.patients
        return known[self.marked].id if self.marked is not None and self.marked < len(known) else None

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.rows, Ready):
            await self._load()

    @allowed
    async def search(self, words: str) -> None:
        """Look for a name, a birth date, a policy; no words = everybody. The first found is marked."""
        self.query, self.marked = words.strip(), None
        await self._load()

    @allowed
    async def retry(self) -> None:
        """Once more, after a failure."""
        self.rows = Loading()
        await self._load()

    @allowed
    async def more(self) -> None:
        """The next page, at the end of the list."""
        shown = self.rows
        if not isinstance(shown, Ready) or shown.refreshing or not shown.value.has_more:
            return
        self.rows = Ready(shown.value, refreshing=True)
        this = self._round
        answer = await self.fetch(self._backend.clinic.patients(self.query, limit=PAGE, cursor=shown.value.cursor))
        if this != self._round:
            return
        if isinstance(answer, Ready):
            page = answer.value
            self.rows = Ready(Found((*shown.value.patients, *page.items)[:MOST], page.total, page.next_cursor))
        else:
            self.rows = shown

    def move(self, step: int) -> None:
        """One row down or up; from no row to the first or the last."""
        count = len(self.patients)
        if not count:
            return
        if self.marked is None:
            self.marked = 0 if step > 0 else count - 1
        else:
            self.marked = min(max(self.marked + step, 0), count - 1)

    async def _load(self) -> None:
        """The first page; what is shown stays meanwhile, a late answer of an older search is dropped."""
        self._round += 1
        this = self._round
        if isinstance(self.rows, Ready):
            self.rows = Ready(self.rows.value, refreshing=True)
        else:
            self.rows = Loading()
        answer = await self.fetch(self._backend.clinic.patients(self.query, limit=PAGE))
        if this != self._round or answer is None:
            return
        if isinstance(answer, Failed):
            self.rows = answer
            return
        page = answer.value
        self.rows = Ready(Found(tuple(page.items), page.total, page.next_cursor))
        self.marked = 0 if self.query and page.items else None
