"""Statements that every request asks, compiled once and put to SQLite's own driver.

SQLAlchemy still writes the SQL and says how each value is kept; what is spared is its machinery around every
single execution, which costs several times the query itself.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Insert, Select, Update
from sqlalchemy.engine import Dialect

_Convert = Callable[[Any], Any] | None
#: So many kept values are known by what they mean; ids and times come again and again.
_MEANINGS = 4096


class _Compiled:
    """The SQL of a statement and how its values are put."""

    def __init__(self, compiled: Any) -> None:
        binds: Mapping[str, _Convert] = compiled._bind_processors
        self.sql = str(compiled)
        self._parameters: list[tuple[str, Any, _Convert]] = [
            (name, compiled.params.get(name), binds.get(name)) for name in compiled.positiontup
        ]

    def values(self, parameters: Mapping[str, Any]) -> list[Any]:
        """What is put, in the order of the SQL."""
        values = []
        for name, standard, convert in self._parameters:
            value = parameters.get(name, standard)
            values.append(value if convert is None or value is None else convert(value))
        return values


class Question:
    """One SELECT; its rows have the columns' names as attributes."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._compiled = _Compiled(compiled)
        columns = compiled._result_columns
        make_type: Any = namedtuple
        row = make_type("Row", [column.keyname for column in columns])
        self._make: Callable[[Any], Any] = partial(tuple.__new__, row)
        self._converts: list[tuple[int, Callable[[Any], Any]]] = [
            (place, lru_cache(_MEANINGS)(convert))
            for place, column in enumerate(columns)
            if (convert := column.type._cached_result_processor(dialect, None)) is not None
        ]

    def all(self, connection: sqlite3.Connection, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """The rows for these parameters."""
        found = connection.execute(self._compiled.sql, self._compiled.values(parameters)).fetchall()
        return list(map(self._make, map(self._converted, found) if self._converts else found))

    def _converted(self, row: tuple[Any, ...]) -> list[Any]:
        cells = list(row)
        for place, convert in self._converts:
            if cells[place] is not None:
                cells[place] = convert(cells[place])
        return cells


class Change:
    """One INSERT or UPDATE of many rows; each gives a value for every name in ``names``."""

    def __init__(self, statement: Insert | Update, names: Sequence[str], dialect: Dialect) -> None:
        keys = list(names) if isinstance(statement, Insert) else None
        self._compiled = _Compiled(statement.compile(dialect=dialect, column_keys=keys))

    def do(self, connection: sqlite3.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Change the rows, within a transaction of the caller."""
        connection.executemany(self._compiled.sql, [self._compiled.values(row) for row in rows]).close()
