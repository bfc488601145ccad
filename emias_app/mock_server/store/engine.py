"""The database behind one small door: reads in parallel, writes one after another, the same on both databases.

* A *work* is a plain function of a Session. Raising rolls it back; **returning a Refusal keeps what it wrote and
  then refuses** (a wrong try must be counted). It may be run twice when the first commit failed, so it has no
  effects outside the session; whatever must follow a commit goes through :func:`on_commit`. Slow things
  (hashing a password) stay outside: writes wait for each other.
* SQLite: WAL, synchronous FULL, every write BEGIN IMMEDIATE on one writer thread; reads run inline in the event
  loop, on connections that cannot write. What every request notes is written from the loop too (:meth:`Store.keep`),
  unless somebody else writes; the flush to disk, for which it waits, is a thread's.
* PostgreSQL: reads in threads; writers of all workers take one advisory lock, so the same code is correct there.
* Writes that arrive together share one commit (a savepoint each); every one is answered after that commit.
"""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Row, Select, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from emias_app.config import ServerSettings
from emias_app.errors import StartupError
from emias_app.mock_server.problems import Refusal, StorageFull
from emias_app.mock_server.store.held import HeldConnection, Note
from emias_app.mock_server.store.schema import SCHEMA_VERSION, Base, MetaRow
from emias_app.mock_server.store.write_ahead import WriteAheadLog

T = TypeVar("T")
Work = Callable[[Session], T]

FILE_NAME = "emias.sqlite3"
_MOST_IN_ONE_COMMIT = 64
_READ_THREADS = 8
#: Primary and extended SQLite results that mean "the disk took no more".
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE}
#: PostgreSQL's disk_full.
_PG_FULL = "53100"
_SQLITE: dict[str, Any] = {"check_same_thread": False, "timeout": 5.0, "cached_statements": 512}
_READ_ONLY = ("PRAGMA query_only=ON", "PRAGMA cache_size=-16000")
_WRITE_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('emias-write-' || current_schema()))")


def on_commit(session: Session, follow_up: Callable[[], None]) -> None:
    """Run ``follow_up`` once what the session wrote is on disk."""
    session.info.setdefault("on_commit", []).append(follow_up)


