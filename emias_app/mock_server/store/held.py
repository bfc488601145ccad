"""SQLite's connection of the event loop: what every request asks and notes, without a thread between."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Select, Update
from sqlalchemy.engine import Dialect

from emias_app.mock_server.store.prepared import Change, Question

#: A statement and the rows that it is done for.
Note = tuple[Insert | Update, Sequence[Mapping[str, Any]]]

_WAIT = 5000
#: ``NORMAL`` and no checkpoint: the log is flushed and taken in elsewhere (:mod:`write_ahead`).
_PRAGMAS = (
    f"busy_timeout={_WAIT}", "foreign_keys=ON", "synchronous=NORMAL", "wal_autocheckpoint=0", "cache_size=-16000",
)  # fmt: skip


class HeldConnection:
    """A connection that stays open and begins nothing by itself: each SELECT on it sees the newest commit."""

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        self._connection = connection
        self._dialect = dialect
        self._one_at_a_time = threading.Lock()
        self._questions: dict[Select[Any], Question] = {}
        self._changes: dict[Insert | Update, Change] = {}

    def fetch(self, statement: Select[Any], parameters: Mapping[str, Any]) -> Sequence[Any]:
        """All rows of one SELECT."""
        question = self._questions.get(statement)
        if question is None:
            question = self._questions[statement] = Question(statement, self._dialect)
        with self._one_at_a_time:
            return question.all(self._connection, parameters)

    def keep(self, notes: Sequence[Note]) -> bool:
        """Write in one transaction, not flushed to disk yet; False = nothing was done, since somebody else writes.

        Raises sqlite3.Error.
        """
        with self._one_at_a_time:
            if not self._begin():
                return False
            try:
                for statement, rows in notes:
                    self._change(statement, rows).do(self._connection, rows)
                self._connection.execute("COMMIT").close()
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK").close()
                raise
        return True

    def close(self) -> None:
        self._connection.close()

    def _begin(self) -> bool:
        """Begin to write, unless somebody else does: an event loop does not wait for them."""
        self._connection.execute("PRAGMA busy_timeout=0").close()
        try:
            self._connection.execute("BEGIN IMMEDIATE").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={_WAIT}").close()
        return True

    def _change(self, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> Change:
        change = self._changes.get(statement)
        if change is None:
            change = self._changes[statement] = Change(statement, list(rows[0]), self._dialect)
        return change
