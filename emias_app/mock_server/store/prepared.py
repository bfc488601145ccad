"""SELECTs that every request asks, compiled once and put to SQLite's own driver.

SQLAlchemy still writes the SQL and says how each value is kept; what is spared is its machinery around every
single execution, which costs several times the query itself.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Dialect

_Convert = Callable[[Any], Any] | None


class Prepared:
    """One SELECT; its rows have the columns' names as attributes."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        binds: Mapping[str, _Convert] = compiled._bind_processors
        self._sql = str(compiled)
        self._parameters: list[tuple[str, Any, _Convert]] = [
            (name, compiled.params.get(name), binds.get(name)) for name in compiled.positiontup
        ]
        columns = compiled._result_columns
        self._make: Callable[[Any], Any] = _rows_of([column.keyname for column in columns])._make
        self._converts: list[tuple[int, Callable[[Any], Any]]] = [
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := column.type._cached_result_processor(dialect, None)) is not None
        ]

    def all(self, connection: sqlite3.Connection, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """The rows for these parameters."""
        values = []
        for name, standard, convert in self._parameters:
            value = parameters.get(name, standard)
            values.append(value if convert is None or value is None else convert(value))
        found = connection.execute(self._sql, values).fetchall()
        make = self._make
        if not self._converts:
            return [make(row) for row in found]
        return [make(self._converted(row)) for row in found]

    def _converted(self, row: tuple[Any, ...]) -> list[Any]:
        cells = list(row)
        for place, convert in self._converts:
            if cells[place] is not None:
                cells[place] = convert(cells[place])
        return cells


def _rows_of(names: list[str]) -> Any:
    make_type: Any = namedtuple
    return make_type("Row", names)