def is_full(error: BaseException) -> bool:
    """Whether a database error means that no space is left."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlite_errorcode", None) in _FULL or getattr(original, "sqlstate", None) == _PG_FULL


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    done: Future[Any]


class _Writer:
    """The one thread of this process that writes; jobs that wait together share a commit."""

    def __init__(self, engine: Engine, *, lock: bool) -> None:
        self._engine = engine
        self._lock = lock
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._is_closed = False
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        done: Future[T] = Future()
        with self._gate:
            if self._is_closed:
                raise RuntimeError("the store is closed")
            self._jobs.put(_Job(work, done))
        return done

    def close(self) -> None:
        """Finish what was submitted, then end the thread."""
        with self._gate:
            self._is_closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            batch: list[_Job] = []
            job = self._jobs.get()
            while job is not None:
                if job.done.set_running_or_notify_cancel():
                    batch.append(job)
                if len(batch) == _MOST_IN_ONE_COMMIT or self._jobs.empty():
                    break
                job = self._jobs.get()
            is_last = job is None
            if len(batch) > 1 and self._commit(batch):
                continue
            for one in batch:
                self._commit([one])

    def _commit(self, batch: list[_Job]) -> bool:
        """Run a batch in one transaction; False = nothing was kept, run them one by one."""
        answers: list[tuple[_Job, Any, BaseException | None]] = []
        follow_ups: list[Callable[[], None]] = []
        is_alone = len(batch) == 1
        try:
            with self._engine.connect() as connection, connection.begin():
                if self._lock:
                    connection.execute(_WRITE_LOCK)
                for job in batch:
                    session = Session(
                        connection,
                        expire_on_commit=False,
                        join_transaction_mode="rollback_only" if is_alone else "create_savepoint",
                    )
                    try:
                        value = job.work(session)
                        session.commit()
                        follow_ups += session.info.get("on_commit", [])
                        answers.append((job, value, None))
                    except Exception as error:
                        session.rollback()
                        if not is_alone and isinstance(error, OperationalError):
                            raise
                        answers.append((job, None, error))
                    finally:
                        session.close()
        except Exception as error:
            if not is_alone:
                return False
            answers = [(batch[0], None, error)]
            follow_ups = []
        for follow_up in follow_ups:
            follow_up()
        for job, value, failure in answers:
            if failure is None:
                job.done.set_result(value)
            else:
                job.done.set_exception(StorageFull() if is_full(failure) else failure)
        return True


class Store:
    """The open database."""

    def __init__(self, reader: Engine, writer: Engine) -> None:
        self.is_sqlite = reader.dialect.name == "sqlite"
        self._reader = reader
        self._writer_engine = writer
        self._writer = _Writer(writer, lock=not self.is_sqlite)
        self._held = _held_connection(reader) if self.is_sqlite else None
        self._log = WriteAheadLog(self.file, self._take_in_log) if self.is_sqlite else None
        self._threads = None if self.is_sqlite else ThreadPoolExecutor(_READ_THREADS, "store-reader")

    @classmethod
    def open(cls, settings: ServerSettings) -> Store:
        """Open the database, making folders and tables where there are none.

        Raises StartupError, one line that says what to do.
        """
        url = _url_of(settings)
        is_sqlite = url.get_backend_name() == "sqlite"
        if is_sqlite and settings.worker_count > 1:
            raise StartupError("Несколько процессов работают только с PostgreSQL: задайте --database или --workers 1.")
        try:
            if is_sqlite:
                _prepare_file(Path(cast(str, url.database)), reset=settings.reset)
            reader, writer = _sqlite_engines(url) if is_sqlite else _postgres_engines(url)
            with writer.begin() as connection:
                if not is_sqlite:
                    connection.execute(_WRITE_LOCK)
                    if settings.reset:
                        _drop_everything(connection)
                _make_tables(connection)
        except StartupError:
            raise
        except (OSError, DBAPIError) as error:
            raise _startup_error(error, url) from error
        return cls(reader, writer)

    async def read(self, work: Work[T]) -> T:
        """The answer of a work that only reads, from one consistent snapshot."""
        if self._threads is None:
            return self.read_now(work)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, work)

    async def fetch(self, statement: Select[Any], parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """All rows of one SELECT: the short way for what every request asks (a sixth of ``read``'s cost).

        ``statement`` is a constant of its module, since what it compiles to is kept.
        """
        if self._threads is None:
            return self._fetch_now(statement, parameters)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._fetch_now, statement, parameters)

    def _kept_at_once(self, notes: Sequence[Note]) -> bool:
        try:
            return self._held is not None and self._held.keep(notes)
        except sqlite3.Error as error:
            raise StorageFull() if is_full(error) else error from None

    def _take_in_log(self) -> None:
        self.on_sqlite_file(lambda live: live.execute("PRAGMA wal_checkpoint(PASSIVE)").close())

    def _fetch_now(self, statement: Select[Any], parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        if self._held is not None:
            return self._held.fetch(statement, parameters)
        with self._reader.connect() as connection:
            return connection.execute(statement, parameters).all()

    async def keep(self, *notes: Note) -> None:
        """Rows of INSERTs and UPDATEs, on disk when this returns: the short way for what every request notes.

        All of them or none. Statements are constants of their modules; the rows of one name the same columns.
        """
        if self._log is None or self._log.is_busy or not self._kept_at_once(notes):
            await self.write(partial(_keep, notes))
        else:
            await self._log.flush(sum(len(rows) for _, rows in notes))

    async def write(self, work: Work[T | Refusal]) -> T:
        """The answer of a work whose writes are on disk; raises the Refusal that it raised or returned."""
        return _kept(await asyncio.wrap_future(self._writer.submit(work)))

    def read_now(self, work: Work[T]) -> T:
        """``read`` for callers that have no event loop."""
        with Session(self._reader, autoflush=False, expire_on_commit=False) as session:
            return work(session)

    def write_now(self, work: Work[T | Refusal]) -> T:
        """``write`` for callers that have no event loop; never from within a work."""
        return _kept(self._writer.submit(work).result())

    def on_sqlite_file(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Run ``action`` on the writer's own connection, between two commits (copying the whole file)."""
        connection = self._writer_engine.raw_connection()
        try:
            action(cast(sqlite3.Connection, connection.driver_connection))
        finally:
            connection.close()

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(cast(str, self._writer_engine.url.database))

    def close(self) -> None:
        """Finish the writes that were submitted and let go of the database."""
        self._writer.close()
        if self._log is not None:
            self._log.close()
        if self._threads is not None:
            self._threads.shutdown()
        if self._held is not None:
            self._held.close()
        self._reader.dispose()
        self._writer_engine.dispose()


def _keep(notes: Sequence[Note], session: Session) -> None:
    for statement, rows in notes:
        session.connection().execute(statement, rows)


def _kept(answer: T | Refusal) -> T:
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _url_of(settings: ServerSettings) -> URL:
    if settings.database_url is None:
        return URL.create("sqlite", database=str(settings.data_dir / FILE_NAME))
    wrong = StartupError("Адрес базы не подходит: нужен postgresql+psycopg://пользователь:пароль@хост/база.")
    try:
        url = make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError) as error:
        raise wrong from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise wrong


