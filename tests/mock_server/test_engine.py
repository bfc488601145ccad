"""The store: writes that are kept, shared commits, a full disk, a killed server, and starts that cannot succeed."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from emias_app.config import Seed
from emias_app.errors import StartupError
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.problems import Refusal, StorageFull, not_found
from emias_app.mock_server.store.engine import FILE_NAME, Store, on_commit
from emias_app.mock_server.store.facts import get_fact, put_fact
from emias_app.mock_server.store.schema import MetaRow, NoticeRow
from tests.support.site import ANNA, PASSWORD, bearer, open_site, settings_for

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(tmp_path: Path, database_url: str | None, anyio_backend: str) -> AsyncIterator[Store]:
    opened = Store.open(settings_for(tmp_path, database_url))
    yield opened
    opened.close()


async def fact(store: Store, key: str) -> str | None:
    return await store.read(lambda session: get_fact(session, key))


async def test_a_write_that_was_answered_is_there_for_the_next_read(store: Store) -> None:
    await store.write(lambda session: put_fact(session, "a", "1"))
    assert await fact(store, "a") == "1"


async def test_a_work_that_raises_leaves_nothing(store: Store) -> None:
    def work(session: Session) -> None:
        put_fact(session, "a", "1")
        session.flush()
        raise not_found()

    with pytest.raises(Refusal, match="404 not_found"):
        await store.write(work)
    assert await fact(store, "a") is None


async def test_a_work_that_returns_a_refusal_keeps_what_it_wrote(store: Store) -> None:
    def work(session: Session) -> Refusal:
        put_fact(session, "a", "1")
        return not_found()

    with pytest.raises(Refusal, match="404 not_found"):
        await store.write(work)
    assert await fact(store, "a") == "1"


async def test_writes_that_share_a_commit_fail_and_succeed_each_for_itself(store: Store) -> None:
    def one(number: int) -> Any:
        def work(session: Session) -> int:
            put_fact(session, f"n{number}", "1")
            session.flush()
            if number % 3 == 0:
                raise ValueError("no")
            return number

        return work

    answers = await asyncio.gather(*(store.write(one(n)) for n in range(30)), return_exceptions=True)
    assert [isinstance(answer, ValueError) for answer in answers] == [n % 3 == 0 for n in range(30)]
    kept = [await fact(store, f"n{n}") for n in range(30)]
    assert [one is None for one in kept] == [n % 3 == 0 for n in range(30)]


async def test_reading_then_writing_in_parallel_loses_no_update(store: Store) -> None:
    def increment(session: Session) -> None:
        put_fact(session, "n", str(int(get_fact(session, "n") or 0) + 1))

    await asyncio.gather(*(store.write(increment) for _ in range(100)))
    assert await fact(store, "n") == "100"


async def test_two_stores_on_one_database_lose_no_update(
    tmp_path: Path, database_url: str | None, anyio_backend: str
) -> None:
    def increment(session: Session) -> None:
        put_fact(session, "n", str(int(get_fact(session, "n") or 0) + 1))

    first, second = (Store.open(settings_for(tmp_path, database_url)) for _ in range(2))
    try:
        await asyncio.gather(*(one.write(increment) for one in (first, second) for _ in range(40)))
        assert await fact(first, "n") == "80"
    finally:
        first.close()
        second.close()


async def test_what_follows_a_commit_follows_only_a_commit(store: Store) -> None:
    told: list[str] = []

    def work(session: Session, *, fails: bool) -> None:
        on_commit(session, lambda: told.append("yes"))
        if fails:
            raise ValueError("no")

    with pytest.raises(ValueError):
        await store.write(lambda session: work(session, fails=True))
    assert told == []
    await store.write(lambda session: work(session, fails=False))
    assert told == ["yes"]


_ONE_FACT = select(MetaRow.__table__.c.key, MetaRow.__table__.c.value).where(
    MetaRow.__table__.c.key == bindparam("key")
)
_ONE_NOTICE = select(NoticeRow.__table__).where(NoticeRow.__table__.c.id == bindparam("id")).limit(bindparam("most"))


async def test_the_short_way_to_read_gives_what_the_long_way_gives(
    tmp_path: Path, database_url: str | None, anyio_backend: str
) -> None:
    async with open_site(tmp_path, database_url) as site:
        store = site.backend.store
        await site.trust(await site.sign_in())
        (notice_id,) = await store.read(lambda session: session.scalars(select(NoticeRow.id)).all())
        given = {"id": notice_id, "most": 1}
        (short,) = await store.fetch(_ONE_NOTICE, given)
        (long,) = await store.read(lambda session: session.execute(_ONE_NOTICE, given).all())
        assert tuple(short) == tuple(long)
        assert (short.id, short.at, short.patient_id) == (notice_id, site.clock.now(), None)


async def test_the_short_way_to_read_sees_what_was_just_answered(store: Store) -> None:
    for value in ("1", "2"):
        await store.write(lambda session, value=value: put_fact(session, "a", value))
        (row,) = await store.fetch(_ONE_FACT, {"key": "a"})
        assert row.value == value
    assert list(await store.fetch(_ONE_FACT, {"key": "'; --"})) == []


async def test_a_read_cannot_write(store: Store) -> None:
    def work(session: Session) -> None:
        put_fact(session, "a", "1")
        session.commit()

    with pytest.raises(Exception, match=r"readonly|read-only"):
        await store.read(work)


async def test_sqlite_is_opened_as_the_design_says(tmp_path: Path, anyio_backend: str) -> None:
    store = Store.open(settings_for(tmp_path))
    try:
        settings = await store.write(
            lambda session: [
                session.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            ]
        )
        assert settings == ["wal", 2, 5000, 1]
        assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0
    finally:
        store.close()


def fill_up(store: Store) -> None:
    """Let the database take no further page."""

    def limit(session: Session) -> None:
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))

    store.write_now(limit)


async def test_with_no_space_left_writes_are_507_and_reads_go_on(tmp_path: Path, anyio_backend: str) -> None:
    async with open_site(tmp_path) as site:
        tokens = await site.sign_in()
        fill_up(site.backend.store)
        statuses = set()
        for _ in range(300):
            answer = await site.http.post("/auth/login", json={"login": ANNA, "password": PASSWORD})
            statuses.add(answer.status_code)
            if answer.status_code == 507:
                break
        assert statuses == {200, 507}
        assert answer.json()["code"] == "storage_full"
        assert answer.headers["Content-Type"] == "application/problem+json"
        site.advance(minutes=5)
        assert (await site.http.get("/me", headers=bearer(tokens))).status_code == 200
        assert (await site.http.get("http://test/healthz")).status_code == 200


async def test_a_shared_commit_that_finds_no_space_fails_for_all_that_did_not_fit(
    tmp_path: Path, anyio_backend: str
) -> None:
    store = Store.open(settings_for(tmp_path))
    try:
        fill_up(store)
        big = [store.write(lambda session, n=n: put_fact(session, f"n{n}", "x" * 50_000)) for n in range(10)]
        answers = await asyncio.gather(*big, return_exceptions=True)
        assert {type(answer) for answer in answers} == {StorageFull}
        assert await fact(store, "schema_version") is not None
    finally:
        store.close()


def refusal_of(**settings: Any) -> str:
    with pytest.raises(StartupError) as caught:
        Store.open(settings_for(**settings))
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "--data-dir" in refusal_of(folder=tmp_path / "file" / "data")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"my holiday photos" * 1000)
    assert "не база" in refusal_of(folder=tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"my holiday")


def test_a_database_of_another_version_is_refused_untouched_until_reset(tmp_path: Path) -> None:
    store = Store.open(settings_for(tmp_path))
    store.write_now(lambda session: put_fact(session, "schema_version", "0"))
    store.close()
    assert "--reset" in refusal_of(folder=tmp_path)
    store = Store.open(settings_for(tmp_path, reset=True))
    assert store.read_now(lambda session: get_fact(session, "schema_version")) != "0"
    store.close()


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as theirs:
        theirs.execute("CREATE TABLE photos (id)")
    theirs.close()
    assert "--reset" in refusal_of(folder=tmp_path)


@pytest.mark.parametrize("url", ["nonsense", "mysql://a:b@c/d", "postgresql+psycopg://:::", "sqlite://", "http://x"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    assert "postgresql+psycopg://" in refusal_of(folder=tmp_path, database_url=url)


def test_a_database_that_does_not_answer_is_refused_without_its_password(tmp_path: Path) -> None:
    line = refusal_of(folder=tmp_path, database_url="postgresql://me:geheim@127.0.0.1:9/none")
    assert "не отвечает" in line
    assert "geheim" not in line


def test_several_processes_need_postgres(tmp_path: Path) -> None:
    assert "PostgreSQL" in refusal_of(folder=tmp_path, worker_count=2)


async def test_another_seed_is_refused(tmp_path: Path, anyio_backend: str) -> None:
    first = Backend(settings_for(tmp_path, seed=Seed.EMPTY))
    await first.start()
    await first.stop()
    with pytest.raises(StartupError, match="--reset"):
        await Backend(settings_for(tmp_path, seed=Seed.LARGE)).start()


_NO_SPACE = """
import resource, sys
from pathlib import Path
from emias_app.errors import StartupError
from emias_app.mock_server.store.engine import Store
from tests.support.site import settings_for
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    Store.open(settings_for(Path(sys.argv[1])))
except StartupError as error:
    print(error)
"""


def test_no_space_at_the_start_is_said(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-B", "-c", _NO_SPACE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=os.getcwd(),
    )
    assert "нет места" in shown.stdout


_WRITER = """
import asyncio, sys
from pathlib import Path
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.facts import put_fact
from tests.support.site import settings_for

async def main():
    store = Store.open(settings_for(Path(sys.argv[1])))

    async def one(name):
        for n in range(1000):
            await store.write(lambda session: put_fact(session, f"w{name}-{n}", "1"))
            sys.stdout.write(f"w{name}-{n}\\n")
            sys.stdout.flush()

    await asyncio.gather(*(one(name) for name in range(200)))

asyncio.run(main())
"""


def test_what_was_acknowledged_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(2_000)]
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().splitlines()
    process.wait()
    process.stdout.close()
    acknowledged += rest[:-1]
    store = Store.open(settings_for(tmp_path))
    try:
        kept = store.read_now(lambda session: set(session.execute(text("SELECT key FROM meta")).scalars()))
        assert not set(acknowledged) - kept
        assert store.read_now(lambda session: session.execute(text("PRAGMA integrity_check")).scalar()) == "ok"
    finally:
        store.close()
