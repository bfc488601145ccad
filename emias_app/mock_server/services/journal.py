"""The journal of reads (product.md §12): one row for each answered read, on disk before the answer goes out.

Reads that wait at the same moment share one commit, since on both databases it is the flush to disk that costs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import bindparam, insert, update

from emias_app.mock_server.problems import StorageFull
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.held import Note
from emias_app.mock_server.store.ordered_ids import ordered_id
from emias_app.mock_server.store.schema import JournalRow, SessionRow
from emias_app.models.section import SectionSlug


class What(StrEnum):
    """What was read."""

    LIST = "LIST"
    RECORD = "RECORD"
    DOCUMENT = "DOCUMENT"
    PDF = "PDF"
    OVERVIEW = "OVERVIEW"
    TREND = "TREND"
    GROWTH = "GROWTH"
    SEARCH = "SEARCH"
    EXPORT = "EXPORT"
    PLAN = "PLAN"


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a card by a session; ``what`` None = nothing to be journalled (a count, a list's next page)."""

    session_id: UUID
    patient_id: UUID
    actor_kind: str
    actor_id: UUID
    client: str
    at: datetime
    what: What | None = None
    section: SectionSlug | None = None
    record_id: UUID | None = None


_TOUCH = (
    update(SessionRow.__table__)  # type: ignore[arg-type]
    .where(SessionRow.__table__.c.id == bindparam("session"))
    .values(last_card_at=bindparam("used_at"))
)
_ADD = insert(JournalRow.__table__)  # type: ignore[arg-type]


class Journal:
    """Writes uses of cards, those that wait together in one transaction.

    With no space left on disk reads go on: their rows are owed, and written first as soon as there is space.
    """

    #: How many rows may be owed before reads are refused too.
    MOST_OWED = 10_000

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owed: list[Use] = []
        self._waiting: list[tuple[Use, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, use: Use) -> None:
        """Returns when the use is on disk (or owed, where the disk is full)."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        self._waiting.append((use, written))
        if self._writer is None or self._writer.done() or self._writer.get_loop() is not loop:
            self._writer = loop.create_task(self._drain())
        await written

    async def settle(self) -> None:
        """Write what is owed, if there is space now; called before the store is closed."""
        if self._owed and (self._writer is None or self._writer.done()):
            owed, self._owed = self._owed, []
            try:
                await self._store.keep(*_notes_of(owed))
            except StorageFull:
                self._owed = [*owed, *self._owed]

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            owed, self._owed = self._owed, []
            uses = [*owed, *(use for use, _ in batch)]
            failure: Exception | None = None
            try:
                await self._store.keep(*_notes_of(uses))
            except StorageFull as refusal:
                if len(uses) <= self.MOST_OWED:
                    self._owed = uses
                else:
                    self._owed, failure = owed, refusal
            except Exception as error:  # every waiting answer must hear of it
                self._owed, failure = owed, error
            for _, written in batch:
                if written.done():
                    continue
                if failure is None:
                    written.set_result(None)
                else:
                    written.set_exception(failure)


def _notes_of(uses: Sequence[Use]) -> list[Note]:
    rows = [
        {
            "id": ordered_id(use.at),
            "patient_id": use.patient_id,
            "actor_kind": use.actor_kind,
            "actor_id": use.actor_id,
            "what": use.what.value,
            "section": use.section.value if use.section else None,
            "record_id": use.record_id,
            "client": use.client,
            "at": use.at,
        }
        for use in uses
        if use.what is not None
    ]
    last = {use.session_id: use.at for use in uses}
    touched: Note = (_TOUCH, [{"session": session_id, "used_at": at} for session_id, at in last.items()])
    return [(_ADD, rows), touched] if rows else [touched]