def _prepare_file(file: Path, *, reset: bool) -> None:
    """The folder, and an empty file that only its owner can read."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if reset:
        for old in [file, *file.parent.glob(file.name + "-*")]:
            old.unlink(missing_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _sqlite_engines(url: URL) -> tuple[Engine, Engine]:
    reader = create_engine(url, connect_args=_SQLITE, pool_size=4, max_overflow=16, hide_parameters=True)
    writer = create_engine(url, connect_args=_SQLITE, pool_size=1, max_overflow=0, hide_parameters=True)
    _set_up_sqlite(writer, "BEGIN IMMEDIATE", ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"))
    _set_up_sqlite(reader, "BEGIN", _READ_ONLY)
    return reader, writer


def _held_connection(engine: Engine) -> HeldConnection:
    file = cast(str, engine.url.database)
    return HeldConnection(sqlite3.connect(file, isolation_level=None, **_SQLITE), engine.dialect)


def _set_up_sqlite(engine: Engine, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in ("PRAGMA busy_timeout=5000", "PRAGMA foreign_keys=ON", *pragmas):
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _postgres_engines(url: URL) -> tuple[Engine, Engine]:
    patience = {"connect_timeout": 5}
    try:
        reader = create_engine(
            url, connect_args=patience, pool_size=_READ_THREADS, hide_parameters=True, pool_pre_ping=True,
            execution_options={"postgresql_readonly": True}, isolation_level="REPEATABLE READ",
        )  # fmt: skip
        writer = create_engine(
            url, connect_args=patience, pool_size=2, max_overflow=2, hide_parameters=True, pool_pre_ping=True
        )
    except (ImportError, NoSuchModuleError) as error:
        raise StartupError("Для PostgreSQL нужен драйвер: pip install 'emias-app[postgres]'.") from error
    return reader, writer


def _drop_everything(connection: Connection) -> None:
    Base.metadata.drop_all(connection)


def _make_tables(connection: Connection) -> None:
    """Make the tables in an empty database; refuse one of another version untouched."""
    existing = set(inspect(connection).get_table_names())
    if not existing:
        Base.metadata.create_all(connection, checkfirst=False)
        connection.execute(MetaRow.__table__.insert().values(key="schema_version", value=str(SCHEMA_VERSION)))  # type: ignore[attr-defined]
        return
    version = None
    if "meta" in existing:
        version = connection.execute(text("SELECT value FROM meta WHERE key = 'schema_version'")).scalar()
    if version != str(SCHEMA_VERSION):
        raise StartupError(
            f"База создана другой версией программы (схема {version or 'неизвестна'}, нужна {SCHEMA_VERSION}): "
            "запустите с --reset, чтобы создать её заново, или укажите другую папку через --data-dir."
        )


def _startup_error(error: Exception, url: URL) -> StartupError:
    """One line that says what is wrong and what to do; never the password of the address."""
    if is_full(error) or (isinstance(error, OSError) and error.errno == 28):
        return StartupError("На диске нет места для базы: освободите место или укажите другую папку через --data-dir.")
    if url.get_backend_name() != "sqlite":
        return StartupError("База PostgreSQL не отвечает: проверьте адрес в --database, имя и пароль.")
    original = error.orig if isinstance(error, DBAPIError) else error
    if getattr(original, "sqlite_errorcode", None) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StartupError(f"Файл {url.database} — не база этой программы: уберите его или укажите --data-dir.")
    folder = Path(cast(str, url.database)).parent
    return StartupError(f"В папку {folder} нельзя писать: укажите другую через --data-dir.")
