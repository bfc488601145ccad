"""Text that leaves as it was kept: the database hands out its UTF-8, which is neither decoded nor encoded again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class as_bytes(GenericFunction[bytes]):  # noqa: N801 - used as a function of SQL
    """The UTF-8 of a text column."""

    type = LargeBinary()
    inherit_cache = True


@compiles(as_bytes, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"


@compiles(as_bytes, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **options)}, 'UTF8')"
