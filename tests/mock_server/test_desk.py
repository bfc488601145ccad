"""The other side of the demo: time, offices, and the first content again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from emias_app.clock import FixedClock, moscow, moscow_day
from emias_app.config import ServerSettings
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.control.clock import RunningClock
from emias_app.mock_server.control.desk import Desk
from emias_app.mock_server.seed.people import an_id
from emias_app.mock_server.store import facts
from emias_app.mock_server.store.schema import AccountRow, CheckRow, StoredRecord
from tests.support.site import NOW
from tests.support.stage import open_stage

pytestmark = pytest.mark.anyio

AMINA = an_id("check", "timur", "amina")
KIRILL = an_id("check", "elena", "kirill")


async def state_of(backend: Backend, check_id: object) -> str:
    return await backend.store.read(lambda session: session.get_one(CheckRow, check_id).state)


async def test_the_offices_have_what_waits_and_their_answer_counts(tmp_path: Path, anyio_backend: str) -> None:
    async with open_stage(tmp_path) as stage:
        desk = Desk(stage.backend)
        waits = {one.id: (one.who, one.what, one.office) for one in await desk.waiting()}
        assert waits[AMINA] == ("Алиев Тимур", "Амина", "МФЦ")
        assert waits[KIRILL] == ("Орлова Елена", "Кирилл", "Департамент соцзащиты")
        assert await desk.answer(AMINA, is_confirmed=True)
        assert await desk.answer(KIRILL, is_confirmed=False)
        assert await state_of(stage.backend, AMINA) == "CONFIRMED"
        assert await state_of(stage.backend, KIRILL) == "REJECTED"
        assert await desk.waiting() == []
        assert not await desk.answer(AMINA, is_confirmed=False), "it is over"
        assert not await desk.answer(uuid4(), is_confirmed=True)


async def test_time_passes_at_once_and_what_is_due_happens(tmp_path: Path, anyio_backend: str) -> None:
    async with open_stage(tmp_path) as stage:
        desk, clock = Desk(stage.backend), stage.backend.clock
        before = moscow(clock.now())
        await desk.pass_day()
        assert moscow(clock.now()) == before + timedelta(days=1)
        assert await state_of(stage.backend, KIRILL) == "CHECKING"
        await desk.pass_day()
        assert await state_of(stage.backend, KIRILL) == "CONFIRMED"
        await desk.pass_working_days(5)
        assert moscow_day(clock.now()).isoformat() == "2026-12-01"
        assert moscow(clock.now()).time() == before.time()


async def test_a_turned_clock_goes_on_from_there_after_a_restart(tmp_path: Path, anyio_backend: str) -> None:
    async with open_stage(tmp_path) as stage:
        await Desk(stage.backend).pass_day()
        settings = stage.backend.settings
    later = FixedClock(NOW + timedelta(hours=1))
    again = Backend(settings, RunningClock(later))
    await again.start()
    try:
        assert again.clock.now() == NOW + timedelta(days=1, hours=1)
    finally:
        await again.stop()


async def test_an_old_demo_offers_itself_only_after_it_was_changed(tmp_path: Path, anyio_backend: str) -> None:
    async with open_stage(tmp_path) as stage:
        desk = Desk(stage.backend)
        assert not await desk.is_old()
        await desk.pass_day()
        assert not await desk.is_old(), "the day was only turned"
        stage.machine.advance(timedelta(days=1))
        assert await desk.is_old()


async def test_it_begins_anew_while_it_runs(tmp_path: Path, anyio_backend: str) -> None:
    machine = FixedClock(NOW)
    backend = Backend(ServerSettings(data_dir=tmp_path, demo=True, fast_hashing=True), RunningClock(machine))
    await backend.start()
    try:
        desk = Desk(backend)
        await backend.cards_ready()
        count = select(func.count()).select_from(StoredRecord)
        whole = await backend.store.read(lambda session: session.scalar(count))
        assert await desk.answer(AMINA, is_confirmed=True)
        await desk.pass_working_days(5)
        machine.advance(timedelta(days=2))
        await desk.begin_anew()
        await backend.cards_ready()
        assert backend.clock.now() == machine.now()
        assert await state_of(backend, AMINA) == "VISIT_MFC"
        seeded = await backend.store.read(lambda session: facts.get_time(session, facts.SEEDED_AT))
        assert seeded == machine.now()
        again = await backend.store.read(lambda session: session.scalar(count))
        assert abs((again or 0) - (whole or 0)) < 100, "two days later there are a few records more or less"
        assert await backend.store.read(lambda session: facts.get_fact(session, facts.TOUCHED)) is None
        assert not (tmp_path / "anew").exists()
        names = await backend.store.read(lambda session: session.scalars(select(AccountRow.first_name)).all())
        assert len(names) == 8
    finally:
        await backend.stop()
