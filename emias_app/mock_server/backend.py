"""What one running backend owns: its settings, clock, database, and the seeding that goes on behind."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from emias_app.clock import Clock, SystemClock, moscow_day
from emias_app.config import Seed, ServerSettings
from emias_app.errors import StartupError
from emias_app.mock_server.control.clock import RunningClock, StoredClock
from emias_app.mock_server.problems import Refusal, starting
from emias_app.mock_server.registries.pace import pace_of
from emias_app.mock_server.security import Hasher
from emias_app.mock_server.seed.accounts import seed_people
from emias_app.mock_server.seed.diary import seed_diary
from emias_app.mock_server.services.codes import sms_of_ticket
from emias_app.mock_server.services.exports.jobs import FOLDER as EXPORTS
from emias_app.mock_server.services.exports.jobs import is_waiting as is_export_waiting
from emias_app.mock_server.services.jobs import is_anything_due, run_due
from emias_app.mock_server.services.journal import Journal
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.races import Races
from emias_app.mock_server.services.sms import SmsGateway
from emias_app.mock_server.store import facts
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.records import insert_records
from emias_app.mock_server.store.schema import AccessCodeRow, AccountRow, ComingRecordRow, FileRow, SmsRow, UploadRow
from emias_app.mock_server.store.template import has_template, replace_content, restore_template, save_template
from emias_app.models.clinic import CodeState

if TYPE_CHECKING:
    from emias_app.mock_server.seed import Card
    from emias_app.mock_server.services.exports.worker import ExportWorker

log = logging.getLogger("emias_app.mock_server")

#: Records in one transaction of the seeding, so that a person's write never waits long behind it.
_RECORDS_AT_ONCE = 400
_SECONDS_BETWEEN_JOBS = 60
#: How often it is looked whether somebody waits for a job.
_SECONDS_BETWEEN_LOOKS = 2
_SECONDS_BETWEEN_TRIES = 5
_DONE = "done"


class Backend:
    """The parts of one backend. Whoever embeds it calls :meth:`start` and :meth:`stop`; uvicorn's lifespan does."""

    def __init__(self, settings: ServerSettings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock: Clock = clock or _clock_for(settings)
        self.hasher = Hasher(fast=settings.fast_hashing)
        self.sms = SmsGateway(settings)
        self.outside = Outside(self.sms, pace_of(settings))
        self.races = Races()
        self._store: Store | None = None
        self._journal: Journal | None = None
        self._exports: ExportWorker | None = None
        self._seeded_at = self.clock.now()
        self._ready_cards: set[UUID] = set()
        self._all_cards = asyncio.Event()
        self._a_card = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def store(self) -> Store:
        """The open database; a Refusal (503) before :meth:`start`."""
        if self._store is None:
            raise starting()
        return self._store

    @property
    def journal(self) -> Journal:
        """The journal of reads; a Refusal (503) before :meth:`start`."""
        if self._journal is None:
            raise starting()
        return self._journal

    @property
    def exports(self) -> ExportWorker:
        """Who makes the files that are taken away; its modules are loaded with the first that is asked for."""
        if self._exports is None:
            from emias_app.mock_server.services.exports.worker import ExportWorker

            self._exports = ExportWorker(self)
        return self._exports

    @property
    def is_started(self) -> bool:
        return self._store is not None

    async def start(self) -> None:
        """Open the database, seed the people; cards follow in the background. Raises StartupError."""
        store = await asyncio.to_thread(self._open)
        self._journal = Journal(store)
        self._store = store
        if isinstance(self.clock, StoredClock | RunningClock):
            await self.clock.refresh(store)
        await self.run_due()
        self._work_behind()
        if await store.read(is_export_waiting):
            self.exports.wake()

    async def stop(self) -> None:
        """End the background work and close the database."""
        await self._end_work()
        if self._exports is not None:
            await self._exports.stop()
        self.hasher.close()
        if self._journal is not None:
            await self._journal.settle()
        if self._store is not None:
            store, self._store, self._journal = self._store, None, None
            await asyncio.to_thread(store.close)

    async def card_ready(self, patient_id: UUID) -> None:
        """Wait until the patient's card is seeded (at most seconds after the first start)."""
        if self._all_cards.is_set() or patient_id in self._ready_cards:
            return
        async with self._a_card:
            await self._a_card.wait_for(lambda: self._all_cards.is_set() or patient_id in self._ready_cards)

    async def cards_ready(self) -> None:
        """Wait until every card is seeded."""
        await self._all_cards.wait()

    async def latest_sms(self, phone: str, *, from_clinic: bool = False) -> tuple[str, str | None, datetime] | None:
        """Text, code and time of the newest message to a phone, or of the newest that brings a code of the clinic
        which nothing has ended yet; demo and test mode only."""
        newest = select(SmsRow).where(SmsRow.phone == phone).order_by(SmsRow.seq.desc()).limit(1)
        if from_clinic:
            newest = newest.join(
                AccessCodeRow, and_(AccessCodeRow.phone == SmsRow.phone, AccessCodeRow.sent_at == SmsRow.sent_at)
            ).where(AccessCodeRow.state == CodeState.SENT.value, AccessCodeRow.expires_at > self.clock.now())
        row = await self.store.read(lambda session: session.scalar(newest))
        return None if row is None or row.text is None else (row.text, row.code, row.sent_at)

    async def sms_of(self, ticket: str) -> tuple[str, str | None, datetime] | None:
        """The same of the newest message that a ticket of a sign-in or of a password's reset has sent; None where it
        sent none."""
        row = await self.store.read(lambda session: sms_of_ticket(session, ticket))
        return None if row is None or row.text is None else (row.text, row.code, row.sent_at)

    async def run_due(self) -> None:
        """Do what is due by the clock."""
        await self.store.write(lambda session: run_due(session, self.clock.now(), self.outside))
        if (self.settings.data_dir / EXPORTS).is_dir():
            await self.exports.tidy()

    async def reset(self) -> None:
        """Bring back the content and the clock of the first start (test mode)."""
        await self.cards_ready()
        await asyncio.to_thread(restore_template, self.store)
        if isinstance(self.clock, StoredClock):
            await self.clock.refresh(self.store)

    async def begin_anew(self) -> None:
        """Bring back the first content, dated today, while the backend runs; whoever was signed in is not any more."""
        if self.settings.test_mode:
            await self.reset()
            return
        await self._end_work()
        self._ready_cards.clear()
        self._all_cards.clear()
        if isinstance(self.clock, RunningClock):
            self.clock.stand_as_machine()
        self._seeded_at = await asyncio.to_thread(self._replace_people)
        self._work_behind()

    def _work_behind(self) -> None:
        self._tasks = [asyncio.create_task(self._seed_cards())]
        if not self.settings.test_mode:
            self._tasks.append(asyncio.create_task(self._run_jobs()))

    async def _end_work(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    def _replace_people(self) -> datetime:
        """Seed the people in a file beside and put it in place of the present content at once."""
        folder = self.settings.data_dir / "anew"
        fresh = Store.open(self.settings.model_copy(update={"data_dir": folder, "reset": True}))
        try:
            seeded_at = fresh.write_now(self._seed_people)
        finally:
            fresh.close()
        replace_content(self.store, fresh.file)
        shutil.rmtree(folder, ignore_errors=True)
        return seeded_at

    def _open(self) -> Store:
        store = Store.open(self.settings)
        try:
            if self.settings.demo and store.read_now(partial(_is_stale_demo, now=self.clock.now())):
                store.close()
                store = Store.open(self.settings.model_copy(update={"reset": True}))
            self._seeded_at = store.write_now(self._seed_people)
            self.hasher.warm_up()
        except BaseException as error:
            store.close()
            if isinstance(error, Refusal):
                raise StartupError(f"Базу не удалось заполнить: {error.detail}") from error
            raise
        return store

    def _seed_people(self, session: Session) -> datetime:
        """Seed an empty database; the answer is when it was seeded."""
        seeded_at = facts.get_time(session, facts.SEEDED_AT)
        wanted = self.settings.seed
        if seeded_at is not None:
            held = facts.get_fact(session, facts.SEED)
            if held != wanted and wanted is not Seed.DEMO:
                raise StartupError(f"В базе уже данные «{held}»: чтобы получить «{wanted}», запустите с --reset.")
            return seeded_at
        now = self.clock.now()
        seed_people(
            session,
            seed=wanted,
            now=now,
            hash_password=self.hasher.hash_password,
            hash_code=self.hasher.hash_code,
        )
        if self.settings.demo and not self.settings.test_mode and wanted is Seed.DEMO:
            seed_diary(session, now)
        facts.put_fact(session, facts.SEED, wanted)
        facts.put_fact(session, facts.SEEDED_AT, now.isoformat())
        if isinstance(self.clock, StoredClock):
            facts.put_fact(session, facts.CLOCK, now.isoformat())
        return now

    async def _seed_cards(self) -> None:
        """Write the cards that are not there yet; where the disk is full, go on when it is not any more."""
        is_done = False
        while not is_done:
            try:
                await self._write_cards(self.store)
                is_done = True
            except Refusal as refusal:
                log.warning("seeding waits: %s", refusal.code)
            except (OperationalError, sqlite3.OperationalError):
                log.warning("seeding waits: the database cannot be written")
            except Exception:
                log.exception("seeding stopped")
                raise
            finally:
                # Nobody waits for what is not being written: a card shows what it has.
                async with self._a_card:
                    self._all_cards.set()
                    self._a_card.notify_all()
            if not is_done:
                await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    async def _write_cards(self, store: Store) -> None:
        """One patient after another, the demo's first; then, in test mode, what a reset brings back."""
        if await store.read(lambda session: facts.get_fact(session, facts.CARDS_DONE)) is None:
            kept = await store.read(lambda session: facts.get_fact(session, facts.SEED))
            cards = await asyncio.to_thread(_cards_of, Seed(kept or Seed.DEMO), self._seeded_at)
            while (card := await asyncio.to_thread(_next_card, cards)) is not None:
                await self._write_card(store, card)
                async with self._a_card:
                    self._ready_cards.add(card.patient_id)
                    self._a_card.notify_all()
            await store.write(lambda session: facts.put_fact(session, facts.CARDS_DONE, "1"))
        if self.settings.test_mode and not await asyncio.to_thread(has_template, store):
            await asyncio.to_thread(save_template, store)

    async def _write_card(self, store: Store, card: Card) -> None:
        """Write a card in portions; each remembers where it ended, so a restart (or another worker) goes on."""
        while await store.write(lambda session: _write_portion(session, card, self._seeded_at)):
            pass

    async def _run_jobs(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            looks += 1
            try:
                is_round = looks * _SECONDS_BETWEEN_LOOKS % _SECONDS_BETWEEN_JOBS == 0
                now = self.clock.now()
                if is_round or await self.store.read(partial(is_anything_due, now=now)):
                    await self.run_due()
            except Refusal as refusal:
                log.warning("jobs wait: %s", refusal.code)


def _clock_for(settings: ServerSettings) -> Clock:
    if settings.test_mode:
        return StoredClock()
    return RunningClock() if settings.demo else SystemClock()


def _cards_of(seed: Seed, now: datetime) -> Iterator[Card]:
    """The generator of cards; its modules are loaded only where there is something to seed."""
    if seed is Seed.EMPTY:
        return iter(())
    from emias_app.mock_server.seed import cards

    return iter(cards(seed, now))


def _next_card(cards: Iterator[Card]) -> Card | None:
    return next(cards, None)


def _write_portion(session: Session, card: Card, now: datetime) -> bool:
    """Write the next records of a card; False when nothing is left."""
    key = facts.card_key(card.patient_id)
    held = facts.get_fact(session, key) or "0"
    if held == _DONE:
        return False
    begin = int(held)
    end = begin + _RECORDS_AT_ONCE
    insert_records(session, card.records[begin:end], created_at=now)
    if end < len(card.records):
        facts.put_fact(session, key, str(end))
        return True
    for file in card.files:
        session.add(FileRow(id=file.id, record_id=file.record_id, media_type=file.media_type, content=file.content))
        if file.account_id is not None and session.get(AccountRow, file.account_id) is not None:
            session.add(
                UploadRow(
                    record_id=file.record_id, patient_id=card.patient_id, account_id=file.account_id,
                    size=len(file.content), created_at=now, removed_at=None,
                )
            )  # fmt: skip
    session.add_all(
        ComingRecordRow(
            id=one.record.id, patient_id=card.patient_id, due_at=one.at,
            body_json=one.record.model_dump_json(by_alias=True),
        )
        for one in card.coming
    )  # fmt: skip
    facts.put_fact(session, key, _DONE)
    return False


def _is_stale_demo(session: Session, now: datetime) -> bool:
    """A demo of an earlier day that nobody changed."""
    seeded_at = facts.get_time(session, facts.SEEDED_AT)
    if seeded_at is None or facts.get_fact(session, facts.TOUCHED) is not None:
        return False
    return moscow_day(seeded_at) < moscow_day(now)
