"""Starting, seeding behind, going on after a stop, and the demo that begins anew on a later day."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from emias_app.clock import FixedClock, moscow_day
from emias_app.config import Seed
from emias_app.mock_server import backend as backend_module
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.store import facts
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.schema import AccountRow, PatientRow, StoredRecord
from emias_app.mock_server.store.template import has_template, save_template
from tests.support.site import NOW, settings_for

pytestmark = pytest.mark.anyio


async def record_count(backend: Backend) -> int:
    return await backend.store.read(lambda session: session.scalar(select(func.count()).select_from(StoredRecord)) or 0)


async def test_a_stopped_seeding_goes_on_where_it_was(tmp_path: Path, anyio_backend: str) -> None:
    whole = Backend(settings_for(tmp_path / "whole", seed=Seed.DEMO))
    await whole.start()
    await whole.cards_ready()
    expected = await record_count(whole)
    await whole.stop()

    for _ in range(3):
        cut = Backend(settings_for(tmp_path / "cut", seed=Seed.DEMO))
        await cut.start()
        await asyncio.wait([asyncio.create_task(cut.cards_ready())], timeout=0.2)
        await cut.stop()
    again = Backend(settings_for(tmp_path / "cut", seed=Seed.DEMO))
    await again.start()
    try:
        await again.cards_ready()
        assert await record_count(again) == expected
        assert has_template(again.store)
    finally:
        await again.stop()


async def test_a_seeding_that_found_no_room_goes_on_when_there_is_some(
    tmp_path: Path, anyio_backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    loop, is_kept = asyncio.get_running_loop(), asyncio.Event()

    def no_room_at_first(store: Store) -> None:
        tries.append("a try")
        if len(tries) < 3:
            raise sqlite3.OperationalError("database or disk is full")
        save_template(store)
        loop.call_soon_threadsafe(is_kept.set)

    monkeypatch.setattr(backend_module, "save_template", no_room_at_first)
    monkeypatch.setattr(backend_module, "_SECONDS_BETWEEN_TRIES", 0)
    backend = Backend(settings_for(tmp_path, seed=Seed.EMPTY))
    await backend.start()
    await asyncio.wait_for(is_kept.wait(), 30)
    assert has_template(backend.store)
    await backend.stop()
    assert len(tries) == 3


async def test_people_are_there_at_once_and_a_card_is_waited_for(tmp_path: Path, anyio_backend: str) -> None:
    backend = Backend(settings_for(tmp_path, seed=Seed.DEMO))
    await backend.start()
    try:
        names = await backend.store.read(lambda session: session.scalars(select(AccountRow.first_name)).all())
        assert "Анна" in names
        patient = await backend.store.read(lambda session: session.scalar(select(PatientRow.id).limit(1)))
        assert patient is not None
        await asyncio.wait_for(backend.card_ready(patient), 60)
        assert await record_count(backend) > 0
    finally:
        await backend.stop()


async def seeded_on(folder: Path, clock: FixedClock, *, touch: bool = False) -> object:
    backend = Backend(settings_for(folder, test_mode=False, demo=True), clock)
    await backend.start()
    try:
        if touch:
            await backend.store.write(facts.touch_demo)
        at = await backend.store.read(lambda session: facts.get_time(session, facts.SEEDED_AT))
        assert at is not None
        return moscow_day(at)
    finally:
        await backend.stop()


async def test_an_untouched_demo_begins_anew_on_a_later_day_and_a_touched_one_does_not(
    tmp_path: Path, anyio_backend: str
) -> None:
    clock = FixedClock(NOW)
    first = await seeded_on(tmp_path, clock)
    clock.advance(timedelta(hours=5))
    assert await seeded_on(tmp_path, clock) == first
    clock.advance(timedelta(days=1))
    second = await seeded_on(tmp_path, clock, touch=True)
    assert second == moscow_day(clock.now()) != first
    clock.advance(timedelta(days=3))
    assert await seeded_on(tmp_path, clock) == second
