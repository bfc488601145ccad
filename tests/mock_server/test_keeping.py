"""The short way to write: kept when it returns, all or none, and nobody waits on it who need not."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select, update

from emias_app.mock_server.problems import StorageFull
from emias_app.mock_server.store import write_ahead
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.held import Note
from emias_app.mock_server.store.ordered_ids import ordered_id
from emias_app.mock_server.store.schema import MetaRow
from tests.support.site import settings_for

pytestmark = pytest.mark.anyio

_META = MetaRow.__table__
_ADD = insert(_META)  # type: ignore[arg-type]
_CHANGE = update(_META).where(_META.c.key == bindparam("name")).values(value=bindparam("to"))  # type: ignore[arg-type]


@pytest.fixture
async def store(tmp_path: Path, database_url: str | None, anyio_backend: str) -> AsyncIterator[Store]:
    opened = Store.open(settings_for(tmp_path, database_url))
    yield opened
    opened.close()


def facts(**values: str) -> Note:
    return _ADD, [{"key": key, "value": value} for key, value in values.items()]


async def kept(store: Store) -> dict[str, str]:
    rows = await store.read(lambda session: session.execute(select(_META.c.key, _META.c.value)).all())
    return {key: value for key, value in rows if len(key) == 1}


async def test_rows_and_changes_are_kept_together(store: Store) -> None:
    await store.keep(facts(a="1", b="2"), (_CHANGE, [{"name": "a", "to": "3"}]))
    assert await kept(store) == {"a": "3", "b": "2"}


async def test_all_are_kept_or_none(store: Store) -> None:
    await store.keep(facts(a="1"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await store.keep(facts(b="2"), facts(a="again"))
    assert await kept(store) == {"a": "1"}
    await store.keep(facts(b="2"))
    assert await kept(store) == {"a": "1", "b": "2"}


async def test_it_takes_turns_with_long_writes_and_loses_nothing(store: Store) -> None:
    names = [chr(ord("a") + n) for n in range(26)]
    await asyncio.gather(
        *(store.keep(facts(**{name: "1"})) for name in names[::2]),
        *(store.write(lambda session, name=name: session.add(MetaRow(key=name, value="1"))) for name in names[1::2]),
    )
    assert sorted(await kept(store)) == names


async def test_the_event_loop_goes_on_while_somebody_else_writes(tmp_path: Path, anyio_backend: str) -> None:
    store = Store.open(settings_for(tmp_path))
    try:
        with closing(sqlite3.connect(store.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            keeping = asyncio.ensure_future(store.keep(facts(a="1")))
            await asyncio.sleep(0)
            assert not keeping.done()
            assert await kept(store) == {}
            other.execute("COMMIT")
        await keeping
        assert await kept(store) == {"a": "1"}
    finally:
        store.close()


async def test_a_long_log_is_taken_into_the_file_and_begun_anew(tmp_path: Path, anyio_backend: str) -> None:
    store = Store.open(settings_for(tmp_path))
    log = store.file.with_name(store.file.name + "-wal")
    try:
        sizes = []
        for n in range(12):
            rows = [{"key": f"key {n} {m}", "value": "x" * 500} for m in range(400)]
            await store.keep((_ADD, rows))
            sizes.append(log.stat().st_size)
        assert max(sizes) < 6_000_000
        assert sizes[-1] == sizes[-4]
        assert store.read_now(lambda session: len(session.scalars(select(_META.c.key)).all())) > 12 * 400
    finally:
        store.close()


async def test_a_row_is_on_disk_before_it_is_answered(
    tmp_path: Path, anyio_backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(write_ahead, "_flush", flushed.append)
    store = Store.open(settings_for(tmp_path))
    try:
        for name in "abc":
            await store.keep(facts(**{name: "1"}))
        assert len(flushed) == 3
    finally:
        store.close()


async def test_with_no_space_left_nothing_is_kept_and_it_is_said(tmp_path: Path, anyio_backend: str) -> None:
    store = Store.open(settings_for(tmp_path))
    try:
        assert store._held is not None
        connection = store._held._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}").close()
        with pytest.raises(StorageFull):
            await store.keep(facts(a="x" * 200_000))
        assert await kept(store) == {}
    finally:
        store.close()


_KEEPER = """
import asyncio, sys
from pathlib import Path
from emias_app.mock_server.store.engine import Store
from tests.mock_server.test_keeping import facts
from tests.support.site import settings_for

async def main():
    store = Store.open(settings_for(Path(sys.argv[1])))
    for n in range(100_000):
        await store.keep(facts(**{f"w{n}": "1"}))
        sys.stdout.write(f"w{n}\\n")
        sys.stdout.flush()

asyncio.run(main())
"""


def test_what_was_kept_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _KEEPER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(500)]
    process.send_signal(signal.SIGKILL)
    acknowledged += process.stdout.read().splitlines()[:-1]
    process.wait()
    process.stdout.close()
    store = Store.open(settings_for(tmp_path))
    try:
        there = store.read_now(lambda session: set(session.scalars(select(_META.c.key))))
        assert not set(acknowledged) - there
    finally:
        store.close()


def test_ids_of_tables_that_grow_are_of_version_7_and_in_the_order_of_time() -> None:
    at = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    ids = [ordered_id(at + timedelta(milliseconds=n)) for n in range(50)]
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    assert ids == sorted(ids)
    assert ids[0].int >> 80 == int(at.timestamp() * 1000)
    assert len({ordered_id(at) for _ in range(1000)}) == 1000
